"""Scenarios for a new pathway: every answer, branch and outcome of its own is reached once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage_tui.author.new.habits import Habits
from triage_tui.author.new.pathway import Wanted, ids_of
from triage_tui.content.ages import age_limits
from triage_tui.content.plain_yaml import flow, scalar
from triage_tui.walk.plan import Disposition

_YEAR = 365.25


class _Case(NamedTuple):
    title: str
    answers: dict[str, str | list[str]]
    ends: str
    rung: Disposition
    mode: int = 0
    age: str = ""


def scenarios_text(wanted: Wanted, habits: Habits) -> str:
    """The file of scenarios."""
    lines = [
        "# Worked cases: facts, not clicks. A step that a case does not answer takes its mildest answer.",
        "# Run them with: triage test " + wanted.name,
        f"scenarios: {wanted.name}",
        "cases:",
    ]
    for case in _cases(wanted, habits):
        lines += _written(case, wanted, habits)
    return "\n".join(lines) + "\n"


def _cases(wanted: Wanted, habits: Habits) -> Iterator[_Case]:
    ids = ids_of(wanted, habits)
    floor = habits.interim
    yield _Case("Getting worse quickly", {ids.worse: "yes"}, ids.now, habits.worst)
    yield _Case("Cannot tell if it is getting worse", {ids.worse: "not known"}, ids.home, _higher(floor, habits.home))
    yield _Case("It stops sleep, food or drink", {ids.signs: ["stops_life"]}, ids.soon, _higher(floor, habits.soon))
    yield _Case("More than a week", {ids.signs: ["lasting"]}, ids.soon, habits.soon)
    yield _Case("Nothing can be asked", {ids.signs: "not known"}, ids.soon, _higher(floor, habits.soon))
    for number, mode in enumerate(wanted.modes):
        yield _Case(f"No sign, {mode.replace('_', ' ')}", {}, ids.home, habits.home, number)
    if wanted.ages:
        yield _Case("Of another age", {}, ids.outside, floor, age=age_outside(wanted.ages))


def _higher(one: Disposition, other: Disposition) -> Disposition:
    """The more urgent of a floor and an outcome's own disposition."""
    return one if one.rank < other.rank else other


def _written(case: _Case, wanted: Wanted, habits: Habits) -> Iterator[str]:
    mode = wanted.modes[case.mode]
    age = case.age or (age_inside(wanted.ages) if wanted.ages else "40 years")
    given = ({"age": age} if habits.ages_known else {}) | {"role": habits.roles[mode], "mode": mode}
    yield f"  - scenario: {scalar(case.title)}"
    yield f"    given: {flow(given | {'at': '2026-01-06 10:00'})}"
    if case.answers:
        yield f"    answers: {flow(case.answers)}"
    yield f"    expect: {{disposition: {case.rung.id}, outcome: {case.ends}}}"
    yield ""


def age_inside(ages: str) -> str:
    """An age a pathway takes, in whole years where there is one."""
    low, high = age_limits(ages)
    if low <= int(40 * _YEAR) <= high:
        return "40 years"
    years = max(1, int(low / _YEAR) + (int(int(low / _YEAR) * _YEAR) < low))
    return _in_years(years) if int(years * _YEAR) <= high else f"{(low + high) // 2} days"


def age_outside(ages: str) -> str:
    """An age a pathway does not take, next to its limit."""
    low, high = age_limits(ages)
    if low > 0:
        return _in_years(int((low - 1) / _YEAR)) if low > _YEAR else f"{low - 1} days"
    return _in_years(int((high + 1) / _YEAR) + 1)


def _in_years(years: int) -> str:
    return f"{years} year{'s' * (years != 1)}"
