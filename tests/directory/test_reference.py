"""The search agrees with the published rules written out slowly, on thousands of directories and requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.directory import reference
from tests.directory.generate import any_directory, any_request
from tests.directory.make import directory, hours, service
from tests.directory.make import request as asked
from tests.directory.reference import reference_search
from triage_tui.directory import search as program
from triage_tui.directory.clock import Calendar, minute_of
from triage_tui.directory.hours import moment, opening
from triage_tui.directory.index import EXPLAINED, SURPLUS
from triage_tui.directory.model import Hours
from triage_tui.directory.search import search

ROUNDS, DIRECTORIES, REQUESTS = 8, 250, 2


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_search_agrees_with_the_reference(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is offered and in which order, every test that every other service failed, near misses, the catch-all."""
    monkeypatch.setattr(program, "EXPLAINED", 1_000)
    chance = Random(seed)
    for number in range(DIRECTORIES):
        drawn = any_directory(chance)
        for _ in range(REQUESTS):
            request = any_request(chance, drawn)
            found, expected = search(drawn, request), reference_search(drawn, request)
            said = f"seed {seed}, directory {number}: {request}"
            assert [match.service.id for match in found.offered] == expected.offered, said
            assert found.catch_all == expected.catch_all, said
            failed = {one.service.id: set(one.reasons) - {"surplus"} for one in found.excluded}
            assert failed == expected.failed, said
            assert {one.service.id for one in found.near_misses} == expected.near_misses, said


def test_the_generator_reaches_every_rule() -> None:
    """Each test fails alone somewhere, and each way of ending happens; else agreeing would prove little."""
    chance = Random(1)
    seen: Counter[str] = Counter()
    for _ in range(300):
        drawn = any_directory(chance)
        for _ in range(5):
            found = search(drawn, any_request(chance, drawn))
            seen.update(one.reasons[0] for one in found.excluded if len(one.reasons) == 1)
            seen.update(["catch_all"] if found.catch_all else [])
            seen.update("instead" for match in found.offered if match.instead_of)
            seen.update("chained" for match in found.offered if match.via.startswith("only "))
            seen.update("built in" for match in found.offered if match.service.id == "emergency_999")
    rules = "active rejected sex practice capacity capability disposition mode age area role hours only_if_open surplus"
    ends = ("catch_all", "instead", "chained")
    assert {rule: seen[rule] for rule in [*rules.split(), *ends, "built in"] if seen[rule] < 3} == {}


@pytest.fixture(name="by_the_minute")
def _by_the_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reference looks at every minute."""
    caches = (reference.first_reading, reference.span)
    monkeypatch.setattr(reference, "STEP", 1)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


TO_THE_MINUTE = tuple(
    hours(written)
    for written in (
        "{daily: 08:00-23:59}",
        "{daily: 23:30-00:29}",
        "{daily: '00:00-00:01, 23:58-00:00', dates: {2026-12-31: closed, 2027-01-01: 00:00-00:07}}",
        "{weekdays: 09:01-16:59, bank_holidays: 10:03-15:57}",
        "{sun: '00:30-01:31, 01:59-02:01', otherwise: not known}",
        "{tue: 00:00-12:17, dates: {2028-02-29: 11:11-11:42}}",
    )
)


@pytest.mark.usefixtures("by_the_minute")
@pytest.mark.parametrize("written", TO_THE_MINUTE, ids=range(len(TO_THE_MINUTE)))
def test_opening_agrees_with_the_reference_to_the_minute(written: Hours) -> None:
    """31 December 23:59, both clock changes, a leap day, a bank holiday, and a minute to either side of every edge."""
    calendar = Calendar()
    moments = (
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 31, tzinfo=UTC),
        datetime(2028, 2, 29, 11, 12, tzinfo=UTC),
        datetime(2026, 4, 6, 15, 27, tzinfo=UTC),
        datetime(2026, 1, 6, 11, 47, tzinfo=UTC),
    )
    for now in (at + timedelta(minutes=near) for at in moments for near in (-1441, -30, -1, 0, 1, 2, 29, 31)):
        for minutes in (0, 30, 45, 61, 240):
            found = opening(written, moment(minute_of(now), minutes), calendar)
            state = {"always": "open", "opens": "open", "closing": "closed"}.get(found.state, found.state)
            assert state == reference.opening_state(written, now, minutes), (now, minutes)


def test_only_the_first_that_do_not_fit_are_explained() -> None:
    """Of each kind: those that failed the fewest tests, then the nearest; and some that others came before."""
    far = [service(f"far_{n}", lat=52.5 + n / 100, lon=0.0, capacity="red") for n in range(12)]
    worse = [service(f"worse_{n}", lat=52.5, lon=0.0, capacity="red", sexes=("male",)) for n in range(3)]
    fitting = [service(f"fit_{n}", lat=52.5 + n / 100, lon=0.0) for n in range(9)]
    found = search(directory(*worse, *far, *fitting), asked())
    assert [match.service.id for match in found.offered] == ["fit_0", "fit_1"]
    told = [one.service.id for one in found.excluded]
    assert told == [*(f"fit_{n}" for n in range(2, 2 + SURPLUS)), *(f"far_{n}" for n in range(EXPLAINED))]
    assert [one.service.id for one in found.near_misses] == told[SURPLUS:]
