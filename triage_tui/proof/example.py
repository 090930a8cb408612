"""Which patients there can be, and the plainest of those for whom something holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage_tui.proof.diagram import Ref, deep
from triage_tui.proof.levels import HEAD, MODE, ROLE, Levels
from triage_tui.proof.reading import Reader
from triage_tui.proof.walks import Walks
from triage_tui.walk.case import mildest
from triage_tui.walk.plan import MODES, NOT_KNOWN, Condition, Kind, Plan, Step
from triage_tui.walk.quantity import read_number
from triage_tui.walk.score import read_field

Roles = Mapping[str, Sequence[str]]
"""The modes each role works in."""


def possible_patients(walks: Walks, roles: Roles, impossible: Sequence[Condition] = ()) -> Ref:
    """Whether there can be such a patient: a role that works in the mode and may say so, and nothing impossible."""
    plan, levels, diagram = walks.plan, walks.levels, walks.diagram
    modes = levels.all[MODE].marks
    rows = []
    for mode in modes:
        has = bool(plan.modes >> MODES.index(mode.name) & 1)
        fits = [has and mode.name in roles.get(mark.name, ()) for mark in levels.all[ROLE].marks]
        rows.append(diagram.node(ROLE, tuple(diagram.terminal(fit) for fit in fits)))
    found = diagram.node(MODE, tuple(rows))
    clinician = [diagram.terminal(mark.name in plan.clinicians) for mark in levels.all[ROLE].marks]
    may_confirm = diagram.node(ROLE, tuple(clinician))
    for step in plan.steps:
        if step.kind == Kind.MEASURE:
            found = diagram.both(found, diagram.any_of(may_confirm, _unconfirmed(walks, step)))
            found = diagram.both(found, _something_measured(walks, step))
    everything_asked = Reader(plan, levels, diagram, lambda _: diagram.yes)
    for condition in impossible:
        found = diagram.both(found, diagram.opposite(everything_asked.surely(condition, len(plan.steps) + 1)))
    return found


def _something_measured(walks: Walks, step: Step) -> Ref:
    """Whether a set that was taken has at least one value: one without any is the same as not known."""
    levels, diagram = walks.levels, walks.diagram
    group = levels.group(step)
    found = diagram.no
    for level in reversed(group.parts.values()):
        fits = (diagram.terminal(True) if mark.name != NOT_KNOWN else found for mark in levels.all[level].marks)
        found = diagram.node(level, tuple(fits))
    return diagram.node(group.head, (diagram.yes, diagram.yes, found))


def _unconfirmed(walks: Walks, step: Step) -> Ref:
    """Whether no choice was made that only a clinician may make."""
    levels, diagram = walks.levels, walks.diagram
    group = levels.group(step)
    found = diagram.yes
    for item in walks.plan.instruments[step.instrument].fields:
        confirmed = {choice.id for choice in item.choices if choice.confirm}
        if confirmed:
            level = group.parts[item.id]
            fits = tuple(diagram.terminal(mark.name not in confirmed) for mark in levels.all[level].marks)
            found = diagram.both(found, diagram.node(level, fits))
    return diagram.node(group.head, (diagram.yes, diagram.yes, found))


def plainest(walks: Walks, condition: Ref) -> list[int] | None:
    """A value for every level with which a condition holds, as reassuring as can be; None when it never holds."""
    if condition == walks.diagram.no:
        return None
    mild = mild_values(walks.plan, walks.levels)
    with deep():
        found = _cheapest(walks, condition, mild)
    patient = list(mild)
    ref = condition
    while ref >= 0:
        level = walks.diagram.level[ref]
        value = found[ref][1]
        patient[level] = value
        ref = walks.diagram.children[ref][value]
    return patient


def _cheapest(walks: Walks, root: Ref, mild: Sequence[int]) -> dict[Ref, tuple[int, int]]:
    """For every node, the fewest answers that are not mild on a way to yes, and the value to take (never 0)."""
    diagram = walks.diagram
    first = [int(level.part == HEAD and level.step != "") for level in walks.levels.all]
    far = 1 << 30
    memo: dict[Ref, tuple[int, int]] = {diagram.yes: (0, -1), diagram.no: (far, -1)}

    def under(ref: Ref) -> tuple[int, int]:
        found = memo.get(ref)
        if found is None:
            level = diagram.level[ref]
            own = mild[level]
            options = []
            for value, child in enumerate(diagram.children[ref]):
                if value < first[level]:
                    continue
                cost = under(child)[0]
                options.append((min(cost + (value != own), far), value != own, value))
            best = min(options)
            found = memo[ref] = best[0], best[2]
        return found

    under(root)
    return memo


def mild_values(plan: Plan, levels: Levels) -> list[int]:
    """For every level its reassuring value: what a scenario fills in."""
    if levels.mild is None:
        levels.mild = tuple(_mild_values(plan, levels))
    return list(levels.mild)


def _mild_values(plan: Plan, levels: Levels) -> list[int]:
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
    return found


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
