"""UK local time: wall-clock minutes of a day to instants, across both clock changes, and bank holidays of England."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 1440
"""Minutes in a day whose clock does not change."""

_CHANGE: Final = 60
"""UK clocks go forward at 01:00, and back from 02:00 to 01:00: the hour in question starts at minute 60."""


@lru_cache(maxsize=1)
def london() -> ZoneInfo:
    """The time zone of England."""
    return ZoneInfo("Europe/London")


@lru_cache(maxsize=4096)
def midnight(day: int) -> int:
    """The minute (UTC, since 1970) at which a day begins; days are proleptic ordinals."""
    local = datetime.combine(date.fromordinal(day), datetime.min.time(), london())
    return int(local.timestamp()) // 60


def instant(day: int, minute: int) -> int:
    """The minute (UTC, since 1970) when a clock first reads a minute of a day; a skipped one is the change itself."""
    start = midnight(day)
    if minute <= _CHANGE:
        return start + minute
    length = midnight(day + 1) - start
    if length == DAY:
        return start + minute
    if length < DAY:
        return start + max(_CHANGE, minute + length - DAY)
    return start + minute + (length - DAY if minute >= 2 * _CHANGE else 0)


def local_day(at: int) -> int:
    """The ordinal of the local day that holds a minute since 1970."""
    return datetime.fromtimestamp(at * 60, london()).toordinal()


def local_time(at: int) -> datetime:
    """Local time of a minute since 1970."""
    return datetime.fromtimestamp(at * 60, london())


def minute_of(at: datetime) -> int:
    """The minute since 1970 of an aware time; ValueError when it has no time zone."""
    if at.utcoffset() is None:
        raise ValueError("a search time needs a time zone")
    return int(at.timestamp() // 60)


def uk_time(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An aware time from what a UK clock reads; the first of the two when the clock reads it twice."""
    return datetime(year, month, day, hour, minute, tzinfo=london()).astimezone(UTC)


def uk_time_of(text: str) -> datetime:
    """The time a text such as `2026-01-05 03:00` names, in UTC; UK local unless it says so. ValueError if none."""
    found = datetime.fromisoformat(text.strip())
    return (found if found.tzinfo is not None else found.replace(tzinfo=london())).astimezone(UTC)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> tuple[str, ...]:
    """ISO dates of the bank holidays of England in a year, with their substitute days."""
    from holidays import country_holidays

    return tuple(sorted(day.isoformat() for day in country_holidays("GB", subdiv="ENG", years=year)))


class Calendar:
    """Bank holidays by ordinal day: the dates given for some years, the offline library for any other year."""

    __slots__ = ("_days", "_known", "_years")

    def __init__(self, dates: Iterable[str] = (), years: Iterable[int] = ()) -> None:
        self._days = {date.fromisoformat(day).toordinal() for day in dates}
        self._years = set(years)
        self._known: dict[int, bool] = {}

    def is_bank_holiday(self, day: int) -> bool:
        """Whether an ordinal day is a bank holiday in England."""
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._look_up(day)
        return found

    def _look_up(self, day: int) -> bool:
        year = date.fromordinal(day).year
        if year not in self._years:
            self._days.update(date.fromisoformat(found).toordinal() for found in bank_holidays(year))
            self._years.add(year)
        return day in self._days


@lru_cache(maxsize=1024)
def iso_date(day: int) -> str:
    """An ordinal day as `2026-01-05`."""
    return date.fromordinal(day).isoformat()


def weekday_name(day: int) -> str:
    """`Monday` to `Sunday` of an ordinal day."""
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[(day - 1) % 7]


def short_date(day: int) -> str:
    """An ordinal day as `Mon 5 Jan`."""
    when = date.fromordinal(day)
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{weekday_name(day)[:3]} {when.day} {months[when.month - 1]}"


def moment_words(minute: int, today: int) -> str:
    """A minute since 1970 as `14:05`, with its day when that is not today: `14:05 on Mon 5 Jan`."""
    when = local_time(minute)
    day = when.toordinal()
    return f"{when:%H:%M}" if day == today else f"{when:%H:%M} on {short_date(day)}"
