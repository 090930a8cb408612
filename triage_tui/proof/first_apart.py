"""Who comes to where two versions begin to differ: much sooner known than what is said of every patient."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, partial
from operator import eq

from triage_tui.proof.diagram import BudgetError, Ref, deep
from triage_tui.proof.leading import Coming
from triage_tui.proof.levels import MODE, ROLE
from triage_tui.proof.parting import Pair, Parting, Undecided, Value
from triage_tui.proof.payload import While


class FirstApart:
    """One question about two versions, asked of those alone who come to where the two begin to differ."""

    def __init__(self, parting: Parting) -> None:
        self.parting = parting
        self.old, self.new = parting.old, parting.new
        self.diagram = parting.diagram

    def nobody_differs(self, patients: Ref) -> bool:
        """Whether nothing is said of any of some patients, told from where the versions begin to differ."""
        try:
            return self._coming("something", lambda value: value is not None).nobody(patients)
        except BudgetError:
            return False

    def somebody(self, value: Value, patients: Ref) -> tuple[int, ...] | Undecided | None:
        """The plainest of some patients of whom a value is said; Undecided where it was too hard; None: of nobody."""
        try:
            found = self._coming(("is", value), partial(eq, value)).somebody(patients)
            if found is not None:
                return found
            hard = self._coming("undecided", lambda said: isinstance(said, Undecided))
            return None if hard.nobody(patients) else Undecided("", ())
        except BudgetError as error:
            return Undecided(error.step, error.facts)

    def _coming(self, name: Hashable, counts: Callable[[Value], bool]) -> Coming:
        """Who comes to where the versions begin to differ with something said that counts; `name` says what does."""
        only_new = [level for level, has in enumerate(self.old.has) if not has and level not in (MODE, ROLE)]
        self.parting.make_room()
        with deep():
            states = {number: self.diagram.map(said, name, counts) for number, said in self._said.items()}
        return Coming(self.old.walks, While(self.parting.question.old), states, only_first=True, others=only_new)

    @cached_property
    def _said(self) -> dict[int, Ref]:
        """By the place of the old walk, the changes for those whose two walks did the same up to there."""
        found: dict[int, Ref] = {}
        seen, waiting = set[Pair](), [(0, 0)]
        while waiting:
            pair = waiting.pop()
            if pair in seen or self.old.below[pair[0]] == self.new.below[pair[1]]:
                continue
            seen.add(pair)
            ways = self._alike(pair)
            if ways is not None:
                waiting.extend(ways)
                continue
            before = found.get(pair[0], self.parting.unchanged)
            found[pair[0]] = self.diagram.combine(before, self.parting.at(pair), _either)
        return found

    def _alike(self, pair: Pair) -> list[Pair] | None:
        """Where a pair of steps leads both walks, when it does the same in both versions; None when it may not."""
        before, after = pair
        if self.old.possible_at(before) is None or self.new.possible_at(after) is None:
            return []
        one, other = self.old.plan.steps[before], self.new.plan.steps[after]
        if (one.id, one.kind) != (other.id, other.kind) or self.old.form(before) != self.new.form(after):
            return None
        ways = [way for way in self.parting.ways(pair) if self.old.below[way[0]] != self.new.below[way[1]]]
        return ways if all(min(way) >= 0 and self.parting.meet(way) for way in ways) else None


def _either(one: Value, other: Value) -> Value:
    return other if one is None else one
