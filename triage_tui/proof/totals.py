"""What a total can be in two versions that score a set of observations otherwise: seldom the same, never far apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial, reduce
from operator import eq, or_

from triage_tui.proof.diagram import Diagram, Ref
from triage_tui.proof.levels import Group, Points, Told, add_points, as_fact, greater_points
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Instrument, Kind, Step
from triage_tui.walk.score import score

Join = Callable[[Points, Points], Points]

Pairs = set[tuple[int, int]]
"""Classes of a total in the one version and in the other."""

Changed = frozenset["tuple[Points, Points] | None"]
"""How fields score otherwise: the points of each in both versions; None where the ways are not told apart."""

MOST_CHANGED = 24
"""So many ways in which fields have other points are told apart; of more it is only told whether any has."""


def totals_together(old: Walks, new: Walks) -> Iterator[tuple[int, Ref]]:
    """For every total that two versions score otherwise: the levels of both, as bits, and where they can be together.

    More than can be is allowed: which fields score otherwise, and how, is told from the rest, sums are not.
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
        points = list(_points_of(old, new, instruments, Group(told.head, told.parts)))
        self.changed = _changed(self.diagram, points)
        """How fields score otherwise."""
        self._fine = len(self.diagram.ends(self.changed)) <= MOST_CHANGED
        if not self._fine:
            self.changed = _changed(self.diagram, points, fine=False)
        self._sums: set[tuple[Points, Points, Changed]] = set()
        for both in points:
            self._add({self.diagram.value(end) for end in self.diagram.ends(both)})

    def _add(self, parts: set[tuple[Points, Points]]) -> None:
        """The sums with the points of one more field."""
        own = {(*pair, _way(pair, fine=self._fine)) for pair in parts}
        if self._sums:
            own = {
                (self.join(one[0], other[0]), self.join(one[1], other[1]), one[2] | other[2])
                for one in self._sums
                for other in own
            }
        self._sums = own

    def where(self, name: str, one: int, two: int) -> Ref:
        """Where the levels of a total in both versions can be together."""
        empty = [score(instrument, {}) for instrument in self.instruments]
        points = [item.total if self.join is add_points else item.highest for item in empty]
        unknown = {(self._class(name, points[0]), self._class(name, points[1]))}
        pairs: dict[Changed, Pairs] = {}
        for first, second, changed in self._sums:
            pairs.setdefault(changed, set()).add((self._class(name, first), self._class(name, second)))
        measured = self.diagram.no
        for changed, together in pairs.items():
            so = self.diagram.map(self.changed, ("is", changed), partial(eq, changed))
            measured = self.diagram.either(so, self._both(one, two, together), measured)
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


def points_apart(old: Walks, new: Walks, instruments: tuple[Instrument, Instrument], fields: Group) -> Iterator[Ref]:
    """Where a set of observations brings other points in the other version: a condition for each way it does."""
    diagram = new.diagram
    changed = _changed(diagram, _points_of(old, new, instruments, fields))
    for way in [diagram.value(end) for end in diagram.ends(changed)]:
        if way:
            yield diagram.map(changed, ("is", way), partial(eq, way))


def _changed(diagram: Diagram, points: Iterable[Ref], *, fine: bool = True) -> Ref:
    """How fields score otherwise, for every set of observations."""
    ways = (diagram.map(both, ("way", fine), partial(_way, fine=fine)) for both in points)
    return reduce(lambda one, two: diagram.combine(one, two, or_), ways)


def _way(pair: tuple[Points, Points], *, fine: bool) -> Changed:
    """How one field scores otherwise; nothing where it does not."""
    return frozenset() if pair[0] == pair[1] else frozenset({pair if fine else None})


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
