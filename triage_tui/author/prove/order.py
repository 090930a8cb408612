"""Life threats are asked before routine questions."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.prove.proof import ORDER, Proof
from triage_tui.author.prove.subject import PROVED, Subject
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import Kind, Plan

ASKS = (Kind.CHOICE, Kind.CHECKLIST, Kind.NUMBER)


def life_threats_first(subject: Subject) -> Iterator[Proof]:
    """No routine question of the pathway's own comes before one about a threat to life that does not depend on it."""
    plan = subject.plan
    threats = [n for n, step in enumerate(plan.steps) if is_life_threat(subject, n) and step.kind in ASKS]
    routine = [
        n
        for n, step in enumerate(plan.steps)
        if step.kind in ASKS and not step.module and not step.red_flag and step.id not in subject.model.asked_first
    ]
    reach = {n: reached_from(plan, n) for n in routine}
    for threat in threats:
        early = [n for n in routine if n < threat and _comes_before(plan, n, threat, reach[n])]
        step = plan.steps[threat]
        sentence = f'"{step.id}" is asked before routine questions'
        if early:
            first = plan.steps[early[0]].id
            found = Finding(Verdict.VIOLATED, step=first)
            yield subject.at_step(ORDER, f'{sentence}: "{first}" comes first and does not decide it', threat, found)
        else:
            yield subject.at_step(ORDER, sentence, threat, PROVED)


def is_life_threat(subject: Subject, number: int) -> bool:
    """Whether an answer to a step sets an emergency floor."""
    ranks = subject.plan.ranks
    actions = subject.plan.steps[number].actions
    return any(action.floor >= 0 and ranks[action.floor] <= subject.emergency for action in actions)


def _comes_before(plan: Plan, routine: int, threat: int, reach: list[set[int]]) -> bool:
    """Whether every answer to a routine question leads on to the threat, which does not read it."""
    guard = plan.steps[threat].guard
    if guard is not None and plan.steps[routine].slot in slots_of(guard):
        return False
    return bool(reach) and all(threat in steps for steps in reach)


def reached_from(plan: Plan, number: int) -> list[set[int]]:
    """For each answer's way on from a step, the steps that arrows lead to from there."""
    return [{at for at in plan.reached((go,)) if at >= 0} for go in plan.targets[number]]
