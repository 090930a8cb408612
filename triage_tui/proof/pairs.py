"""The same patient with one answer worse, and nothing bad said after it: does the walk ever end less urgent?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq

from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.beside import apart, exceeds
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.example import plainest
from triage_tui.proof.payload import Arrives
from triage_tui.proof.reassured import Reassured
from triage_tui.proof.somebody import nobody_comes
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind

Answers = tuple[tuple[int, int], ...]
"""Values of the levels of one step."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One step and two answers to it: the first may not end less urgent than the second."""

    step: int
    worse: Answers
    better: Answers
    what: str

    @property
    def nothing_measured(self) -> bool:
        """Of a set of observations: whether the worse answer says nothing of any."""
        return len(self.worse) == 1


def compare(
    walks: Walks, reassured: Reassured, pair: Pair, patients: Ref, whom: Ref
) -> tuple[Finding, tuple[int, ...]]:
    """What is found of a pair: a patient with the worse answer, and the same patient with the better one.

    `whom`: what is known at the step of those who count, and perhaps of some who do not.
    """
    diagram = walks.diagram
    try:
        with deep():
            in_case = partial(_less_urgent, walks, pair, whom)
            less_urgent = reassured.over(pair.step, in_case, diagram.nothing)
            for end in diagram.ends(less_urgent):
                rank = diagram.value(end)
                if rank is None:
                    continue
                state = diagram.map(less_urgent, ("is", rank), partial(eq, rank))
                found = arriving(walks, pair.step, state, rank, diagram.fix(patients, dict(pair.worse)))
                if found is not None:
                    return Finding(Verdict.VIOLATED, changed(found, pair.worse)), changed(found, pair.better)
    except BudgetError as hard:
        return Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts), ()
    return Finding(Verdict.PROVED), ()


def _less_urgent(walks: Walks, pair: Pair, whom: Ref, reassured: Reassured) -> Ref:
    """Where the worse answer ends less urgent: the rank of the better one's end; None where it does not."""
    diagram, step = walks.diagram, pair.step
    if walks.plan.steps[step].kind != Kind.MEASURE:
        found = _after_each(walks, reassured, pair)
    elif pair.nothing_measured:
        left, right = (reassured.given(step, dict(answers)) for answers in (pair.worse, pair.better))
        found = _where_exceeds(diagram, left, right, pair)
    else:
        found = _in_a_set(walks, reassured, pair, whom)
    return diagram.either(walks.asked_when(step), found, diagram.nothing)


def _in_a_set(walks: Walks, reassured: Reassured, pair: Pair, whom: Ref) -> Ref:
    """The same, of one observation whatever the others of its set are."""
    diagram, step = walks.diagram, pair.step
    worse, better = _over_the_same(pair)
    if not exceeds(diagram, ((part, part) for part in reassured.parts(step, whom)), worse, better):
        return diagram.nothing
    of_them = diagram.either(whom, reassured.open(step), diagram.terminal(0))
    return apart(diagram, of_them, of_them, worse, better, _milder)


def _after_each(walks: Walks, reassured: Reassured, pair: Pair) -> Ref:
    """The same, after what both answers do, for those who are asked."""
    diagram, step = walks.diagram, pair.step
    effects = walks.effects(step, reassured.payload.also)
    left, right = (diagram.fix(effects, dict(answers)) for answers in (pair.worse, pair.better))
    together = diagram.combine(left, right, lambda one, two: (reassured.after(step, one), reassured.after(step, two)))
    states = {}
    for end in diagram.ends(together):
        left, right = diagram.value(end)
        states[end] = _where_exceeds(diagram, left, right, pair)
    return diagram.select(together, states)


def _where_exceeds(diagram: Diagram, left: Ref, right: Ref, pair: Pair) -> Ref:
    """Where the rank after the worse answer exceeds that after the better one: the latter; None elsewhere."""
    worse, better = _over_the_same(pair)
    if not exceeds(diagram, [(left, right)], worse, better):
        return diagram.nothing
    return apart(diagram, left, right, worse, better, _milder)


def _milder(one: int, other: int) -> int | None:
    return other if one > other else None


def _over_the_same(pair: Pair) -> tuple[dict[int, int], dict[int, int]]:
    """Both answers over the same levels: what one of them leaves out means nothing there, and is as in the other."""
    worse, better = dict(pair.worse), dict(pair.better)
    return {**better, **worse}, {**worse, **better}


def arriving(walks: Walks, step: int, state: Ref, rank: int | None, patients: Ref) -> list[int] | None:
    """The plainest patient who comes to a step in a state, with no floor yet of a rank or more; None for nobody."""
    diagram = walks.diagram
    way = Behaviour(walks, Arrives(walks.plan, rank))
    values = way.possible.at[step]
    if values is None or state == diagram.no:
        return None
    way.at[step] = way.told(step, state, values)
    if way.at[step] == diagram.no or nobody_comes(walks, patients, way.payload, {step: way.at[step]}):
        return None
    return plainest(walks, diagram.both(way.compile(before=step).root, patients))


def changed(patient: Sequence[int], answers: Answers) -> tuple[int, ...]:
    """The patient with other answers at one step."""
    found = list(patient)
    for level, value in answers:
        found[level] = value
    return tuple(found)
