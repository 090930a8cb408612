"""Words for people: what to read aloud, and answers as labels."""

from __future__ import annotations

import re

from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value


def say_words(step: Step, *, patient: bool, on_scene: bool) -> str:
    """The words to read aloud: to the patient, or about them; none on scene where a look wording stands."""
    if on_scene and step.look:
        return ""
    return step.say_self if patient else step.say_other


def yes_and_no(step: Step) -> dict[str, str]:
    """The letters y and n by the answers they mean: `yes` and `no`, or the one wording that begins with the word."""
    letters = {}
    for letter, word in (("y", "yes"), ("n", "no")):
        named = [option.id for option in step.options if option.id == word]
        worded = [option.id for option in step.options if re.match(rf"{word}\b", option.label, re.IGNORECASE)]
        found = named or worded
        if len(found) == 1:
            letters[found[0]] = letter
    return letters


def shown_value(plan: Plan, step: Step, value: Value) -> str:
    """An answer as people read it."""
    if value == NOT_KNOWN:
        return "Not known"
    if step.kind == Kind.CHECKLIST:
        if value == "none" or not value:
            return "None of these"
        labels = {option.id: option.label for option in step.options}
        return "; ".join(labels.get(item, item) for item in value)
    if isinstance(value, dict):
        return shown_set(plan, step, value)
    if isinstance(value, tuple):
        return "; ".join(value)
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        return next((option.label for option in step.options if option.id == value), value)
    unit = step.number.unit if step.number is not None else ""
    return f"{value} {unit}" if unit and unit != "age" and value.replace(".", "").isdigit() else value


def shown_set(plan: Plan, step: Step, value: dict[str, str]) -> str:
    """A set of observations on one line."""
    parts = []
    for field in plan.instruments[step.instrument].fields:
        text = value.get(field.id, NOT_KNOWN)
        if text in ("", NOT_KNOWN):
            text = "not measured"
        else:
            text = next((choice.label for choice in field.choices if choice.id == text), text)
        parts.append(f"{field.short} {text}")
    return ", ".join(parts)
