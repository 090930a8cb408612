"""A walk as a conversation, for people who read proofs, comparisons and examples."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import State, path
from triage_tui.walk.field_words import shown
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value
from triage_tui.walk.trace import PASSED_OVER, met


def transcript(plan: Plan, state: State, mode: str, role: str) -> Iterator[str]:
    """One line a question and its answer; the reassuring answers in between are counted, not shown."""
    yield f"{mode.replace('_', ' ')}, {role.replace('_', ' ')}"
    quiet = 0
    for entry in path(state):
        step = plan.steps[entry.step]
        if _is_quiet(plan, step, entry.value):
            quiet += 1
            continue
        if quiet:
            yield f"  ({quiet} reassuring answer{'s' * (quiet != 1)})"
            quiet = 0
        yield f"  {step.ask}"
        yield f"    - {answer_words(plan, step, entry.value)}"
    if quiet:
        yield f"  ({quiet} reassuring answer{'s' * (quiet != 1)})"
    if state.finished:
        found = conclude(plan, state, mode)
        yield f"  ends: {found.disposition.word} ({found.disposition.id}), {found.outcome}: {'; '.join(found.because)}"
        yield f"  led there by {_last_turn(plan, state)}"


def _last_turn(plan: Plan, state: State) -> str:
    """The branch of a decision, or the answer, that led to the outcome, and where it is written."""
    last = [one for one in met(plan, state) if one.how != PASSED_OVER][-1]
    step = plan.steps[last.step]
    said = step.branches[last.how].text if last.how >= 0 else answer_words(plan, step, path(state)[-1].value)
    return f"{step.file}:{step.line} {step.id}: {said}"


def _is_quiet(plan: Plan, step: Step, value: Value) -> bool:
    from triage_tui.walk.case import mildest

    if step.kind in (Kind.TEXT, Kind.INSTRUCTION):
        return True
    mild = mildest(plan, step)
    if step.kind == Kind.MEASURE:
        return isinstance(value, dict) and value == mild
    return value == mild


def answer_words(plan: Plan, step: Step, value: Value) -> str:
    """An answer as its label; observations with their names."""
    if value == NOT_KNOWN:
        return "Not known"
    labels = {option.id: option.label for option in step.options}
    if isinstance(value, dict):
        fields = {item.id: item for item in plan.instruments[step.instrument].fields}
        return ", ".join(f"{fields[name].short} {shown(fields[name], text)}" for name, text in value.items())
    if isinstance(value, tuple):
        return "; ".join(labels.get(item, item) for item in value) or "None of these"
    return labels.get(value, value)
