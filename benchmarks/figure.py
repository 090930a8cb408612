"""A measured figure: ours beside something bare, pair by pair, and what it is to reach."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Compare(Enum):
    """How ours is set against what is bare, and which way is better."""

    SLOWER = "{:.2f} ×"
    """Ours over bare: the lower the better."""
    FASTER = "{:.3g} ×"
    """Bare over ours: the higher the better."""
    MORE_MB = "{:+.1f} MB"
    """Ours less bare: the lower the better."""
    MORE_MS = "{:+.0f} ms"
    """Ours less bare: the lower the better."""
    TAKES = "{:,.4g} ms"
    TAKES_S = "{:,.4g} s"
    """Ours alone, with what is bare shown beside it: the lower the better."""

    @property
    def limit(self) -> str:
        """How a limit is written."""
        plain = {Compare.SLOWER: "{:g} ×", Compare.FASTER: "{:g} ×", Compare.TAKES: "{:,g} ms"}
        return plain.get(self, self.value)

    def of(self, ours: float, bare: float) -> float:
        """The comparison of one pair."""
        if self is Compare.SLOWER:
            return ours / bare
        if self is Compare.FASTER:
            return bare / ours
        if self in (Compare.TAKES, Compare.TAKES_S):
            return ours * (1e3 if self is Compare.TAKES else 1)
        return (ours - bare) * (1e3 if self is Compare.MORE_MS else 1)


SCALE = {"s": 1.0, "ms": 1e3, "µs": 1e6, "MB": 1.0}


class Pair(NamedTuple):
    """Both measured one right after the other, in seconds or in MB."""

    ours: float
    bare: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `limit` None is shown for information only."""

    what: str
    against: str
    compare: Compare
    limit: float | None
    pairs: tuple[Pair, ...]
    unit: str
    """The unit in which both are shown: a key of SCALE."""
    note: str = ""

    @property
    def median(self) -> float:
        """The median of the pairs' comparisons."""
        return statistics.median(self._each())

    @property
    def best(self) -> float:
        """The best pair."""
        return max(self._each()) if self.compare is Compare.FASTER else min(self._each())

    @property
    def reached(self) -> bool | None:
        """Whether the median reaches the limit; None when there is none."""
        if self.limit is None:
            return None
        return self.median >= self.limit if self.compare is Compare.FASTER else self.median <= self.limit

    @property
    def plainly(self) -> str:
        """Both medians in their unit."""
        ours, bare = (statistics.median(side) * SCALE[self.unit] for side in zip(*self.pairs, strict=True))
        return f"{ours:.4g} / {bare:.4g} {self.unit}"

    def _each(self) -> list[float]:
        return [self.compare.of(pair.ours, pair.bare) for pair in self.pairs]


def in_turn(runs: int, ours: Callable[[], float], bare: Callable[[], float]) -> tuple[Pair, ...]:
    """Measure both once to warm up, then in turn, each first every other time, so that both meet the same load."""
    ours(), bare()
    pairs = []
    for number in range(runs):
        if number % 2:
            second = ours()
            pairs.append(Pair(second, bare()))
        else:
            second = bare()
            pairs.append(Pair(ours(), second))
    return tuple(pairs)


def cpu_seconds(action: Callable[[], object]) -> float:
    """Seconds of this process's own work that an action takes, however busy the machine is."""
    gc.collect()
    begin = time.process_time()
    action()
    return time.process_time() - begin
