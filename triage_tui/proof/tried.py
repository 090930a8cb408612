"""Walks that are reassuring but for some answers: begun where they first differ, and only as far as is needed."""

from __future__ import annotations

from collections.abc import Sequence

from triage_tui.errors import AnswerError
from triage_tui.proof.levels import Levels
from triage_tui.proof.patient import answer_of, setting
from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.plan import Plan


class Tried:
    """Follows patients of one plan on the engine; what they share with the reassuring walk is walked once."""

    def __init__(self, plan: Plan, levels: Levels, mild: Sequence[int], owners: Sequence[int]) -> None:
        self.plan = plan
        self.levels = levels
        self.mild = mild
        self.owners = owners
        self._mild: dict[tuple[str, str], list[State]] = {}

    def state(self, patient: Sequence[int], last: int) -> State | None:
        """Where the patient's walk is past a step, or at its end; None where the role may not give an answer."""
        told = zip(patient, self.mild, self.owners, strict=True)
        first = min(
            (owner for value, mild, owner in told if value != mild and owner >= 0), default=len(self.plan.steps)
        )
        try:
            state = self._before(setting(self.levels, patient), first)
            while not state.finished and state.at <= last:
                state = answer(self.plan, state, answer_of(self.plan, self.levels, patient, state.at))
        except AnswerError:
            return None
        return state

    def _before(self, who: tuple[str, str], first: int) -> State:
        """The reassuring walk where it comes to a step, or was last before it."""
        states = self._mild.setdefault(who, [start(self.plan, mode=who[0], role=who[1])])
        while not states[-1].finished and states[-1].at < first:
            mild = answer_of(self.plan, self.levels, self.mild, states[-1].at)
            states.append(answer(self.plan, states[-1], mild))
        return next(state for state in reversed(states) if not state.finished and state.at <= first)
