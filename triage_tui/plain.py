"""The same walk as plain numbered prompts: for screen readers, simple terminals and scripts."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.desk import Desk
from triage_tui.errors import AnswerError, ExitCode, StoreError, TriageError
from triage_tui.plain_console import Console, EmergencyCalled, Leave, place_of
from triage_tui.plain_measure import read_set, set_lines
from triage_tui.plain_outcome import (
    change_urgency,
    give_advice,
    other_services,
    outcome_lines,
    reject_service,
    write_detail,
)
from triage_tui.plain_reading import prompt_for, read_typed
from triage_tui.plain_services import about_service, list_services, mark_service, offered_ids, service_meant
from triage_tui.record.encounter import Encounter, Kind
from triage_tui.walk.engine import Floor, State, change, path
from triage_tui.walk.field_words import first_set
from triage_tui.walk.find import find_pathways
from triage_tui.walk.outlook import Outlook, interim_disposition
from triage_tui.walk.plan import NOT_KNOWN, Step, Value
from triage_tui.walk.plan import Kind as StepKind
from triage_tui.walk.quantity import describe
from triage_tui.walk.voice import say_words, shown_value, yes_and_no

HELP = """The emergency key, at any prompt at all:
  !          a reason, then the top of the scale

Commands, at any question:
  u          not known
  b          back one answer
  w          why this is asked
  n TEXT     write a note
  l          list the answers so far
  c NUMBER   change answer NUMBER of that list
  f          the floor, and what can still happen
  d          the line dropped: keep the safe interim outcome
  g          go on in another pathway with what is known
  o          the outcome again, when questions go on after an emergency
  r          the question again
  p          park the call and leave
  ?          this help
"""
AFTER = "r reject the service, x other services, v change the urgency, a NUMBER advice given, d details, n note"
AFTER_SERVICES = "i all about the service, m mark it full or closed (i 2, m 2: of the list), l look for services"
AFTER_TOO = "s summary, g another pathway, b questions, o outcome again, p park, c close, ! emergency:"


def run_plain(
    desk: Desk, mode: str, pathway: str | None, resume: str | None = None, console: Console | None = None
) -> int:
    """Take a call in plain text; the exit code."""
    console = console or Console()
    talk = _Talk(desk, console, mode)
    try:
        talk.begin(pathway, resume)
        talk.finish()
    except Leave:
        if talk.call is not None and talk.call.status != "closed":
            console.say(f"\nThe call is kept. Take it up again with: triage records resume {talk.call.id}")
        return int(ExitCode.OK)
    except KeyboardInterrupt:
        if talk.call is not None:
            console.say(f"\nThe call is kept. Take it up again with: triage records resume {talk.call.id}")
        return int(ExitCode.INTERRUPTED)
    return int(ExitCode.OK)


class _Talk:
    def __init__(self, desk: Desk, console: Console, mode: str) -> None:
        self.desk = desk
        self.console = console
        self.mode = mode
        self.call: Encounter | None = None
        self.asking_on = False
        self.asked: State | None = None
        self.told_floor: Floor | None = None
        self.listed: tuple[str, ...] = ()

    @property
    def open_call(self) -> Encounter:
        """The call that is open."""
        assert self.call is not None
        return self.call

    def record(self, kind: Kind, **payload: object) -> None:
        """Record what happened; it counts once this returns."""
        self.call = self.desk.record(self.open_call, kind, **payload)

    def begin(self, pathway: str | None, resume: str | None) -> None:
        """Open a call, or take one up again."""
        self.console.say(self.desk.pack.notice)
        if resume is not None:
            self.call = self.desk.load(resume)
            if self.call.status in ("parked", "cut_off"):
                self.record(Kind.RESUMED)
        else:
            self._open(pathway)
        header = self.desk.library_of(self.open_call).pack.header(self.open_call.pathway)
        self.console.say(f"\n{self.open_call.plan.title}. Call {self.open_call.id}.")
        if header is not None:
            self.console.say(
                f"Review state: {header.review.state}, due {header.review.due}. Type ? for help, ! for emergency."
            )

    def _open(self, pathway: str | None) -> None:
        while self.call is None:
            try:
                self.call = self.desk.open(pathway or self._choose_pathway(), self.mode)
            except EmergencyCalled:
                self._try(self._emergency)

    def _choose_pathway(self) -> str:
        headers = tuple(header for header in self.desk.pack.pathways if self.mode in header.modes)
        while True:
            found = find_pathways(headers, self.console.ask("What has happened? A few letters:"))
            if not found:
                self.console.say("No pathway matches.")
                continue
            place = self.console.choose("Number, or Enter to look again:", [header.title for header in found])
            if place is not None:
                return found[place].id

    def _try(self, task: Callable[[], None]) -> None:
        """Do something that asks; the emergency key works at all its prompts, and an entry that fails never counts."""
        try:
            try:
                task()
            except EmergencyCalled:
                self._try(self._emergency)
        except AnswerError as error:
            self.console.say(f"Not taken: {error.message}. {error.hint}".rstrip(". ") + ".")
        except StoreError as error:
            self.console.say(f"NOT SAVED: {error.message} {error.hint}\nThe last entry does NOT count. Enter it again.")
        except TriageError as error:
            self.console.say(f"Not done: {error}")

    def walk(self) -> None:
        """Ask until there is an outcome."""
        while not self.open_call.finished or (self.asking_on and not self.open_call.state.finished):
            self._try(self._ask)
        self.asking_on = False

    def _ask(self) -> None:
        state = self.open_call.state
        step = self.open_call.plan.steps[state.at]
        if state != self.asked:
            self._tell_floor()
            self._show(step, self._place())
        self.asked = state
        if step.kind == StepKind.MEASURE:
            self._measure(step)
            return
        typed = self.console.ask(prompt_for(step))
        if self._command(typed, step):
            return
        value = read_typed(step, typed)
        if step.text_kind == "area" and isinstance(value, str) and value != NOT_KNOWN:
            value = self._area(value)
        self.record(Kind.ANSWERED, step=step.id, value=value)

    def _area(self, typed: str) -> str:
        """The place as typed when the directory knows it, otherwise an area from its list."""
        from triage_tui.directory.place import areas_like, resolve_place

        directory = self.desk.library_of(self.open_call).directory
        place = resolve_place(directory, typed)
        if place.area is not None:
            return typed
        self.console.say(f"{place.phrase}. Which area?")
        areas = areas_like(directory, typed)
        number = self.console.choose("Number:", [area.name for area in areas])
        if number is None:
            raise AnswerError("no area was chosen; type another place, or u for not known")
        return areas[number].name

    def _tell_floor(self) -> None:
        """Say a floor once, when it comes or rises."""
        floor = self.open_call.state.floor
        if floor is not None and floor != self.told_floor:
            label = self.open_call.plan.dispositions[floor.disposition].label
            self.console.say(f"\nFrom now on at least: {label}: {floor.because}.")
        self.told_floor = floor

    def _place(self) -> str:
        """Which question this is, and how many can still come."""
        call = self.open_call
        ahead = self._ahead()
        most = "" if ahead.exact else "at most "
        return f"Question {len(path(call.state)) + 1}, {most}{ahead.fewest} to {ahead.most} to come."

    def _ahead(self) -> Outlook:
        call = self.open_call
        tables = self.desk.library_of(call).tables
        if not tables.looked_for(call.plan.pathway):
            tables.open(call.plan.pathway)
        return tables.outlook(call.plan, call.state)

    def _show(self, step: Step, heading: str) -> None:
        call = self.open_call
        on_scene = call.mode == "on_scene"
        say = self.console.say
        say(f"\n{heading} {step.short}")
        say(
            ("Do now: " if step.kind == StepKind.INSTRUCTION else "")
            + (step.look if on_scene and step.look else step.ask)
        )
        if words := say_words(step, patient=call.patient_is_caller, on_scene=on_scene):
            say(f"Say: {words}")
        for place, option in enumerate(step.options, 1):
            say(f"{place}. {option.label}")
        if step.kind == StepKind.CHECKLIST:
            say("0. None of these")
        if step.number is not None:
            say(f"A number, {describe(step.number)}")

    def _measure(self, step: Step) -> None:
        """Ask each field; Enter leaves one not measured."""
        value = self._values(step, lambda typed: self._command(typed, step, only=("?", "b", "w")))
        if value is not None:
            self.record(Kind.ANSWERED, step=step.id, value=value)

    def _values(self, step: Step, is_command: Callable[[str], bool] | None = None) -> Value | None:
        call = self.open_call
        instrument = call.plan.instruments[step.instrument]
        role = self.desk.pack.role(self.desk.role)
        clinician = role is not None and role.clinician
        value = read_set(instrument, self.console, clinician=clinician, is_command=is_command)
        if isinstance(value, dict):
            self.console.say("\n".join(set_lines(instrument, value, first_set(call.answers, call.plan, step))))
        return value

    def _command(self, typed: str, step: Step, only: tuple[str, ...] = ()) -> bool:
        """Do a command; whether it was one."""
        word, _, rest = typed.partition(" ")
        if only and word not in only:
            return False
        commands: dict[str, Callable[[Step, str], None]] = {
            "b": self._back,
            "w": self._why,
            "n": self._note,
            "l": self._list,
            "c": self._change,
            "f": self._floor,
            "d": self._dropped,
            "g": self._go_on,
            "o": self._outcome,
            "r": self._again,
            "p": self._park,
            "?": self._help,
        }
        if word not in commands or (rest and word not in ("n", "c")):
            return False
        if step.kind == StepKind.CHOICE and word == "n" and not rest and "n" in yes_and_no(step).values():
            return False
        commands[word](step, rest)
        return True

    def _help(self, step: Step, rest: str) -> None:
        self.console.say(HELP)

    def _again(self, step: Step, rest: str) -> None:
        self._show(step, self._place())

    def _emergency(self) -> None:
        """A reason, then the top of the scale; with no call open yet, one is opened."""
        reasons = self.desk.pack.emergency.reasons
        self.asked = None
        self.console.say("EMERGENCY: what is happening?")
        place = self.console.choose("Number (anything else goes back):", [label for _, label in reasons])
        if place is None:
            return
        if self.call is None:
            self.call = self.desk.open(*self.desk.emergency_pathway(self.mode))
        self.record(Kind.EMERGENCY, reason=reasons[place][0])
        self.asking_on = False

    def _back(self, step: Step, rest: str) -> None:
        if self.open_call.state.before is None:
            self.console.say("This is the first question.")
        else:
            self.record(Kind.WENT_BACK)

    def _why(self, step: Step, rest: str) -> None:
        self.console.say(step.why or "The pathway gives no reason for this question.")

    def _note(self, step: Step, rest: str) -> None:
        text = rest or self.console.ask("Note:")
        if text:
            self.record(Kind.NOTED, step=step.id, text=text)
            self.console.say("Note kept.")

    def _list(self, step: Step, rest: str) -> None:
        call = self.open_call
        for number, entry in enumerate(path(call.state), 1):
            asked = call.plan.steps[entry.step]
            self.console.say(f"{number}. {asked.short}: {shown_value(call.plan, asked, entry.value)}")

    def _change(self, step: Step, rest: str) -> None:
        call = self.open_call
        entries = path(call.state)
        place = place_of(rest, len(entries))
        if place is None:
            self.console.say("Type c and a number of the list; l shows the list.")
            return
        asked = call.plan.steps[entries[place].step]
        self._show(asked, "Changing an earlier answer.")
        self.asked = None
        value = (
            self._values(asked)
            if asked.kind == StepKind.MEASURE
            else read_typed(asked, self.console.ask(prompt_for(asked)))
        )
        assert value is not None
        result = change(call.plan, call.state, call.plan.step_index[asked.id], value)
        for number, old in result.dropped:
            dropped = call.plan.steps[number]
            self.console.say(f"Would no longer count: {dropped.short}: {shown_value(call.plan, dropped, old)}")
        if not result.dropped or self.console.ask("Change it? y or n:") == "y":
            self.record(Kind.CHANGED, step=asked.id, value=value)

    def _floor(self, step: Step, rest: str) -> None:
        call = self.open_call
        floor = call.state.floor
        if floor is None:
            self.console.say("No floor yet.")
        else:
            self.console.say(f"At least: {call.plan.dispositions[floor.disposition].label}: {floor.because}.")
        ahead = self._ahead()
        self.console.say(
            ("Can still end: " if ahead.exact else "Can still end, at most: ")
            + "; ".join(call.plan.dispositions[number].label for number in ahead.dispositions)
        )

    def _dropped(self, step: Step, rest: str) -> None:
        call = self.open_call
        disposition = call.plan.dispositions[interim_disposition(call.plan, call.state)]
        self.console.say(f"The call will be kept with: {disposition.label}")
        if self.console.ask("Did the line drop? y or n:") == "y":
            self.record(Kind.CUT_OFF, disposition=disposition.id)

    def _park(self, step: Step, rest: str) -> None:
        self.record(Kind.PARKED)
        raise Leave

    def _go_on(self, step: Step | None = None, rest: str = "") -> None:
        call = self.open_call
        headers = [
            header
            for header in self.desk.library_of(call).pack.pathways
            if header.id != call.pathway and call.mode in header.modes
        ]
        self.console.say("Answers that both pathways ask are carried over. The floor stands.")
        place = self.console.choose("Number (anything else goes back):", [header.title for header in headers])
        if place is not None:
            self.record(Kind.SWITCHED, pathway=headers[place].id)

    def _outcome(self, step: Step, rest: str) -> None:
        if not self.open_call.finished:
            self.console.say("There is no outcome yet.")
        self.asking_on = False

    def finish(self) -> None:
        """Read out the outcome, and do what can be done with it, until the call is closed."""
        told: object = None
        while self.open_call.status != "closed":
            if not self.open_call.finished or self.asking_on:
                self.walk()
            offered = self.desk.services_of(self.open_call).offered[0].service.id
            now = (self.desk.conclusion(self.open_call), self.open_call.rejected, offered)
            if now != told:
                self.listed = ()
                self._read_out()
            told = now
            self._try(self._after)

    def _read_out(self) -> None:
        self.console.say("\n".join(outcome_lines(self.desk, self.open_call)))

    def _after(self) -> None:
        self.console.say(f"\n{AFTER}\n{AFTER_SERVICES}")
        word, _, rest = self.console.ask(AFTER_TOO).partition(" ")
        if word == "c":
            service = self.desk.services_of(self.open_call).offered[0].service.id
            self.record(Kind.CLOSED, service=service)
            self.console.say(f"Closed. Summary: triage summary {self.open_call.id}")
        elif word == "r":
            self.call = reject_service(self.desk, self.open_call, self.console)
        elif word == "v":
            self.call = change_urgency(self.desk, self.open_call, self.console)
        elif word == "a":
            self.call = give_advice(self.desk, self.open_call, self.console, rest)
        elif word == "x":
            self.console.say("\n".join(other_services(self.desk, self.open_call)) or "There is no other.")
            self.listed = ()
        elif word == "l":
            self.listed = list_services(self.desk, self.open_call, self.console, rest)
        elif word == "i":
            about_service(self.desk, self.open_call, self.console, self._service_meant(rest))
        elif word == "m":
            mark_service(self.desk, self.console, self._service_meant(rest))
        elif word == "d":
            self.call = write_detail(self.desk, self.open_call, self.console)
        elif word == "g":
            self._go_on()
        elif word == "n":
            self._note_outcome(rest)
        elif word == "s":
            self._summary("patient" if rest == "patient" else "professional")
        elif word == "b":
            self._back_to_questions()
        elif word == "o":
            self._read_out()
        elif word == "p":
            self.record(Kind.PARKED)
            raise Leave
        else:
            self.console.say("Not one of these keys.")

    def _service_meant(self, typed: str) -> str:
        """The service with this number in the list that was said last, of the outcome without one."""
        return service_meant(self.listed or offered_ids(self.desk, self.open_call), typed)

    def _note_outcome(self, rest: str) -> None:
        text = rest or self.console.ask("Note:")
        if text:
            self.record(Kind.NOTED, step="outcome", text=text)
            self.console.say("Note kept.")

    def _summary(self, copy: str) -> None:
        from triage_tui.summaries import copy_as_text, summary_of

        self.console.say(copy_as_text(summary_of(self.desk, self.open_call, self.desk.clock.now()), copy))

    def _back_to_questions(self) -> None:
        """Ask on; an emergency stands, and no answer is taken back for it."""
        call = self.open_call
        if call.emergency is not None and not call.state.finished:
            self.asking_on = True
            self.asked = None
            self.console.say("The emergency stands. o shows the outcome again.")
        else:
            self.record(Kind.RESUMED if call.status in ("cut_off", "closed") else Kind.WENT_BACK)
