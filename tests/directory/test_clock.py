"""UK local time: both clock changes, leap days, bank holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_tui.directory.clock import (
    Calendar,
    bank_holidays,
    instant,
    local_day,
    local_time,
    london,
    midnight,
    minute_of,
)


def _first_reading(day: date, minute: int) -> int:
    """The first minute since 1970 of a local day at which the clock reads a minute or more, found by looking."""
    start = datetime.combine(day, datetime.min.time(), london()).astimezone(UTC)
    for step in range(26 * 60):
        wall = (start + timedelta(minutes=step)).astimezone(london())
        if wall.date() > day or wall.hour * 60 + wall.minute >= minute:
            return int(start.timestamp()) // 60 + step
    raise AssertionError("a day has an end")


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-01-05", "2026-07-05", "2028-02-29", "2025-12-31"])
def test_every_minute_of_a_day_is_the_first_time_the_clock_reads_it(day: str) -> None:
    """Including the hour that is skipped and the hour that comes twice."""
    when = date.fromisoformat(day)
    for minute in (0, 1, 59, 60, 61, 90, 119, 120, 121, 180, 719, 1439, 1440):
        assert instant(when.toordinal(), minute) == _first_reading(when, minute), minute


def test_days_when_the_clock_changes_are_an_hour_short_or_long() -> None:
    """23 hours in March, 25 in October."""
    lengths = {
        day: midnight(date.fromisoformat(day).toordinal() + 1) - midnight(date.fromisoformat(day).toordinal())
        for day in ("2026-03-29", "2026-10-25", "2026-06-01")
    }
    assert lengths == {"2026-03-29": 23 * 60, "2026-10-25": 25 * 60, "2026-06-01": 24 * 60}


@given(st.datetimes(datetime(1997, 1, 1), datetime(2035, 12, 31)))  # noqa: DTZ001
def test_local_day_and_time_agree_with_the_time_zone(naive: datetime) -> None:
    """For any instant."""
    utc = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    minute = minute_of(utc)
    assert local_time(minute) == utc
    assert local_day(minute) == utc.astimezone(london()).toordinal()


def test_a_time_without_a_zone_is_refused() -> None:
    """The clock is an argument, and it must say where it hangs."""
    with pytest.raises(ValueError, match="time zone"):
        minute_of(datetime(2026, 1, 5, 10, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2026-01-01", True),
        ("2026-04-03", True),
        ("2026-04-06", True),
        ("2026-12-25", True),
        ("2026-12-28", True),
        ("2022-09-19", True),
        ("2026-08-03", False),
        ("2026-03-17", False),
        ("2026-11-30", False),
    ],
)
def test_bank_holidays_are_those_of_england(day: str, *, is_one: bool) -> None:
    """With substitute days and single ones, without Scotland's and Northern Ireland's."""
    assert Calendar().is_bank_holiday(date.fromisoformat(day).toordinal()) is is_one


def test_a_calendar_uses_the_dates_it_was_given() -> None:
    """And asks the library only for other years."""
    calendar = Calendar(["2026-07-01"], [2026])
    assert calendar.is_bank_holiday(date(2026, 7, 1).toordinal())
    assert not calendar.is_bank_holiday(date(2026, 12, 25).toordinal())
    assert calendar.is_bank_holiday(date(2027, 12, 25).toordinal())
    assert "2027-12-25" in bank_holidays(2027)
