"""Ask one question after the other until there is an outcome."""

from __future__ import annotations

from triage_tui.plain import question
from triage_tui.plain.commands import Commands
from triage_tui.plain.reading import prompt_for, read_typed
from triage_tui.plain.talk import Talk
from triage_tui.record.encounter import Kind
from triage_tui.walk.engine import Floor
from triage_tui.walk.plan import NOT_KNOWN, Step
from triage_tui.walk.plan import Kind as StepKind


class Walk:
    """The questions of a call."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.commands = Commands(talk)
        self.told_floor: Floor | None = None

    def until_outcome(self) -> None:
        """Ask until there is an outcome."""
        while not self.talk.open_call.finished or (self.talk.asking_on and not self.talk.open_call.state.finished):
            self.talk.attempt(self._ask)
        self.talk.asking_on = False

    def _ask(self) -> None:
        state = self.talk.open_call.state
        step = self.talk.open_call.plan.steps[state.at]
        if state != self.talk.asked:
            self._tell_floor()
            question.show(self.talk, step, question.which(self.talk))
        self.talk.asked = state
        if step.kind == StepKind.MEASURE:
            self._measure(step)
            return
        typed = self.talk.console.ask(prompt_for(step))
        if self.commands.does(typed, step):
            return
        value = read_typed(step, typed)
        if step.text_kind == "area" and isinstance(value, str) and value != NOT_KNOWN:
            value = question.area(self.talk, value)
        self.talk.record(Kind.ANSWERED, step=step.id, value=value)

    def _measure(self, step: Step) -> None:
        """Ask each field; Enter leaves one not measured."""
        value = question.observations(
            self.talk, step, lambda typed: self.commands.does(typed, step, only=("?", "b", "w"))
        )
        if value is not None:
            self.talk.record(Kind.ANSWERED, step=step.id, value=value)

    def _tell_floor(self) -> None:
        """Say a floor once, when it comes or rises."""
        floor = self.talk.open_call.state.floor
        if floor is not None and floor != self.told_floor:
            label = self.talk.open_call.plan.dispositions[floor.disposition].label
            self.talk.console.say(f"\nFrom now on at least: {label}: {floor.because}.")
        self.told_floor = floor
