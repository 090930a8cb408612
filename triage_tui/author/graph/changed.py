"""An overlay of two versions: which steps and outcomes were added, removed, changed or only reworded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from triage_tui.author.graph.overlay import Overlay
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import Action, Condition, Outcome, Plan, Step

Parts: TypeAlias = dict[str, Any]
WORDING = "reworded"
_ADDED, _CHANGED = "added", "changed"


def changes(plan: Plan, old: Plan) -> Overlay:
    """What is different from the old version, step by step, by id; behaviour before wording."""
    before = {step.id: step for step in old.steps}
    steps: dict[int, str] = {}
    for number, step in enumerate(plan.steps):
        was = before.get(step.id)
        if was is None:
            steps[number] = _ADDED
        elif mark := _difference(_step(plan, step, number), _step(old, was, old.step_index[step.id])):
            steps[number] = mark
    outcomes: dict[int, str] = {}
    known = {outcome.id: outcome for outcome in old.outcomes}
    for number, outcome in enumerate(plan.outcomes):
        earlier = known.get(outcome.id)
        if earlier is None:
            outcomes[number] = _ADDED
        elif mark := _difference(_outcome(plan, outcome), _outcome(old, earlier)):
            outcomes[number] = mark
    legend = (
        (_ADDED, "not in the old version"),
        (_CHANGED, "the same id, and it does something else"),
        (WORDING, "the same, in other words"),
        ("removed", "only in the old version"),
    )
    return Overlay(steps, {}, outcomes, legend, tuple(_removed(plan, old)))


def _removed(plan: Plan, old: Plan) -> Iterator[tuple[int, str]]:
    """Steps that are gone, by the step of the new version that they stood before; outcomes after the last."""
    place = len(plan.steps)
    found: list[tuple[int, str]] = []
    for step in reversed(old.steps):
        if step.id in plan.step_index:
            place = plan.step_index[step.id]
        else:
            found.append((place, f"removed: {step.short} ({step.id})"))
    yield from reversed(found)
    for outcome in old.outcomes:
        if outcome.id not in plan.outcome_index:
            yield len(plan.steps), f"removed: outcome {outcome.title} ({outcome.id})"


def _difference(new: tuple[Parts, Parts], old: tuple[Parts, Parts]) -> str:
    """Which parts differ, in words; empty when none does."""
    names = [name for name, value in new[0].items() if value != old[0][name]]
    if names:
        return f"{_CHANGED}: {', '.join(names)}"
    return WORDING if new[1] != old[1] else ""


def _step(plan: Plan, step: Step, number: int) -> tuple[Parts, Parts]:
    """What a step does, and how it is worded, with names for numbers so that versions can be compared."""
    codes = ["not known", *(option.id for option in step.options)]
    does: Parts = {
        "kind": step.kind,
        "modes": step.modes,
        "condition": step.guard and named(plan, step.guard),
        "red flag": step.red_flag,
        "answers": codes,
        "what answers do": [_action(plan, action, number) for action in step.actions],
        "rules": [
            (branch.when and named(plan, branch.when), _action(plan, branch.action, number)) for branch in step.branches
        ],
        "number": step.number,
        "observations": plan.instruments[step.instrument] if step.instrument >= 0 else None,
        "interim": plan.dispositions[step.interim].id if step.interim >= 0 else "",
        "mildest": step.mildest,
    }
    said = [step.short, step.ask, step.say_self, step.say_other, step.look, step.why, step.hint]
    reasons = [action.because for action in step.ways]
    return does, {"words": [*said, *(option.label for option in step.options), *reasons]}


def _action(plan: Plan, action: Action, number: int) -> tuple[Any, ...]:
    if action.go < 0:
        go = f"outcome {plan.outcomes[~action.go].id}"
    elif action.go == number + 1 or action.go >= len(plan.steps):
        go = "next"
    else:
        go = plan.steps[action.go].id
    floor = plan.dispositions[action.floor].id if action.floor >= 0 else ""
    return go, floor, [item.id for place, item in enumerate(plan.adjuncts) if action.also >> place & 1]


def _outcome(plan: Plan, outcome: Outcome) -> tuple[Parts, Parts]:
    does: Parts = {
        "disposition": plan.dispositions[outcome.disposition].id,
        "care": outcome.care,
        "service": outcome.needs,
        "call first": outcome.call_first,
        "continue in": outcome.continue_in,
        "also": [item.id for place, item in enumerate(plan.adjuncts) if outcome.also >> place & 1],
        "advice": (outcome.advice, outcome.worsening),
    }
    return does, {"words": (outcome.title, outcome.because, *outcome.say)}


def named(plan: Plan, condition: Condition) -> tuple[Any, ...]:
    """A condition with the names of facts and answers in place of their numbers."""
    operator = condition[0]
    if operator in (code.ALL, code.ANY):
        return operator, *(named(plan, part) for part in condition[1])
    if operator in (code.NOT, code.SURELY):
        return operator, named(plan, condition[1])
    if operator == code.COMPARE:
        return operator, _named_sum(plan, condition[1]), condition[2], _named_sum(plan, condition[3])
    fact = plan.facts[condition[1]]
    if operator == code.IS_ONE_OF:
        values = ("not known", *fact.values)
        return operator, fact.name, *(name for place, name in enumerate(values) if condition[2] >> place & 1)
    if operator == code.HAS:
        return operator, fact.name, fact.values[condition[2]]
    return operator, fact.name, *condition[2:]


def _named_sum(plan: Plan, expression: Condition) -> tuple[Any, ...]:
    if expression[0] == code.CONSTANT:
        return expression
    if expression[0] == code.FACT:
        return code.FACT, plan.facts[expression[1]].name, *expression[2:]
    return expression[0], _named_sum(plan, expression[1]), _named_sum(plan, expression[2])
