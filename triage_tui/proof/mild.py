"""The reassuring value of every level."""

from __future__ import annotations

from triage_tui.proof.levels import MODE, ROLE, Levels
from triage_tui.walk.case import mildest
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step
from triage_tui.walk.quantity import read_number
from triage_tui.walk.score import read_field


def mild_values(plan: Plan, levels: Levels) -> tuple[int, ...]:
    """For every level its reassuring value: what a scenario fills in."""
    found = [len(level.marks) - 1 if level.part else 1 for level in levels.all]
    found[MODE] = found[ROLE] = 0
    for step in plan.steps:
        if step.kind == Kind.DECISION:
            continue
        group = levels.group(step)
        value = mildest(plan, step)
        names = [mark.name for mark in levels.all[group.head].marks]
        if step.kind == Kind.CHECKLIST:
            ticked = value if isinstance(value, tuple) else ()
            found[group.head] = 2
            for name, level in group.parts.items():
                found[level] = int(name in ticked)
        elif step.kind == Kind.MEASURE:
            found[group.head] = 2
            for item in plan.instruments[step.instrument].fields:
                level = group.parts[item.id]
                found[level] = _usual(levels, level, item.usual, read_field(item, item.usual))
        elif step.kind == Kind.NUMBER and step.number is not None and isinstance(value, str) and value != NOT_KNOWN:
            found[group.head] = _band(levels, group.head, step, value)
        elif isinstance(value, str) and value in names:
            found[group.head] = names.index(value)
        else:
            found[group.head] = min(2, len(names) - 1)
    return tuple(found)


def _usual(levels: Levels, level: int, name: str, fact: object) -> int:
    for place, mark in enumerate(levels.all[level].marks):
        if mark.name == name:
            return place
        if mark.fact is None or mark.name == NOT_KNOWN:  # these stand for no number, and a usual value may be 0
            continue
        if isinstance(fact, int) and mark.low <= fact <= mark.high:
            return place
    return 0


def _band(levels: Levels, level: int, step: Step, value: str) -> int:
    assert step.number is not None
    return _usual(levels, level, "", read_number(value, step.number))
