"""A choice that a clinician must confirm is refused for every other role, whoever asks the engine."""

from __future__ import annotations

import pytest

from triage_tui.compiler import Compiled
from triage_tui.errors import AnswerError
from triage_tui.walk.engine import start, store
from triage_tui.walk.plan import Kind, Plan, Step


def news2_step(compiled: Compiled) -> tuple[Plan, Step]:
    """The first NEWS2 step of the paramedic's pathway."""
    plan = compiled.plans["see_and_treat"]
    step = next(
        step for step in plan.steps if step.kind == Kind.MEASURE and plan.instruments[step.instrument].id == "news2"
    )
    return plan, step


@pytest.mark.parametrize("role", ["call_handler", "technician", "careline"])
def test_others_may_not_choose_scale_2(shipped: Compiled, role: str) -> None:
    plan, step = news2_step(shipped)
    facts = list(start(plan, mode="on_scene", role=role).facts)
    with pytest.raises(AnswerError, match="clinician"):
        store(plan, step, {"spo2": "89", "spo2_scale": "scale_2"}, facts)


def test_a_paramedic_may(shipped: Compiled) -> None:
    plan, step = news2_step(shipped)
    facts = list(start(plan, mode="on_scene", role="paramedic").facts)
    store(plan, step, {"spo2": "89", "spo2_scale": "scale_2"}, facts)
    assert facts[plan.fact_index["spo2"]] == 89
