"""Walk columns of answers through a plan, step by step: all rows that stand at a step go on together."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import itemgetter
from typing import Any

from triage_tui.author.replay.columns import Codes, Columns
from triage_tui.author.replay.telling import (
    NO_FLOOR,
    RANK,
    Effect,
    Telling,
    Told,
    disposition_of,
    floor_key,
    key_of,
    rank_of,
)
from triage_tui.proof.levels import conditions_of
from triage_tui.walk.engine import choose
from triage_tui.walk.evaluate import FALSE, evaluate, slots_of
from triage_tui.walk.plan import MODES, Condition, Kind, Plan, Slot, Step

UNFINISHED = 1 << 30
"""The end of a row whose walk stops at a step without an answer that it can take."""

BLOCK = 1 << 14
"""Rows that are walked together: few enough for what is known of them to stay in the processor's cache."""

Rows = list[int] | range
_Key = tuple[int, ...]
_Behind = tuple[tuple[int, int], ...]
"""What is behind the codes of a key: a fact, and the step that told it."""
End = tuple[int, int]
"""An outcome's number, or UNFINISHED, and the disposition it ends in."""


@dataclass(frozen=True, slots=True)
class Ends:
    """For every row a code of its end, and what each code means."""

    codes: Codes
    meanings: Sequence[End]

    def of(self, row: int) -> End:
        """Where a row ends."""
        return self.meanings[self.codes[row]]


class Ground:
    """What every way of walking needs of a plan in one mode and role."""

    def __init__(self, plan: Plan, mode: str, role: str) -> None:
        self.plan = plan
        self.bit = 1 << MODES.index(mode)
        self.start: list[Slot] = [None] * len(plan.facts)
        self.start[0] = plan.facts[0].values.index(mode) + 1
        self.start[1] = plan.facts[1].values.index(role) + 1
        self.read = frozenset(slot for condition in conditions_of(plan) for slot in slots_of(condition))

    def end_of(self, outcome: int, floor: int) -> End:
        """The end that an outcome and a floor make together: the more urgent, the outcome's own of two as urgent."""
        if outcome == UNFINISHED:
            return UNFINISHED, -1
        own = self.plan.outcomes[outcome].disposition
        return outcome, disposition_of(floor) if floor < rank_of(key_of(self.plan, own)) else own


class Lists:
    """Whole columns on lists alone."""

    def look_up(self, table: Sequence[int], codes: Codes) -> Codes:
        """For every row, what the table has for its code."""
        if max(table) < 256 and len(table) <= 256 and isinstance(codes, bytes | bytearray | array | memoryview):
            narrow = codes if isinstance(codes, bytes | bytearray) else codes.tobytes() if codes.itemsize == 1 else b""
            if len(narrow) == len(codes):
                return narrow.translate(bytes(table) + bytes(256 - len(table)))
        return array("I", map(table.__getitem__, codes))

    def greatest(self, columns: Sequence[Codes]) -> Codes:
        """For every row, the greatest of its codes."""
        return bytes(map(max, *columns)) if len(columns) > 1 else columns[0]

    def combine(self, columns: Sequence[Codes]) -> tuple[Codes, list[tuple[int, ...]]]:
        """For every row one code for what it has in all of the columns, and what each of these codes means."""
        keys = list(zip(*columns, strict=True))
        places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        codes = map(places.__getitem__, keys)
        return bytes(codes) if len(places) <= 256 else array("I", codes), list(places)


def walk_lists(plan: Plan, mode: str, role: str, columns: Columns) -> Ends:
    """Where every row ends, as on the engine."""
    ground = Ground(plan, mode, role)
    tables = _Tables(ground, columns)
    places: dict[tuple[int, int], int] = {}
    codes = array("I")
    for first in range(0, columns.rows, BLOCK):
        walk = _Walk(tables, slice(first, min(first + BLOCK, columns.rows)))
        walk.run()
        ends = list(zip(walk.outcomes, walk.floors, strict=True))
        for end in set(ends):
            places.setdefault(end, len(places))
        codes.extend(map(places.__getitem__, ends))
    return Ends(codes, [ground.end_of(outcome, floor) for outcome, floor in places])


def tally_lists(old: Ends, new: Ends) -> Counter[tuple[End, End]]:
    """How many rows have each pair of ends."""
    found: Counter[tuple[End, End]] = Counter()
    for (one, other), count in Counter(zip(old.codes, new.codes, strict=True)).items():
        found[old.meanings[one], new.meanings[other]] += count
    return found


class _Tables:
    """What does not depend on the rows: what each step tells, and what conditions make of it, each found once."""

    def __init__(self, ground: Ground, columns: Columns) -> None:
        self.ground, self.plan = ground, ground.plan
        self._telling = Telling(ground.plan, ground.start, columns, ground.read, Lists())
        self._told: dict[int, Told | None] = {}
        self.asked: dict[tuple[int, _Behind], dict[_Key, bool]] = {}
        self.chosen: dict[tuple[int, _Behind], dict[_Key, Effect]] = {}

    def told(self, number: int) -> Told | None:
        """What a step tells; None when nobody answered it."""
        if number not in self._told:
            self._told[number] = self._telling.of(number)
        return self._told[number]

    def known(self, behind: _Behind, key: _Key) -> list[Slot]:
        """The facts, from the codes of what was told of them."""
        facts = self.ground.start.copy()
        for (slot, number), code in zip(behind, key, strict=True):
            told = self._told[number]
            assert told is not None
            if (fact := told.facts[slot][1][code]) is not None:
                facts[slot] = fact
        return facts

    def is_asked(self, guard: Condition, behind: _Behind, key: _Key) -> bool:
        """Whether a step is asked."""
        return evaluate(guard, self.known(behind, key)) != FALSE

    def choose(self, step: Step, behind: _Behind, key: _Key) -> Effect:
        """Where a decision leads."""
        action = choose(step, self.known(behind, key))
        return Effect(action.go, floor_key(self.plan, (action,)))


class _Walk:
    """Some rows on their way."""

    def __init__(self, tables: _Tables, block: slice) -> None:
        self.tables, self.plan, self.block = tables, tables.plan, block
        self.rows = block.stop - block.start
        self.told: dict[int, list[tuple[int, Codes]]] = {}
        """For every slot that a condition reads: the steps that told it, and codes, 0 where it was not asked."""
        self.floors = array("i", [NO_FLOOR]) * self.rows
        self.outcomes = array("i", [UNFINISHED]) * self.rows
        self.waiting: list[list[Rows]] = [[] for _ in range(len(self.plan.steps) + 1)]

    def run(self) -> None:
        """Take every row to its end."""
        self.waiting[0].append(range(self.rows))
        for number, step in enumerate(self.plan.steps):
            rows = self._arrived(number)
            if not rows:
                continue
            if not step.modes & self.tables.ground.bit:
                self._send(number + 1, rows)
                continue
            if step.guard is not None:
                rows = self._asked(number, step.guard, rows)
            if rows and step.kind == Kind.DECISION:
                self._decide(number, step, rows)
            elif rows and (told := self.tables.told(number)) is not None:
                self._answer(number, told, rows)

    def _arrived(self, number: int) -> Rows:
        """The rows that stand at a step; all of them as a range, which costs nothing to go through."""
        some, self.waiting[number] = self.waiting[number], []
        if len(some) == 1:
            return some[0]
        if sum(map(len, some)) == self.rows:
            return range(self.rows)
        return list(chain.from_iterable(some))

    def _send(self, go: int, rows: Rows) -> None:
        if go >= 0:
            self.waiting[go].append(rows)
            return
        outcomes, end = self.outcomes, ~go
        for row in rows:
            outcomes[row] = end

    def _raise(self, floor: int, rows: Rows) -> None:
        floors = self.floors
        for row in rows:
            if floor < floors[row] >> RANK << RANK:
                floors[row] = floor

    def _here(self, column: Any, rows: Rows) -> Sequence[int]:
        """A column at some rows."""
        if isinstance(rows, range):
            return column  # type: ignore[no-any-return]
        return itemgetter(*rows)(column) if len(rows) > 1 else [column[rows[0]]]

    def _answer(self, number: int, told: Told, rows: Rows) -> None:
        own = told.codes[self.block]
        for slot, (codes, _) in told.facts.items():
            here = own if codes is told.codes else codes[self.block]
            self.told.setdefault(slot, []).append((number, self._at(here, rows)))
        self._go_on(rows, told.effects, self._here(own, rows))

    def _at(self, codes: Codes, rows: Rows) -> Codes:
        """A column with 0 for the rows that were not asked."""
        if isinstance(rows, range):
            return codes
        told = array("I", bytes(4 * self.rows))
        for row, code in zip(rows, self._here(codes, rows), strict=True):
            told[row] = code
        return told

    def _go_on(self, rows: Rows, effects: Sequence[Effect | None], here: Iterable[int]) -> None:
        """Send every row where its effect says; `here` has the place of it among the effects."""
        kinds = list(dict.fromkeys(effects))
        if len(kinds) == 1:
            classes = bytes(len(rows))
        else:
            places = [kinds.index(effect) for effect in effects]
            classes = bytes(map(places.__getitem__, here))
        there = {place: kind for place, kind in enumerate(kinds) if kind is not None and place in classes}
        for floor in {kind.floor for kind in there.values()} - {NO_FLOOR}:
            self._raise(floor, self._those(rows, classes, [place for place in there if there[place].floor == floor]))
        for go in dict.fromkeys(kind.go for kind in there.values()):
            self._send(go, self._those(rows, classes, [place for place in there if there[place].go == go]))

    def _those(self, rows: Rows, classes: bytes, wanted: Sequence[int]) -> Rows:
        """The rows of some classes."""
        mask = classes.translate(bytes(place in wanted for place in range(256)))
        return rows if 0 not in mask else list(compress(rows, mask))

    def _keys(self, slots: set[int], rows: Rows) -> tuple[_Behind, list[_Key]]:
        """What was told of the facts that a condition reads: of which, at which steps, and every row's codes."""
        told = [(slot, number, codes) for slot in sorted(slots) for number, codes in self.told.get(slot, ())]
        behind = tuple((slot, number) for slot, number, _ in told)
        if not told:
            return behind, [()] * len(rows)
        return behind, list(zip(*(self._here(codes, rows) for _, _, codes in told), strict=True))

    def _asked(self, number: int, guard: Condition, rows: Rows) -> Rows:
        """The rows that are asked; the others pass."""
        behind, keys = self._keys(slots_of(guard), rows)
        asked = self.tables.asked.setdefault((number, behind), {})
        for key in set(keys) - asked.keys():
            asked[key] = self.tables.is_asked(guard, behind, key)
        classes = bytes(map(asked.__getitem__, keys))
        passed = self._those(rows, classes, [0])
        if passed:
            self._send(number + 1, passed)
        return self._those(rows, classes, [1])

    def _decide(self, number: int, step: Step, rows: Rows) -> None:
        slots = {slot for branch in step.branches if branch.when is not None for slot in slots_of(branch.when)}
        behind, keys = self._keys(slots, rows)
        chosen = self.tables.chosen.setdefault((number, behind), {})
        every = set(keys)
        for key in every - chosen.keys():
            chosen[key] = self.tables.choose(step, behind, key)
        places = {key: place for place, key in enumerate(every)}
        self._go_on(rows, [chosen[key] for key in places], map(places.__getitem__, keys))
