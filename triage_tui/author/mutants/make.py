"""Every mutant of a plan: the mistakes that authors make, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from triage_tui.author.mutants.conditions import changed
from triage_tui.author.mutants.mutant import Mutant, of_step
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import NOT_KNOWN, Action, Instrument, Kind, Plan, PointTable, Step


def mutants_of(plan: Plan) -> Iterator[Mutant]:
    """Every mutant, in reading order; outcomes and instruments last."""
    for number, step in enumerate(plan.steps):
        yield from _of_guard(plan, number, step)
        yield from _of_branches(plan, number, step) if step.kind == Kind.DECISION else _of_answers(plan, number, step)
    yield from _of_outcomes(plan)
    for number, instrument in enumerate(plan.instruments):
        yield from _of_points(plan, number, instrument)


def _of_guard(plan: Plan, number: int, step: Step) -> Iterator[Mutant]:
    if step.guard is None:
        return
    yield of_step(number, step, replace(step, guard=None), "its condition dropped")
    yield of_step(number, step, replace(step, guard=(code.NOT, step.guard)), "its condition turned round")
    for condition, what in changed(plan, step.guard):
        yield of_step(number, step, replace(step, guard=condition), f"asked when {what}")


def _of_answers(plan: Plan, number: int, step: Step) -> Iterator[Mutant]:
    names = _names(step)
    for place, action in enumerate(step.actions):
        if step.kind == Kind.INSTRUCTION and place == 0:
            continue
        for new, what in _of_action(plan, number, action, _elsewhere(plan, step, place, number)):
            yield of_step(number, step, _with_action(step, place, new), f"{names[place]}: {what}")
        item = step.kind == Kind.CHECKLIST and place > 1
        plain = Action(number + 1, -1, "", 0)
        if (
            item
            and number + 1 < len(plan.steps)
            and action != plain
            and sum((action.floor >= 0, action.leaves, bool(action.also))) > 1
        ):
            yield of_step(number, step, _with_action(step, place, plain), f"{names[place]}: does nothing")
    mild = _mild_place(step)
    if mild is not None and _differs(step.actions[0], step.actions[mild]):
        new = step.actions[mild]
        yield of_step(number, step, _with_action(step, 0, new), f"{NOT_KNOWN}: does what {names[mild]} does")


def _differs(one: Action, other: Action) -> bool:
    return (one.go, one.floor, one.also) != (other.go, other.floor, other.also)


def _mild_place(step: Step) -> int | None:
    """The action of no, of none of these, or of a value that is known."""
    if step.kind == Kind.CHOICE:
        return next((place for place, option in enumerate(step.options, 1) if option.id == "no"), None)
    return None if step.kind in (Kind.INSTRUCTION, Kind.TEXT) else 1


def _names(step: Step) -> list[str]:
    options = [option.id for option in step.options]
    if step.kind == Kind.CHECKLIST:
        return [NOT_KNOWN, "none of these", *options]
    return [NOT_KNOWN, *options] if options else [NOT_KNOWN, "given"]


def _with_action(step: Step, place: int, action: Action) -> Step:
    return replace(step, actions=(*step.actions[:place], action, *step.actions[place + 1 :]))


def _elsewhere(plan: Plan, step: Step, place: int, number: int) -> int:
    """Where an answer could lead by mistake: on instead of away, or where another answer leads.

    Nothing leads on from the last step: such a pathway is refused before it can be walked.
    """
    own = step.actions[place].go
    if own != number + 1 and number + 1 < len(plan.steps):
        return number + 1
    if step.kind == Kind.CHECKLIST and place > 1:
        return own
    return next((action.go for action in step.actions if action.go != own), own)


def _of_action(plan: Plan, number: int, action: Action, elsewhere: int) -> Iterator[tuple[Action, str]]:
    if action.floor >= 0:
        floor = plan.dispositions[action.floor].id
        yield action._replace(floor=-1), f"floor {floor} dropped"
        milder = rung(plan, action.floor, 1)
        if milder >= 0:
            yield action._replace(floor=milder), f"floor {floor} became {plan.dispositions[milder].id}"
    for bit, item in enumerate(plan.adjuncts):
        if action.also >> bit & 1:
            yield action._replace(also=action.also & ~(1 << bit)), f"also {item.id} dropped"
    if elsewhere != action.go:
        leaves = elsewhere != number + 1
        yield action._replace(go=elsewhere, leaves=leaves), f"goes to {_target(plan, elsewhere)}"


def _target(plan: Plan, go: int) -> str:
    return plan.outcomes[~go].id if go < 0 else plan.steps[go].id


def rung(plan: Plan, disposition: int, by: int) -> int:
    """The disposition one rung milder (1) or more urgent (-1); -1 when there is none."""
    ranks = sorted(set(plan.ranks))
    at = ranks.index(plan.ranks[disposition]) + by
    return plan.ranks.index(ranks[at]) if 0 <= at < len(ranks) else -1


def _of_branches(plan: Plan, number: int, step: Step) -> Iterator[Mutant]:
    branches = step.branches
    for place, branch in enumerate(branches):
        others = (*branches[place + 1 :], *reversed(branches[:place]))
        elsewhere = next((one.action.go for one in others if one.action.go != branch.action.go), branch.action.go)
        for action, what in _of_action(plan, number, branch.action, elsewhere):
            new = (*branches[:place], replace(branch, action=action), *branches[place + 1 :])
            yield of_step(number, step, replace(step, branches=new), f"{branch.text}: {what}")
        for condition, what in changed(plan, branch.when) if branch.when is not None else ():
            new = (*branches[:place], replace(branch, when=condition), *branches[place + 1 :])
            yield of_step(number, step, replace(step, branches=new), f"{branch.text}: {what}")
        if place + 1 < len(branches) and branches[place + 1].when is not None:
            after = branches[place + 1]
            new = (*branches[:place], after, branch, *branches[place + 2 :])
            yield of_step(number, step, replace(step, branches=new), f"{branch.text}: after {after.text}")


def _of_outcomes(plan: Plan) -> Iterator[Mutant]:
    for number, outcome in enumerate(plan.outcomes):
        for by in (-1, 1):
            other = rung(plan, outcome.disposition, by)
            if other >= 0:
                what = f"outcome {outcome.id}: {plan.dispositions[other].id}"
                new = replace(outcome, disposition=other)
                yield Mutant(what, outcome.file, outcome.line, outcome=number, change=new)
        for bit, item in enumerate(plan.adjuncts):
            if outcome.also >> bit & 1:
                new = replace(outcome, also=outcome.also & ~(1 << bit))
                what = f"outcome {outcome.id}: also {item.id} dropped"
                yield Mutant(what, outcome.file, outcome.line, outcome=number, change=new)


def _of_points(plan: Plan, number: int, instrument: Instrument) -> Iterator[Mutant]:
    user = next((step for step in plan.steps if step.kind == Kind.MEASURE and step.instrument == number), None)
    if user is None:
        return
    for place, table in enumerate(instrument.points):
        for new, what in _of_table(instrument, table):
            points = (*instrument.points[:place], new, *instrument.points[place + 1 :])
            words = f"{instrument.id}: {what}"
            yield Mutant(words, user.file, user.line, instrument=number, change=replace(instrument, points=points))


def _of_table(instrument: Instrument, table: PointTable) -> Iterator[tuple[PointTable, str]]:
    item = instrument.fields[table.field]
    for place, points in enumerate(table.choices):
        for by in (-1, 1) if points else (1,):
            new = (*table.choices[:place], points + by, *table.choices[place + 1 :])
            yield replace(table, choices=new), f"{item.id} {item.choices[place].id}: {points} became {points + by}"
    for row, (condition, bands) in enumerate(table.rules):
        for place, (to, points) in enumerate(bands):
            for by in (-1, 1) if points else (1,):
                made = (*bands[:place], (to, points + by), *bands[place + 1 :])
                rules: Sequence[object] = (*table.rules[:row], (condition, made), *table.rules[row + 1 :])
                yield replace(table, rules=rules), f"{item.id} up to {to}: {points} became {points + by}"  # type: ignore[arg-type]
