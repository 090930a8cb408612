"""Is a service open in time? The published session window, and which hours hold on a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from triage_tui.directory.clock import (
    DAY,
    Calendar,
    instant,
    iso_date,
    local_day,
    local_time,
    midnight,
    short_date,
    weekday_name,
)
from triage_tui.directory.model import Hours, Session

CLOSING_SOON: Final = 30
"""A service that closes sooner than this many minutes from now is not open for this patient."""

LOOK_AHEAD: Final = 15
_NEVER_CLOSES: Final = 8 * DAY

State: TypeAlias = Literal["always", "open", "opens", "not_known", "closing", "closed"]


class Moment(NamedTuple):
    """When the search is made and until when a service must have opened: minutes since 1970, and their local days."""

    now: int
    end: int
    day: int
    last_day: int


class Opening(NamedTuple):
    """What the hours say for a moment; `at` is when it closes (open, closing) or next opens (opens, closed)."""

    state: State
    at: int | None = None

    @property
    def in_time(self) -> bool:
        """Whether it is open in time, or may be."""
        return self.state in ("always", "open", "opens", "not_known")


_ALWAYS = Opening("always")
_NOT_KNOWN = Opening("not_known")


def session_window(minutes: int | None) -> int:
    """How many minutes from now a service has to open, from the disposition's minutes (none counts as at once)."""
    if not minutes:
        return 60
    if minutes <= 30:
        return 30
    return minutes if minutes <= 60 else minutes - 60


def moment(now: int, minutes: int | None) -> Moment:
    """The moment of a search at a minute since 1970 for a disposition's minutes."""
    end = now + session_window(minutes)
    return Moment(now, end, local_day(now), local_day(end))


def sessions_on(hours: Hours, day: int, calendar: Calendar) -> tuple[Session, ...] | None:
    """The sessions of an ordinal day: dated, else always, else bank holiday, else weekly; None when not known."""
    if hours.dates:
        dated = hours.dates.get(iso_date(day))
        if dated is not None:
            return dated
    if hours.always:
        return ((0, DAY),)
    if not hours.known:
        return None
    if hours.holiday != "as_usual" and calendar.is_bank_holiday(day):
        return hours.holiday_sessions if hours.holiday == "own" else None
    return hours.week[(day - 1) % 7]


def opening(hours: Hours, at: Moment, calendar: Calendar, ahead: int = LOOK_AHEAD) -> Opening:
    """Whether a service is open at some point in the window, leaving out a session that is about to end.

    `ahead`: days to look for the next opening when it is not; 1 is enough to know whether it is open in time.
    """
    if not hours.dates:
        if hours.always:
            return _ALWAYS
        if not hours.known:
            return _NOT_KNOWN
    maybe = hours.at_least
    closing = next_opening = None
    days = (at.day, max(at.last_day + 1, at.day + ahead))
    for start, end, known in spans(hours, at.now, days, calendar):
        if not known:
            maybe = maybe or start <= at.end
        elif start <= at.now:
            if end - at.now >= CLOSING_SOON:
                return Opening("open", end) if end - at.now < _NEVER_CLOSES else _ALWAYS
            closing = end
        elif start <= at.end:
            return Opening("opens", start)
        else:
            next_opening = start
            break
        if start > at.end and maybe:
            break
    if maybe:
        return _NOT_KNOWN
    return Opening("closed", next_opening) if closing is None else Opening("closing", closing)


def spans(hours: Hours, now: int, days: tuple[int, int], calendar: Calendar) -> Iterator[tuple[int, int, bool]]:
    """Spans of minutes since 1970 in some days (first to last) that end after now: open (True) or not known (False).

    In order; open spans that touch are one, except that one which has lasted eight days is given as it stands.
    """
    start = end = -1
    for day in range(days[0], days[1] + 1):
        sessions = sessions_on(hours, day, calendar)
        if sessions is None:
            if end >= 0:
                yield start, end, True
                end = -1
            yield max(now, midnight(day)), midnight(day + 1), False
            continue
        for opens, closes in sessions:
            begin, finish = instant(day, opens), instant(day, closes)
            if finish <= now or finish <= begin:
                continue
            if begin == end:
                end = finish
                continue
            if end >= 0:
                yield start, end, True
            start, end = begin, finish
        if end >= 0 and (end < midnight(day + 1) or end - max(start, now) >= _NEVER_CLOSES):
            yield start, end, True
            end = -1
    if end >= 0:
        yield start, end, True


def opening_words(found: Opening, at: Moment) -> str:
    """What a call handler can say: `open now until 01:00`, `closed until tomorrow 08:00`, `hours not published`."""
    if found.state == "always":
        return "open day and night"
    if found.state == "not_known":
        return "hours not published: ring first"
    if found.at is None:
        return "closed"
    day, clock = _day_and_clock(found.at)
    if found.state == "opens":
        clock = "at midnight" if clock == "midnight" else clock
        return f"opens {_day_words(day, at.day) or 'today'} {clock} (within the time asked)"
    night = day == at.day + 1 and clock < "06:00"
    when = clock if night else f"{_day_words(day, at.day)} {clock}".strip()
    if found.state == "open":
        return f"open now until {when}"
    if found.state == "closing":
        return f"closes at {when}, in less than {CLOSING_SOON} minutes"
    return f"closed until {when}"


def _day_and_clock(minute: int) -> tuple[int, str]:
    """The local day and clock time of a minute since 1970; midnight ends the day before."""
    when = local_time(minute)
    if when.hour == when.minute == 0:
        return when.toordinal() - 1, "midnight"
    return when.toordinal(), f"{when:%H:%M}"


def _day_words(day: int, today: int) -> str:
    if day == today:
        return ""
    if day == today + 1:
        return "tomorrow"
    return weekday_name(day) if day - today < 7 else short_date(day)
