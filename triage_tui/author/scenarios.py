"""Run the worked cases of a pathway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from triage_tui.content.case_file import read_scenarios
from triage_tui.content.shared_files import CaseShape, ScenariosFile
from triage_tui.content.source import Path_, Source
from triage_tui.directory.clock import uk_time_of
from triage_tui.directory.model import Directory
from triage_tui.errors import AnswerError
from triage_tui.problems import Problem
from triage_tui.recommend import recommend
from triage_tui.walk.case import Beginnings, CaseRun, explain_unused, run_case
from triage_tui.walk.conclude import Conclusion, conclude
from triage_tui.walk.engine import path
from triage_tui.walk.plan import Plan, Value

CASE_KEYS = ("role", "mode", "at")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One scenario: its name, where it led, and what was wrong."""

    name: str
    mode: str
    role: str
    run: CaseRun | None
    conclusion: Conclusion | None
    problems: tuple[Problem, ...]


def case_answers(case: CaseShape) -> dict[str, Value]:
    """A case's answers, those of the opening among them."""
    given = {name: value for name, value in case.given.items() if name not in CASE_KEYS}
    return {**given, **case.answers}


def case_setting(case: CaseShape, plan_modes: tuple[str, ...]) -> tuple[str, str]:
    """A case's mode and role; by default the first mode the pathway has, and the role that goes with it."""
    mode = str(case.given.get("mode", plan_modes[0]))
    role = str(case.given.get("role", "paramedic" if mode == "on_scene" else "call_handler"))
    return mode, role


class Walked(NamedTuple):
    """A case walked on a plan: in which mode and role, and where it led."""

    mode: str
    role: str
    run: CaseRun


def walk_case(plan: Plan, modes: tuple[str, ...], case: CaseShape, beginnings: Beginnings | None = None) -> Walked:
    """Walk a case; what it does not say is answered as reassuringly as can be, unless it says otherwise."""
    mode, role = case_setting(case, modes)
    default, answers = case.default or "mildest", case_answers(case)
    run = run_case(plan, mode=mode, role=role, answers=answers, default=default, beginnings=beginnings)
    return Walked(mode, role, run)


def run_scenarios(plan: Plan, plan_modes: tuple[str, ...], directory: Directory, file: Path) -> tuple[CaseResult, ...]:
    """Every case of a scenario file, run; ContentError when the file cannot be read."""
    return run_cases(plan, plan_modes, directory, *read_scenarios(file))


def run_cases(
    plan: Plan, plan_modes: tuple[str, ...], directory: Directory, scenarios: ScenariosFile, source: Source
) -> tuple[CaseResult, ...]:
    """Every case of a scenario file that was read, run."""
    beginnings = Beginnings(plan)
    return tuple(
        _run(beginnings, plan_modes, directory, case, source, ("cases", number))
        for number, case in enumerate(scenarios.cases)
    )


def _run(
    beginnings: Beginnings,
    modes: tuple[str, ...],
    directory: Directory,
    case: CaseShape,
    source: Source,
    place: Path_,
) -> CaseResult:
    plan = beginnings.plan
    try:
        mode, role, run = walk_case(plan, modes, case, beginnings)
    except AnswerError as error:
        mode, role = case_setting(case, modes)
        said = next(((part, error.step) for part in ("answers", "given") if error.step in getattr(case, part)), ())
        problem = source.problem((*place, *said), error.message, "TST004", hint=error.hint)
        return CaseResult(case.scenario, mode, role, None, None, (problem,))
    found = [_unused(plan, case, source, place, name) for name in run.unused]
    if not run.state.finished:
        step = plan.steps[run.state.at]
        message = f'the case does not say "{step.id}" ({step.ask})'
        found.append(source.problem(place, message, "TST001", hint="answer it, or give the step a mildest answer"))
        return CaseResult(case.scenario, mode, role, run, None, tuple(found))
    conclusion = conclude(plan, run.state, mode)
    found.extend(_expectations(plan, case, run, conclusion, source, place))
    if case.expect is not None and case.expect.service is not None:
        offered = _services(plan, directory, case, run, conclusion, mode, role)
        if case.expect.service not in offered[:2]:
            message = f"the service is {offered[0]} (a {offered[1]}), expected {case.expect.service}"
            found.append(source.problem((*place, "expect", "service"), message, "TST001"))
    return CaseResult(case.scenario, mode, role, run, conclusion, tuple(found))


def _services(
    plan: Plan, directory: Directory, case: CaseShape, run: CaseRun, conclusion: Conclusion, mode: str, role: str
) -> tuple[str, str]:
    """The id and the type of the service that comes first; a case without `at` is at ten on a Tuesday."""
    at = uk_time_of(str(case.given.get("at", "2026-01-06 10:00")))
    first = recommend(directory, plan, run.state, conclusion, role=role, mode=mode, at=at).offered[0].service
    return first.id, first.type


def _unused(plan: Plan, case: CaseShape, source: Source, place: Path_, name: str) -> Problem:
    part = "given" if name in case.given else "answers"
    return source.problem((*place, part, name), explain_unused(plan, name), "TST004", key=True)


def _expectations(
    plan: Plan, case: CaseShape, run: CaseRun, conclusion: Conclusion, source: Source, place: Path_
) -> Iterator[Problem]:
    expect = case.expect
    if expect is None:
        return
    floor = plan.dispositions[run.state.floor.disposition].id if run.state.floor else None
    actual: Mapping[str, str | None] = {
        "disposition": conclusion.disposition.id,
        "outcome": conclusion.outcome,
        "floor": floor,
        "care": conclusion.care,
    }
    for key, value in actual.items():
        wanted = getattr(expect, key)
        if wanted is not None and wanted != value:
            message = f"{key} is {value}, expected {wanted}"
            yield source.problem((*place, "expect", key), message, "TST001")
    if expect.also is not None and set(expect.also) != set(conclusion.also):
        message = f"also is {', '.join(conclusion.also) or 'nothing'}, expected {', '.join(expect.also) or 'nothing'}"
        yield source.problem((*place, "expect", "also"), message, "TST001")
    asked = {plan.steps[entry.step].id for entry in path(run.state)}
    for key, names, wanted_asked in (("asked", expect.asked, True), ("not_asked", expect.not_asked, False)):
        for number, name in enumerate(names):
            if (name in asked) != wanted_asked:
                message = f'"{name}" was {"not " if wanted_asked else ""}asked'
                yield source.problem((*place, "expect", key, number), message, "TST001")
