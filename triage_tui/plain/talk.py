"""The call that is open in plain mode, and what works at every prompt of it."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.desk import Desk
from triage_tui.errors import AnswerError, StoreError, TriageError
from triage_tui.plain.console import Console, EmergencyCalled
from triage_tui.record.encounter import Encounter, Kind
from triage_tui.walk.engine import State


class Talk:
    """One call at a console."""

    def __init__(self, desk: Desk, console: Console, mode: str) -> None:
        self.desk = desk
        self.console = console
        self.mode = mode
        self.call: Encounter | None = None
        self.asking_on = False
        """Questions go on though an emergency stands."""
        self.asked: State | None = None
        """The state whose question was shown last; with none, the next is shown in any case."""

    @property
    def open_call(self) -> Encounter:
        """The call that is open."""
        assert self.call is not None
        return self.call

    def record(self, kind: Kind, **payload: object) -> None:
        """Record what happened; it counts once this returns."""
        self.call = self.desk.record(self.open_call, kind, **payload)

    def attempt(self, task: Callable[[], None]) -> None:
        """Do something that asks; the emergency key works at all its prompts, and an entry that fails never counts."""
        try:
            try:
                task()
            except EmergencyCalled:
                self.attempt(self.emergency)
        except AnswerError as error:
            self.console.say(f"Not taken: {error.message}. {error.hint}".rstrip(". ") + ".")
        except StoreError as error:
            self.console.say(f"NOT SAVED: {error.message} {error.hint}\nThe last entry does NOT count. Enter it again.")
        except TriageError as error:
            self.console.say(f"Not done: {error}")

    def emergency(self) -> None:
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

    def go_on(self) -> None:
        """Go on in another pathway with what is known."""
        headers = self.desk.other_pathways(self.open_call)
        self.console.say("Answers that both pathways ask are carried over. The floor stands.")
        place = self.console.choose("Number (anything else goes back):", [header.title for header in headers])
        if place is not None:
            self.record(Kind.SWITCHED, pathway=headers[place].id)

    def note(self, step: str, text: str) -> None:
        """Keep a note with a step, asking for it when none is given."""
        text = text or self.console.ask("Note:")
        if text:
            self.record(Kind.NOTED, step=step, text=text)
            self.console.say("Note kept.")
