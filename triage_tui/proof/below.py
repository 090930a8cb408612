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
from triage_tui.walk.plan import Kind

Numbers: TypeAlias = dict[Hashable, int]
"""Everything that was written so far, numbered; shared by the versions that are to be compared."""

SETTLED = -1


class _Written(NamedTuple):
    own: int
    ways: tuple[tuple[bool, Effect], ...]
    """What every answer or branch does, and whether that it leaves counts where several are ticked."""
    passed: bool


class Written:
    """The steps of one version as they are written, for every question."""

    def __init__(self, walks: Walks, numbers: Numbers) -> None:
        self.walks, self.plan = walks, walks.plan
        self._numbers = numbers
        self._steps = [self._written(number) for number in range(len(self.plan.steps))]

    def _written(self, number: int) -> _Written:
        step = self.plan.steps[number]
        several = step.kind == Kind.CHECKLIST
        ways = [(several and action.leaves, effect_of(self.plan, number, (action,))) for _, action in ways_of(step)]
        return _Written(self._number(own_form(self.plan, number)), tuple(ways), self.plan.may_be_passed(step))

    def _number(self, name: Hashable) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def below(self, payload: Payload) -> list[int]:
        """The numbers of every step, of running out, and of the outcomes: [place] is for steps, and for ~outcomes."""
        ends = [("end", payload.end_of(place, self.walks.reader)) for place in range(len(self.plan.outcomes))]
        size = len(self.plan.steps)
        found = [0] * (size + 1 + len(ends))
        found[size] = self._number("ran out")
        for place, end in enumerate(ends):
            found[~place] = self._number(end)
        for number in range(size - 1, -1, -1):
            step = self._steps[number]
            ways = tuple([(leaves, found[to.go]) if payload.goes_on(to) else SETTLED for leaves, to in step.ways])
            found[number] = self._number((step.own, ways, found[number + 1] if step.passed else SETTLED))
        return found
