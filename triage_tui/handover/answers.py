"""Answers in words, and what each of them did."""

from __future__ import annotations

import re
from collections.abc import Mapping

from triage_tui.errors import AnswerError
from triage_tui.handover.model import Said, Statement
from triage_tui.walk.plan import NOT_KNOWN, Action, Kind, NumberSpec, Plan, Step, Value
from triage_tui.walk.quantity import read_number

NONE_OF_THESE = "none of these"


def statement(step: Step, value: Value) -> Statement:
    """An answer as a statement."""
    if value == NOT_KNOWN:
        return Statement(said=Said.NOT_KNOWN)
    if value in ("", ()):
        return Statement(said=Said.NONE_STATED)
    return Statement(answer_words(step, value), Said.STATED)


def answer_words(step: Step, value: Value) -> str:
    """An answer as the user saw it."""
    if value == NOT_KNOWN:
        return "not known"
    labels = {option.id: option.label for option in step.options}
    if isinstance(value, tuple):
        return "; ".join(labels.get(item, item) for item in value) or NONE_OF_THESE
    if isinstance(value, Mapping):
        taken = sum(text not in ("", NOT_KNOWN) for text in value.values())
        return f"{taken} value{'s' * (taken != 1)} recorded"
    if step.kind == Kind.NUMBER and step.number is not None:
        return number_words(value, step.number)
    return labels.get(value, value) or "nothing said"


def question_words(step: Step, mode: str) -> str:
    """The question as it was put in this mode."""
    return step.look or step.ask if mode == "on_scene" else step.ask


def says(step: Step, words: str, mode: str) -> str:
    """An answer that can be read alone: a bare yes, no or not known comes with the whole question."""
    if re.match(r"(yes|no|not known)\b", words, re.IGNORECASE):
        question = question_words(step, mode)
        return f"{question} {words}" if question.endswith("?") else f"{question.rstrip('.')}: {words}"
    return f"{step.short}: {words}"


def number_words(text: str, spec: NumberSpec) -> str:
    """A number with its unit: `82` as an age is `82 years`, `1h 15` is `1h 15 (75 minutes)`."""
    typed = text.strip()
    if re.fullmatch(r"[0-9.]+", typed):
        return f"{typed} {'years' if spec.unit == 'age' else spec.unit}".strip()
    if spec.unit == "age" or re.fullmatch(rf"[0-9.]+\s*{re.escape(spec.unit)}", typed, re.IGNORECASE):
        return typed
    try:
        amount = read_number(typed, spec) / 10**spec.decimals
    except AnswerError:
        return typed
    return f"{typed} ({amount:g} {spec.unit})"


def parts(plan: Plan, step: Step, value: Value) -> tuple[tuple[str, Action], ...]:
    """What was said piece by piece, each ticked item by itself, with what it did."""
    words = answer_words(step, value)
    if value == NOT_KNOWN:
        return ((words, step.actions[0]),)
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION) and isinstance(value, str):
        return ((words, step.actions[plan.codes[plan.step_index[step.id]][value]]),)
    if step.kind == Kind.CHECKLIST and isinstance(value, tuple):
        ticked = [(option.label, step.actions[n]) for n, option in enumerate(step.options, 2) if option.id in value]
        return tuple(ticked) or ((words, step.actions[1]),)
    if isinstance(value, Mapping) and all(text in ("", NOT_KNOWN) for text in value.values()):
        return (("could not be taken", step.actions[0]),)
    return ((words, step.actions[1]),)


def sets_words(plan: Plan, action: Action) -> str:
    """What an answer set: the floor and its reason, and what must happen as well."""
    said = []
    if action.floor >= 0:
        said.append(f"at least {plan.dispositions[action.floor].word}: {action.because}")
    said += [f"also: {item.label}" for bit, item in enumerate(plan.adjuncts) if action.also >> bit & 1]
    return "; ".join(said)
