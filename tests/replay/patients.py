"""Seeded patients of any pathway: an answer to nearly every step, some of which no version takes."""

from __future__ import annotations

from random import Random

from triage_tui.author.replay.walking import UNFINISHED, End
from triage_tui.walk.engine import start
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import NOT_KNOWN, Kind, NumberSpec, Plan, Step, Value


def patient(plan: Plan, random: Random) -> dict[str, Value]:
    """Answers to most steps, most of them such as a question has."""
    asking = [step for step in plan.steps if step.kind != Kind.DECISION]
    return {step.id: _answer(plan, step, random) for step in asking if random.random() > 0.004}


def _answer(plan: Plan, step: Step, random: Random) -> Value:
    chance = random.random()
    if chance < 0.08:
        return NOT_KNOWN
    if chance < 0.083:
        return random.choice(("no such answer", ("no such item",), {"no_such_field": "1"}))
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        return random.choice(step.options).id
    if step.kind == Kind.CHECKLIST:
        return tuple(option.id for option in step.options if random.random() < 0.06)
    if step.kind == Kind.NUMBER:
        assert step.number is not None
        return _number(step.number, random)
    if step.kind == Kind.TEXT:
        return random.choice(("given", ""))
    return _observations(plan, step, random)


def _observations(plan: Plan, step: Step, random: Random) -> Value:
    found: dict[str, str] = {}
    for field in plan.instruments[step.instrument].fields:
        if random.random() < 0.1:
            continue
        if random.random() < 0.03:
            found[field.id] = NOT_KNOWN
        elif field.number is not None:
            found[field.id] = _number(field.number, random)
        else:
            found[field.id] = random.choice(field.choices).id
    return found


def _number(spec: NumberSpec, random: Random) -> str:
    if spec.unit == "age":
        return random.choice((f"{random.randint(0, 110)} years", f"{random.randint(0, 40)} months", "5 days"))
    return f"{random.randint(spec.low, spec.high) / 10**spec.decimals:.{spec.decimals}f}"


def end_on_engine(plan: Plan, mode: str, role: str, answers: dict[str, Value]) -> End:
    """Where the engine ends a patient."""
    state = start(plan, mode=mode, role=role, known=answers)
    return (~state.at, final_disposition(plan, state)) if state.finished else (UNFINISHED, -1)
