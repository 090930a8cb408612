"""A walk in words, as the name of a scenario: who it is, what stands out, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage_tui.author.cover.arrive import Told
from triage_tui.walk.case import mildest
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value
from triage_tui.walk.quantity import DAYS_IN_MONTH, DAYS_IN_YEAR

LONGEST = 110
"""Letters for what stands out; what came first gives way."""
_UNSAID = frozenset({"age", "sex", "pregnant", "area"})


def name_of(plan: Plan, told: Told) -> str:
    """Who it is, what stands out in the answers, and the outcome."""
    said = [words for number, value in told.answers.items() for words in _stands_out(plan, plan.steps[number], value)]
    while len(said) > 1 and len(", ".join(said)) > LONGEST:
        del said[0]
    parts = [_who(plan, told), ", ".join(said), plan.outcomes[~told.state.at].title]
    name = ": ".join(part for part in parts if part)
    return f"{name[0].upper()}{name[1:]}"


def _who(plan: Plan, told: Told) -> str:
    answers = {plan.steps[number].id: value for number, value in told.answers.items()}
    days = told.state.facts[plan.fact_index["age"]] if "age" in answers else None
    if not isinstance(days, int):
        return "Age not known" if "age" in answers else ""
    if days < DAYS_IN_YEAR:
        person = "Baby"
    elif days < 16 * DAYS_IN_YEAR:
        person = {"male": "Boy", "female": "Girl"}.get(str(answers.get("sex")), "Child")
    else:
        person = {"male": "Man", "female": "Woman"}.get(str(answers.get("sex")), "Adult")
    more = {"yes": ", pregnant", "recent": ", pregnant in the last year", NOT_KNOWN: ", perhaps pregnant"}
    return f"{person} {_aged(days)}{more.get(str(answers.get('pregnant')), '')}"


def _aged(days: int) -> str:
    for unit, length, enough in (("", DAYS_IN_YEAR, DAYS_IN_YEAR), (" months", DAYS_IN_MONTH, DAYS_IN_MONTH)):
        if days >= enough and int(round(days / length) * length) == days:
            return f"of {round(days / length)}{unit}"
        if days + 1 >= enough and int(round((days + 1) / length) * length) == days + 1:
            years = round((days + 1) / length)
            return f"one day short of {years}{unit}"
    if days < 2 * DAYS_IN_YEAR:
        return f"of {days} days"
    return f"of {int(days / DAYS_IN_YEAR)} and a bit"


def _stands_out(plan: Plan, step: Step, value: Value) -> Iterator[str]:
    """What is not reassuring in an answer, in a few words."""
    usual = mildest(plan, step)
    short = _small(step.short)
    if (
        step.id in _UNSAID
        or (step.id == "caller" and value != NOT_KNOWN)
        or step.kind == Kind.TEXT
        or value == usual
        or (value in ("none", ()) and not usual)
    ):
        return
    if isinstance(value, Mapping):
        fields = ", ".join(_measured(plan, step, value))
        yield f"{short}: {fields}" if step.prefix else fields
    elif value == NOT_KNOWN:
        yield f"{short} not known"
    elif step.kind == Kind.CHECKLIST:
        yield from (item.replace("_", " ") for item in ((f"no {short}",) if value == "none" else value))
    elif step.kind == Kind.NUMBER and step.number is not None:
        unit = "" if step.number.unit in short else step.number.unit
        yield f"{short} {value} {unit}".strip()
    elif value == "yes":
        yield short
    else:
        yield f"{short}: {str(value).replace('_', ' ')}"


def _measured(plan: Plan, step: Step, values: Mapping[str, str]) -> Iterator[str]:
    """The fields that are not usual, and those that are missing."""
    for item in plan.instruments[step.instrument].fields:
        name = _small(item.short or item.label)
        if item.id in values and values[item.id] != item.usual:
            yield f"{name} {values[item.id].replace('_', ' ')}"
        elif item.id not in values and not item.assumed:
            yield f"{name} not measured"


def _small(words: str) -> str:
    """Words to stand inside a sentence: abbreviations stay as they are."""
    return words if any(letter.isupper() for letter in words[1:4]) else f"{words[:1].lower()}{words[1:]}"
