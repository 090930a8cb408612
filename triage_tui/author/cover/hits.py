"""What one walk exercises."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.cover.aims import ANSWERS, BRANCHES, EDGES, GUARD, OUTCOMES, POINTS, STEPS, Aim, Aims
from triage_tui.walk.engine import State
from triage_tui.walk.plan import NOT_KNOWN, Kind, Slot, Value
from triage_tui.walk.score import read_field
from triage_tui.walk.trace import ASKED, PASSED_OVER, Met, met_since, stops_once


def hits(aims: Aims, *ends: State) -> set[Aim]:
    """Every aim that some walks exercise."""
    found: set[Aim] = set()
    for stop in stops_once(ends):
        for one in met_since(aims.plan, stop, 0):
            found.update(_of_step(aims, one))
        if stop.before is not None:
            found.update(_of_step(aims, Met(stop.before.at, ASKED, 0, stop.before)))
            found.update(_of_answer(aims, stop.before.at, stop.value))
    found.update(Aim(OUTCOMES, ~end.at) for end in ends if end.finished)
    return found


def _of_step(aims: Aims, one: Met) -> Iterator[Aim]:
    if one.how != PASSED_OVER:
        yield Aim(STEPS, one.step)
    else:
        yield Aim(BRANCHES, one.step)
    if one.how >= 0:
        yield Aim(BRANCHES, one.step, "", 0, one.how)
    facts = one.state.facts
    for branch, slot, values in aims.cuts[one.step]:
        if branch > one.how and branch != GUARD:
            break
        fact = facts[slot]
        if fact in values:
            yield Aim(EDGES, one.step, aims.plan.facts[slot].name, _whole(fact), branch)


def _whole(fact: Slot) -> int:
    assert isinstance(fact, int)
    return fact


def _of_answer(aims: Aims, number: int, value: Value) -> Iterator[Aim]:
    step = aims.plan.steps[number]
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        yield Aim(ANSWERS, number, "", aims.plan.codes[number][str(value)])
    elif value == NOT_KNOWN:
        yield Aim(ANSWERS, number, "", 0)
    elif step.kind == Kind.CHECKLIST:
        ticked = () if value == "none" else tuple(value)
        yield from (Aim(ANSWERS, number, item, 1) for item in ticked)
        if not ticked:
            yield Aim(ANSWERS, number, "", 1)
    elif isinstance(value, dict):
        yield from _of_measure(aims, number, value)
    else:
        yield Aim(ANSWERS, number, "", 1)


def _of_measure(aims: Aims, number: int, values: dict[str, str]) -> Iterator[Aim]:
    nothing = not any(text not in ("", NOT_KNOWN) for text in values.values())
    yield Aim(ANSWERS, number, "", 0 if nothing else 1)
    cut = {item.id: edges for item, edges in aims.points[number]}
    for item in aims.plan.instruments[aims.plan.steps[number].instrument].fields:
        read = read_field(item, values.get(item.id, ""))
        if item.choices:
            yield Aim(ANSWERS, number, item.id, _whole(read))
        else:
            yield Aim(ANSWERS, number, item.id, 0 if isinstance(read, tuple) else 1)
            if read in cut.get(item.id, ()):
                yield Aim(EDGES, number, item.id, _whole(read), POINTS)
