"""When a step is asked, in the words of the condition language, from the compiled condition."""

from __future__ import annotations

from triage_tui.author.graph.words import clean
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import MODES, NOT_KNOWN, Condition, Plan
from triage_tui.walk.quantity import DAYS_IN_MONTH, DAYS_IN_YEAR

_ARITHMETIC = {code.PLUS: "+", code.MINUS: "-", code.TIMES: "*", code.DIVIDED: "/"}


def asked_when(plan: Plan, number: int) -> str:
    """When a step is asked: its modes and its condition; empty when it always is."""
    step = plan.steps[number]
    parts = []
    if step.modes & plan.modes != plan.modes:
        modes = [mode.replace("_", " ") for place, mode in enumerate(MODES) if step.modes >> place & 1]
        parts.append(f"{' or '.join(modes) or 'no mode'} only")
    if step.guard is not None:
        parts.append(f"if {condition_words(plan, step.guard)}")
    return ", ".join(parts)


def condition_words(plan: Plan, condition: Condition, *, inside: bool = False) -> str:
    """A condition as it could be written in a pathway; `inside`: in parentheses where it joins several."""
    operator = condition[0]
    if operator in (code.ALL, code.ANY):
        parts = [condition_words(plan, part, inside=True) for part in condition[1]]
        text = (" and " if operator == code.ALL else " or ").join(parts)
        return f"({text})" if inside and len(parts) > 1 else text
    if operator == code.NOT and condition[1][0] == code.IS_ONE_OF:
        return _about(plan, condition[1], "is not", "not in")
    if operator in (code.NOT, code.SURELY):
        word = "not" if operator == code.NOT else "surely"
        return f"{word} {condition_words(plan, condition[1], inside=True)}"
    if operator == code.COMPARE:
        left, right = _sum(plan, condition[1]), _sum(plan, condition[3])
        return f"{left} {code.COMPARE_SIGNS[condition[2]]} {right}"
    return _about(plan, condition)


def _about(plan: Plan, condition: Condition, same: str = "is", among: str = "in") -> str:
    """A condition on one fact; `same` and `among` are its words for one answer and for one of several."""
    operator, fact = condition[0], plan.facts[condition[1]]
    name = clean(fact.name)
    if operator == code.IS_ONE_OF:
        values = [value for place, value in enumerate((NOT_KNOWN, *fact.values)) if condition[2] >> place & 1]
        return f"{name} {same} {values[0]}" if len(values) == 1 else f"{name} {among} [{', '.join(values)}]"
    if operator == code.HAS:
        return f"{name} has {fact.values[condition[2]]}"
    if operator == code.COUNT:
        return f"count of {name} {code.COMPARE_SIGNS[condition[2]]} {condition[3]}"
    if operator == code.COMPARE_CONSTANT:
        return f"{name} {code.COMPARE_SIGNS[condition[2]]} {_number(condition[3], fact.decimals, fact.unit)}"
    words = {code.IS_NOT_KNOWN: "is not known", code.IS_KNOWN: "is known", code.IS_ASKED: "is asked"}
    return f"{name} {words.get(operator, 'is none')}"


def _number(value: float, decimals: int, unit: str) -> str:
    if unit == "age":
        for name, days in (("years", DAYS_IN_YEAR), ("months", DAYS_IN_MONTH)):
            whole = round(value / days)
            if whole and abs(whole * days - value) < 1:
                return f"{whole} {name if whole > 1 else name[:-1]}"
        return f"{value:g} days"
    return f"{value / 10**decimals:g} {unit}".strip()


def _sum(plan: Plan, expression: Condition) -> str:
    if expression[0] == code.CONSTANT:
        return f"{expression[1]:g}"
    if expression[0] == code.FACT:
        return clean(plan.facts[expression[1]].name)
    return f"({_sum(plan, expression[1])} {_ARITHMETIC[expression[0]]} {_sum(plan, expression[2])})"
