"""A way to a step: with the answers so far, as a scenario goes, or found by search."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from triage_tui.author.check.context import Context
from triage_tui.author.cover.arrive import Arrivals
from triage_tui.author.preview.answers import walk_to
from triage_tui.author.scenarios import case_answers, case_setting
from triage_tui.errors import AnswerError
from triage_tui.proof.diagram import BudgetError
from triage_tui.walk.engine import answers_by_step, path
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
            return Way(mode, role, answers_by_step(plan, found), "")
    return _as_scenarios_go(context, plan, step, mode) or _searched(context, plan, step)


def _as_scenarios_go(context: Context, plan: Plan, step: str, mode: str) -> Way | None:
    """The plainest way that a scenario goes: in the mode in use, without a floor on the way, and saying little."""
    loaded = context.scenarios.get(plan.pathway)
    modes = tuple(one for place, one in enumerate(MODES) if plan.modes >> place & 1)
    found: list[tuple[bool, int, int, Way]] = []
    for case in loaded.model.cases if loaded is not None else ():
        answers, (its_mode, its_role) = case_answers(case), case_setting(case, modes)
        with suppress(AnswerError):
            state = walk_to(plan, answers, step, mode=its_mode, role=its_role)
            if state is not None:
                words = f'the answers are those of scenario "{case.scenario}"'
                way = Way(its_mode, its_role, answers_by_step(plan, state), words)
                urgent = -state.floor.rank if state.floor is not None else -len(plan.dispositions)
                found.append((its_mode != mode, urgent, len(answers), way))
    return min(found, key=lambda one: one[:3])[3] if found else None


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
