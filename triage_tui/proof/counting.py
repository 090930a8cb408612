"""How many patients there are: exact counts of combinations of answers, and their share of all."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from triage_tui.proof.diagram import Diagram, Ref, deep
from triage_tui.proof.levels import Levels


def weights(levels: Levels) -> list[tuple[int, ...]]:
    """For every level, how many answers each value stands for; none where no patient has the value."""
    found = []
    for place, level in enumerate(levels.all):
        if level.step == "" and place > 1:
            found.append((1, *[0] * (len(level.marks) - 1)))
        elif level.part == "":
            found.append((0, *(mark.count for mark in level.marks[1:])))
        else:
            found.append(tuple(mark.count for mark in level.marks))
    return found


class Counting:
    """Counts the patients of functions over the same levels."""

    def __init__(self, diagram: Diagram, levels: Levels) -> None:
        self.diagram = diagram
        self.weights = weights(levels)
        self._below = [1]
        """How many combinations the levels from each on have, from the last level up."""
        for own in reversed(self.weights):
            self._below.append(self._below[-1] * sum(own))
        self._below.reverse()
        self._memo: dict[Ref, Counter[Any]] = {}

    def count(self, ref: Ref) -> Counter[Any]:
        """For every value of a function, how many combinations of answers have it."""
        with deep():
            found = self._count(ref)
            factor = self._below[0] // self._below[self._level(ref)]
            return Counter({value: number * factor for value, number in found.items()})

    def _level(self, ref: Ref) -> int:
        return self.diagram.level[ref] if ref >= 0 else len(self.weights)

    def _count(self, ref: Ref) -> Counter[Any]:
        if ref < 0:
            return Counter({self.diagram.value(ref): 1})
        found = self._memo.get(ref)
        if found is None:
            at = self.diagram.level[ref]
            found = self._memo[ref] = Counter()
            together: Counter[Ref] = Counter()
            for weight, child in zip(self.weights[at], self.diagram.children[ref], strict=True):
                together[child] += weight
            for child, weight in together.items():
                if weight:
                    factor = weight * (self._below[at + 1] // self._below[self._level(child)])
                    for value, number in self._count(child).items():
                        found[value] += number * factor
        return found


def share(number: int, of: int) -> Fraction:
    """A part of a whole; nothing of nothing is nothing."""
    return Fraction(number, of) if of else Fraction(0)
