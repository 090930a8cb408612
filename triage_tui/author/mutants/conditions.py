"""Small mistakes in a condition: the thresholds, sets and certainties that authors get wrong."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import NOT_KNOWN, Condition, Plan

_STRICT = {code.LESS: code.AT_MOST, code.AT_MOST: code.LESS, code.MORE: code.AT_LEAST, code.AT_LEAST: code.MORE}


def changed(plan: Plan, condition: Condition) -> Iterator[tuple[Condition, str]]:
    """Every condition with one small mistake in it, and the mistake in words."""
    if condition[0] != code.SURELY:
        yield (code.SURELY, condition), "surely added"
    yield from _inside(plan, condition)


def _inside(plan: Plan, condition: Condition) -> Iterator[tuple[Condition, str]]:
    operator = condition[0]
    if operator in (code.ALL, code.ANY):
        parts = condition[1]
        for place, part in enumerate(parts):
            for new, what in _inside(plan, part):
                yield (operator, (*parts[:place], new, *parts[place + 1 :])), what
    elif operator == code.NOT:
        yield from (((code.NOT, new), what) for new, what in _inside(plan, condition[1]))
    elif operator == code.SURELY:
        yield condition[1], "surely dropped"
        yield from (((code.SURELY, new), what) for new, what in _inside(plan, condition[1]))
    elif operator == code.IS_ONE_OF:
        yield from _members(plan, condition)
    elif operator in (code.COMPARE_CONSTANT, code.COUNT):
        name, sign = plan.facts[condition[1]].name, code.COMPARE_SIGNS[condition[2]]
        for by in (-1, 1):
            new = (*condition[:3], condition[3] + by)
            said = f"{'count of ' if operator == code.COUNT else ''}{name} {sign} {condition[3]:g}"
            yield new, f"{said} became {condition[3] + by:g}"
    elif operator == code.COMPARE and condition[2] in _STRICT:
        other = _STRICT[condition[2]]
        words = f"{code.COMPARE_SIGNS[condition[2]]} became {code.COMPARE_SIGNS[other]}"
        yield (code.COMPARE, condition[1], other, condition[3]), words


def _members(plan: Plan, condition: Condition) -> Iterator[tuple[Condition, str]]:
    """Each answer of a set left out, and one more put in: not known, or the next that is missing."""
    fact = plan.facts[condition[1]]
    names = (NOT_KNOWN, *fact.values)
    bits = condition[2]
    inside = [place for place in range(len(names)) if bits >> place & 1]
    missing = [place for place in range(len(names)) if not bits >> place & 1]
    if fact.steps == ():
        missing = [place for place in missing if place]
    if len(inside) > 1:
        for place in inside:
            yield (code.IS_ONE_OF, condition[1], bits & ~(1 << place)), f"{fact.name}: {names[place]} left out"
    for place in missing[:1]:
        yield (code.IS_ONE_OF, condition[1], bits | (1 << place)), f"{fact.name}: {names[place]} put in"
