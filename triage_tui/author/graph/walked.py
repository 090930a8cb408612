"""Overlays from walks: what scenarios exercise, and the path of one patient, told as a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from triage_tui.author.cover.aims import ANSWERS, BRANCHES, OUTCOMES, Aim, Aims
from triage_tui.author.cover.hits import hits
from triage_tui.author.graph.drawing import answer_labels
from triage_tui.author.graph.overlay import Overlay
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import Entry, State, path
from triage_tui.walk.plan import Kind, Plan, Step
from triage_tui.walk.trace import branches_taken
from triage_tui.walk.voice import shown_value

ON_WALK = "on this walk"
NO_SCENARIO = "no scenario"


class Taken(NamedTuple):
    """What walks went through: answers and branches as (step, number), and outcomes."""

    answers: frozenset[tuple[int, int]]
    outcomes: frozenset[int]


def taken(plan: Plan, states: Iterable[State]) -> Taken:
    """Every answer, branch and outcome that some walks went through: what the coverage of scenarios counts."""
    aims = Aims(plan)
    answers: set[tuple[int, int]] = set()
    outcomes: set[int] = set()
    for aim in set[Aim]().union(*(hits(aims, state) for state in states)):
        if aim.kind == OUTCOMES:
            outcomes.add(aim.place)
        elif aim.kind == BRANCHES and aim.branch >= 0:
            answers.add((aim.place, aim.branch))
        elif aim.kind == ANSWERS and (code := _code(plan.steps[aim.place], aim)) is not None:
            answers.add((aim.place, code))
    return Taken(frozenset(answers), frozenset(outcomes))


def _code(step: Step, aim: Aim) -> int | None:
    """The number under which an answer is drawn; None for a field of a set of observations."""
    if step.kind == Kind.TEXT:
        return 1
    if aim.part:
        places = (place for place, option in enumerate(step.options, 2) if option.id == aim.part)
        return next(places) if step.kind == Kind.CHECKLIST else None
    return aim.value


def coverage(plan: Plan, states: Iterable[State]) -> Overlay:
    """What no scenario exercises."""
    found = taken(plan, states)
    steps: dict[int, str] = {}
    missing: dict[tuple[int, int], str] = {}
    for number, step in enumerate(plan.steps):
        all_ways = [(number, code) for code, _ in answer_labels(step)]
        open_ways = [way for way in all_ways if way not in found.answers]
        if len(open_ways) == len(all_ways):
            steps[number] = NO_SCENARIO
        elif open_ways:
            what = "rules" if step.kind == Kind.DECISION else "answers"
            steps[number] = f"tested: {len(all_ways) - len(open_ways)} of {len(all_ways)} {what}"
            missing.update(dict.fromkeys(open_ways, NO_SCENARIO))
    outcomes = {number: NO_SCENARIO for number in range(len(plan.outcomes)) if number not in found.outcomes}
    legend = ((NO_SCENARIO, "no scenario comes here or gives this answer"), ("tested", "some of the answers are"))
    return Overlay(steps, missing, outcomes, legend)


def one_walk(plan: Plan, state: State, mode: str, name: str) -> Overlay:
    """The path of one patient."""
    found = taken(plan, [state])
    steps = dict.fromkeys((number for number, _ in found.answers), ON_WALK)
    answers = dict.fromkeys(found.answers, ON_WALK)
    outcomes = dict.fromkeys(found.outcomes, ON_WALK)
    story = [f"This walk: {name} ({mode.replace('_', ' ')})", *_told(plan, state, mode)]
    return Overlay(steps, answers, outcomes, ((ON_WALK, f"asked and answered so in {name}"),), story=tuple(story))


def _told(plan: Plan, state: State, mode: str) -> Iterable[str]:
    """A walk as question and answer, the rules that led on, and how it ended."""
    turns = [(entry.step, _question_and_answer(plan, entry)) for entry in path(state)]
    for number, place in branches_taken(plan, state):
        text = plan.steps[number].branches[place].text
        if text != "otherwise":
            turns.append((number, f"Rule: {text}"))
    for number, turn in sorted(turns):
        yield f"{number + 1} {turn}"
    if not state.finished:
        yield f"{state.at + 1} {plan.steps[state.at].ask} - the case does not say"
        return
    conclusion = conclude(plan, state, mode)
    yield f"Ends in: {plan.outcomes[~state.at].title}: {conclusion.disposition.label}. {' '.join(conclusion.because)}"


def _question_and_answer(plan: Plan, entry: Entry) -> str:
    step = plan.steps[entry.step]
    asked = step.ask or step.short
    return f"{asked} - {shown_value(plan, step, entry.value) or 'nothing'}"
