"""Which decisions and conditions a walk met, worked out again from its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from triage_tui.walk.engine import State, path
from triage_tui.walk.evaluate import FALSE, evaluate
from triage_tui.walk.plan import Kind, Plan

ASKED, PASSED_OVER = -1, -2


class Met(NamedTuple):
    """A step on the way: `how` is the branch taken, ASKED, or PASSED_OVER where its condition did not hold.

    `before`: how many questions were answered before; `state`: the next state, which has the facts it was met with.
    """

    step: int
    how: int
    before: int
    state: State


def met(plan: Plan, state: State) -> Iterator[Met]:
    """Every step on the way here that was asked, decided, or passed over by its condition, in order."""
    stops = [*(entry.before for entry in path(state)), state]
    for number, stop in enumerate(stops):
        yield from met_since(plan, stop, number)
        if stop is not state:
            yield Met(stop.at, ASKED, number, stop)


def met_since(plan: Plan, state: State, before: int) -> Iterator[Met]:
    """What was passed after the last answer on the way to a state."""
    begin = 0 if state.before is None else _after(plan, state.before.at, state)
    return _between(plan, begin, before, state)


def stops_once(states: Iterable[State]) -> Iterator[State]:
    """Every state on the way to some states, once; they are kept meanwhile, and walks may share their beginnings."""
    seen: set[int] = set()
    for state in states:
        stop: State | None = state
        while stop is not None and id(stop) not in seen:
            seen.add(id(stop))
            yield stop
            stop = stop.before


def branches_taken(plan: Plan, state: State) -> tuple[tuple[int, int], ...]:
    """Every decision passed on the way here, as (step, branch), in order."""
    return tuple((one.step, one.how) for one in met(plan, state) if one.how >= 0)


def _after(plan: Plan, at: int, later: State) -> int:
    """Where the walk went straight after the answer at a step: the action's target under the later facts."""
    step = plan.steps[at]
    fact = later.facts[step.slot]
    if step.kind == Kind.CHECKLIST and isinstance(fact, int):
        if fact <= 0:
            return step.actions[0 if fact < 0 else 1].go
        ticked = [step.actions[place + 2] for place in range(len(step.options)) if fact >> place & 1]
        return next((action.go for action in ticked if action.leaves), at + 1)
    if step.kind == Kind.NUMBER:
        return step.actions[0 if isinstance(fact, tuple) else 1].go
    return step.actions[fact if isinstance(fact, int) else 1].go


def _between(plan: Plan, at: int, before: int, later: State) -> Iterator[Met]:
    """What was met from a step to where the walk stopped next."""
    facts = later.facts
    mode = 1 << facts[0] - 1  # type: ignore[operator]
    while at >= 0 and at != later.at:
        step = plan.steps[at]
        if not step.modes & mode:
            at += 1
            continue
        if step.guard is not None and evaluate(step.guard, facts) == FALSE:
            yield Met(at, PASSED_OVER, before, later)
            at += 1
            continue
        if step.kind != Kind.DECISION:
            return
        for number, branch in enumerate(step.branches):
            if branch.when is None or evaluate(branch.when, facts) != FALSE:
                yield Met(at, number, before, later)
                at = branch.action.go
                break
