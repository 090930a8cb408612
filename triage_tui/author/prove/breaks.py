"""Where a call breaks off: what is done then must be no less urgent than everything the call could still end in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from triage_tui.author.prove import proof as names
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import PROVED, Subject
from triage_tui.proof.ahead import Ahead, MildestEnding
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import BudgetError, Ref, deep
from triage_tui.proof.pairs import arriving
from triage_tui.proof.payload import Arrives
from triage_tui.proof.reassured import Reassured
from triage_tui.proof.somebody import nobody_comes
from triage_tui.walk.engine import State, answers_by_step
from triage_tui.walk.plan import Kind, Plan

FURTHER = (1, 4, 16, 1 << 30)
"""How many steps are answered in every way to find a milder ending; the rest is answered as reassuringly as can be."""


def breaks_off(subject: Subject) -> Iterator[Proof]:
    """Where a call can only end in an emergency it is treated as one if it breaks off; else a clinician rings back."""
    subject.make_room()
    plan = subject.plan
    sentence = "a call that can only end in an emergency is treated as one if it breaks off here"
    broken = 0
    try:
        waiting = _looked_at(subject)
        while (number := _somebody_at(subject, waiting)) >= 0:
            found = _nothing_milder(subject, number, waiting)
            del waiting[number]
            if found is not None:
                broken += 1
                subject.confirm(
                    found, partial(_asked, plan, number), f'"{plan.steps[number].id}" has nothing milder ahead'
                )
                finding = Finding(Verdict.VIOLATED, found)
                yield subject.at_step(names.BREAKS_OFF, f'"{plan.steps[number].id}": {sentence}', number, finding)
    except BudgetError as hard:
        finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
        yield subject.proof(names.BREAKS_OFF, sentence, ("interim",), finding)
        return
    held = sum(step.kind != Kind.DECISION for step in plan.steps) - broken
    yield subject.proof(names.BREAKS_OFF, f"at {held} steps {sentence}", ("interim",), PROVED)


def _looked_at(subject: Subject) -> dict[int, Ref]:
    """By step, the states where reassuring answers end in an emergency, where breaking off is not treated as one."""
    plan, found = subject.plan, {}
    for number, step in enumerate(plan.steps):
        if step.kind != Kind.DECISION and plan.interim_rank(step) > subject.emergency:
            found[number] = _emergencies(subject, subject.reassured, number)
    return {number: state for number, state in found.items() if state != subject.walks.diagram.no}


def _emergencies(subject: Subject, ending: Reassured | Ahead, number: int) -> Ref:
    """The states in which a step is asked and the ending given for it is an emergency."""
    diagram, emergency = subject.walks.diagram, subject.emergency

    def urgent(case: Reassured | Ahead) -> Ref:
        return diagram.map(case.at[number], ("within", emergency), lambda rank: rank <= emergency)

    with deep():
        found = ending.over(number, urgent, diagram.no) if isinstance(ending, Reassured) else urgent(ending)
        return diagram.both(subject.walks.asked_when(number), found)


def _somebody_at(subject: Subject, states: dict[int, Ref]) -> int:
    """The first step that somebody may come to in the state given for it, with no floor that is an emergency; -1: none.

    Which one it is is told by halves: nobody comes to any of many steps more often than not.
    """
    numbers = sorted(states)
    if not numbers or _nobody_at(subject, states, numbers):
        return -1
    while len(numbers) > 1:
        first, second = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
        numbers = second if _nobody_at(subject, states, first) else first
    return numbers[0]


def _nobody_at(subject: Subject, states: dict[int, Ref], numbers: list[int]) -> bool:
    some = {number: states[number] for number in numbers}
    return nobody_comes(subject.walks, subject.patients, Arrives(subject.plan, subject.emergency), some)


def _nothing_milder(subject: Subject, number: int, waiting: dict[int, Ref]) -> tuple[int, ...] | None:
    """Somebody at a step for whom every ending ahead is an emergency, and no floor is one yet.

    What is found out on the way about the steps after it is told in `waiting`.
    """
    last, found = len(subject.plan.steps), None
    for further in FURTHER:
        before = min(number + further, last)
        ahead = MildestEnding(subject.walks, before, subject.reassured.whole).compile(before, number)
        for step in [step for step in waiting if number <= step < before]:
            waiting[step] = _emergencies(subject, ahead, step)
        with deep():
            found = arriving(subject.walks, number, waiting[number], subject.emergency, subject.patients)
        if found is None:
            return None
    return None if found is None else tuple(found)


def _asked(plan: Plan, number: int, state: State) -> bool:
    return plan.steps[number].id in answers_by_step(plan, state)
