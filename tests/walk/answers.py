"""Random answers to any step, from a seeded source of randomness."""

from __future__ import annotations

from random import Random

from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.plan import MODES, NOT_KNOWN, Field, Kind, NumberSpec, Plan, Step, Value


def random_value(plan: Plan, step: Step, random: Random) -> Value:
    """A value this step can take, not known among them."""
    if step.kind != Kind.INSTRUCTION and random.random() < 0.12:
        return NOT_KNOWN
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        return random.choice(step.options).id
    if step.kind == Kind.CHECKLIST:
        return tuple(option.id for option in step.options if random.random() < 0.15)
    if step.kind == Kind.MEASURE:
        return {field.id: random_field(field, random) for field in plan.instruments[step.instrument].fields}
    if step.kind == Kind.NUMBER and step.number is not None:
        return random_number(step.number, random)
    return random.choice(["Fenland" if step.text_kind == "area" else "some words", NOT_KNOWN])


def random_field(field: Field, random: Random) -> str:
    """A value of one field; sometimes not measured."""
    if random.random() < 0.08:
        return NOT_KNOWN
    if field.number is not None:
        return field.usual if random.random() < 0.5 else random_number(field.number, random)
    return random.choice([choice for choice in field.choices if not choice.confirm]).id


def random_number(spec: NumberSpec, random: Random) -> str:
    """A number as it is typed."""
    if spec.unit == "age":
        unit, most = random.choice([("days", 31), ("months", 23), ("years", 105)])
        return f"{random.randint(0, most)} {unit}"
    value = random.randint(spec.low, spec.high)
    return f"{value / 10**spec.decimals:.{spec.decimals}f}"


def random_walk(plan: Plan, mode: str, role: str, random: Random, mild: float = 0.6) -> list[State]:
    """Every state of one walk to its end; with `mild`, how often a reassuring answer is given."""
    state = start(plan, mode=mode, role=role)
    states = [state]
    while not state.finished:
        step = plan.steps[state.at]
        is_mild = random.random() < mild
        value = step.mildest if is_mild and step.mildest is not None else random_value(plan, step, random)
        state = answer(plan, state, value)
        states.append(state)
    return states


def modes_of(plan: Plan) -> list[str]:
    """The modes a pathway has."""
    return [mode for bit, mode in enumerate(MODES) if plan.modes >> bit & 1]
