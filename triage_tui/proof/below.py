"""Where two versions do the same from a place on, told from their tables: nothing needs following there.

Whatever happens from a place on has a number, the same in both versions exactly when it is written the same: whom the
steps ask, what they read, where answers lead, and of floors and adjuncts only what a question follows.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple, TypeAlias

from triage_tui.proof.effect import Effect, effect_of
from triage_tui.proof.form import own_form, ways_of
from triage_tui.proof.payload import Payload
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Plan

Numbers: TypeAlias = dict[Hashable, int]
"""Everything that was written so far, numbered; shared by the versions that are to be compared."""

NOWHERE = -1


class _Written(NamedTuple):
    own: int
    ways: tuple[tuple[bool, Effect], ...]
    """What every answer or branch does, and whether that it leaves counts where several are ticked."""
    passed: bool
    several: bool
    """Whether several answers can be given together."""
    alike: bool
    """Whether the other version has the same answers to it, or does not ask it at all."""


def answers_apart(old: Plan, new: Plan) -> frozenset[tuple[str, int]]:
    """The steps, by id and kind, that can be answered otherwise in the other version."""
    mine, other = (
        {
            (step.id, step.kind): (frozenset(name for name, _ in ways_of(step)), step.number)
            for step in plan.steps
            if step.kind != Kind.DECISION
        }
        for plan in (old, new)
    )
    return frozenset(name for name in mine.keys() & other.keys() if mine[name] != other[name])


class Written:
    """The steps of one version as they are written, for every question."""

    def __init__(self, walks: Walks, numbers: Numbers, apart: frozenset[tuple[str, int]]) -> None:
        self.walks, self.plan = walks, walks.plan
        self._numbers = numbers
        self._apart = apart
        self._steps = [self._written(number) for number in range(len(self.plan.steps))]

    def _written(self, number: int) -> _Written:
        step = self.plan.steps[number]
        several = step.kind == Kind.CHECKLIST
        ways = [(several and action.leaves, effect_of(self.plan, number, (action,))) for _, action in ways_of(step)]
        return _Written(
            self._number(own_form(self.plan, number)),
            tuple(ways),
            self.plan.may_be_passed(step),
            several,
            (step.id, step.kind) not in self._apart,
        )

    def _number(self, name: Hashable) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def below(self, payload: Payload) -> list[int]:
        """The numbers of every step, of running out, and of the outcomes: [place] is for steps, and for ~outcomes.

        A step after which every walk ends with the same value is no more than that end.
        """
        diagram, size = self.walks.diagram, len(self.plan.steps)
        ends = [payload.end_of(place, self.walks.reader) for place in range(len(self.plan.outcomes))]
        numbers = [self._number(("end", end)) for end in (*ends, diagram.terminal(payload.ran_out))]
        settled = self._number(("end", diagram.terminal(payload.settled)))
        constant = {settled, *numbers}
        found = [0] * size + [numbers.pop(), *reversed(numbers)]
        for number in range(size - 1, -1, -1):
            step = self._steps[number]
            ways = []
            for leaves, to in step.ways:
                goes_on = payload.goes_on(to)
                ways.append((leaves, goes_on or not step.several, found[to.go] if goes_on else settled))
            passed = found[number + 1] if step.passed else NOWHERE
            first = ways[0][2]
            if step.alike and first in constant and passed in (first, NOWHERE) and all(way[2] == first for way in ways):
                found[number] = first
            else:
                found[number] = self._number((step.own, tuple(ways), passed))
        return found
