"""Ages and times from the least exact to the most: the first that changes nothing is the one to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from triage_tui.directory.clock import Calendar, london

OLDEST = 90
"""Everyone of this age in years and over is told as this age: very old people are few."""

_LINES = (1, 2, 5, 12, 16, 18, 65)
"""Ages in years that a reader takes for a boundary; a rounder age stays on the same side of each."""
_YEAR, _MONTH = 365.25, 30.4375
_HOLIDAY = date(2026, 5, 25)
_WEEK = tuple(date(2026, 1, day) for day in range(5, 12))


def ages(days: int) -> Iterator[str]:
    """An age in words, rounder ones first; the last is exact."""
    years = _whole(days, _YEAR)
    if years >= OLDEST:
        yield f"{OLDEST} years"
    for step in (10, 5):
        rounder = years // step * step
        if rounder and all((rounder >= line) == (years >= line) for line in _LINES):
            yield f"{rounder} years"
    if years >= 1:
        yield f"{years} years"
    if days >= 2 * _MONTH and years < 5:
        yield f"{_whole(days, _MONTH)} months"
    if days >= 7 and years < 1:
        yield f"{days // 7} weeks"
    yield f"{days} days"


def times(at: datetime, calendar: Calendar) -> Iterator[str]:
    """UK times of the same kind of day and the same hour, rounder ones first; never the date itself."""
    local = at.astimezone(london())
    days = [_WEEK[local.weekday()]]
    if calendar.is_bank_holiday(local.toordinal()):
        days.insert(0, _HOLIDAY)
    elif local.weekday() < 5:
        days.insert(0, _WEEK[1])
    for day in days:
        yield f"{day} {local:%H}:00"
    for day in days:
        yield f"{day} {local:%H}:{local.minute // 15 * 15:02d}"


def _whole(days: int, unit: float) -> int:
    """How many whole units of days an age has, as ages are read: the days of a unit are rounded down."""
    count = int(days / unit) + 1
    return count if int(count * unit) <= days else count - 1
