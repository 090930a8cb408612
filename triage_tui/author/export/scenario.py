"""Tell a finished walk as a scenario, and make sure that the scenario ends where the walk did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from triage_tui.author.export.coarser import ages, times
from triage_tui.author.export.strip import KEPT, stripped
from triage_tui.content.plain_yaml import flow, scalar
from triage_tui.directory.clock import Calendar, uk_time_of
from triage_tui.directory.model import Directory
from triage_tui.errors import AnswerError, TriageError
from triage_tui.recommend import recommend
from triage_tui.walk.case import run_case
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import State, path
from triage_tui.walk.plan import NOT_KNOWN, Plan, Value


class Ending(NamedTuple):
    """Where a walk ended, and every step it asked."""

    outcome: str
    disposition: str
    also: tuple[str, ...]
    care: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """A finished walk and its setting."""

    plan: Plan
    state: State
    mode: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A walk as a scenario file, what it ends in, and what its author should know."""

    text: str
    ending: Ending
    answers: Mapping[str, Value]
    notes: tuple[str, ...]


def tell(walked: Walked, directory: Directory) -> Told:
    """The scenario of a finished walk; TriageError when its answers alone do not lead there again."""
    notes: list[str] = []
    answers = stripped(walked.plan, walked.state, directory)
    found, was = _again(walked, answers), ending(walked.plan, walked.state, walked.mode)
    if found is None or ending(walked.plan, found, walked.mode).asked != was.asked:
        raise TriageError("these answers alone do not lead to the same outcome", "it cannot be told as a scenario")
    wanted = ending(walked.plan, found, walked.mode)
    if wanted != was:
        notes.append("a floor or a referral came from an earlier pathway; the scenario expects what this pathway says")
    service = _service(walked, walked.state, directory, walked.at)
    answers, at = _coarser(walked, answers, directory, wanted, service, notes)
    return Told(_written(walked, answers, wanted, at, service if at else ""), wanted, answers, tuple(notes))


def ending(plan: Plan, state: State, mode: str) -> Ending:
    """Where a finished state ends."""
    found = conclude(plan, state, mode)
    asked = tuple(plan.steps[entry.step].id for entry in path(state))
    return Ending(found.outcome, found.disposition.id, found.also, found.care, asked)


def ending_now(plan: Plan, mode: str, role: str, answers: Mapping[str, Value]) -> Ending | None:
    """Where these answers end on another version of the pathway, or None where they do not reach an end."""
    try:
        run = run_case(plan, mode=mode, role=role, answers=answers, default="mildest")
    except AnswerError:
        return None
    return ending(plan, run.state, mode) if run.state.finished else None


def _again(walked: Walked, answers: Mapping[str, Value]) -> State | None:
    """The state these answers lead to, or None when they do not reach an outcome or are not all used."""
    try:
        run = run_case(walked.plan, mode=walked.mode, role=walked.role, answers=answers, default="mildest")
    except AnswerError:
        return None
    return run.state if run.state.finished and not run.unused else None


def _service(walked: Walked, state: State, directory: Directory, at: datetime) -> str:
    """The type of the service that comes first."""
    found = conclude(walked.plan, state, walked.mode)
    offered = recommend(directory, walked.plan, state, found, role=walked.role, mode=walked.mode, at=at).offered
    return offered[0].service.type


def _coarser(
    walked: Walked, answers: dict[str, Value], directory: Directory, wanted: Ending, service: str, notes: list[str]
) -> tuple[dict[str, Value], str]:
    """The answers with the roundest age, and the roundest time, that change nothing; no time when none does."""
    state = _again(walked, answers)
    assert state is not None
    calendar = Calendar(directory.bank_holidays, directory.holiday_years)
    clock = list(times(walked.at, calendar))
    at = next((time for time in clock if _service(walked, state, directory, uk_time_of(time)) == service), "")
    if not at:
        notes.append("the service is left out: which one it is hangs on the very date or minute")
    elif at not in clock[: len(clock) // 2]:
        notes.append("the time is kept to a quarter of an hour: a rounder one finds another service")
    age = answers.get("age")
    if isinstance(age, str) and age != NOT_KNOWN:
        words = list(ages(int(age.removesuffix(" days"))))
        same = [word for word in words if _holds(walked, {**answers, "age": word}, directory, wanted, at, service)]
        answers = {**answers, "age": same[0]}
        if same[0] != words[0]:
            notes.append(f"the age is kept as {same[0]}: a rounder one ends elsewhere or asks something else")
    return answers, at


def _holds(
    walked: Walked, answers: Mapping[str, Value], directory: Directory, wanted: Ending, at: str, service: str
) -> bool:
    state = _again(walked, answers)
    if state is None or ending(walked.plan, state, walked.mode) != wanted:
        return False
    return not at or _service(walked, state, directory, uk_time_of(at)) == service


def _written(walked: Walked, answers: Mapping[str, Value], wanted: Ending, at: str, service: str) -> str:
    """The scenario as a file of scenarios with one case."""
    given: dict[str, Value] = {name: answers[name] for name in KEPT if name in answers}
    given |= {"role": walked.role, "mode": walked.mode} | ({"at": at} if at else {})
    expect: dict[str, Value] = {"disposition": wanted.disposition, "outcome": wanted.outcome}
    expect |= ({"service": service} if service else {}) | {"also": wanted.also}
    title = walked.plan.outcomes[walked.plan.outcome_index[wanted.outcome]].title
    lines = [
        f"scenarios: {walked.plan.pathway}",
        "cases:",
        f"  - scenario: {scalar(f'From the record: {title}')}",
        "    source: a real encounter, with what identifies left out",
        f"    given: {flow(given)}",
    ]
    rest = {name: value for name, value in answers.items() if name not in KEPT}
    if rest:
        lines += ["    answers:", *(f"      {scalar(name)}: {flow(value)}" for name, value in rest.items())]
    return "\n".join([*lines, f"    expect: {flow(expect)}"]) + "\n"
