"""Check the shape of a compiled pathway: everything is reached, and every walk reaches an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.problems import Problem
from triage_tui.walk.plan import MODES, Kind, Plan


def check_graph(plan: Plan, names: dict[str, str]) -> Iterator[Problem]:
    """What nothing reaches, and walks that fall off the end; `names` has the files' names for messages."""
    reached: set[int] = set()
    ends: set[int] = set()
    for mode in range(len(MODES)):
        if plan.modes >> mode & 1:
            steps, outcomes = _reach(plan, mode)
            reached |= steps
            ends |= outcomes
    for number, step in enumerate(plan.steps):
        if step.module and not step.modes:
            ends |= {~action.go for action in step.actions if action.go < 0}  # it is for a mode this pathway has not
        elif number not in reached:
            message = f'no answer leads to "{step.id}": it can never be asked'
            yield Problem(
                names[step.file], step.line, step.column, message, "GRF002", hint="lead an answer to it, or delete it"
            )
    if len(plan.steps) in reached:
        last = plan.steps[-1]
        message = f'a walk can pass the last step, "{last.id}", without reaching an outcome'
        yield Problem(
            names[last.file], last.line, last.column, message, "GRF003", hint="end with a decision that has otherwise"
        )
    if plan.outside_ages >= 0:
        ends.add(plan.outside_ages)
    for number, outcome in enumerate(plan.outcomes):
        if number not in ends:
            message = f'no answer leads to outcome "{outcome.id}"'
            yield Problem(
                names[outcome.file],
                outcome.line,
                outcome.column,
                message,
                "GRF004",
                "warning",
                "lead to it, or delete it",
            )


def _reach(plan: Plan, mode: int) -> tuple[set[int], set[int]]:
    """Every step and outcome that an arrow leads to in one mode."""
    seen: set[int] = set()
    outcomes: set[int] = set()
    stack = [0]
    while stack:
        at = stack.pop()
        if at < 0:
            outcomes.add(~at)
            continue
        if at in seen:
            continue
        if at >= len(plan.steps):
            seen.add(at)
            continue
        step = plan.steps[at]
        if not step.modes >> mode & 1:
            stack.append(at + 1)
            continue
        seen.add(at)
        if step.guard is not None:
            stack.append(at + 1)
        if step.kind == Kind.DECISION:
            stack.extend(branch.action.go for branch in step.branches)
        else:
            stack.extend(action.go for action in step.actions)
    return seen, outcomes
