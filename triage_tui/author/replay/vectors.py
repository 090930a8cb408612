"""The same walk on numpy's vectors: every condition is looked up for a whole block of rows at once.

The engine's own evaluation fills the tables that are looked up, so that there is no second semantics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from triage_tui.author.replay.columns import Codes, Columns
from triage_tui.author.replay.telling import NO_FLOOR, RANK, floor_key
from triage_tui.author.replay.vector_tables import STUCK, Heard, Tables, Truth, Vector, Way, joined, vector
from triage_tui.author.replay.walking import UNFINISHED, End, Ground
from triage_tui.walk.evaluate import FALSE, slots_of, slots_read
from triage_tui.walk.plan import Condition, Kind, Plan, Step

BLOCK = 1 << 18
"""Rows that are walked together: few enough for what is known of them to stay close, many enough to be few blocks."""
WIDEST = 1 << 22
"""Combinations up to which a table has a place for each."""
MOST_TRUTHS = 1 << 16
"""Combinations of facts up to which the truth of a condition is told for each of them beforehand."""
RANKS = -1 << RANK
"""The bits of a floor that are its rank."""


def _narrow(values: Sequence[int]) -> Vector:
    return np.asarray(values, np.min_scalar_type(max(values, default=0)))


@dataclass(frozen=True, slots=True)
class Ends:
    """For every row a code of its end, and what each code means."""

    codes: Codes
    meanings: Sequence[End]

    def of(self, row: int) -> End:
        """Where a row ends."""
        return self.meanings[self.codes[row]]


class Vectors:
    """Whole columns as vectors."""

    def look_up(self, table: Sequence[int], codes: Codes) -> Codes:
        """For every row, what the table has for its code."""
        return _narrow(table).take(vector(codes))  # type: ignore[return-value]

    def greatest(self, columns: Sequence[Codes]) -> Codes:
        """For every row, the greatest of its codes."""
        return np.maximum.reduce(list(map(vector, columns)))  # type: ignore[no-any-return]

    def combine(self, columns: Sequence[Codes]) -> tuple[Codes, list[tuple[int, ...]]]:
        """For every row one code for what it has in all of the columns, and what each of these codes means."""
        codes, meanings = np.zeros(len(columns[0]), np.uint8), np.zeros((1, 0), np.int64)
        for column in map(vector, columns):
            size = int(column.max(initial=0)) + 1
            codes = codes.astype(np.int32 if len(meanings) * size < 1 << 31 else np.int64)
            codes *= size
            codes += column.astype(codes.dtype)
            every = len(meanings) * size
            codes, found = _used(codes, every)
            meanings = np.column_stack((meanings[found // size], found % size))
        return codes, list(map(tuple, meanings.tolist()))  # type: ignore[return-value]


def _used(codes: Vector, every: int) -> tuple[Vector, Vector]:
    """The codes with no gaps between them, and which these were."""
    if every > WIDEST:
        found, placed = np.unique(codes, return_inverse=True)
        return placed, found
    seen = np.zeros(every, bool)
    seen[codes] = True
    found = np.flatnonzero(seen)
    places = np.zeros(every, np.min_scalar_type(len(found)))
    places[found] = np.arange(len(found))
    return places.take(codes), found


def walk_vectors(plan: Plan, mode: str, role: str, columns: Columns) -> Ends:
    """Where every row ends, as on the engine."""
    ground = Ground(plan, mode, role)
    tables = Tables(ground, columns, Vectors())
    ends = np.empty(columns.rows, np.int32)
    floors = np.empty(columns.rows, np.int32)
    for first in range(0, columns.rows, BLOCK):
        block = slice(first, min(first + BLOCK, columns.rows))
        walk = _Block(tables, block)
        walk.run()
        ends[block], floors[block] = walk.at, walk.floors
    return _ends(ground, ends, floors)


def _ends(ground: Ground, at: Vector, floors: Vector) -> Ends:
    """Every end a code; an outcome is far below the steps, and none is below the outcomes."""
    outcomes = np.where(at < 0, ~at, len(ground.plan.outcomes))
    kinds = np.unique(floors)
    codes, meanings = Vectors().combine((outcomes, np.searchsorted(kinds, floors)))  # type: ignore[arg-type]
    names = [*range(len(ground.plan.outcomes)), UNFINISHED]
    return Ends(codes, [ground.end_of(names[outcome], int(kinds[floor])) for outcome, floor in meanings])


def tally_vectors(old: Ends, new: Ends) -> Counter[tuple[End, End]]:
    """How many rows have each pair of ends."""
    codes, meanings = Vectors().combine((old.codes, new.codes))
    counts = np.bincount(vector(codes), minlength=len(meanings)).tolist()
    found: Counter[tuple[End, End]] = Counter()
    for (one, other), count in zip(meanings, counts, strict=True):
        found[old.meanings[one], new.meanings[other]] += count
    return found


class _Block:
    """Some rows on their way; what is done at a step is done to those that stand there."""

    def __init__(self, tables: Tables, block: slice) -> None:
        self.tables, self.block = tables, block
        self.rows = block.stop - block.start
        self.at = np.zeros(self.rows, np.int32)
        self.floors = np.full(self.rows, NO_FLOOR, np.int32)
        self.heard: dict[int, list[Heard]] = {}

    def run(self) -> None:
        """Take every row to its end."""
        for number, step in enumerate(self.tables.plan.steps):
            here = np.flatnonzero(self.at == number)
            if not len(here):
                continue
            if not step.modes & self.tables.ground.bit:
                self.at[here] = number + 1
                continue
            if step.guard is not None:
                here = self._asked(number, step.guard, here)
            if step.kind == Kind.DECISION:
                self._decide(number, step, here)
            else:
                self._answer(number, here)

    def _asked(self, number: int, guard: Condition, here: Vector) -> Vector:
        """The rows that are asked; the others pass."""
        asked = self._holds(guard, here)
        self.at[here] = number + 1
        return here[asked]

    def _answer(self, number: int, here: Vector) -> None:
        going = self.tables.going(number)
        if going is None:
            self.at[here] = STUCK
            return
        self._go(going.way, self._at(going.codes[self.block], here), here)
        for slot, (told, facts) in going.facts.items():
            heard = np.zeros(self.rows, told.dtype)
            heard[here] = self._at(told[self.block], here)
            self.heard.setdefault(slot, []).append(Heard(number, heard, facts))

    def _go(self, way: Way, codes: Vector, here: Vector) -> None:
        """Take the rows that stand here on, by a code for each."""
        self.at[here] = way.go.take(codes)
        if way.floors is not None:
            self._raise(way.floors.take(codes), here)

    def _at(self, column: Vector, here: Vector) -> Vector:
        """A column at the rows that stand here; all of it is not copied."""
        return column if len(here) == self.rows else column.take(here)

    def _raise(self, floors: Vector | int, here: Vector) -> None:
        """The more urgent floor of two; the one set first when they are as urgent."""
        before = self.floors[here]
        self.floors[here] = np.where(floors < before & RANKS, floors, before)

    def _decide(self, number: int, step: Step, here: Vector) -> None:
        """Every row to the first branch that is not certainly false for it."""
        heard = self._heard(slots_read(step))
        if prod(len(one.facts) for _, one in heard) <= MOST_TRUTHS:
            self._go(self.tables.deciding(number, heard), self._place(heard, here), here)
            return
        for branch in step.branches:
            if not len(here):
                return
            holds = np.ones(len(here), bool) if branch.when is None else self._holds(branch.when, here)
            chosen, here = here[holds], here[~holds]
            self.at[chosen] = branch.action.go
            if branch.action.floor >= 0:
                self._raise(floor_key(self.tables.plan, (branch.action,)), chosen)

    def _holds(self, condition: Condition, here: Vector) -> Vector:
        """For every row that stands here, whether a condition is not certainly false."""
        truth = self._truth(condition, here)
        return truth != FALSE if isinstance(truth, np.ndarray) else np.full(len(here), truth != FALSE)

    def _truth(self, condition: Condition, here: Vector) -> Truth:
        """FALSE, POSSIBLE or TRUE for every row that stands here: looked up at once, or else part by part."""
        heard = self._heard(slots_of(condition))
        if prod(len(one.facts) for _, one in heard) <= MOST_TRUTHS:
            truths = self.tables.truths(condition, heard)
            return truths.take(self._place(heard, here)) if heard else int(truths[0])
        parts = joined(condition, lambda part: self._truth(part, here))
        if parts is not None:
            return parts
        found, placed = np.unique(self._place(heard, here), return_inverse=True)
        return self.tables.truths_at(condition, heard, found).take(placed)

    def _heard(self, slots: Iterable[int]) -> list[tuple[int, Heard]]:
        """What was told of some facts, at every step that told it."""
        return [(slot, one) for slot in sorted(slots) for one in self.heard.get(slot, ())]

    def _place(self, heard: Sequence[tuple[int, Heard]], here: Vector) -> Vector:
        """For every row that stands here, the number of its combination of what was heard."""
        if not heard:
            return np.zeros(len(here), np.intp)
        place = self._at(heard[0][1].codes, here)
        if len(heard) > 1:
            place = place.astype(np.intp)
        for _, one in heard[1:]:
            place *= len(one.facts)
            place += self._at(one.codes, here)
        return place
