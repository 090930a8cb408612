"""SAF: a red flag to which nobody knows the answer does something, or somebody reads that it is not known."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.content.source import Path_
from triage_tui.problems import Problem
from triage_tui.walk.case import mildest
from triage_tui.walk.engine import store
from triage_tui.walk.evaluate import ALL, ANY, FALSE, NOT, SURELY, TRUE, evaluate, slots_of
from triage_tui.walk.plan import NOT_KNOWN, Action, Condition, Kind, Plan, Slot, Step

_STEPS = """
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    red_flag: true
    answers: {yes: {floor: resus, because: bone can be seen}, no: next, not known: %s}
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
"""


@rule(
    "SAF015",
    "not-known-does-nothing",
    "error",
    bad=_STEPS % "next",
    good=_STEPS % "{floor: clinician_now, because: bone could not be ruled out}",
)
def _does_nothing(context: Context) -> Iterator[Problem]:
    """To a red flag, or where another answer needs a clinician now, *not known* does what the reassuring answer does:
    it sets no floor, goes on, and no condition tells the two apart. Then a caller who cannot say gets no more than one
    who says no. Give it a floor (often that of a clinician now), or read it in a decision (`bone is not no`).
    """
    for plan in context.plans():
        for number, step in enumerate(plan.steps):
            if not step.red_flag or step.kind not in (Kind.CHOICE, Kind.CHECKLIST) or _acts(plan, step):
                continue
            source, path = context.step_at(plan, number)
            flag = source.value((*path, "red_flag")) == "true" or any(_emergency(plan, one) for one in step.actions)
            if flag and context.wants(source):
                message = f'not known to the red flag "{step.id}" does what the reassuring answer does'
                hint = "give it a floor, such as clinician_now, or read it in a decision"
                within: Path_ = ("answers",) if step.kind == Kind.CHOICE else ()
                yield source.problem((*path, *within, NOT_KNOWN), message, "SAF015", hint=hint)


def _emergency(plan: Plan, action: Action) -> bool:
    """Whether an answer needs a clinician now, or more."""
    places = [action.floor] if action.floor >= 0 else []
    places += [plan.outcomes[~action.go].disposition] if action.go < 0 else []
    return any(plan.dispositions[place].three_way == "emergent" for place in places)


def _acts(plan: Plan, step: Step) -> bool:
    """Whether not known does more than the reassuring answer, here or in a condition; or no answer does anything."""
    reassuring = mildest(plan, step)
    if reassuring is None:
        return True
    unknown: list[Slot] = [None] * len(plan.facts)
    known = [*unknown]
    same = store(plan, step, NOT_KNOWN, unknown) == store(plan, step, reassuring, known)
    if not same or all(action == step.actions[0] for action in step.actions):
        return True
    conditions = [one for other in plan.steps for one in other.conditions if step.slot in slots_of(one)]
    return any(_tells_apart(one, step.slot, unknown, known, surely=False) for one in conditions)


def _tells_apart(condition: Condition, slot: int, one: list[Slot], other: list[Slot], *, surely: bool) -> bool:
    """Whether a part of a condition that reads nothing but a slot holds with one value of it and not with the other."""
    operator = condition[0]
    if operator in (ALL, ANY):
        return any(_tells_apart(part, slot, one, other, surely=surely) for part in condition[1])
    if operator in (NOT, SURELY):
        return _tells_apart(condition[1], slot, one, other, surely=surely or operator == SURELY)
    if slots_of(condition) != {slot}:
        return slot in slots_of(condition)
    least = TRUE if surely else FALSE + 1
    return (evaluate(condition, one) >= least) != (evaluate(condition, other) >= least)
