"""CPX: a question that changes nothing for anybody, whatever is answered. Under `--prove` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from triage_tui.author.check.cases import case_results
from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.check.rules.rea_exact import steps_with_uses
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.pool import alternatives, rerun
from triage_tui.problems import Problem
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import BudgetError, Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.reading import Reader
from triage_tui.proof.walks import Walks
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import path
from triage_tui.walk.plan import Kind, Plan

End: TypeAlias = "tuple[int, int, int]"
"""An outcome, a rank, and adjuncts as bits."""
ASKS = (Kind.CHOICE, Kind.CHECKLIST, Kind.NUMBER)
NO_FLOOR = 1 << 30
BUDGET = 100_000
"""Nodes: where it takes more, nothing is said, which is right for what is only worth knowing."""


@rule(
    "CPX003",
    "question-removable",
    "info",
    bad="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: worse, not known: next}}
  - {decide: [{when: pain is yes, go: worse}, {otherwise: worse}]}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}
""",
    whole=True,
)
def _removable(context: Context) -> Iterator[Problem]:
    """Whatever is answered, nobody ends in another outcome, with another urgency or with other adjuncts, in any pathway
    the question stands in: it could be taken out without anybody getting less. That is no mistake where a person reads
    the answer. The opening is left out: the directory reads it. Of a pathway too large to tell, nothing is said.
    """
    found: dict[str, frozenset[int]] = {}
    for source, place, uses in steps_with_uses(context):
        reach, number = uses[0]
        step = reach.plan.steps[number]
        if step.module == "opening" or step.kind not in ASKS:
            continue
        for one, _ in uses:
            if one.plan.pathway not in found:
                found[one.plan.pathway] = frozenset(_without_consequence(context, one.plan))
        if all(at in found[one.plan.pathway] for one, at in uses):
            message = f'whatever is answered to "{step.id}", everybody ends as they would without it'
            hint = "take it out, or let an answer do something"
            yield source.problem((*place, "id"), message, "CPX003", hint=hint)


def _without_consequence(context: Context, plan: Plan) -> Iterator[int]:
    """The questions that change no end, proved; those for which a walk shows otherwise are left out first."""
    asked = {number for number, step in enumerate(plan.steps) if step.kind in ASKS and step.module != "opening"}
    left = asked - _seen_to_matter(context, plan, asked)
    if not left:
        return
    walks = Walks.of(plan, budget=BUDGET)
    behaviour = Behaviour(walks, WholeEnd(plan))
    try:
        behaviour.compile(first=min(left))
        for number in sorted(left):
            levels = walks.levels.group(plan.steps[number]).levels
            if behaviour.possible.at[number] is not None:
                end = behaviour.asked_at(number)
                if not any(walks.diagram.reads(end, level) for level in levels):
                    yield number
    except BudgetError:
        return


def _seen_to_matter(context: Context, plan: Plan, wanted: set[int]) -> set[int]:
    """The questions of which another answer on some scenario's walk brings another end."""
    found: set[int] = set()
    for result in case_results(context, plan.pathway):
        if result.run is None or not result.run.state.finished:
            continue
        told = Told(result.mode, result.role, result.run.state)
        end = _end(plan, told)
        for entry in path(told.state):
            if entry.step in wanted and entry.step not in found:
                others = (rerun(plan, told, entry.step, value) for value in alternatives(plan.steps[entry.step]))
                if any(other is not None and _end(plan, other) != end for other in others):
                    found.add(entry.step)
    return found


def _end(plan: Plan, told: Told) -> tuple[object, ...]:
    end = conclude(plan, told.state, told.mode)
    return end.outcome, end.disposition.id, set(end.also)


class WholeEnd:
    """Where a walk ends, how urgent, and what it brings."""

    also = -1
    ran_out = no_such_answer = settled = (-1, 0, 0)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """The outcome with its own urgency and adjuncts."""
        end = self.plan.outcomes[outcome]
        return reader.diagram.terminal((outcome, self.plan.ranks[end.disposition], end.also))

    def goes_on(self, effect: Effect) -> bool:
        """Everything matters."""
        return True

    def raising(self, effect: Effect) -> Callable[[End], End] | None:
        """An end with an earlier floor and earlier adjuncts."""
        if effect.floor < 0 and not effect.also:
            return None
        rank = self.plan.ranks[effect.floor] if effect.floor >= 0 else NO_FLOOR
        return lambda end: (end[0], min(end[1], rank), end[2] | effect.also)
