"""When a service is open in time, for a whole stretch of days at once: what `opening` says of each of its minutes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from triage_tui.directory.clock import Calendar, local_day
from triage_tui.directory.hours import CLOSING_SOON, session_window, spans
from triage_tui.directory.model import Hours

Times: TypeAlias = tuple[tuple[int, int], ...]
"""Spans of minutes since 1970, apart and in order; the end of each is not included."""


def times_in_time(
    hours: Hours, minutes: int | None, stretch: tuple[int, int], calendar: Calendar, within: int | None = None
) -> Times:
    """The minutes of a stretch at which a search finds these hours in time for a disposition's minutes.

    `within`: only when open, or opening within so many minutes; hours that are not published then do not count.
    """
    begin, end = stretch
    if not hours.dates and hours.always:
        return (stretch,)
    if within is None and (hours.at_least or not (hours.known or hours.dates)):
        return (stretch,)
    window = session_window(minutes)
    reach = window if within is None else min(window, within)
    found = []
    for start, finish, known in _whole(hours, begin, (local_day(begin), local_day(end + window) + 1), calendar):
        if known:
            found.append((start - reach, max(start, finish - CLOSING_SOON + 1)))
        elif within is None:
            found.append((start - window, finish))
    return shared(either(found), (stretch,))


def _whole(hours: Hours, begin: int, days: tuple[int, int], calendar: Calendar) -> list[tuple[int, int, bool]]:
    """Spans that touch and are of one sort made one, however long."""
    found: list[tuple[int, int, bool]] = []
    for start, finish, known in spans(hours, begin, days, calendar):
        if found and found[-1][1] == start and found[-1][2] == known:
            found[-1] = (found[-1][0], finish, known)
        else:
            found.append((start, finish, known))
    return found


def either(times: Iterable[tuple[int, int]]) -> Times:
    """All the minutes in some spans."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(times):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        elif start < end:
            found.append((start, end))
    return tuple(found)


def shared(one: Times, other: Times) -> Times:
    """The minutes in both."""
    found = []
    here = there = 0
    while here < len(one) and there < len(other):
        start, end = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if start < end:
            found.append((start, end))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return tuple(found)


def without(one: Times, other: Times) -> Times:
    """The minutes in the first that are not in the other."""
    if not one or not other:
        return one
    gaps, at = [], one[0][0]
    for start, end in other:
        gaps.append((at, start))
        at = max(at, end)
    gaps.append((at, max(at, one[-1][1])))
    return shared(one, tuple(gap for gap in gaps if gap[0] < gap[1]))


def minutes_in(times: Times) -> int:
    """How many minutes there are in some spans."""
    return sum(end - start for start, end in times)
