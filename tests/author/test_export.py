"""A real call told as a scenario: it ends where the call ended, and says nothing of who it was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks import SHIPPED
from tests.walk.answers import modes_of, random_value
from triage_tui.author.export.coarser import ages, times
from triage_tui.author.export.scenario import Told, Walked, ending, tell
from triage_tui.author.export.strip import number
from triage_tui.author.scenarios import run_scenarios
from triage_tui.directory.clock import Calendar, london
from triage_tui.library import Library
from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.plan import Kind, NumberSpec, Plan

AGE = NumberSpec("age", 0, 47_482, 0)
SECRETS = ("Zebedee Quux", "07700 900123", "1 Hidden Lane CB6 1ZZ", "[b]quux[/b]: - {x: 1}")
PLACES = ("CB6 1ZZ", "Fenland", "cambridge", "Nowhere Quux")


@cache
def library() -> Library:
    return Library(SHIPPED)


def real_walk(plan: Plan, mode: str, role: str, random: Random) -> State:
    """A walk to its end with words that identify wherever words are taken."""
    state = start(plan, mode=mode, role=role)
    while not state.finished:
        step = plan.steps[state.at]
        if step.kind == Kind.TEXT:
            state = answer(plan, state, random.choice(PLACES if step.text_kind == "area" else SECRETS))
        elif step.mildest is not None and random.random() < 0.65:
            state = answer(plan, state, step.mildest)
        else:
            state = answer(plan, state, random_value(plan, step, random))
    return state


def told_again(told: Told, pathway: str, folder: Path) -> list[str]:
    """What `triage test` says about it."""
    file = folder / "told.yaml"
    file.write_text(told.text, encoding="utf-8")
    header = library().pack.header(pathway)
    assert header is not None
    results = run_scenarios(library().plan(pathway), header.modes, library().directory, file)
    assert len(results) == 1
    return [problem.line() for problem in results[0].problems]


@pytest.mark.parametrize("pathway", [header.id for header in Library(SHIPPED).pack.pathways])
def test_any_walk_told_ends_where_it_did_and_names_nobody(pathway: str, tmp_path: Path) -> None:
    plan = library().plan(pathway)
    random = Random(f"told {pathway}")
    with_service = 0
    for _ in range(60):
        mode = random.choice(modes_of(plan))
        role = random.choice([role.id for role in library().pack.roles if mode in role.modes])
        at = datetime(2027, 3, 1, 7, 41, 23, tzinfo=UTC) + timedelta(minutes=random.randrange(600_000))
        state = real_walk(plan, mode, role, random)
        told = tell(Walked(plan, state, mode, role, at), library().directory)
        assert told_again(told, pathway, tmp_path) == []
        assert told.ending == ending(plan, state, mode)
        assert not re.search(r"quux|Hidden|07700|1ZZ|CB6|2027|2028", told.text, re.I)
        said = re.search(r"age: (\d+) years", told.text)
        assert said is None or int(said[1]) <= 90 or any("age is kept" in note for note in told.notes)
        with_service += "service:" in told.text
    assert with_service >= 50, "the service is told nearly always"


def test_a_town_or_a_postcode_becomes_the_area_alone() -> None:
    plan = library().plan("falls_risk")
    random = Random(1)
    seen = set()
    for _ in range(12):
        told = tell(
            Walked(
                plan,
                real_walk(plan, "telephone", "call_handler", random),
                "telephone",
                "call_handler",
                datetime(2027, 5, 5, 9, tzinfo=UTC),
            ),
            library().directory,
        )
        seen |= set(re.findall(r"area: ([^,}]+)", told.text))
    assert seen <= set(library().directory.areas)
    assert len(seen) >= 2


@given(st.integers(0, 47_482))
def test_rounder_ages_stay_on_the_same_side_of_every_line(days: int) -> None:
    words = list(ages(days))
    read = [int(number(word, AGE).removesuffix(" days")) for word in words]
    assert read[-1] == days, "the last is exact"
    assert all(low <= days for low in read)
    for years in (1, 2, 5, 12, 16, 18, 65):
        line = int(years * 365.25)
        assert {low >= line for low in read} == {days >= line}
    if days >= 90 * 365.25:
        assert words[0] == "90 years"


@given(st.integers(0, 15 * 365 * 1440))
def test_rounder_times_keep_the_hour_and_never_the_date(minutes: int) -> None:
    calendar = Calendar()
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    when = at.astimezone(london())
    holiday = calendar.is_bank_holiday(when.toordinal())
    for text in times(at, calendar):
        told = datetime.fromisoformat(text)
        assert (told.weekday() < 5) == (when.weekday() < 5) or holiday
        assert told.hour == when.hour
        assert text[:10] in {*(f"2026-01-{day:02d}" for day in range(5, 12)), "2026-05-25"}
        assert told.minute in (0, 15, 30, 45)


def test_an_exact_age_is_kept_only_where_it_decides_and_it_is_said() -> None:
    """A pathway for 50 and over: 54 may be told as 50, 49 years and 364 days may not be told as 45."""
    plan = library().plan("falls_risk")

    def told(age: str) -> Told:
        state = start(plan, mode="on_scene", role="paramedic")
        while not state.finished:
            step = plan.steps[state.at]
            usual = (
                {field.id: field.usual for field in plan.instruments[step.instrument].fields}
                if step.kind == Kind.MEASURE
                else step.mildest
            )
            assert usual is not None
            state = answer(plan, state, age if step.id == "age" else usual)
        return tell(
            Walked(plan, state, "on_scene", "paramedic", datetime(2027, 5, 5, 9, tzinfo=UTC)), library().directory
        )

    assert "age: 50 years" in told("54").text
    assert "age: 90 years" in told("103").text
    assert not [note for note in told("103").notes if "age" in note]
