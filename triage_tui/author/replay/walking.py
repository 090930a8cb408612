"""Walk columns of answers through a plan, step by step: all rows that stand at a step go on together.

A set of rows is one long whole number with a byte for each row, so that one operation on it moves tens of thousands of
rows. The engine's own evaluation says what each code of a column makes of a condition.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from triage_tui.author.replay.columns import Codes, Columns
from triage_tui.author.replay.telling import (
    NO_FLOOR,
    Effect,
    Telling,
    Told,
    disposition_of,
    floor_key,
    key_of,
    rank_of,
)
from triage_tui.walk.evaluate import ALL, ANY, FALSE, NOT, SURELY, TRUE, evaluate, slots_of, slots_read
from triage_tui.walk.plan import MODES, Condition, Kind, Plan, Slot, Step

UNFINISHED = 1 << 30
"""The end of a row whose walk stops at a step without an answer that it can take."""
BLOCK = 1 << 16
"""Rows that are walked together: few enough for what is known of them to stay in the processor's cache."""
WIDTH = 8
"""Bits of a byte, each of which can say something else of its row."""

End = tuple[int, int]
"""An outcome's number, or UNFINISHED, and the disposition it ends in."""
Mask = int
"""A set of rows: the lowest bit of a row's byte is 1 for those in it."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The rows that end in each place, block by block."""

    blocks: Sequence[Mapping[End, Mask]]

    def of(self, row: int) -> End:
        """Where a row ends."""
        block, place = divmod(row, BLOCK)
        return next(end for end, rows in self.blocks[block].items() if rows >> WIDTH * place & 1)


class Ground:
    """What every way of walking needs of a plan in one mode and role."""

    def __init__(self, plan: Plan, mode: str, role: str) -> None:
        self.plan = plan
        self.bit = 1 << MODES.index(mode)
        self.start: list[Slot] = [None] * len(plan.facts)
        self.start[0] = plan.facts[0].values.index(mode) + 1
        self.start[1] = plan.facts[1].values.index(role) + 1
        self.read = frozenset(slot for step in plan.steps for slot in slots_read(step))

    def end_of(self, outcome: int, floor: int) -> End:
        """The end that an outcome and a floor make together: the more urgent, the outcome's own of two as urgent."""
        if outcome == UNFINISHED:
            return UNFINISHED, -1
        own = self.plan.outcomes[outcome].disposition
        return outcome, disposition_of(floor) if floor < rank_of(key_of(self.plan, own)) else own


def bytes_of(table: Sequence[int], codes: Any) -> bytes:
    """For every row the byte that the table has for its code."""
    if isinstance(codes, bytes) or codes.itemsize == 1:
        return bytes(codes).translate(bytes(table) + bytes(256 - len(table)))
    return bytes(map(table.__getitem__, codes))


class Lists:
    """Whole columns on lists alone."""

    def look_up(self, table: Sequence[int], codes: Codes) -> Codes:
        """For every row, what the table has for its code."""
        return bytes_of(table, codes) if max(table) < 256 else array("I", map(table.__getitem__, codes))

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
    tables = _Tables(Ground(plan, mode, role), columns)
    blocks = (slice(first, min(first + BLOCK, columns.rows)) for first in range(0, columns.rows, BLOCK))
    return Ends([_Walk(tables, block).ends() for block in blocks])


def tally_lists(old: Ends, new: Ends) -> Counter[tuple[End, End]]:
    """How many rows have each pair of ends."""
    found: Counter[tuple[End, End]] = Counter()
    for before, now in zip(old.blocks, new.blocks, strict=True):
        for end, rows in before.items():
            for other in (end, *now):  # most end where they ended
                if both := rows & now.get(other, 0):
                    found[end, other] += both.bit_count()
                    rows ^= both
                if not rows:
                    break
    return found


class _Tables:
    """What does not depend on the rows: what each step tells, and what conditions make of it, each found once."""

    def __init__(self, ground: Ground, columns: Columns) -> None:
        self.ground, self.plan = ground, ground.plan
        self._telling = Telling(ground.plan, ground.start, columns, ground.read, Lists())
        self._told: dict[int, Told | None] = {}
        self._truths: dict[tuple[Condition, int], list[int]] = {}

    def told(self, number: int) -> Told | None:
        """What a step tells; None when nobody answered it."""
        if number not in self._told:
            self._told[number] = self._telling.of(number)
        return self._told[number]

    def truths(self, condition: Condition, slot: int, number: int) -> Sequence[int]:
        """For every code told of a fact at a step: bits for possible, for true, and for whether the fact is set."""
        if (condition, number) not in self._truths:
            told = self._told[number]
            assert told is not None
            known, found = self.ground.start.copy(), []
            for value in told.facts[slot][1]:
                known[slot] = value
                truth = evaluate(condition, known)
                found.append(0 if value is None else _SET | (truth != FALSE) | (truth == TRUE) << _TRUE)
            self._truths[condition, number] = found
        return self._truths[condition, number]

    def truth_of(self, condition: Condition, facts: Mapping[int, Slot]) -> int:
        """The truth of a condition with these facts."""
        known = self.ground.start.copy()
        for slot, fact in facts.items():
            known[slot] = fact
        return evaluate(condition, known)


_TRUE = 1
_SET_BIT = 2
_SET = 1 << _SET_BIT


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was told of a fact at one step, and to which rows."""

    step: int
    codes: Codes
    facts: Sequence[Slot]
    asked: Mask


class _Walk:
    """Some rows on their way."""

    def __init__(self, tables: _Tables, block: slice) -> None:
        self.tables, self.plan, self.block = tables, tables.plan, block
        self.rows = block.stop - block.start
        self.all: Mask = int.from_bytes(b"\1" * self.rows, "little")
        self.waiting: list[Mask] = [0] * (len(self.plan.steps) + 1)
        self.outcomes: list[Mask] = [0] * len(self.plan.outcomes)
        self.floors: dict[int, Mask] = {NO_FLOOR: self.all}
        self.heard: dict[int, list[_Heard]] = {}

    def ends(self) -> dict[End, Mask]:
        """Take every row to its end."""
        self.waiting[0] = self.all
        for number, step in enumerate(self.plan.steps):
            here = self.waiting[number]
            if here and not step.modes & self.tables.ground.bit:
                self._send(number + 1, here)
                continue
            if here and step.guard is not None:
                asked = here & self._truth(step.guard)[0]
                self._send(number + 1, here ^ asked)
                here = asked
            if here and step.kind == Kind.DECISION:
                self._decide(step, here)
            elif here and (told := self.tables.told(number)) is not None:
                self._answer(number, told, here)
        return self._ends()

    def _ends(self) -> dict[End, Mask]:
        found: dict[End, Mask] = {}
        unfinished = self.all
        for outcome, rows in enumerate(self.outcomes):
            unfinished ^= rows
            for floor, raised in self.floors.items() if rows else ():
                if both := rows & raised:
                    end = self.tables.ground.end_of(outcome, floor)
                    found[end] = found.get(end, 0) | both
                    rows ^= both
                if not rows:
                    break
        if unfinished:
            found[UNFINISHED, -1] = unfinished
        return found

    def _send(self, go: int, rows: Mask) -> None:
        if go >= 0:
            self.waiting[go] |= rows
        else:
            self.outcomes[~go] |= rows

    def _raise(self, floor: int, rows: Mask) -> None:
        """The more urgent floor of two; the one set first when they are as urgent."""
        for other in [other for other in self.floors if floor < rank_of(other)]:
            if raised := self.floors[other] & rows:
                self.floors[other] ^= raised
                self.floors[floor] = self.floors.get(floor, 0) | raised
                rows ^= raised
                if not rows:
                    return

    def _answer(self, number: int, told: Told, here: Mask) -> None:
        own = told.codes[self.block]
        for slot, (codes, facts) in told.facts.items():
            heard = own if codes is told.codes else codes[self.block]
            self.heard.setdefault(slot, []).append(_Heard(number, heard, facts, here))
        kinds = [kind for kind in dict.fromkeys(told.effects) if kind is not None]
        for effect, rows in self._by_effect(kinds, told.effects, own, here):
            if effect.floor != NO_FLOOR:
                self._raise(effect.floor, rows)
            self._send(effect.go, rows)

    def _by_effect(
        self, kinds: Sequence[Effect], effects: Sequence[Effect | None], codes: Codes, here: Mask
    ) -> Iterator[tuple[Effect, Mask]]:
        """The rows of each effect, eight effects to a byte."""
        for first in range(0, len(kinds), WIDTH):
            some = kinds[first : first + WIDTH]
            table = [1 << some.index(effect) if effect in some else 0 for effect in effects]
            several = int.from_bytes(bytes_of(table, codes), "little")
            for place, effect in enumerate(some):
                if rows := several >> place & here:
                    yield effect, rows

    def _decide(self, step: Step, here: Mask) -> None:
        """Every row to the first branch that is not certainly false for it."""
        for branch in step.branches:
            chosen = here if branch.when is None else here & self._truth(branch.when)[0]
            if chosen and branch.action.floor >= 0:
                self._raise(floor_key(self.plan, (branch.action,)), chosen)
            self._send(branch.action.go, chosen)
            here ^= chosen
            if not here:
                return

    def _truth(self, condition: Condition) -> tuple[Mask, Mask]:
        """The rows for which a condition is not certainly false, and those for which it is certainly true."""
        operator = condition[0]
        if operator in (ALL, ANY):
            possible, true = self._truth(condition[1][0])
            for part in condition[1][1:]:
                also_possible, also_true = self._truth(part)
                if operator == ALL:
                    possible, true = possible & also_possible, true & also_true
                else:
                    possible, true = possible | also_possible, true | also_true
            return possible, true
        if operator == NOT:
            possible, true = self._truth(condition[1])
            return self.all ^ true, self.all ^ possible
        if operator == SURELY:
            _, true = self._truth(condition[1])
            return true, true
        slots = slots_of(condition)
        return self._about(condition, *slots) if len(slots) == 1 else self._about_several(condition, sorted(slots))

    def _about(self, condition: Condition, slot: int) -> tuple[Mask, Mask]:
        """The truth of what reads one fact: as the last step told it that was asked."""
        possible, true = self._same(self.tables.truth_of(condition, {}))
        for heard in self.heard.get(slot, ()):
            flags = bytes_of(self.tables.truths(condition, slot, heard.step), heard.codes)
            several = int.from_bytes(flags, "little")
            if possible or true:
                unset = self.all ^ (several >> _SET_BIT & heard.asked)
                possible, true = possible & unset, true & unset
            possible, true = possible | several & heard.asked, true | several >> _TRUE & heard.asked
        return possible, true

    def _same(self, truth: int) -> tuple[Mask, Mask]:
        """The same truth for every row."""
        return self.all if truth != FALSE else 0, self.all if truth == TRUE else 0

    def _about_several(self, condition: Condition, slots: Sequence[int]) -> tuple[Mask, Mask]:
        """The truth of what reads more than one fact: once for each combination that occurs."""
        heard = [(slot, one) for slot in slots for one in self.heard.get(slot, ())]
        if not heard:
            return self._same(self.tables.truth_of(condition, {}))
        columns: list[Any] = []
        for _, one in heard:
            columns += one.codes, one.asked.to_bytes(self.rows, "little")
        keys = list(zip(*columns, strict=True))
        truths: dict[tuple[int, ...], int] = {}
        for key in set(keys):
            facts = {}
            for (slot, one), code, asked in zip(heard, key[::2], key[1::2], strict=True):
                if asked and one.facts[code] is not None:
                    facts[slot] = one.facts[code]
            truth = self.tables.truth_of(condition, facts)
            truths[key] = (truth != FALSE) | (truth == TRUE) << _TRUE
        several = int.from_bytes(bytes(map(truths.__getitem__, keys)), "little")
        return several & self.all, several >> _TRUE & self.all
