"""What the joint proof says of a minute is what the search does at that minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from tests.directory.generate import TIMETABLES, any_directory, any_request
from tests.directory.make import SHIPPED
from triage_tui.author.services.cover import READS, TESTS, Cover, Wanted
from triage_tui.author.services.endings import Ending, endings_of
from triage_tui.author.services.served import Judge, Served
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.directory.clock import Calendar, minute_of, uk_time
from triage_tui.directory.hours import moment, opening
from triage_tui.directory.in_time import Times, either, shared, times_in_time, without
from triage_tui.directory.model import Directory, Hours, Service
from triage_tui.directory.request import Found, Request
from triage_tui.directory.search import search


@pytest.fixture(scope="module")
def shipped() -> Compiled:
    return compile_pack(SHIPPED.parent / "pathways", SHIPPED)


def holds(times: Times, minute: int) -> bool:
    return any(start <= minute < end for start, end in times)


def said(served: Served, minute: int) -> str:
    """Who serves at a minute, by the proof; exactly one does."""
    found = [
        *(["local"] if holds(served.local, minute) else []),
        *(["another"] if holds(served.another, minute) else []),
        *(["national"] if holds(served.national, minute) else []),
        *("relying" for _, times in served.relying if holds(times, minute)),
        *(["hole"] if holds(served.hole, minute) else []),
    ]
    assert len(found) == 1
    return found[0]


def done(found: Found) -> str:
    """Who serves, by the search."""
    if found.catch_all:
        return "hole"
    real = [match for match in found.offered if not match.catch_all and not match.service.signpost]
    asked = [match.service for match in real if match.instead_of is None]
    others = [match.service for match in real if match.instead_of is not None]
    if asked:
        return "local" if any(map(is_local, asked)) else "national"
    return "another" if any(map(is_local, others)) else "relying"


def is_local(service: Service) -> bool:
    return service.status != "national"


def wanted_of(request: Request) -> Wanted:
    age = None if request.age_days is None else int(request.age_days)
    return Wanted(
        *(request.types, request.capabilities, request.minutes, request.disposition or "", request.mode),
        *(request.role, request.area, age, request.sex),
    )


def test_every_test_of_the_search_is_known_with_what_it_reads() -> None:
    assert set(READS) == set(TESTS)


@pytest.mark.parametrize("hours", TIMETABLES)
def test_a_stretch_of_hours_is_open_where_each_minute_is(hours: Hours) -> None:
    """At the edges of every span and at random, over both clock changes, Easter and the turn of the year."""
    chance, calendar = Random(3), Calendar()
    for first, last in (
        ((2026, 3, 27), (2026, 4, 8)),
        ((2026, 10, 23), (2026, 10, 27)),
        ((2026, 12, 23), (2027, 1, 4)),
    ):
        stretch = minute_of(uk_time(*first)), minute_of(uk_time(*last))
        for minutes in (0, 30, 90, 240, 4320):
            times = times_in_time(hours, minutes, stretch, calendar)
            edges = {edge + step for span in times for edge in span for step in (-1, 0, 1)}
            for minute in sorted({*edges, *(chance.randrange(*stretch) for _ in range(40))}):
                if stretch[0] <= minute < stretch[1]:
                    found = opening(hours, moment(minute, minutes), calendar)
                    assert holds(times, minute) == found.in_time, (hours, minutes, minute)


def test_spans_of_minutes_behave_as_sets() -> None:
    chance = Random(5)
    for _ in range(300):
        one, other = ({chance.randrange(30) for _ in range(chance.randrange(20))} for _ in range(2))
        spans = [either((minute, minute + 1) for minute in some) for some in (one, other)]
        for found, wanted in (
            (shared(*spans), one & other),
            (without(*spans), one - other),
            (either(spans[0] + spans[1]), one | other),
        ):
            assert {minute for start, end in found for minute in range(start, end)} == wanted


@pytest.mark.parametrize("seed", range(60))
def test_the_proof_agrees_with_the_search_on_drawn_directories(seed: int) -> None:
    """Every kind keeps all it finds, so that what the search leaves out for length is not compared."""
    chance = Random(seed)
    drawn = any_directory(chance)
    directory = replace(drawn, types={name: replace(kind, most_returned=99) for name, kind in drawn.types.items()})
    judge = Judge(Cover(directory, 2026))
    first, last = judge.cover.stretch
    for _ in range(25):
        request = replace(
            any_request(chance, directory),
            point=None,
            rejected=frozenset(),
            marks={},
            distance_km=60.0,
            gp_practice=None,
            referrers=frozenset(),
        )
        minute = int(request.at.timestamp()) // 60
        if not first <= minute < last:
            minute = chance.randrange(first, last)
        _agrees(directory, judge, request, minute)


def _agrees(directory: Directory, judge: Judge, request: Request, minute: int) -> None:
    at = datetime.fromtimestamp(minute * 60, UTC)
    found = search(directory, replace(request, at=at))
    assert said(judge.served(wanted_of(request)), minute) == done(found), (request, at)


def test_the_proof_agrees_with_the_search_on_the_shipped_pack(shipped: Compiled) -> None:
    assert shipped.pack is not None
    chance = Random(11)
    roles = {role.id: role.modes for role in shipped.pack.roles}
    endings = [one for name, plan in shipped.plans.items() for one in endings_of(name, plan, roles)]
    judge = Judge(Cover(shipped.directory, 2026))
    areas = (None, *shipped.directory.areas)
    for _ in range(2500):
        ending = chance.choice(endings)
        request = _of(ending, chance, areas)
        _agrees(shipped.directory, judge, request, chance.randrange(*judge.cover.stretch))


def _of(ending: Ending, chance: Random, areas: tuple[str | None, ...]) -> Request:
    ages: list[int | None] = [chance.randint(*span) for span in ending.ages]
    ages += [None] if ending.age_unknown else []
    return Request(
        *(ending.needs.service, chance.choice(ending.roles), ending.mode, datetime(2026, 1, 1, tzinfo=UTC)),
        capabilities=ending.needs.capabilities,
        area=chance.choice(areas),
        age_days=chance.choice(ages),
        sex=chance.choice(ending.sexes),
        minutes=ending.disposition.minutes,
        disposition=ending.disposition.id,
    )
