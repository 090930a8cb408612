"""A patient who breaks a property, as a scenario to keep."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import Subject
from triage_tui.proof.patient import setting, walk
from triage_tui.walk.case import mildest
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import answers_by_step
from triage_tui.walk.plan import Kind, Value

OPENING = ("age", "sex", "pregnant", "area")


def scenario_lines(subject: Subject, proof: Proof) -> Iterator[str]:
    """The scenario in YAML, as one item of `cases`: what it should be stands for a person to write."""
    plan, levels = subject.plan, subject.walks.levels
    mode, role = setting(levels, proof.patient)
    state = walk(plan, levels, proof.patient)
    given: dict[str, Value] = {}
    answers: dict[str, Value] = {}
    for name, value in answers_by_step(plan, state).items():
        step = plan.steps[plan.step_index[name]]
        if step.kind != Kind.TEXT and value != mildest(plan, step):
            (given if name in OPENING else answers)[name] = value
    found = conclude(plan, state, mode)
    settings = {"role": role, "mode": mode, **given}
    yield f'  - scenario: "{_quoted(f"breaks: {proof.sentence}")}"'
    today = f"{proof.file}:{proof.line}: today it ends in {found.disposition.id}, {found.outcome}"
    yield f'    source: "triage prove, {_quoted(today)}"'
    yield f"    given: {_mapping(settings)}"
    yield f"    answers: {_mapping(answers)}"
    yield "    expect: {}"


def _mapping(values: dict[str, Value]) -> str:
    return "{" + ", ".join(f"{name}: {_value(value)}" for name, value in values.items()) + "}"


def _value(value: Value) -> str:
    if isinstance(value, dict):
        return _mapping(dict(value))
    if isinstance(value, tuple):
        return "[" + ", ".join(value) + "]"
    return value


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")
