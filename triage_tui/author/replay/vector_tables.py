"""What vectors are looked up in: where answers and decisions lead, and the truth of conditions, for every code.

The engine's own evaluation fills the tables, so that there is no second semantics.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage_tui.author.replay.columns import Columns
from triage_tui.author.replay.telling import NO_FLOOR, Effect, Hands, Telling, floor_key
from triage_tui.author.replay.walking import Ground
from triage_tui.walk.evaluate import ALL, ANY, FALSE, NOT, POSSIBLE, SURELY, TRUE, evaluate, slots_of
from triage_tui.walk.plan import Condition, Slot

Vector: TypeAlias = NDArray[Any]
Truth: TypeAlias = "Vector | int"
"""FALSE, POSSIBLE or TRUE for every row or combination, or the same for all."""

STUCK = np.iinfo(np.int32).max
"""Where a row stands that has no answer its step can take."""


def vector(codes: Any) -> Vector:
    """A column as a vector, not copied when it lies in one piece of memory."""
    if isinstance(codes, np.ndarray):
        return codes
    kind = {"B": np.uint8, "H": np.uint16, "I": np.uint32, "Q": np.uint64}
    if isinstance(codes, array | memoryview):
        typecode = codes.typecode if isinstance(codes, array) else codes.format
        return np.frombuffer(codes, kind[typecode]) if len(codes) else np.zeros(0, kind[typecode])
    return np.asarray(codes)


def joined(condition: Condition, truth_of: Callable[[Condition], Truth]) -> Truth | None:
    """The truth of a condition that joins others, from theirs; None for one that reads facts itself."""
    operator = condition[0]
    if operator in (ALL, ANY):
        join: Callable[..., Truth] = np.minimum if operator == ALL else np.maximum
        none: Truth = TRUE if operator == ALL else FALSE
        return reduce(join, map(truth_of, condition[1]), none)
    if operator == NOT:
        return TRUE - truth_of(condition[1])
    if operator == SURELY:
        inner = truth_of(condition[1])
        return np.where(inner == POSSIBLE, FALSE, inner)
    return None


@dataclass(slots=True)
class Heard:
    """What was told of a fact at one step, for the rows of a block: 0 where it was not asked."""

    step: int
    codes: Vector
    facts: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Way:
    """By code, where it leads, and the floor it sets where any does."""

    go: Vector
    floors: Vector | None


@dataclass(frozen=True, slots=True)
class Going:
    """What one step tells, as tables."""

    codes: Vector
    way: Way
    facts: dict[int, tuple[Vector, Sequence[Slot]]]


class Tables:
    """Everything that does not depend on the rows, made once for all blocks, when it is first needed."""

    def __init__(self, ground: Ground, columns: Columns, hands: Hands) -> None:
        self.ground, self.plan = ground, ground.plan
        self.telling = Telling(ground.plan, ground.start, columns, ground.read, hands)
        self._going: dict[int, Going | None] = {}
        self._truths: dict[object, Vector] = {}
        self._atoms: dict[object, Vector] = {}
        self._deciding: dict[object, Way] = {}

    def going(self, number: int) -> Going | None:
        """What a step tells; None when nobody answered it."""
        if number not in self._going:
            self._going[number] = self._made(number)
        return self._going[number]

    def _made(self, number: int) -> Going | None:
        told = self.telling.of(number)
        if told is None:
            return None
        facts = {slot: (vector(codes), values) for slot, (codes, values) in told.facts.items()}
        return Going(vector(told.codes), way_of(told.effects), facts)

    def truths(self, condition: Condition, heard: Sequence[tuple[int, Heard]]) -> Vector:
        """The truth of a condition for every combination of what was heard, the last of it going by fastest."""
        key = condition, tuple((slot, one.step) for slot, one in heard)
        if key not in self._truths:
            sizes = [len(one.facts) for _, one in heard]
            self._truths[key] = np.broadcast_to(self._truth(condition, heard), sizes).ravel()
        return self._truths[key]

    def _truth(self, condition: Condition, heard: Sequence[tuple[int, Heard]]) -> Vector:
        """The same with an axis for everything that was heard, one long where it is not read."""
        parts = joined(condition, lambda part: self._truth(part, heard))
        if parts is not None:
            return np.asarray(parts, np.uint8)
        slots = slots_of(condition)
        own = [(slot, one) for slot, one in heard if slot in slots]
        key = condition, tuple((slot, one.step) for slot, one in own)
        if key not in self._atoms:
            self._atoms[key] = self._told(condition, own, product(*(one.facts for _, one in own)))
        return self._atoms[key].reshape([len(one.facts) if slot in slots else 1 for slot, one in heard])

    def deciding(self, number: int, heard: Sequence[tuple[int, Heard]]) -> Way:
        """Where a decision leads for every combination of what was heard."""
        key = number, tuple((slot, one.step) for slot, one in heard)
        if key not in self._deciding:
            *branches, last = self.plan.steps[number].branches
            taken = np.full([len(one.facts) for _, one in heard], len(branches), np.intp)
            for place, branch in reversed([*enumerate(branches)]):
                if branch.when is not None:
                    taken = np.where(self._truth(branch.when, heard) != FALSE, place, taken)
            effects = [Effect(one.action.go, floor_key(self.plan, (one.action,))) for one in (*branches, last)]
            self._deciding[key] = way_of(effects, taken.ravel())
        return self._deciding[key]

    def truths_at(self, condition: Condition, heard: Sequence[tuple[int, Heard]], places: Vector) -> Vector:
        """The same for a few of very many combinations."""
        codes = np.unravel_index(places, [len(one.facts) for _, one in heard])
        several = zip(*(column.tolist() for column in codes), strict=True)
        facts = ([one.facts[code] for (_, one), code in zip(heard, each, strict=True)] for each in several)
        return self._told(condition, heard, facts)

    def _told(
        self, condition: Condition, heard: Sequence[tuple[int, Heard]], several: Iterable[Sequence[Slot]]
    ) -> Vector:
        """The engine's own truths."""
        slots = [slot for slot, _ in heard]
        before = [(slot, self.ground.start[slot]) for slot in slots]
        known, truths = self.ground.start.copy(), []
        for values in several:
            for slot, fact in before:
                known[slot] = fact
            for slot, value in zip(slots, values, strict=True):
                if value is not None:
                    known[slot] = value
            truths.append(evaluate(condition, known))
        return np.asarray(truths, np.uint8)


def way_of(effects: Sequence[Effect | None], places: Vector | None = None) -> Way:
    """Where each effect leads, and the floor it sets when any does; `places`: which of them each code stands for."""
    go = np.asarray([STUCK if effect is None else effect.go for effect in effects], np.int32)
    floors = [NO_FLOOR if effect is None else effect.floor for effect in effects]
    found = Way(go, None if set(floors) == {NO_FLOOR} else np.asarray(floors, np.int32))
    if places is None:
        return found
    return Way(go.take(places), None if found.floors is None else found.floors.take(places))
