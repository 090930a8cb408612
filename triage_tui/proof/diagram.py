"""Reduced ordered multi-valued decision diagrams: equal functions are equal numbers.

A node is a whole number from 0, a terminal a negative one. A level is a variable; its domain is how many values it has.
Diagrams are made only through one `Diagram`, so that two functions are the same exactly when their numbers are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

Ref: TypeAlias = int
"""A function: a node from 0, or a terminal below 0."""

DEEP = 200_000
"""Frames a walk down a diagram may need; Python's own limit is for runaway code."""


class BudgetError(Exception):
    """More nodes are needed than allowed: where known, at which step, and the facts that still matter there."""

    def __init__(self, step: str = "", facts: tuple[str, ...] = ()) -> None:
        super().__init__(step)
        self.step = step
        self.facts = facts


@contextmanager
def deep() -> Iterator[None]:
    """Allow diagrams as deep as a long pathway."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def levels_of(bits: int) -> Iterator[int]:
    """The levels of some bits, from the first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


class Diagram:
    """The nodes of every function over the same levels."""

    def __init__(self, domains: Sequence[int], budget: int = 2_000_000) -> None:
        self.domains = tuple(domains)
        self.budget = budget
        self.level: list[int] = []
        self.children: list[tuple[Ref, ...]] = []
        self.support: list[int] = []
        """For every node, the levels it reads, as bits."""
        self.values: list[Any] = []
        """What the terminals stand for: terminal -1 is values[0]."""
        self._nodes: list[dict[tuple[Ref, ...], Ref]] = [{} for _ in self.domains]
        """By level, the nodes by what they go on to."""
        self._placed: dict[Ref, tuple[tuple[Ref, tuple[int, ...]], ...]] = {}
        self._terminals: dict[Hashable, Ref] = {}
        self._ends: dict[Ref, tuple[Ref, ...]] = {}
        self._narrowed: dict[Ref, dict[int, int]] = {}
        """For some functions, the values (bits) of levels by which they were made simpler: once is enough."""
        self._least: dict[Ref, Any] = {}
        self._most: dict[Ref, Any] = {}
        self._mapped: dict[Hashable, dict[Ref, Ref]] = {}
        self.nothing = self.terminal(None)
        self.no = self.terminal(False)
        self.yes = self.terminal(True)

    def terminal(self, value: Hashable) -> Ref:
        """The constant function of a value."""
        key = (type(value), value)
        found = self._terminals.get(key)
        if found is None:
            self.values.append(value)
            found = self._terminals[key] = -len(self.values)
        return found

    def value(self, terminal: Ref) -> Any:
        """What a terminal stands for."""
        return self.values[~terminal]

    def node(self, level: int, children: tuple[Ref, ...]) -> Ref:
        """The function that looks at a level and goes on to one of the children."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        found = self._nodes[level].get(children)
        if found is None:
            found = len(self.level)
            if found >= self.budget:
                raise BudgetError
            self._nodes[level][children] = found
            self.level.append(level)
            self.children.append(children)
            bits = 1 << level
            for child in {*children}:
                if child >= 0:
                    bits |= self.support[child]
            self.support.append(bits)
        return found

    def reads(self, ref: Ref, level: int) -> bool:
        """Whether a function depends on a level."""
        return ref >= 0 and bool(self.support[ref] >> level & 1)

    def ends(self, ref: Ref) -> tuple[Ref, ...]:
        """Every terminal a function can reach, in order."""
        if ref < 0:
            return (ref,)
        found = self._ends.get(ref)
        if found is None:
            reached: set[Ref] = set()
            for child in {*self.children[ref]}:
                reached.update(self.ends(child))
            found = self._ends[ref] = tuple(sorted(reached, reverse=True))
        return found

    def select(self, selector: Ref, choices: Mapping[Ref, Ref], answers_at: int = -1) -> Ref:
        """The function that the selector's terminal chooses; `answers_at`: a level whose value 0 means nothing here."""
        if selector < 0:
            return choices[selector]
        memo: dict[tuple[Ref, tuple[Ref, ...]], Ref] = {}
        start = tuple(choices[end] for end in self.ends(selector))
        if answers_at < 0 and start.count(start[0]) == len(start):
            return start[0]
        return self._select(selector, start, answers_at, memo)

    def _select(
        self, selector: Ref, choices: tuple[Ref, ...], answers_at: int, memo: dict[tuple[Ref, tuple[Ref, ...]], Ref]
    ) -> Ref:
        """The same, of a selector that is open."""
        key = (selector, choices)
        levels, children = self.level, self.children
        own = at = levels[selector]
        for choice in choices:
            if choice >= 0 and levels[choice] < at:
                at = levels[choice]
        size = self.domains[at]
        rows = [children[choice] if choice >= 0 and levels[choice] == at else (choice,) * size for choice in choices]
        below: list[tuple[Ref, tuple[Ref, ...]]]
        if own == at:
            placed = enumerate(self._placed.get(selector) or self._places(selector))
            below = [(child, tuple([rows[place][value] for place in places])) for value, (child, places) in placed]
        else:
            below = [(selector, column) for column in zip(*rows, strict=True)]
        made: list[Ref] = []
        if at == answers_at:
            below[0] = below[1]
        for pair in below:
            which, column = pair
            first = column[0]
            if which < 0 or (answers_at < 0 and column.count(first) == len(column)):
                made.append(first)
            else:
                known = memo.get(pair)
                made.append(self._select(which, column, answers_at, memo) if known is None else known)
        found = memo[key] = self.node(at, tuple(made))
        return found

    def _places(self, selector: Ref) -> tuple[tuple[Ref, tuple[int, ...]], ...]:
        """What a selector goes on to, each with the places of its terminals among the selector's own."""
        ends = self.ends(selector)
        reached = {child: frozenset(self.ends(child)) for child in self.children[selector]}
        places = {child: tuple([n for n, end in enumerate(ends) if end in own]) for child, own in reached.items()}
        found = self._placed[selector] = tuple([(child, places[child]) for child in self.children[selector]])
        return found

    def either(self, condition: Ref, then: Ref, otherwise: Ref) -> Ref:
        """`then` where a condition holds, else `otherwise`."""
        if condition < 0:
            return then if condition == self.yes else otherwise
        if then == otherwise:
            return then
        return self._either((condition, then, otherwise), {})

    def _either(self, key: tuple[Ref, Ref, Ref], memo: dict[tuple[Ref, Ref, Ref], Ref]) -> Ref:
        """The same, of a condition that is open and two functions that are not the same."""
        condition, then, otherwise = key
        if then == self.yes and otherwise == self.no:
            return condition
        levels, children = self.level, self.children
        own = at = levels[condition]
        if then >= 0:
            at = min(at, levels[then])
        if otherwise >= 0:
            at = min(at, levels[otherwise])
        size = self.domains[at]
        rows = (
            children[condition] if own == at else (condition,) * size,
            children[then] if then >= 0 and levels[then] == at else (then,) * size,
            children[otherwise] if otherwise >= 0 and levels[otherwise] == at else (otherwise,) * size,
        )
        yes, made = self.yes, []
        for three in zip(*rows, strict=True):
            if three[0] < 0:
                one = three[1] if three[0] == yes else three[2]
            elif three[1] == three[2]:
                one = three[1]
            else:
                known = memo.get(three)
                one = self._either(three, memo) if known is None else known
            made.append(one)
        found = memo[key] = self.node(at, tuple(made))
        return found

    def both(self, left: Ref, right: Ref) -> Ref:
        """Whether both hold."""
        return self.either(left, right, self.no)

    def any_of(self, left: Ref, right: Ref) -> Ref:
        """Whether at least one holds."""
        return self.either(left, self.yes, right)

    def opposite(self, condition: Ref) -> Ref:
        """Whether it does not hold."""
        return self.map(condition, "opposite", lambda value: not value)

    def map(self, ref: Ref, name: Hashable, change: Callable[[Any], Hashable]) -> Ref:
        """The function with every terminal's value changed; `name` says which change, and is remembered."""
        memo = self._mapped.setdefault(name, {})
        return self._map(ref, change, memo)

    def _map(self, ref: Ref, change: Callable[[Any], Hashable], memo: dict[Ref, Ref]) -> Ref:
        found = memo.get(ref)
        if found is None:
            if ref < 0:
                found = self.terminal(change(self.values[~ref]))
            else:
                made: list[Ref] = []
                for child in self.children[ref]:
                    known = memo.get(child)
                    made.append(self._map(child, change, memo) if known is None else known)
                found = self.node(self.level[ref], tuple(made))
            memo[ref] = found
        return found

    def copied(self, other: Diagram, ref: Ref) -> Ref:
        """A function of another diagram over the same levels."""
        memo: dict[Ref, Ref] = {}
        for end in other.ends(ref):
            memo[end] = self.terminal(other.value(end))
        return self._copied(other, ref, memo)

    def _copied(self, other: Diagram, ref: Ref, memo: dict[Ref, Ref]) -> Ref:
        found = memo.get(ref)
        if found is None:
            children = other.children[ref]
            known = {child: self._copied(other, child, memo) for child in {*children}}
            found = memo[ref] = self.node(other.level[ref], tuple([known[child] for child in children]))
        return found

    def combine(self, left: Ref, right: Ref, join: Callable[[Any, Any], Hashable]) -> Ref:
        """The function of the joined values of two functions."""
        return self._combine(left, right, join, {})

    def _combine(
        self, left: Ref, right: Ref, join: Callable[[Any, Any], Hashable], memo: dict[tuple[Ref, Ref], Ref]
    ) -> Ref:
        key = (left, right)
        found = memo.get(key)
        if found is not None:
            return found
        if left < 0 and right < 0:
            found = self.terminal(join(self.values[~left], self.values[~right]))
        else:
            at, lefts, rights = self.opened(left, right)
            made: list[Ref] = []
            for pair in zip(lefts, rights, strict=True):
                known = memo.get(pair)
                made.append(self._combine(*pair, join, memo) if known is None else known)
            found = self.node(at, tuple(made))
        memo[key] = found
        return found

    def opened(self, left: Ref, right: Ref) -> tuple[int, tuple[Ref, ...], tuple[Ref, ...]]:
        """The first level that either of two functions looks at, and what both go on to for each of its values."""
        here = self.level[left] if left >= 0 else 1 << 60
        there = self.level[right] if right >= 0 else 1 << 60
        at = min(here, there)
        lefts = self.children[left] if here == at else (left,) * self.domains[at]
        rights = self.children[right] if there == at else (right,) * self.domains[at]
        return at, lefts, rights

    def fix(self, ref: Ref, values: Mapping[int, int]) -> Ref:
        """The function with some levels given a value."""
        bits = sum(1 << level for level in values)
        if ref < 0 or not self.support[ref] & bits:
            return ref
        return self._fix(ref, values, bits, {})

    def _fix(self, ref: Ref, values: Mapping[int, int], bits: int, memo: dict[Ref, Ref]) -> Ref:
        """The same, of a function that reads one of the levels."""
        at, own, support = self.level[ref], self.children[ref], self.support
        made: list[Ref] = []
        for child in (own[values[at]],) if at in values else own:
            if child < 0 or not support[child] & bits:
                made.append(child)
            else:
                known = memo.get(child)
                made.append(self._fix(child, values, bits, memo) if known is None else known)
        found = memo[ref] = made[0] if at in values else self.node(at, tuple(made))
        return found

    def parts(self, ref: Ref, level: int) -> frozenset[Ref]:
        """What is left of a function once everything above a level is known: every function it can come down to."""
        found, seen, stack = set[Ref](), set[Ref](), [ref]
        while stack:
            at = stack.pop()
            if at < 0 or self.level[at] >= level:
                found.add(at)
            elif at not in seen:
                seen.add(at)
                stack.extend({*self.children[at]})
        return frozenset(found)

    def least(self, ref: Ref) -> Any:
        """The least value that a function of numbers can have."""
        if ref not in self._least:
            self._least[ref] = min(self.values[~end] for end in self.ends(ref))
        return self._least[ref]

    def most(self, ref: Ref) -> Any:
        """The greatest value that a function of numbers can have."""
        if ref not in self._most:
            self._most[ref] = max(self.values[~end] for end in self.ends(ref))
        return self._most[ref]

    def alike(self, ref: Ref, level: int) -> tuple[int, ...]:
        """For every value of a level, the first value for which a function is the same."""
        rows, seen, stack = [], set[Ref](), [ref]
        while stack:
            at = stack.pop()
            if not self.reads(at, level) or at in seen:
                continue
            seen.add(at)
            if self.level[at] == level:
                rows.append(self.children[at])
            else:
                stack.extend({*self.children[at]})
        if not rows:
            return (0,) * self.domains[level]
        first: dict[tuple[Ref, ...], int] = {}
        return tuple([first.setdefault(column, value) for value, column in enumerate(zip(*rows, strict=True))])

    def rename(self, ref: Ref, levels: Mapping[int, int]) -> Ref:
        """The function that reads other levels of the same size in place of some."""
        bits = sum(1 << level for level in levels)
        return self._rename(ref, levels, bits, {})

    def _rename(self, ref: Ref, levels: Mapping[int, int], bits: int, memo: dict[Ref, Ref]) -> Ref:
        if ref < 0 or not self.support[ref] & bits:
            return ref
        found = memo.get(ref)
        if found is None:
            known = {child: self._rename(child, levels, bits, memo) for child in {*self.children[ref]}}
            children = tuple([known[child] for child in self.children[ref]])
            at = levels.get(self.level[ref], self.level[ref])
            if all(child < 0 or self.level[child] > at for child in known.values()):
                found = self.node(at, children)
            else:
                places = [self.terminal(place) for place in range(len(children))]
                found = self.select(self.node(at, tuple(places)), dict(zip(places, children, strict=True)))
            memo[ref] = found
        return found

    def narrow(self, ref: Ref, allowed: Sequence[int] | Mapping[int, int], among: int = -1) -> Ref:
        """A function that is the same where every level has an allowed value (bits), and as small as is easy.

        `among`: the levels to look at, as bits; the others may have any value.
        """
        if ref < 0:
            return ref
        before = self._narrowed.get(ref, {})
        cut: dict[int, tuple[int, ...]] = {}
        now: dict[int, int] = {}
        for level in levels_of(self.support[ref] & among):
            own, size = allowed[level], self.domains[level]
            if own != (1 << size) - 1 and before.get(level) != own:
                instead = (own & -own).bit_length() - 1
                cut[level] = tuple([value if own >> value & 1 else instead for value in range(size)])
                now[level] = own
        if not cut:
            return ref
        found = self._narrow(ref, cut, sum(1 << level for level in cut), {})
        if found >= 0:
            self._narrowed[found] = {**before, **now}
        return found

    def _narrow(self, ref: Ref, cut: Mapping[int, tuple[int, ...]], mask: int, memo: dict[Ref, Ref]) -> Ref:
        """The same, of a function that reads one of the levels that are cut (bits)."""
        at, own, support = self.level[ref], self.children[ref], self.support
        places = cut.get(at)
        made: list[Ref] = []
        for child in own if places is None else [own[place] for place in places]:
            if child < 0 or not support[child] & mask:
                made.append(child)
            else:
                known = memo.get(child)
                made.append(self._narrow(child, cut, mask, memo) if known is None else known)
        children = tuple(made)
        found = memo[ref] = ref if children == own else self.node(at, children)
        return found

    def evaluate(self, ref: Ref, values: Sequence[int]) -> Any:
        """The value of a function for one value of every level."""
        while ref >= 0:
            ref = self.children[ref][values[self.level[ref]]]
        return self.values[~ref]

    def size(self, *roots: Ref) -> int:
        """How many nodes stand under some functions."""
        seen: set[Ref] = set()
        stack = [root for root in roots if root >= 0]
        while stack:
            ref = stack.pop()
            if ref not in seen:
                seen.add(ref)
                stack.extend(child for child in self.children[ref] if child >= 0)
        return len(seen)
