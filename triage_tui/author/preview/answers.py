"""Give the answers so far again on a plan that was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from triage_tui.errors import AnswerError
from triage_tui.walk.case import mildest
from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.outlook import reachable_steps
from triage_tui.walk.plan import Plan, Value


class Lost(NamedTuple):
    """An answer that no longer fits, and why."""

    step: str
    value: Value
    why: str


class Fit(NamedTuple):
    """Answers given again in order, answers that wait for their step, and those that no longer fit."""

    given: dict[str, Value]
    waiting: dict[str, Value]
    lost: tuple[Lost, ...]


def fit(plan: Plan, answers: Mapping[str, Value], *, mode: str, role: str, until: str = "") -> Fit:
    """Answer each step that is reached as before, up to the first without an answer or the step `until`."""
    state = start(plan, mode=mode, role=role)
    given: dict[str, Value] = {}
    refused: dict[str, str] = {}
    while not state.finished:
        step = plan.steps[state.at].id
        if step == until or step not in answers:
            break
        try:
            state = answer(plan, state, answers[step])
        except AnswerError as error:
            refused[step] = error.message
            break
        given[step] = answers[step]
    ahead = {plan.steps[number].id for number in reachable_steps(plan, state)} if not state.finished else set()
    waiting = {step: answers[step] for step in answers if step in ahead and step not in refused and step not in given}
    lost = [step for step in answers if step not in given and step not in waiting]
    return Fit(given, waiting, tuple(Lost(step, answers[step], _why(plan, step, refused)) for step in lost))


def _why(plan: Plan, step: str, refused: Mapping[str, str]) -> str:
    if step in refused:
        return refused[step]
    return "it is not asked now" if step in plan.step_index else "there is no such step now"


def walk_to(plan: Plan, answers: Mapping[str, Value], step: str, *, mode: str, role: str) -> State | None:
    """The walk to a step with the answers given, and the mildest of every step between; None where it passes it by."""
    state = start(plan, mode=mode, role=role)
    while not state.finished and plan.steps[state.at].id != step:
        here = plan.steps[state.at]
        value = answers.get(here.id, mildest(plan, here))
        if value is None:
            return None
        try:
            state = answer(plan, state, value)
        except AnswerError:
            return None
    return None if state.finished else state
