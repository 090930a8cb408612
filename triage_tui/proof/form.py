"""What a step does, in names and without its words: two versions of a step with equal forms do the same."""

from __future__ import annotations

from typing import TypeAlias

from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import NOT_KNOWN, Action, Condition, Kind, Plan, Step

Form: TypeAlias = tuple[object, ...]

NEXT = "next"


def target_of(plan: Plan, action: Action) -> str:
    """Where an action leads, by name; `next` where it only goes on."""
    if action.go < 0:
        return f"outcome {plan.outcomes[~action.go].id}"
    if not action.leaves:
        return NEXT
    return plan.steps[action.go].id


def action_form(plan: Plan, action: Action) -> Form:
    """An action in names."""
    floor = plan.dispositions[action.floor] if action.floor >= 0 else None
    also = action_names(plan, action.also)
    return target_of(plan, action), None if floor is None else (floor.id, floor.rank), also


def condition_form(plan: Plan, condition: Condition | None) -> Form:
    """A condition with the names of its facts and answers in place of their numbers."""
    if condition is None:
        return ()
    operator = condition[0]
    if operator in (code.ALL, code.ANY):
        return operator, *(condition_form(plan, part) for part in condition[1])
    if operator in (code.NOT, code.SURELY):
        return operator, condition_form(plan, condition[1])
    if operator == code.COMPARE:
        return operator, _sum_form(plan, condition[1]), condition[2], _sum_form(plan, condition[3])
    fact = plan.facts[condition[1]]
    names = (NOT_KNOWN, *fact.values)
    if operator == code.IS_ONE_OF:
        return operator, fact.name, tuple(name for place, name in enumerate(names) if condition[2] >> place & 1)
    if operator == code.HAS:
        return operator, fact.name, fact.values[condition[2]]
    return operator, fact.name, fact.kind, fact.decimals, *condition[2:]


def _sum_form(plan: Plan, expression: Condition) -> Form:
    if expression[0] == code.FACT:
        return code.FACT, plan.facts[expression[1]].name, expression[2]
    if expression[0] == code.CONSTANT:
        return expression
    return expression[0], _sum_form(plan, expression[1]), _sum_form(plan, expression[2])


def answers_of(step: Step) -> dict[str, Action]:
    """Every answer of an asking step by a name for it, with what it does."""
    if step.kind == Kind.CHECKLIST:
        names = [NOT_KNOWN, "none of these", *(option.id for option in step.options)]
    elif step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        names = [NOT_KNOWN, *(option.id for option in step.options)]
    else:
        names = [NOT_KNOWN, "answered"]
    found = dict(zip(names, step.actions, strict=False))
    if step.kind == Kind.INSTRUCTION:
        found.pop(NOT_KNOWN)
    return found


def instrument_form(plan: Plan, step: Step) -> Form:
    """What a set of observations measures and how it scores, without words."""
    if step.kind != Kind.MEASURE:
        return ()
    one = plan.instruments[step.instrument]
    fields = tuple(
        (item.id, item.number, tuple((choice.id, choice.confirm) for choice in item.choices), item.assumed)
        for item in one.fields
    )
    return one.id, step.prefix, fields, one.points, one.total, one.highest


def step_form(plan: Plan, number: int) -> Form:
    """Everything a step does."""
    step = plan.steps[number]
    ways = tuple((name, action_form(plan, action)) for name, action in ways_of(step))
    return step.id, own_form(plan, number), ways


def own_form(plan: Plan, number: int) -> Form:
    """Everything a step does but what follows from it: whom it asks, what it reads, what can be answered."""
    step = plan.steps[number]
    asked = step.modes & plan.modes, condition_form(plan, step.guard), read_form(plan, number)
    if step.kind == Kind.DECISION:
        return step.kind, asked, tuple(condition_form(plan, branch.when) for branch in step.branches)
    names = tuple(name for name, _ in ways_of(step))
    return step.kind, asked, step.id, names, step.number, instrument_form(plan, step)


def ways_of(step: Step) -> list[tuple[str, Action]]:
    """Every answer by its name, or every branch by its place, with what it does; in an order that counts."""
    if step.kind == Kind.DECISION:
        return [(str(place), branch.action) for place, branch in enumerate(step.branches)]
    found = answers_of(step).items()
    return list(found) if step.kind == Kind.CHECKLIST else sorted(found, key=lambda item: item[0])


def read_form(plan: Plan, number: int) -> Form:
    """Where a step finds each fact that it reads: the steps before it that ask for the fact, and in what range."""
    step = plan.steps[number]
    facts = sorted((plan.facts[slot] for slot in code.slots_read(step)), key=lambda fact: fact.name)
    return tuple((fact.name, tuple(_asks(plan, at, fact.name) for at in fact.steps if at < number)) for fact in facts)


def _asks(plan: Plan, number: int, fact: str) -> Form:
    step = plan.steps[number]
    return step.id, step.kind, step.number, scoring_form(plan, step, fact)


def scoring_form(plan: Plan, step: Step, fact: str) -> Form:
    """How a set of observations adds up to a fact; empty where the fact is no total."""
    if step.kind != Kind.MEASURE:
        return ()
    one = plan.instruments[step.instrument]
    return one.points if fact in (step.prefix + one.total, step.prefix + one.highest) else ()


def plan_form(plan: Plan) -> Form:
    """Everything a pathway does: equal forms send every patient the same way and say no less at the end."""
    outcomes = frozenset(
        (
            item.id,
            plan.dispositions[item.disposition].id,
            item.care,
            item.needs,
            item.call_first,
            item.continue_in,
            action_names(plan, item.also),
            item.advice,
            item.worsening,
        )
        for item in plan.outcomes
    )
    scale = tuple((item.id, item.rank, item.minutes, item.care, item.needs) for item in plan.dispositions)
    adjuncts = frozenset((item.id, item.needs) for item in plan.adjuncts)
    steps = tuple(step_form(plan, number) for number in range(len(plan.steps)))
    kept = plan.modes, plan.dispositions[plan.interim].id, plan.clinicians, tuple(_interim(plan, s) for s in plan.steps)
    return steps, outcomes, scale, adjuncts, kept


def action_names(plan: Plan, bits: int) -> frozenset[str]:
    """The adjuncts of some bits, by id."""
    return frozenset(item.id for place, item in enumerate(plan.adjuncts) if bits >> place & 1)


def _interim(plan: Plan, step: Step) -> str:
    return plan.dispositions[step.interim].id if step.interim >= 0 else ""
