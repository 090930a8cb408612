"""Which patients there can be, and the plainest of those for whom something holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage_tui.proof.diagram import Ref, deep
from triage_tui.proof.levels import HEAD, MODE, ROLE
from triage_tui.proof.reading import Reader
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import MODES, NOT_KNOWN, Condition, Kind, Step

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
    for step in plan.steps:
        if step.kind == Kind.MEASURE:
            found = diagram.both(found, may_be_answered(walks, step))
    everything_asked = Reader(plan, levels, diagram, lambda _: diagram.yes)
    for condition in impossible:
        found = diagram.both(found, diagram.opposite(everything_asked.surely(condition, len(plan.steps) + 1)))
    return found


def may_be_answered(walks: Walks, step: Step) -> Ref:
    """Which answers the engine takes for a set of observations, and from whom."""
    levels, diagram = walks.levels, walks.diagram
    clinician = [diagram.terminal(mark.name in walks.plan.clinicians) for mark in levels.all[ROLE].marks]
    may_confirm = diagram.node(ROLE, tuple(clinician))
    allowed = diagram.any_of(may_confirm, _unconfirmed(walks, step))
    return diagram.both(allowed, _something_measured(walks, step))


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
    with deep():
        found = _cheapest(walks, condition, walks.mild)
    patient = list(walks.mild)
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
