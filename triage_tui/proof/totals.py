"""What a total can be in two versions that score a set of observations otherwise: seldom the same, never far apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce

from triage_tui.proof.diagram import Diagram, Ref
from triage_tui.proof.levels import Group, Points, Told, add_points, as_fact, greater_points
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Instrument, Kind, Step
from triage_tui.walk.score import score

Join = Callable[[Points, Points], Points]

Pairs = set[tuple[int, int]]
"""Classes of a total in the one version and in the other."""


def totals_together(old: Walks, new: Walks) -> Iterator[tuple[int, Ref]]:
    """For every total that two versions score otherwise: the levels of both, as bits, and where they can be together.

    More than can be is allowed: what only one field scores otherwise is told from the rest, sums are not.
    """
    taken = {(old.plan.instruments[step.instrument].id, step.prefix): step for step in _measuring(old)}
    for step in {step.prefix + new.plan.instruments[step.instrument].id: step for step in _measuring(new)}.values():
        instrument = new.plan.instruments[step.instrument]
        before = taken.get((instrument.id, step.prefix))
        if before is not None:
            yield from _of_set(old, new, before, step)


def _measuring(walks: Walks) -> list[Step]:
    return [step for step in walks.plan.steps if step.kind == Kind.MEASURE]


def _of_set(old: Walks, new: Walks, before: Step, step: Step) -> Iterator[tuple[int, Ref]]:
    mine, other = new.levels.totals(old.plan, before), new.levels.totals(new.plan, step)
    told = new.levels.group(step).told
    one, two = old.plan.instruments[before.instrument], new.plan.instruments[step.instrument]
    for name in mine:
        if told is None or mine[name] == other.get(name, mine[name]):
            continue
        own = name == step.prefix + two.total
        if (name == step.prefix + one.total) != own:
            continue
        joint = _Joint(old, new, told, (one, two), add_points if own else greater_points)
        yield 1 << mine[name] | 1 << other[name], joint.where(name, mine[name], other[name])


class _Joint:
    """The total of two versions of an instrument, over the same fields."""

    def __init__(
        self, old: Walks, new: Walks, told: Told, instruments: tuple[Instrument, Instrument], join: Join
    ) -> None:
        self.levels, self.diagram = new.levels, new.diagram
        self.told = told
        self.instruments = instruments
        self.join = join
        self._sums: set[tuple[Points, Points, bool]] = set()
        points = list(_points_of(old, new, instruments, Group(told.head, told.parts)))
        self.changed = _any_apart(self.diagram, points)
        """Where a field brings other points than it did."""
        for both in points:
            self._add({self.diagram.value(end) for end in self.diagram.ends(both)})

    def _add(self, parts: set[tuple[Points, Points]]) -> None:
        """The sums with the points of one more field."""
        own = {(one, two, one != two) for one, two in parts}
        if self._sums:
            own = {
                (self.join(one, other[0]), self.join(two, other[1]), changed or other[2])
                for one, two, changed in own
                for other in self._sums
            }
        self._sums = own

    def where(self, name: str, one: int, two: int) -> Ref:
        """Where the levels of a total in both versions can be together."""
        empty = [score(instrument, {}) for instrument in self.instruments]
        points = [item.total if self.join is add_points else item.highest for item in empty]
        unknown = {(self._class(name, points[0]), self._class(name, points[1]))}
        pairs: dict[bool, Pairs] = {True: set(), False: set()}
        for first, second, changed in self._sums:
            pairs[changed].add((self._class(name, first), self._class(name, second)))
        measured = self.diagram.either(
            self.changed, self._both(one, two, pairs[True]), self._both(one, two, pairs[False])
        )
        rows = self._both(one, two, {(0, 0)}), self._both(one, two, unknown), measured
        return self.diagram.node(self.told.head, rows)

    def _class(self, name: str, points: Points | None) -> int:
        return self.levels.class_of(name, as_fact(points))

    def _both(self, one: int, two: int, pairs: Pairs) -> Ref:
        first, second = (
            self.diagram.node(level, tuple(map(self.diagram.terminal, range(self.diagram.domains[level]))))
            for level in (one, two)
        )
        return self.diagram.combine(first, second, lambda left, right: (left, right) in pairs)


def points_apart(old: Walks, new: Walks, instruments: tuple[Instrument, Instrument], fields: Group) -> Ref:
    """Where a set of observations brings other points in the other version: a condition over its fields."""
    return _any_apart(new.diagram, _points_of(old, new, instruments, fields))


def _any_apart(diagram: Diagram, points: Iterable[Ref]) -> Ref:
    """Where any field has other points."""
    return reduce(diagram.any_of, (diagram.map(both, "changed points", _apart) for both in points), diagram.no)


def _points_of(old: Walks, new: Walks, instruments: tuple[Instrument, Instrument], fields: Group) -> Iterator[Ref]:
    """The points in both versions, field by field."""
    rows = [
        {table.field: walks.reader.points(one, table, fields) for table in one.points}
        for walks, one in zip((old, new), instruments, strict=True)
    ]
    nothing = new.diagram.terminal((0, 0))
    for place in sorted(rows[0].keys() | rows[1].keys()):
        pair = rows[0].get(place, nothing), rows[1].get(place, nothing)
        yield new.diagram.combine(*pair, lambda one, two: (one, two))


def _apart(points: tuple[Points, Points]) -> bool:
    return points[0] != points[1]
