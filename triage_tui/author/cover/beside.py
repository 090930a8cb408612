"""Walks in the neighbourhood of a known one: every answer as it was but those that bear on an aim, searched exactly.

Where a whole pathway is too hard to search for a patient, the few answers that a condition reads are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from triage_tui.author.cover.aims import BRANCHES, EDGES, GUARD, POINTS, Aim
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.pool import Pool
from triage_tui.author.cover.reach import Reach, UnknownError
from triage_tui.proof.levels import MODE, ROLE, Levels
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import NOT_KNOWN, Condition, Kind, Plan, Slot, Step, Value
from triage_tui.walk.score import read_field

WALKS, MOST_FREE = 12, 14
"""Known walks to look beside, and the most steps whose answers are set free at once."""


def beside(reach: Reach, pool: Pool, aim: Aim) -> Told | None:
    """A walk that exercises an aim beside one that comes to the same step; None when none is found."""
    if aim.kind not in (BRANCHES, EDGES) or aim.branch == POINTS:
        return None
    for free in _freed(reach.plan, aim):
        for told in pool.at(aim)[:WALKS]:
            try:
                found = reach.patient(aim, around(reach, told, free))
            except UnknownError:
                continue
            if found is not None:
                return found
    return None


def around(reach: Reach, told: Told, free: Iterable[int]) -> list[int]:
    """For every level the values allowed (bits): those of a walk, and any value of the steps set free.

    A step that the walk does not come to has its reassuring answer.
    """
    walks, plan = reach.arrivals.walks, reach.plan
    levels = walks.levels
    found = [1 << value for value in walks.mild]
    for level, name in ((MODE, told.mode), (ROLE, told.role)):
        found[level] = sum(1 << place for place, mark in enumerate(levels.all[level].marks) if mark.name == name)
    for number, value in told.answers.items():
        for level, place in _places(levels, plan.steps[number], value, told.state.facts, plan):
            found[level] = 1 << place
    for number in free:
        for level in levels.group(plan.steps[number]).levels:
            found[level] = (1 << len(levels.all[level].marks)) - 1
    return found


def _freed(plan: Plan, aim: Aim) -> Iterator[tuple[int, ...]]:
    """Steps to set free, few first: what sets the number of an edge; what its condition reads; and what the branches
    before it read.
    """
    step = plan.steps[aim.place]
    conditions = [step.guard] if aim.branch == GUARD else [step.branches[aim.branch].when]
    earlier = [branch.when for branch in step.branches[: aim.branch]] if aim.branch >= 0 else []
    seen: set[tuple[int, ...]] = set()
    number = {plan.fact_index[aim.part]} if aim.kind == EDGES else set[int]()
    for slots in (number, number | _slots(conditions), number | _slots([*conditions, *earlier])):
        free = _with_guards(plan, slots, aim.place)
        if free and free not in seen and len(free) <= MOST_FREE:
            seen.add(free)
            yield free


def _slots(conditions: Iterable[Condition | None]) -> set[int]:
    return set().union(*(slots_of(condition) for condition in conditions if condition is not None))


def _with_guards(plan: Plan, slots: Iterable[int], before: int) -> tuple[int, ...]:
    """The steps before one that set some facts, and those whose answers decide whether they are asked."""
    found: set[int] = set()
    open_ = list(slots)
    while open_:
        for number in plan.facts[open_.pop()].steps:
            if number < before and number not in found:
                found.add(number)
                guard = plan.steps[number].guard
                open_ += () if guard is None else slots_of(guard)
    return tuple(sorted(found))


def _places(levels: Levels, step: Step, value: Value, facts: tuple[Slot, ...], plan: Plan) -> Iterator[tuple[int, int]]:
    """The levels of a step with their values, for one answer."""
    group = levels.group(step)
    names = [mark.name for mark in levels.all[group.head].marks]
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        yield group.head, names.index(str(value))
    elif value == NOT_KNOWN:
        yield group.head, 1
    elif step.kind == Kind.NUMBER:
        yield group.head, _band(levels, group.head, facts[step.slot])
    else:
        yield group.head, 2
    if step.kind == Kind.CHECKLIST and value != NOT_KNOWN:
        ticked = () if value == "none" else tuple(value)
        yield from ((level, int(item in ticked)) for item, level in group.parts.items())
    if isinstance(value, Mapping):
        for item in plan.instruments[step.instrument].fields:
            level = group.parts[item.id]
            read = read_field(item, value.get(item.id, ""))
            own = [mark.fact for mark in levels.all[level].marks]
            yield level, own.index(read) if item.choices or isinstance(read, tuple) else _band(levels, level, read)


def _band(levels: Levels, level: int, value: Slot) -> int:
    """The place of the band that a number is in."""
    assert isinstance(value, int)
    marks = levels.all[level].marks
    return next(n for n, mark in enumerate(marks) if isinstance(mark.fact, int) and mark.low <= value <= mark.high)
