"""A way to a step: with the answers so far, as a scenario goes, or found by search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from triage_tui.author.check.context import Context
from triage_tui.author.cover.arrive import Arrivals
from triage_tui.author.preview.answers import walk_to
from triage_tui.author.scenarios import case_answers, case_setting
from triage_tui.errors import AnswerError
from triage_tui.proof.diagram import BudgetError
from triage_tui.walk.engine import path
from triage_tui.walk.plan import MODES, Kind, Plan, Value


class Way(NamedTuple):
    """The answers that lead to a step, for whom, and where they are from in words."""

    mode: str
    role: str
    answers: dict[str, Value]
    words: str


def way_to(context: Context, plan: Plan, step: str, answers: Mapping[str, Value], *, mode: str, role: str) -> Way | str:
    """The nearest way to a step, or why there is none in words."""
    number = plan.step_index[step]
    if plan.steps[number].kind == Kind.DECISION:
        return f'"{step}" is a decision: nobody is asked it'
    if not plan.steps[number].modes & plan.modes:
        return f'"{step}" is asked in no mode of this pathway'
    if plan.modes >> MODES.index(mode) & 1:
        found = walk_to(plan, answers, step, mode=mode, role=role)
        if found is not None:
            return Way(mode, role, found, "")
    return next(_as_scenarios_go(context, plan, step, mode), None) or _searched(context, plan, step)


def _as_scenarios_go(context: Context, plan: Plan, step: str, mode: str) -> Iterator[Way]:
    """Ways that the pathway's scenarios go: those in the mode in use first, and those that say least."""
    loaded = context.scenarios.get(plan.pathway)
    if loaded is None:
        return
    modes = tuple(one for place, one in enumerate(MODES) if plan.modes >> place & 1)
    cases = [(case, *case_setting(case, modes)) for case in loaded.model.cases]
    for case, its_mode, its_role in sorted(cases, key=lambda one: (one[1] != mode, len(case_answers(one[0])))):
        try:
            found = walk_to(plan, case_answers(case), step, mode=its_mode, role=its_role)
        except AnswerError:
            continue
        if found is not None:
            yield Way(its_mode, its_role, found, f'the answers are those of scenario "{case.scenario}"')


def _searched(context: Context, plan: Plan, step: str) -> Way | str:
    """The way of the plainest patient who comes to a step."""
    pack = context.compiled.pack
    assert pack is not None
    number = plan.step_index[step]
    try:
        arrivals = Arrivals(plan, {role.id: role.modes for role in pack.roles})
        patient = arrivals.who(number, lambda walks: walks.asked_when(number), arrivals.values(number))
        told = None if patient is None else arrivals.walk(patient)
    except BudgetError:
        return f'no way to "{step}" was found: it is too hard to search'
    if told is None:
        return f'no patient at all comes to "{step}"'
    before = {plan.steps[entry.step].id: entry.value for entry in path(told.state) if entry.step < number}
    return Way(told.mode, told.role, before, "the answers were found by a search for the plainest patient")
