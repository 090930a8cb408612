"""The steps of a plan as a list to choose from, each with how the answers so far stand to it."""

from __future__ import annotations

from triage_tui.walk.engine import State, answers_by_step
from triage_tui.walk.outlook import askable_steps
from triage_tui.walk.plan import MODES, Kind, Plan


def step_lines(plan: Plan, state: State | None, here: str) -> list[tuple[str, str]]:
    """The id of every step that somebody can be asked, and its line."""
    answered = answers_by_step(plan, state) if state is not None else {}
    ahead = askable_steps(plan, state) if state is not None and not state.finished else set()
    found = []
    for number, step in enumerate(plan.steps):
        if step.kind != Kind.DECISION:
            words = _standing(plan, state, number, here, answered=step.id in answered, ahead=number in ahead)
            found.append((step.id, f"{step.id}: {step.short}  [{words}]"))
    return found


def _standing(plan: Plan, state: State | None, number: int, here: str, *, answered: bool, ahead: bool) -> str:
    step = plan.steps[number]
    if step.id == here:
        return "on the screen"
    if answered:
        return "answered"
    if ahead:
        return "still to come"
    mode = state.facts[0] if state is not None else None
    if isinstance(mode, int) and not step.modes & 1 << mode - 1:
        others = (name for place, name in enumerate(MODES) if step.modes >> place & 1)
        return f"asked only {' or '.join(others).replace('_', ' ')}"
    return "no answer so far leads here"
