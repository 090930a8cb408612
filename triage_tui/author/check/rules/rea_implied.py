"""REA: a question whose answer is settled before it is asked, by what the pathway says is impossible."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from triage_tui.author.check.context import Context
from triage_tui.author.check.reach import Reach, Reached
from triage_tui.author.check.registry import rule
from triage_tui.author.check.rules.rea_exact import steps_with_uses
from triage_tui.problems import Problem
from triage_tui.walk.compiling.claims import impossible_of
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import NOT_KNOWN, Kind

_CALM = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: home, not known: hospital}}
"""


@rule(
    "REA007",
    "answer-already-known",
    "warning",
    bad="impossible: [pain is yes and worse is no]\n"
    + _CALM
    + "  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}",
    good="impossible: [pain is no and worse is yes]\n"
    + _CALM
    + "  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}",
    proves=True,
)
def _already_known(context: Context) -> Iterator[Problem]:
    """Everybody who is asked this can give one answer only: any other is impossible after what was answered before
    (`impossible` says so). The caller is asked twice. Two questions are independent of each other unless that is
    declared, so nothing else can settle an answer: a fact has one question, and a question is asked once on a walk.
    """
    for source, path, uses in steps_with_uses(context):
        left = [_answers_left(context, reach, number) for reach, number in uses]
        if all(len(names) == 1 for names in left):
            reach, number = uses[0]
            message = f'whoever is asked "{reach.plan.steps[number].id}" can only answer "{left[0][0]}"'
            hint = "read what was answered before, or correct impossible"
            declared = context.files.pathways[reach.plan.pathway].source
            there = (declared.related(("impossible",), "declared here", key=True),)
            related = there if declared.value(("impossible",)) is not None else ()
            yield source.problem((*path, "id"), message, "REA007", hint=hint, related=related)


def _answers_left(context: Context, reach: Reach, number: int) -> list[str]:
    """The answers, but for not known, that a possible patient can give; none where nothing needs to be proved."""
    plan = reach.plan
    step = plan.steps[number]
    declared = context.kept(f"impossible {plan.pathway}", partial(impossible_of, context.files, plan.pathway, plan))
    read = {slot for condition in declared for slot in slots_of(condition)}
    if step.kind != Kind.CHOICE or step.slot not in read or len(step.options) < 2:
        return []
    return [
        option.id
        for option in step.options
        if option.id != NOT_KNOWN and reach.answered(number, option.id) != Reached.NEVER
    ]
