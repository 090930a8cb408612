"""The answers of a walk that may leave the record: choices, numbers and the area; never words that somebody typed."""

from __future__ import annotations

from collections.abc import Mapping

from triage_tui.directory.model import Directory
from triage_tui.directory.place import resolve_place
from triage_tui.walk.case import mildest
from triage_tui.walk.engine import State, path
from triage_tui.walk.plan import NOT_KNOWN, Kind, NumberSpec, Plan, Step, Value
from triage_tui.walk.quantity import read_number

AREA = "area"
KEPT = ("age", "sex", "pregnant", AREA)
"""Answers of the opening that a case says even where they are the mildest."""


def stripped(plan: Plan, state: State, directory: Directory) -> dict[str, Value]:
    """What may be told of each answer of a walk, in its order; the mildest answers are left to be filled in."""
    found: dict[str, Value] = {}
    for entry in path(state):
        step = plan.steps[entry.step]
        value = _area(step, entry.value, directory) if step.kind == Kind.TEXT else _plain(plan, step, entry.value)
        if value is not None and (step.id in KEPT or value != _usual(plan, step)):
            found[step.id] = value
    return found


def _area(step: Step, value: Value, directory: Directory) -> Value | None:
    """An area by its id, whatever was typed; words that must be given count as not known."""
    if step.id == AREA and isinstance(value, str) and value not in ("", NOT_KNOWN):
        area = resolve_place(directory, value).area
        if area is not None:
            return area
    return NOT_KNOWN if step.needed else None


def _usual(plan: Plan, step: Step) -> Value | None:
    usual = mildest(plan, step)
    return None if usual is None else _plain(plan, step, usual)


def _plain(plan: Plan, step: Step, value: Value) -> Value:
    """The answer in one spelling, made again from what was read: nothing that was typed is copied."""
    if value == NOT_KNOWN:
        return NOT_KNOWN
    if step.kind == Kind.MEASURE:
        return _measured(plan, step, value if isinstance(value, Mapping) else {})
    if step.kind == Kind.NUMBER and step.number is not None:
        return number(str(value), step.number)
    if step.kind == Kind.CHECKLIST:
        return tuple(option.id for option in step.options if option.id in value)
    return str(value)


def _measured(plan: Plan, step: Step, value: Mapping[str, str]) -> Value:
    given: dict[str, str] = {}
    for field in plan.instruments[step.instrument].fields:
        text = value.get(field.id, "").strip()
        if text not in ("", NOT_KNOWN):
            given[field.id] = number(text, field.number) if field.number is not None else text
    return given or NOT_KNOWN


def number(text: str, spec: NumberSpec) -> str:
    """A number as a plain one: an age in days, anything else in the step's own unit."""
    value = read_number(text, spec)
    if spec.unit == "age":
        return f"{value} days"
    return f"{value / 10**spec.decimals:.{spec.decimals}f}"
