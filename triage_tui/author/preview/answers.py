"""Give the answers so far again on a plan that was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from triage_tui.errors import AnswerError
from triage_tui.walk.engine import answer, start
from triage_tui.walk.outlook import reachable_steps
from triage_tui.walk.plan import Plan, Value


class Fit(NamedTuple):
    """Answers given again in order, answers that wait for their step, and those that no longer fit."""

    given: dict[str, Value]
    waiting: dict[str, Value]
    lost: tuple[str, ...]


def fit(plan: Plan, answers: Mapping[str, Value], *, mode: str, role: str, until: str = "") -> Fit:
    """Answer each step that is reached as before, up to the first without an answer or the step `until`."""
    state = start(plan, mode=mode, role=role)
    given: dict[str, Value] = {}
    refused: set[str] = set()
    while not state.finished:
        step = plan.steps[state.at].id
        if step == until or step not in answers:
            break
        try:
            state = answer(plan, state, answers[step])
        except AnswerError:
            refused.add(step)
            break
        given[step] = answers[step]
    ahead = {plan.steps[number].id for number in reachable_steps(plan, state)} if not state.finished else set()
    waiting = {step: answers[step] for step in answers if step in ahead and step not in refused and step not in given}
    return Fit(given, waiting, tuple(step for step in answers if step not in given and step not in waiting))
