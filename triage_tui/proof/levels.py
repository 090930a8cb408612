"""The variables of a proof: what may be answered at every step, with numbers cut into bands that no condition splits.

Every asking step has a head level whose value 0 is *never asked*. A checklist adds a level for each item, a set of
observations one for each field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor
from typing import NamedTuple, TypeAlias, TypeVar, cast

from triage_tui.walk import evaluate as code
from triage_tui.walk.evaluate import POSSIBLE, TRUE
from triage_tui.walk.plan import NOT_KNOWN, Condition, Field, Instrument, Kind, NumberSpec, Plan, PointTable, Slot, Step
from triage_tui.walk.score import ends_of_bands, part_of, read_field

Kept = TypeVar("Kept")

MOST_VALUES = 2_000
"""More values than this at one level are too many to tell apart one by one."""

Points: TypeAlias = tuple[int, int]
"""The fewest and the most points that something brings."""

MODE, ROLE = 0, 1
HEAD = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a level: its name, what a fact then holds, and for a number the band it stands for."""

    name: str
    fact: Slot
    low: int = 0
    high: int = 0

    @property
    def count(self) -> int:
        """How many different answers it stands for."""
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Level:
    """One variable: the step it belongs to (empty for mode and role), its part, and its values."""

    step: str
    part: str
    marks: tuple[Mark, ...]


class Scoring(NamedTuple):
    """How a set of observations is scored: its points, and what the total and the highest part are called."""

    points: tuple[PointTable, ...]
    total: str
    highest: str


@dataclass(slots=True)
class Told:
    """Where later conditions read a set of observations: a head, its fields by id, its totals by their fact.

    A total has a value for each class that no condition splits. Steps that take the same set tell it in one place;
    of versions that score it otherwise each reads totals of its own.
    """

    head: int
    parts: dict[str, int]
    totals: dict[Scoring, dict[str, int]] = field(default_factory=dict)

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that stand for those of a step's answer, in the same order."""
        return self.head, *self.parts.values()


@dataclass(slots=True)
class Group:
    """The levels of one step: its head, its items or fields by id, and where a set of observations is read later."""

    head: int
    parts: dict[str, int] = field(default_factory=dict)
    told: Told | None = None

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of what is answered."""
        return self.head, *self.parts.values()


NEVER_ASKED = Mark("not asked", None)


class Levels:
    """The levels of one plan, or of several versions of it that are to be compared."""

    def __init__(self, plans: Sequence[Plan], conditions: Iterable[tuple[Plan, Condition]] = ()) -> None:
        self.all: list[Level] = []
        self.groups: dict[tuple[str, int], Group] = {}
        self.too_fine: list[str] = []
        """Numbers that arithmetic reads and that have too many values to be told apart."""
        self._kept: dict[int, tuple[Plan, object]] = {}
        self._totals: dict[tuple[int, str], tuple[Plan, dict[str, int]]] = {}
        self.cuts = cuts = _Cuts(plans, conditions)
        for slot, name in ((MODE, "mode"), (ROLE, "role")):
            values = list(dict.fromkeys(value for plan in plans for value in plan.facts[slot].values))
            self.all.append(Level("", name, tuple(Mark(value, n) for n, value in enumerate(values, 1))))
        self._taken: dict[tuple[str, str], list[tuple[Group, list[Instrument]]]] = {}
        merged = _merged(plans)
        measured = [steps[-1] for (_, kind), steps in merged if kind == Kind.MEASURE]
        self._times = Counter((plan.instruments[step.instrument].id, step.prefix) for plan, step in measured)
        for step_name, steps in merged:
            self._add(step_name, steps, cuts)

    def keep(self, plan: Plan, make: Callable[[], Kept]) -> Kept:
        """Something about a plan that is made once for these levels."""
        found = self._kept.get(id(plan))
        if found is None:
            found = self._kept[id(plan)] = plan, make()
        return cast(Kept, found[1])

    @property
    def domains(self) -> tuple[int, ...]:
        """How many values each level has."""
        return tuple(len(level.marks) for level in self.all)

    def class_of(self, fact: str, value: Slot) -> int:
        """The value of a total's level that stands for what the total holds."""
        return self.cuts.class_of[fact, value]

    def group(self, step: Step) -> Group:
        """The levels of an asking step."""
        return self.groups[step.id, step.kind]

    def totals(self, plan: Plan, step: Step) -> dict[str, int]:
        """Where a version reads the totals of a set of observations that a step takes, by their facts."""
        found = self._totals.get((id(plan), step.id))
        if found is None:
            told = self.group(step).told
            totals = {} if told is None else told.totals.get(scoring(plan.instruments[step.instrument]), {})
            found = self._totals[id(plan), step.id] = plan, totals
        return found[1]

    def told(self, plan: Plan, step: Step) -> tuple[int, ...]:
        """The levels from which later steps read the set that a step takes, its totals last; none for other steps."""
        told = self.group(step).told
        return () if told is None else (*told.levels, *self.totals(plan, step).values())

    def _new(self, step: str, part: str, marks: Iterable[Mark]) -> int:
        self.all.append(Level(step, part, tuple(marks)))
        return len(self.all) - 1

    def _add(self, name: tuple[str, int], steps: list[tuple[Plan, Step]], cuts: _Cuts) -> None:
        (step_id, kind), (plan, step) = name, steps[-1]
        if kind in (Kind.CHOICE, Kind.INSTRUCTION):
            names = list(dict.fromkeys(option.id for _, one in steps for option in one.options))
            marks = [Mark(option, n) for n, option in enumerate(names, 1)]
            if kind == Kind.CHOICE:
                marks.insert(0, Mark(NOT_KNOWN, 0))
            self.groups[name] = Group(self._new(step_id, HEAD, (NEVER_ASKED, *marks)))
        elif kind == Kind.TEXT:
            marks = [NEVER_ASKED, Mark(NOT_KNOWN, 0), Mark("given", 1)]
            self.groups[name] = Group(self._new(step_id, HEAD, marks))
        elif kind == Kind.NUMBER:
            specs = [one.number for _, one in steps if one.number is not None]
            bands = self._bands(step_id, specs, cuts.of(step_id))
            unknown = Mark(NOT_KNOWN, (min(spec.low for spec in specs), max(spec.high for spec in specs)))
            self.groups[name] = Group(self._new(step_id, HEAD, (NEVER_ASKED, unknown, *bands)))
        elif kind == Kind.CHECKLIST:
            marks = [NEVER_ASKED, Mark(NOT_KNOWN, -1), Mark("answered", 0)]
            group = self.groups[name] = Group(self._new(step_id, HEAD, marks))
            for item in dict.fromkeys(option.id for _, one in steps for option in one.options):
                group.parts[item] = self._new(step_id, item, (Mark("no", 0), Mark("yes", 1)))
        else:
            marks = [NEVER_ASKED, Mark(NOT_KNOWN, 0), Mark("measured", 1)]
            group = self.groups[name] = Group(self._new(step_id, HEAD, marks))
            instrument = plan.instruments[step.instrument]
            versions = [one.instruments[other.instrument] for one, other in steps]
            for place, one in enumerate(instrument.fields):
                group.parts[one.id] = self._new(step_id, one.id, self._field(step, versions, place, one, cuts))
            groups = self._taken.setdefault((instrument.id, step.prefix), [])
            groups.append((group, versions))
            if len(groups) == self._times[instrument.id, step.prefix]:
                scored = {scoring(one): one for _, taken in groups for one in taken}
                self._tell(step, scored, [group for group, _ in groups], cuts)

    def _tell(self, step: Step, versions: dict[Scoring, Instrument], groups: list[Group], cuts: _Cuts) -> None:
        """Where a set is read, after the last step that takes it."""
        instrument, last = next(iter(versions.values())), groups[-1]
        told = Told(last.head, last.parts)
        if len(groups) > 1:
            told.head = self._new("", f"{instrument.id} told", self.all[last.head].marks)
            told.parts = {
                item: self._new("", f"{step.prefix}{item} told", self.all[level].marks)
                for item, level in last.parts.items()
            }
        scored = [how for how in versions if how.points]
        for names, join in (
            ({how: step.prefix + how.total for how in scored if how.total}, add_points),
            ({how: step.prefix + how.highest for how in scored if how.highest}, greater_points),
        ):
            for name in dict.fromkeys(name for name in names.values() if cuts.reads(name)):
                own = [how for how in names if names[how] == name]
                values = dict.fromkeys(value for how in own for value in self._values(versions[how], last, join))
                marks = cuts.classes(name, list(values))
                for how in own:
                    told.totals.setdefault(how, {})[name] = self._new("", f"{name} told", marks)
        for group in groups:
            group.told = told

    def _values(self, instrument: Instrument, group: Group, join: Callable[[Points, Points], Points]) -> list[Slot]:
        """Every value a total could have."""
        return [as_fact(points) for points in sorted(sums(instrument, group, self.all, join))]

    def _field(self, step: Step, versions: list[Instrument], place: int, item: Field, cuts: _Cuts) -> Iterator[Mark]:
        if not item.assumed:
            yield Mark(NOT_KNOWN, read_field(item, ""))
        if item.number is None:
            yield from (Mark(choice.id, n) for n, choice in enumerate(item.choices, 1))
            return
        edges = {to + 1 for one in versions for to in ends_of_bands(one, place)}
        name = step.prefix + item.id
        yield from self._bands(name, [item.number], cuts.of(name) | edges)

    def _bands(self, name: str, specs: Sequence[NumberSpec], cuts: set[int] | frozenset[int]) -> Iterator[Mark]:
        low, high = min(spec.low for spec in specs), max(spec.high for spec in specs)
        inner = {cut for cut in cuts if low < cut <= high}
        if EVERY_VALUE in cuts:
            if high - low >= MOST_VALUES:
                self.too_fine.append(name)
            else:
                inner = set(range(low + 1, high + 1))
        for spec in specs:
            inner |= {cut for cut in (spec.low, spec.high + 1) if low < cut <= high}
        starts = [low, *sorted(inner)]
        for start, following in zip(starts, [*starts[1:], high + 1], strict=True):
            yield Mark(str(start), start, start, following - 1)


EVERY_VALUE = -(1 << 62)
"""Among the cuts of a number: arithmetic reads it, so every value is a band."""


class _Cuts:
    """Where conditions cut each number: the first value of every band."""

    def __init__(self, plans: Sequence[Plan], conditions: Iterable[tuple[Plan, Condition]]) -> None:
        self.found: dict[str, set[int]] = {}
        self.atoms: dict[str, dict[Condition, None]] = {}
        self.ends: dict[str, set[int]] = {}
        """Which ends of a number's range comparisons with other facts read: 0 the lowest, 1 the highest."""
        self.class_of: dict[tuple[str, Slot], int] = {}
        for plan in plans:
            for step in plan.steps:
                for condition in step.conditions:
                    self._read(plan, condition, POSSIBLE)
        for plan, condition in conditions:
            self._read(plan, condition, TRUE)

    def of(self, fact: str) -> frozenset[int]:
        """The cuts of a fact."""
        return frozenset(self.found.get(fact, ()))

    def reads(self, fact: str) -> bool:
        """Whether any condition reads a fact."""
        return fact in self.found

    def classes(self, fact: str, values: list[Slot]) -> tuple[Mark, ...]:
        """The values of a total, each with the first of those that no condition tells apart from it."""
        seen: dict[object, int] = {}
        marks = [NEVER_ASKED]
        for value in values:
            truths = tuple(code.evaluate((atom[0], 0, *atom[2:]), [value]) for atom in self.atoms.get(fact, ()))
            low, high = value if isinstance(value, tuple) else (value, value)
            ends = self.ends.get(fact, ())
            key = (truths, low if 0 in ends else None, high if 1 in ends else None)
            if key not in seen:
                seen[key] = len(marks)
                marks.append(Mark(str(value), value))
            self.class_of[fact, value] = seen[key]
        return tuple(marks)

    def _read(self, plan: Plan, condition: Condition, least: int) -> None:
        for part, at_least in atoms_of(condition, least):
            if part[0] == code.COMPARE:
                self._compared(plan, part, at_least)
                continue
            name = plan.facts[part[1]].name
            cuts = self.found.setdefault(name, set())
            self.atoms.setdefault(name, {})[part] = None
            if part[0] == code.COMPARE_CONSTANT:
                cuts.update(cuts_of(part[2], part[3]))

    def _compared(self, plan: Plan, part: Condition, least: int) -> None:
        """Two sums compared: every value of their facts is a band, and of a plain fact one end of its range counts."""
        for slot in code.slots_of(part):
            self.found.setdefault(plan.facts[slot].name, set()).add(EVERY_VALUE)
        for side, expression in enumerate((part[1], part[3])):
            own = code.ends_that_decide(part[2], least) if expression[0] == code.FACT else None
            for slot in code.slots_of_sum(expression):
                self.ends.setdefault(plan.facts[slot].name, set()).update((0, 1) if own is None else (own[side],))


def cuts_of(sign: int, constant: float) -> tuple[int, ...]:
    """The first whole numbers on the other side of a comparison with a constant."""
    at, after = ceil(constant), floor(constant) + 1
    if sign in (code.LESS, code.AT_LEAST):
        return (at,)
    if sign in (code.MORE, code.AT_MOST):
        return (after,)
    return at, after


def atoms_of(condition: Condition, least: int = POSSIBLE) -> Iterator[tuple[Condition, int]]:
    """The parts of a condition that read facts, each with the truth it has to have at least."""
    operator = condition[0]
    if operator in (code.ALL, code.ANY):
        for part in condition[1]:
            yield from atoms_of(part, least)
    elif operator == code.NOT:
        yield from atoms_of(condition[1], TRUE + POSSIBLE - least)
    elif operator == code.SURELY:
        yield from atoms_of(condition[1], TRUE)
    else:
        yield condition, least


def _merged(plans: Sequence[Plan]) -> list[tuple[tuple[str, int], list[tuple[Plan, Step]]]]:
    """The asking steps of every plan, each id and kind once, in the order of the last plan."""
    order: list[tuple[str, int]] = []
    found: dict[tuple[str, int], list[tuple[Plan, Step]]] = {}
    for plan in reversed(plans):
        place = 0
        for step in plan.steps:
            if step.kind == Kind.DECISION:
                continue
            name = (step.id, step.kind)
            if name in found:
                place = order.index(name) + 1
            else:
                order.insert(place, name)
                found[name] = []
                place += 1
            found[name].insert(0, (plan, step))
    return [(name, found[name]) for name in order]


def scoring(instrument: Instrument) -> Scoring:
    """What tells versions of an instrument that read the same fields apart."""
    return Scoring(instrument.points, instrument.total, instrument.highest)


def points_by_field(
    instrument: Instrument, table: PointTable, group: Group, levels: Sequence[Level]
) -> Iterator[tuple[tuple[int, ...], Points]]:
    """The points of one field for every value of its own level and of those its rules read, in level order."""
    fields = fields_read(instrument, table, group)
    ranges = [range(len(levels[level].marks)) for _, level in fields]
    values: list[Slot] = [0] * len(instrument.fields)
    for chosen in product(*ranges):
        for (place, level), value in zip(fields, chosen, strict=True):
            values[place] = levels[level].marks[value].fact
        yield chosen, part_of(instrument, table, tuple(values))


def fields_read(instrument: Instrument, table: PointTable, group: Group) -> list[tuple[int, int]]:
    """The fields that a table of points reads, each with its level, by level."""
    reads = {table.field}.union(*(code.slots_of(when) for when, _ in table.rules if when is not None))
    return sorted(
        ((place, group.parts[instrument.fields[place].id]) for place in reads), key=lambda field_level: field_level[1]
    )


def sums(
    instrument: Instrument,
    group: Group,
    levels: Sequence[Level],
    join: Callable[[Points, Points], Points],
    values: Sequence[int] | None = None,
) -> set[Points]:
    """What a total can be; `values`: with these values of the levels alone, as bits."""
    found: set[Points] = set()
    for table in instrument.points:
        read = [level for _, level in fields_read(instrument, table, group)]
        own = {
            points
            for chosen, points in points_by_field(instrument, table, group, levels)
            if values is None or all(values[level] >> value & 1 for level, value in zip(read, chosen, strict=True))
        }
        found = {join(one, other) for one in found for other in own} if found else own
    return found


def as_fact(points: Points | None) -> Slot:
    """Points as a fact holds them."""
    return points[0] if points is not None and points[0] == points[1] else points


def add_points(one: Points, other: Points) -> Points:
    """The sum of two parts."""
    return one[0] + other[0], one[1] + other[1]


def greater_points(one: Points, other: Points) -> Points:
    """The higher of two parts."""
    return max(one[0], other[0]), max(one[1], other[1])
