"""REA: what nobody is asked and nobody takes, seen on walks or proved; a module as a whole, over its pathways."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.reach import Reach, Reached, reach_of
from triage_tui.author.check.registry import rule
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem
from triage_tui.walk import evaluate as code
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import Condition, Kind, Plan

Uses = list[tuple[Reach, int]]
"""The same step in every pathway it stands in."""

_MINUTES = """steps:
  - use: opening
  - {id: down, ask: When?, number: {unit: minutes, from: 0, to: 600}, not known: clinician, source: local}
"""


def steps_with_uses(context: Context) -> Iterator[tuple[Source, Path_, Uses]]:
    """Every wanted step that a file has, with the pathways in which it stands."""
    found: dict[tuple[str, Path_], tuple[Source, Path_, Uses]] = {}
    for plan in context.plans():
        for number in range(len(plan.steps)):
            source, path = context.step_at(plan, number)
            if context.wants(source) and path[0] == "steps":
                found.setdefault((source.name, path), (source, path, []))[2].append((reach_of(context, plan), number))
    yield from found.values()


def everywhere_never(uses: Uses, seen: Callable[[Reach, int], bool], judge: Callable[[Reach, int], Reached]) -> bool:
    """Whether something never happens in any of the pathways; what was seen in one need not be proved in another."""
    if any(seen(reach, number) for reach, number in uses):
        return False
    return all(judge(reach, number) == Reached.NEVER for reach, number in uses)


@rule(
    "REA001",
    "never-asked",
    "error",
    bad=_MINUTES
    + """  - {id: long, when: down > 600, ask: Is it sore?, answers: {yes: hospital, no: next, not known: hospital}}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: home}}
""",
    good=_MINUTES
    + """  - {id: long, when: down >= 60, ask: Is it sore?, answers: {yes: hospital, no: next, not known: hospital}}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: home}}
""",
    proves=True,
)
def _never_asked(context: Context) -> Iterator[Problem]:
    """No possible patient is ever asked this, whatever they answered before. Its condition can never hold, or the
    answers that would lead to it exclude each other.
    """
    for source, path, uses in steps_with_uses(context):
        if everywhere_never(uses, lambda reach, number: number in reach.asked, Reach.step):
            reach, number = uses[0]
            step = reach.plan.steps[number]
            what = "comes to this decision" if step.kind == Kind.DECISION else f'is ever asked "{step.id}"'
            where = (*path, "id") if source.value((*path, "id")) else path
            message = f"no possible patient {what}"
            yield source.problem(where, message, "REA001", hint="correct its condition, or delete it")


@rule(
    "REA002",
    "branch-never-holds",
    "error",
    bad=_MINUTES
    + """  - decide:
      - {when: down > 600, go: ambulance}
      - {otherwise: home}
""",
    good=_MINUTES
    + """  - decide:
      - {when: down > 60, go: ambulance}
      - {otherwise: home}
""",
    proves=True,
)
def _never_holds(context: Context) -> Iterator[Problem]:
    """The condition of a branch holds for no possible patient who comes to it, so the branch is never taken."""
    for source, path, reach, number, place in _branches_never_taken(context):
        if reach.condition(number, place) == Reached.NEVER:
            message = "this condition holds for no possible patient who comes here"
            where = (*path, "decide", place, "when")
            yield source.problem(where, message, "REA002", hint="correct it, or delete the branch")


@rule(
    "REA003",
    "branch-shadowed",
    "error",
    bad=_MINUTES
    + """  - decide:
      - {when: down >= 60, go: hospital}
      - {when: down >= 240, go: ambulance}
      - {otherwise: home}
""",
    good=_MINUTES
    + """  - decide:
      - {when: down >= 240, go: ambulance}
      - {when: down >= 60, go: hospital}
      - {otherwise: home}
""",
    proves=True,
)
def _shadowed(context: Context) -> Iterator[Problem]:
    """Everybody for whom this branch would count has already left by one above it. The first branch that may hold is
    taken: put the narrower condition, usually the more urgent one, first.
    """
    for source, path, reach, number, place in _branches_never_taken(context):
        if reach.condition(number, place) != Reached.NEVER:
            shadow = reach.shadow(number, place)
            above = range(place) if shadow is None else (shadow,)
            note = "everybody leaves here first" if shadow is not None else "everybody leaves by these first"
            related = tuple(source.related((*path, "decide", one, "when"), note) for one in above)
            where = (*path, "decide", place, "when")
            message = "this branch is never taken: the branches above it take everybody it is for"
            yield source.problem(where, message, "REA003", hint="put the narrower condition first", related=related)


def _branches_never_taken(context: Context) -> Iterator[tuple[Source, Path_, Reach, int, int]]:
    """The branches with a condition that nobody takes, where somebody comes to the decision."""
    for source, path, uses in steps_with_uses(context):
        reach, number = uses[0]
        step = reach.plan.steps[number]
        if step.kind != Kind.DECISION or all(use.step(place) == Reached.NEVER for use, place in uses):
            continue
        for place, branch in enumerate(step.branches):
            if branch.when is not None and _nobody_takes(uses, place):
                yield source, path, reach, number, place


def _nobody_takes(uses: Uses, place: int) -> bool:
    return everywhere_never(
        uses,
        lambda reach, number: (number, place) in reach.taken,
        lambda reach, number: reach.branch(number, place),
    )


@rule(
    "REA004",
    "condition-always-holds",
    "warning",
    bad=_MINUTES
    + """  - {id: long, when: down >= 0, ask: Is it sore?, answers: {yes: hospital, no: next, not known: hospital}}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: home}}
""",
    good=_MINUTES
    + """  - {id: long, ask: Is it sore?, answers: {yes: hospital, no: next, not known: hospital}}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: home}}
""",
    proves=True,
)
def _always_holds(context: Context) -> Iterator[Problem]:
    """The condition of a step holds for everybody who comes to it, so it decides nothing. It is left over, or it
    does not say what was meant.
    """
    for source, path, uses in steps_with_uses(context):
        if source.value((*path, "when")) is None:
            continue
        if everywhere_never(uses, lambda reach, number: number in reach.passed, Reach.passed_over):
            message = "this condition holds for everybody who comes here"
            yield source.problem((*path, "when"), message, "REA004", hint="delete it, or correct it")


@rule(
    "REA005",
    "reads-what-was-not-asked",
    "error",
    bad="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: worse, not known: next}}
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: home, not known: ambulance}}
  - {id: worse, ask: Is it worse?, answers: {yes: next, no: home, not known: next}}
  - decide:
      - {when: bone is yes, go: hospital}
      - {otherwise: home}
""",
    good="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: worse, not known: next}}
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: worse, ask: Is it worse?, answers: {yes: next, no: home, not known: next}}
  - decide:
      - {when: bone is no, go: hospital}
      - {otherwise: home}
""",
    proves=True,
)
def _not_asked(context: Context) -> Iterator[Problem]:
    """A condition reads a fact that has not been asked on any way to it. What was never asked makes a condition
    false, so the branch is dead, or (with `is not`) always taken. Ask the question on that way, or read another
    fact.
    """
    for source, where, name, _ in facts_never_asked(context, totals=False):
        message = f'"{name}" has not been asked on any way that leads here'
        yield source.problem(where, message, "REA005", hint="ask it before, or read another fact")


def facts_never_asked(context: Context, *, totals: bool) -> Iterator[tuple[Source, Path_, str, Plan]]:
    """Conditions that read a fact (or the total of a score) that no walk to them has asked."""
    for source, path, uses in steps_with_uses(context):
        reach, number = uses[0]
        step = reach.plan.steps[number]
        written: list[tuple[Path_, Condition | None]] = [((*path, "when"), step.guard)]
        written += [((*path, "decide", place, "when"), branch.when) for place, branch in enumerate(step.branches)]
        for where, condition in written:
            if condition is None or source.value(where) is None or _asks_whether(condition):
                continue
            for slot in sorted(slots_of(condition)):
                name = reach.plan.facts[slot].name
                if _is_total(reach.plan, slot) == totals and _never_known(uses, name):
                    yield source, where, name, reach.plan
                    break


def _never_known(uses: Uses, name: str) -> bool:
    return all(
        name in reach.plan.fact_index and reach.never_known(number, reach.plan.fact_index[name])
        for reach, number in uses
    )


def _asks_whether(condition: Condition) -> bool:
    """Whether a condition asks whether something was asked."""
    if condition[0] in (code.ALL, code.ANY):
        return any(_asks_whether(part) for part in condition[1])
    if condition[0] in (code.NOT, code.SURELY):
        return _asks_whether(condition[1])
    return bool(condition[0] == code.IS_ASKED)


def _is_total(plan: Plan, slot: int) -> bool:
    """Whether a fact is the total or the highest part of a score."""
    name = plan.facts[slot].name
    steps = (plan.steps[number] for number in plan.facts[slot].steps)
    totals = {
        step.prefix + total
        for step in steps
        if step.kind == Kind.MEASURE
        for total in (plan.instruments[step.instrument].total, plan.instruments[step.instrument].highest)
        if total
    }
    return name in totals


@rule(
    "REA008",
    "cannot-change-the-end",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: pain, not known: ambulance}}
  - {id: pain, ask: Is it sore?, answers: {yes: worse, no: home, not known: worse}}
  - {id: worse, ask: Is it worse?, answers: {yes: home, no: home, not known: home}}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: pain, not known: ambulance}}
  - {id: pain, ask: Is it sore?, answers: {yes: worse, no: home, not known: worse}}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)
def _cannot_change(context: Context) -> Iterator[Problem]:
    """From this question on, every way leads to one outcome, and no answer raises the urgency or brings anything
    else: the call could stop here. Delete what follows, or let an answer do something.
    """
    idle: dict[tuple[str, Path_], tuple[Source, Path_, list[bool]]] = {}
    for plan in context.plans():
        steps = idle_steps(plan)
        for number, step in enumerate(plan.steps):
            source, path = context.step_at(plan, number)
            if context.wants(source) and step.kind in (Kind.CHOICE, Kind.CHECKLIST, Kind.NUMBER):
                idle.setdefault((source.name, path), (source, path, []))[2].append(number in steps)
    for source, path, everywhere in idle.values():
        if all(everywhere):
            message = "no answer from here on changes where the walk ends, or what it brings"
            hint = "stop asking here, or let an answer do something"
            yield source.problem((*path, "id"), message, "REA008", hint=hint)


def idle_steps(plan: Plan) -> frozenset[int]:
    """The steps from which all arrows lead to one outcome without a floor or an adjunct on the way."""
    count = len(plan.steps)
    ends: list[set[int]] = [set() for _ in range(count + 1)]
    does = [False] * (count + 1)
    for number in range(count - 1, -1, -1):
        step = plan.steps[number]
        does[number] = any(action.floor >= 0 or action.also for action in step.ways)
        for target in plan.arrows[number]:
            ends[number] |= {target} if target < 0 else ends[target]
            does[number] |= target >= 0 and does[target]
    return frozenset(number for number in range(count) if len(ends[number]) == 1 and not does[number])
