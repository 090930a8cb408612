"""Walk with every answer given at once, over flat tables, to replay many encounters; the same results as the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from triage_tui.walk.engine import store
from triage_tui.walk.evaluate import FALSE, evaluate, slots_of
from triage_tui.walk.plan import MODES, Condition, Kind, Plan, Slot, Value

LEAST_URGENT = 1 << 30
_LOOK = -(1 << 40)
"""A target below this is a step to look at first (a decision, a condition, another mode): `_LOOK - step`."""
_STOP = -(1 << 50)
"""A target below this is a step without an answer: `_STOP - step`."""


class Effect(NamedTuple):
    """What an answer sets: the most urgent rank, and the facts that some condition reads."""

    rank: int
    facts: tuple[tuple[int, Slot], ...]


class Patient(NamedTuple):
    """One answer for each step: where it goes, and what it sets (None: nothing that matters)."""

    go: Sequence[int]
    effects: Sequence[Effect | None]


class Batch:
    """The tables of one pathway in one mode and role."""

    def __init__(self, plan: Plan, mode: str, role: str) -> None:
        self.plan = plan
        self.bit = 1 << MODES.index(mode)
        self.facts: list[Slot] = [None] * len(plan.facts)
        self.facts[0] = plan.facts[0].values.index(mode) + 1
        self.facts[1] = plan.facts[1].values.index(role) + 1
        self.read = frozenset().union(*(slots_of(condition) for condition in _conditions(plan)))
        self.plain = tuple(
            step.kind != Kind.DECISION and step.guard is None and bool(step.modes & self.bit) for step in plan.steps
        )

    def code(self, answers: Mapping[str, Value]) -> Patient:
        """A patient's answers as tables; AnswerError when a step cannot take one."""
        go: list[int] = []
        effects: list[Effect | None] = []
        for number, step in enumerate(self.plan.steps):
            if step.kind == Kind.DECISION or step.id not in answers:
                go.append(_STOP - number)
                effects.append(None)
                continue
            target, effect = self._code(number, answers[step.id])
            go.append(target)
            effects.append(effect)
        return Patient(go, effects)

    def _code(self, number: int, value: Value) -> tuple[int, Effect | None]:
        facts: list[Slot] = [None] * len(self.plan.facts)
        actions = store(self.plan, self.plan.steps[number], value, facts)
        rank = min((self.plan.ranks[action.floor] for action in actions if action.floor >= 0), default=LEAST_URGENT)
        go = next((action.go for action in actions if action.leaves), number + 1)
        sets = tuple((slot, fact) for slot, fact in enumerate(facts) if fact is not None and slot in self.read)
        return self._target(go), Effect(rank, sets) if sets or rank < LEAST_URGENT else None

    def _target(self, at: int) -> int:
        return at if at < 0 or self.plain[at] else _LOOK - at

    def walk(self, patient: Patient) -> tuple[int, int]:
        """Where the patient ends (a step without an answer, or ~outcome) and the most urgent rank set on the way."""
        go, effects = patient
        facts = self.facts.copy()
        at, floor = self._target(0), LEAST_URGENT
        while True:
            while at >= 0:
                effect = effects[at]
                if effect is not None:
                    rank, sets = effect
                    if rank < floor:
                        floor = rank
                    for slot, fact in sets:
                        facts[slot] = fact
                at = go[at]
            if at > _LOOK:
                return at, floor
            if at <= _STOP:
                return _STOP - at, floor
            at, floor, asked = self._look(_LOOK - at, facts, floor)
            if asked:
                effect = effects[at]
                if effect is not None:
                    floor = min(floor, effect.rank)
                    for slot, fact in effect.facts:
                        facts[slot] = fact
                at = go[at]

    def _look(self, at: int, facts: list[Slot], floor: int) -> tuple[int, int, bool]:
        """Past a decision or a step that is not asked here; or the step itself, when it is asked."""
        step = self.plan.steps[at]
        if not step.modes & self.bit or (step.guard is not None and evaluate(step.guard, facts) == FALSE):
            return self._target(at + 1), floor, False
        if step.kind != Kind.DECISION:
            return at, floor, True
        for branch in step.branches:
            if branch.when is None or evaluate(branch.when, facts) != FALSE:
                action = branch.action
                if action.floor >= 0:
                    floor = min(floor, self.plan.ranks[action.floor])
                return self._target(action.go), floor, False
        raise AssertionError("a decision without otherwise was compiled")


def _conditions(plan: Plan) -> list[Condition]:
    found = [step.guard for step in plan.steps if step.guard is not None]
    return found + [branch.when for step in plan.steps for branch in step.branches if branch.when is not None]
