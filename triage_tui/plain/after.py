"""What can be done with an outcome in plain mode, until the call is closed."""

from __future__ import annotations

from triage_tui.plain.console import Leave
from triage_tui.plain.outcome import (
    change_urgency,
    give_advice,
    other_services,
    outcome_lines,
    reject_service,
    write_detail,
)
from triage_tui.plain.services import about_service, list_services, mark_service, offered_ids, service_meant
from triage_tui.plain.talk import Talk
from triage_tui.plain.walk import Walk
from triage_tui.record.encounter import Kind

AFTER = "r reject the service, x other services, v change the urgency, a NUMBER advice given, d details, n note"
AFTER_SERVICES = "i all about the service, m mark it full or closed (i 2, m 2: of the list), l look for services"
AFTER_TOO = "s summary, g another pathway, b questions, o outcome again, p park, c close, ! emergency:"


class After:
    """The outcome of a call; its questions again where they go on."""

    def __init__(self, talk: Talk, walk: Walk) -> None:
        self.talk = talk
        self.walk = walk
        self.listed: tuple[str, ...] = ()
        """The services that were listed last, where they are not those of the outcome."""

    def finish(self) -> None:
        """Read out the outcome, and do what can be done with it, until the call is closed."""
        talk = self.talk
        told: object = None
        while talk.open_call.status != "closed":
            if not talk.open_call.finished or talk.asking_on:
                self.walk.until_outcome()
            offered = talk.desk.services_of(talk.open_call).offered[0].service.id
            now = (talk.desk.conclusion(talk.open_call), talk.open_call.rejected, offered)
            if now != told:
                self.listed = ()
                self._read_out()
            told = now
            talk.attempt(self._after)

    def _read_out(self) -> None:
        self.talk.console.say("\n".join(outcome_lines(self.talk.desk, self.talk.open_call)))

    def _after(self) -> None:
        talk, desk, console = self.talk, self.talk.desk, self.talk.console
        console.say(f"\n{AFTER}\n{AFTER_SERVICES}")
        word, _, rest = console.ask(AFTER_TOO).partition(" ")
        call = talk.open_call
        if word == "c":
            talk.record(Kind.CLOSED, service=desk.services_of(call).offered[0].service.id)
            console.say(f"Closed. Summary: triage summary {call.id}")
        elif word == "r":
            talk.call = reject_service(desk, call, console)
        elif word == "v":
            talk.call = change_urgency(desk, call, console)
        elif word == "a":
            talk.call = give_advice(desk, call, console, rest)
        elif word == "x":
            console.say("\n".join(other_services(desk, call)) or "There is no other.")
            self.listed = ()
        elif word == "l":
            self.listed = list_services(desk, call, console, rest)
        elif word == "i":
            about_service(desk, call, console, self._service_meant(rest))
        elif word == "m":
            mark_service(desk, console, self._service_meant(rest))
        elif word == "d":
            talk.call = write_detail(desk, call, console)
        elif word == "g":
            talk.go_on()
        elif word == "n":
            talk.note("outcome", rest)
        elif word == "s":
            self._summary("patient" if rest == "patient" else "professional")
        elif word == "b":
            self._back_to_questions()
        elif word == "o":
            self._read_out()
        elif word == "p":
            talk.record(Kind.PARKED)
            raise Leave
        else:
            console.say("Not one of these keys.")

    def _service_meant(self, typed: str) -> str:
        """The service with this number in the list that was said last, of the outcome without one."""
        return service_meant(self.listed or offered_ids(self.talk.desk, self.talk.open_call), typed)

    def _summary(self, copy: str) -> None:
        from triage_tui.summaries import copy_as_text, summary_of

        desk = self.talk.desk
        self.talk.console.say(copy_as_text(summary_of(desk, self.talk.open_call, desk.clock.now()), copy))

    def _back_to_questions(self) -> None:
        """Ask on; an emergency stands, and no answer is taken back for it."""
        call = self.talk.open_call
        if call.emergency is not None and not call.state.finished:
            self.talk.asking_on = True
            self.talk.asked = None
            self.talk.console.say("The emergency stands. o shows the outcome again.")
        else:
            self.talk.record(Kind.RESUMED if call.status in ("cut_off", "closed") else Kind.WENT_BACK)
