"""Minutes of a year in the words of a week: `Sundays 01:00-08:00`, `every night 22:00-08:00`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from triage_tui.directory.clock import DAY, local_day, local_time, midnight, short_date, weekday_name
from triage_tui.directory.in_time import Times, shared
from triage_tui.directory.words import joined

Day: TypeAlias = tuple[tuple[int, int], ...]
"""Spans of a day in what its clock reads, in minutes."""

WEEK = 7 * DAY
_MONDAY = date(2026, 1, 5).toordinal()
_MOST_DATES = 3


@lru_cache(maxsize=1024)
def hours_words(times: Times, stretch: tuple[int, int]) -> str:
    """When, in words: the week most weeks have, then the days that differ."""
    if times == (stretch,):
        return "at every hour"
    days = _by_day(times, stretch)
    usual: list[Day] = []
    for weekday in range(7):
        counts = Counter(found for day, found in days.items() if (day - _MONDAY) % 7 == weekday)
        usual.append(counts.most_common(1)[0][0])
    other = [day for day, found in days.items() if found != usual[(day - _MONDAY) % 7]]
    week = _week_words(usual)
    if not other:
        return week
    if not week:
        return _dates_words(other, days)
    more = [day for day in other if days[day]]
    dates = ", ".join(short_date(day) for day in other[:_MOST_DATES])
    if not more:
        return f"{week}, but not on {dates}{_rest(other)}"
    return f"{week}; other hours on {dates}{_rest(other)}"


def _dates_words(other: list[int], days: dict[int, Day]) -> str:
    told = [f"{short_date(day)} {', '.join(map(_clock_words, days[day]))}" for day in other[:_MOST_DATES]]
    return f"only on {', '.join(told)}{_rest(other)}"


def _rest(days: list[int]) -> str:
    left = len(days) - _MOST_DATES
    return f" and {left} more {'day' if left == 1 else 'days'}" if left > 0 else ""


def _by_day(times: Times, stretch: tuple[int, int]) -> dict[int, Day]:
    """Every local day of the stretch with its spans, in what its clock reads."""
    days: dict[int, Day] = {}
    for day in range(local_day(stretch[0]), local_day(stretch[1] - 1) + 1):
        whole = midnight(day), midnight(day + 1)
        inside = shared(times, (whole,)) if times else ()
        days[day] = tuple((_clock(start, whole), _clock(end, whole)) for start, end in inside)
    return days


def _clock(minute: int, day: tuple[int, int]) -> int:
    if minute == day[1]:
        return DAY
    when = local_time(minute)
    return when.hour * 60 + when.minute


def _week_words(usual: list[Day]) -> str:
    """A week's spans, those at the same hours together."""
    spans = _round_the_week([(day * DAY + a, day * DAY + b) for day, found in enumerate(usual) for a, b in found])
    if spans == [(0, WEEK)]:
        return "at every hour"
    by_hours: dict[tuple[int, int], list[int]] = {}
    long = []
    for start, end in spans:
        if end - start < DAY or (start % DAY == 0 and end - start == DAY):
            by_hours.setdefault((start % DAY, end - start), []).append(start // DAY)
        else:
            long.append(f"{_moment(start)} to {_moment(end)}")
    told = []
    for (start, length), days in sorted(by_hours.items(), key=lambda one: one[1]):
        which = _days_words(sorted(days), night=start + length > DAY)
        told.append(f"{which} {_clock_words((start, start + length))}")
    return joined([*told, *long])


def _round_the_week(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    if len(found) > 1 and found[0][0] == 0 and found[-1][1] == WEEK:
        found[-1] = (found[-1][0], WEEK + found[0][1])
        del found[0]
    return found


def _days_words(days: list[int], *, night: bool) -> str:
    if len(days) == 7:
        return "every night" if night else "every day"
    if len(days) > 2 and days == list(range(days[0], days[0] + len(days))):
        return f"{weekday_name(_MONDAY + days[0])}s to {weekday_name(_MONDAY + days[-1])}s"
    return joined(f"{weekday_name(_MONDAY + day)}s" for day in days)


def _clock_words(span: tuple[int, int]) -> str:
    start, end = span
    if (start, end) == (0, DAY):
        return "all day"
    return f"{start // 60:02}:{start % 60:02}-{_time(end)}"


def _time(minute: int) -> str:
    minute = minute if minute == DAY else minute % DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def _moment(minute: int) -> str:
    return f"{weekday_name(_MONDAY + minute // DAY % 7)}s {_time(minute % DAY)}"
