"""Answers as columns may hold them: what a step can take and nothing that was written in somebody's own words."""

from __future__ import annotations

from collections.abc import Mapping

from triage_tui.errors import AnswerError
from triage_tui.walk.engine import store
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Slot, Value

GIVEN = "given"
"""What stands for any words that were typed."""


def coded_answers(plan: Plan, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers that the pathway's steps can take; of a text only whether there is one."""
    found: dict[str, Value] = {}
    for step_id, value in answers.items():
        number = plan.step_index.get(step_id)
        if number is None or plan.steps[number].kind == Kind.DECISION:
            continue
        facts: list[Slot] = [None] * len(plan.facts)
        try:
            store(plan, plan.steps[number], value, facts)
        except AnswerError:
            continue
        found[step_id] = _without_words(value) if plan.steps[number].kind == Kind.TEXT else value
    return found


def _without_words(value: Value) -> Value:
    if not isinstance(value, str) or value == NOT_KNOWN:
        return NOT_KNOWN
    return GIVEN if value.strip() else ""
