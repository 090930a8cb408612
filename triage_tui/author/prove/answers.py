"""The pairs of answers of which one may never end less urgent than the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from triage_tui.proof.levels import Group, fields_read
from triage_tui.proof.pairs import Pair
from triage_tui.proof.walks import Walks
from triage_tui.walk.case import mildest
from triage_tui.walk.evaluate import AT_LEAST, AT_MOST, COMPARE_CONSTANT, POSSIBLE
from triage_tui.walk.plan import NOT_KNOWN, Instrument, Kind, PointTable, Step
from triage_tui.walk.score import part_of

UNKNOWN, ANSWERED = 1, 2


def not_known_pairs(walks: Walks) -> Iterator[Pair]:
    """At every step: not known against the reassuring answer."""
    plan, levels, mild = walks.plan, walks.levels, walks.mild
    for number, step in enumerate(plan.steps):
        if step.kind in (Kind.DECISION, Kind.INSTRUCTION, Kind.TEXT) or step.id == "age":
            continue
        group = levels.group(step)
        value = mildest(plan, step)
        if value is None or value == NOT_KNOWN:
            continue
        better = tuple((level, mild[level]) for level in group.levels)
        worse = ((group.head, UNKNOWN),)
        yield Pair(number, worse, better, f'"{step.id}": not known against {_words(value)}')


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) if value else "none of these"
    return "the usual values" if isinstance(value, dict) else f'"{value}"'


def worse_pairs(walks: Walks) -> Iterator[Pair]:
    """Every answer and item that sets a floor against the reassuring one; and more points against fewer."""
    plan, mild = walks.plan, walks.mild
    for number, step in enumerate(plan.steps):
        if step.kind == Kind.CHOICE:
            yield from _worse_answers(walks, number, step, mild)
        elif step.kind == Kind.CHECKLIST:
            group = walks.levels.group(step)
            for option, action in zip(step.options, step.actions[2:], strict=True):
                if action.floor >= 0:
                    level = group.parts[option.id]
                    answered = (group.head, ANSWERED)
                    what = f'"{step.id}": "{option.id}" ticked against not ticked'
                    yield Pair(number, (answered, (level, 1)), (answered, (level, 0)), what)
        elif step.kind == Kind.MEASURE and scores_anybody(walks, number, step):
            yield from _more_points(walks, number, step, mild)


def _worse_answers(walks: Walks, number: int, step: Step, mild: tuple[int, ...]) -> Iterator[Pair]:
    group = walks.levels.group(step)
    marks = walks.levels.all[group.head].marks
    reassuring = mild[group.head]
    own = step.actions[walks.plan.codes[number].get(marks[reassuring].name, 0)]
    for place, mark in enumerate(marks):
        code = walks.plan.codes[number].get(mark.name, 0)
        if place > UNKNOWN and place != reassuring and step.actions[code].floor >= 0 and own.floor < 0:
            what = f'"{step.id}": "{mark.name}" against "{marks[reassuring].name}"'
            yield Pair(number, ((group.head, place),), ((group.head, reassuring),), what)


def scores_anybody(walks: Walks, number: int, step: Step) -> bool:
    """Whether anyone of the ages that a score is made for may be asked: for others more points are not always worse."""
    plan = walks.plan
    possible = walks.possible
    values = possible.at[number]
    if values is not None and step.guard is not None:
        values = possible.assume(step.guard, POSSIBLE, True, values, number)
    if values is None or "age" not in plan.fact_index:
        return values is not None
    low, high = plan.instruments[step.instrument].ages
    slot = plan.fact_index["age"]
    for sign, limit in ((AT_LEAST, low), (AT_MOST, high)):
        values = possible.assume((COMPARE_CONSTANT, slot, sign, limit), POSSIBLE, True, values, number)
        if values is None:
            return False
    return True


def _more_points(walks: Walks, number: int, step: Step, mild: tuple[int, ...]) -> Iterator[Pair]:
    """For every field of a scored set: each value that brings more points against each that brings the next fewer.

    Where the usual value has the most points, as in a coma scale, fewer points are the worse ones.
    """
    plan = walks.plan
    instrument, group = plan.instruments[step.instrument], walks.levels.group(step)
    for table in instrument.points:
        own = group.parts[instrument.fields[table.field].id]
        downwards = all(
            max(marks)[0] == max((points for points, place in marks if place == mild[own]), default=0)
            for _, marks in _by_points(walks, instrument, table, group)
        )
        for setting, marks in _by_points(walks, instrument, table, group):
            level = group.parts[instrument.fields[table.field].id]
            ranked = sorted({points for points, _ in marks}, reverse=downwards)
            for milder, graver in pairwise(ranked):
                for _, worse in (mark for mark in marks if mark[0] == graver):
                    for _, better in (mark for mark in marks if mark[0] == milder):
                        yield Pair(
                            number,
                            ((group.head, ANSWERED), *setting, (level, worse)),
                            ((group.head, ANSWERED), *setting, (level, better)),
                            _points_words(walks, step, level, worse, better),
                        )


def _points_words(walks: Walks, step: Step, level: int, worse: int, better: int) -> str:
    names = walks.levels.all[level].marks
    return f'"{step.id}": {walks.levels.all[level].part} {names[worse].name} against {names[better].name}'


def _by_points(
    walks: Walks, instrument: Instrument, table: PointTable, group: Group
) -> Iterator[tuple[tuple[tuple[int, int], ...], list[tuple[int, int]]]]:
    """For every setting of the other fields that the points read: the points of each known value."""
    levels = walks.levels.all
    others = [(place, level) for place, level in fields_read(instrument, table, group) if place != table.field]
    level = group.parts[instrument.fields[table.field].id]
    for setting in _settings(walks, instrument, others):
        values: list[object] = [0] * len(instrument.fields)
        for (place, _), (own, value) in zip(others, setting, strict=True):
            values[place] = levels[own].marks[value].fact
        marks = []
        for place, mark in enumerate(levels[level].marks):
            if mark.name != NOT_KNOWN:
                values[table.field] = mark.fact
                marks.append((part_of(instrument, table, tuple(values))[1], place))  # type: ignore[arg-type]
        yield setting, marks


def _settings(
    walks: Walks, instrument: Instrument, others: list[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], ...]]:
    if not others:
        yield ()
        return
    (_, level), *rest = others
    for value, mark in enumerate(walks.levels.all[level].marks):
        if mark.name != NOT_KNOWN:
            for tail in _settings(walks, instrument, rest):
                yield ((level, value), *tail)
