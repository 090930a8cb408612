"""Walk columns of answers through a plan, step by step: all rows that stand at a step go on together."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import itemgetter
from typing import Any

from triage_tui.author.replay.columns import Columns
from triage_tui.errors import AnswerError
from triage_tui.walk.batch import LEAST_URGENT
from triage_tui.walk.engine import choose, store
from triage_tui.walk.evaluate import FALSE, evaluate, slots_of
from triage_tui.walk.plan import MODES, Condition, Kind, Plan, Slot, Step, Value

UNFINISHED = 1 << 30
"""The end of a row whose walk stops at a step without an answer that it can take."""

Rows = list[int] | range


@dataclass(frozen=True, slots=True)
class Ends:
    """For every row: the outcome's number or UNFINISHED, and the rank it ends in."""

    outcomes: array[int]
    ranks: array[int]


def walk_columns(plan: Plan, mode: str, role: str, columns: Columns) -> Ends:
    """Where every row ends, as on the engine."""
    return _Walk(plan, mode, role, columns).run()


class _Walk:
    def __init__(self, plan: Plan, mode: str, role: str, columns: Columns) -> None:
        self.plan, self.columns = plan, columns
        self.bit = 1 << MODES.index(mode)
        self.start: list[Slot] = [None] * len(plan.facts)
        self.start[0] = plan.facts[0].values.index(mode) + 1
        self.start[1] = plan.facts[1].values.index(role) + 1
        self.setters: dict[int, list[int]] = {}
        for number, step in enumerate(plan.steps):
            if step.kind != Kind.DECISION:
                for slot, fact in enumerate(plan.facts):
                    if number in fact.steps or slot == step.slot:
                        self.setters.setdefault(slot, []).append(number)
        read = {slot for condition in _conditions(plan) for slot in slots_of(condition)}
        self.kept = {number for slot in read for number in self.setters.get(slot, ())}
        """Steps whose answers some condition reads."""
        self.told: dict[int, Any] = {}
        """For every such step, the code answered by each row; 0 where it was not asked."""
        self.facts: dict[int, list[tuple[tuple[int, Slot], ...]]] = {}
        self.floors = array("i", [LEAST_URGENT]) * columns.rows
        self.outcomes = array("i", [UNFINISHED]) * columns.rows
        self.waiting: list[list[Rows]] = [[] for _ in range(len(plan.steps) + 1)]

    def run(self) -> Ends:
        self.waiting[0].append(range(self.columns.rows))
        for number, step in enumerate(self.plan.steps):
            rows = self._arrived(number)
            if not rows:
                continue
            if not step.modes & self.bit:
                self._send(number + 1, rows)
                continue
            if step.guard is not None:
                rows = self._asked(number, step.guard, rows)
            if rows and step.kind == Kind.DECISION:
                self._decide(step, rows)
            elif rows:
                self._answer(number, step, rows)
        return Ends(self.outcomes, self._ranks())

    def _arrived(self, number: int) -> Rows:
        """The rows that stand at a step; all of them as a range, which costs nothing to go through."""
        some, self.waiting[number] = self.waiting[number], []
        if len(some) == 1:
            return some[0]
        if sum(map(len, some)) == self.columns.rows:
            return range(self.columns.rows)
        return list(chain.from_iterable(some))

    def _ranks(self) -> array[int]:
        own = [self.plan.ranks[outcome.disposition] for outcome in self.plan.outcomes]
        ends = (
            0 if end == UNFINISHED else min(own[end], floor)
            for end, floor in zip(self.outcomes, self.floors, strict=True)
        )
        return array("i", ends)

    def _send(self, go: int, rows: Rows) -> None:
        if go >= 0:
            self.waiting[go].append(rows)
            return
        outcomes, end = self.outcomes, ~go
        for row in rows:
            outcomes[row] = end

    def _raise(self, rank: int, rows: Rows) -> None:
        floors = self.floors
        for row in rows:
            if floors[row] > rank:
                floors[row] = rank

    def _here(self, column: Any, rows: Rows) -> Sequence[int]:
        """A column at some rows."""
        if isinstance(rows, range):
            return column  # type: ignore[no-any-return]
        return itemgetter(*rows)(column) if len(rows) > 1 else [column[rows[0]]]

    def _answer(self, number: int, step: Step, rows: Rows) -> None:
        codes = self.columns.codes.get(step.id)
        if codes is None:
            return
        here = self._here(codes, rows)
        if number in self.kept:
            self.told[number] = self._told(codes, rows, here)
            self.facts[number] = [()]
        effects: list[tuple[int, int] | None] = [None]
        effects += [self._effect(number, step, value) for value in self.columns.values[step.id]]
        self._go_on(rows, effects, here)

    def _told(self, codes: Any, rows: Rows, here: Sequence[int]) -> Any:
        if isinstance(rows, range):
            return codes
        told = array("I", bytes(4 * self.columns.rows))
        for row, code in zip(rows, here, strict=True):
            told[row] = code
        return told

    def _effect(self, number: int, step: Step, value: Value) -> tuple[int, int] | None:
        """Where an answer leads and the rank it sets; None when this version does not take it."""
        facts = self.start.copy()
        try:
            actions = store(self.plan, step, value, facts)
        except AnswerError:
            actions = ()
        if number in self.kept:
            pairs = zip(facts, self.start, strict=True)
            self.facts[number].append(tuple((slot, fact) for slot, (fact, was) in enumerate(pairs) if fact != was))
        if not actions:
            return None
        rank = min((self.plan.ranks[action.floor] for action in actions if action.floor >= 0), default=LEAST_URGENT)
        return next((action.go for action in actions if action.leaves), number + 1), rank

    def _go_on(self, rows: Rows, effects: Sequence[tuple[int, int] | None], here: Iterable[int]) -> None:
        """Send every row where its effect says; `here` has the place of it among the effects."""
        kinds = list(dict.fromkeys(effects))
        if len(kinds) == 1:
            classes = bytes(len(rows))
        else:
            places = [kinds.index(effect) for effect in effects]
            classes = bytes(map(places.__getitem__, here))
        there = [place for place in range(len(kinds)) if kinds[place] is not None and place in classes]
        for rank in {effect[1] for place in there if (effect := kinds[place]) is not None} - {LEAST_URGENT}:
            self._raise(rank, self._those(rows, classes, [place for place in there if kinds[place][1] == rank]))  # type: ignore[index]
        for go in dict.fromkeys(effect[0] for place in there if (effect := kinds[place]) is not None):
            self._send(go, self._those(rows, classes, [place for place in there if kinds[place][0] == go]))  # type: ignore[index]

    def _those(self, rows: Rows, classes: bytes, wanted: Sequence[int]) -> Rows:
        """The rows of some classes."""
        mask = classes.translate(bytes(place in wanted for place in range(256)))
        return rows if 0 not in mask else list(compress(rows, mask))

    def _keys(self, slots: set[int], rows: Rows) -> tuple[list[int], list[tuple[int, ...]]]:
        """The steps that tell what a condition reads, and what every row told there."""
        steps = sorted({step for slot in slots for step in self.setters.get(slot, ()) if step in self.told})
        if not steps:
            return steps, [()] * len(rows)
        return steps, list(zip(*(self._here(self.told[step], rows) for step in steps), strict=True))

    def _known(self, steps: Sequence[int], key: tuple[int, ...]) -> list[Slot]:
        facts = self.start.copy()
        for step, code in zip(steps, key, strict=True):
            for slot, fact in self.facts[step][code]:
                facts[slot] = fact
        return facts

    def _asked(self, number: int, guard: Condition, rows: Rows) -> Rows:
        """The rows that are asked; the others pass."""
        steps, keys = self._keys(slots_of(guard), rows)
        asked = {key: evaluate(guard, self._known(steps, key)) != FALSE for key in set(keys)}
        classes = bytes(map(asked.__getitem__, keys))
        passed = self._those(rows, classes, [0])
        if passed:
            self._send(number + 1, passed)
        return self._those(rows, classes, [1])

    def _decide(self, step: Step, rows: Rows) -> None:
        slots = {slot for branch in step.branches if branch.when is not None for slot in slots_of(branch.when)}
        steps, keys = self._keys(slots, rows)
        places = {key: place for place, key in enumerate(set(keys))}
        effects = []
        for key in places:
            action = choose(step, self._known(steps, key))
            effects.append((action.go, self.plan.ranks[action.floor] if action.floor >= 0 else LEAST_URGENT))
        self._go_on(rows, effects, map(places.__getitem__, keys))


def _conditions(plan: Plan) -> Iterator[Condition]:
    for step in plan.steps:
        if step.guard is not None:
            yield step.guard
        yield from (branch.when for branch in step.branches if branch.when is not None)
