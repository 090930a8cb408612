"""Which decision branches a walk took, worked out again from its answers."""

from __future__ import annotations

from triage_tui.walk.engine import State, path
from triage_tui.walk.evaluate import FALSE, evaluate
from triage_tui.walk.plan import Kind, Plan


def branches_taken(plan: Plan, state: State) -> tuple[tuple[int, int], ...]:
    """Every decision passed on the way here, as (step, branch), in order."""
    entries = path(state)
    following = [*(entry.before for entry in entries[1:]), state] if entries else []
    starts = [0, *(_after(plan, entry.before.at, later) for entry, later in zip(entries, following, strict=True))]
    found: list[tuple[int, int]] = []
    for begin, later in zip(starts, [entry.before for entry in entries] + [state], strict=True):
        found.extend(_between(plan, begin, later))
    return tuple(found)


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


def _between(plan: Plan, at: int, later: State) -> list[tuple[int, int]]:
    """The branches taken from a step to where the walk stopped next."""
    found: list[tuple[int, int]] = []
    facts = later.facts
    mode = 1 << facts[0] - 1  # type: ignore[operator]
    while at >= 0 and at != later.at:
        step = plan.steps[at]
        if not step.modes & mode or (step.guard is not None and evaluate(step.guard, facts) == FALSE):
            at += 1
            continue
        if step.kind != Kind.DECISION:
            break
        for number, branch in enumerate(step.branches):
            if branch.when is None or evaluate(branch.when, facts) != FALSE:
                found.append((at, number))
                at = branch.action.go
                break
    return found
