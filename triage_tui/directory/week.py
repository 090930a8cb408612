"""The opening hours of a service in words: now, when that changes, and day by day for a week."""

from __future__ import annotations

from datetime import date
from typing import Final

from triage_tui.directory.clock import DAY, Calendar, local_day, short_date
from triage_tui.directory.hours import Moment, Opening, opening, opening_words, sessions_on
from triage_tui.directory.model import Hours, Session

DAYS: Final = 7
_MORNING: Final = DAY // 2
"""A session from midnight that ends by noon belongs to the evening before, when that goes on until midnight."""


def opening_now(hours: Hours, now: int, calendar: Calendar) -> Opening:
    """What the hours say of this very minute, and when that changes."""
    return opening(hours, moment_now(now), calendar)


def moment_now(now: int) -> Moment:
    """The moment of somebody who asks what is open now, and not within some time."""
    day = local_day(now)
    return Moment(now, now, day, day)


def now_words(hours: Hours, now: int, calendar: Calendar) -> str:
    """`open now until 01:00` or `closed until tomorrow 08:00`: now, and when it changes."""
    return opening_words(opening_now(hours, now, calendar), moment_now(now))


def week_lines(hours: Hours, now: int, calendar: Calendar) -> tuple[tuple[str, str], ...]:
    """Seven days from today as (day, hours); an evening that goes on past midnight is written on its own day."""
    today = local_day(now)
    return tuple(
        (short_date(day), _hours_words(hours, day, today, calendar) + _notes(hours, day, today, calendar))
        for day in range(today, today + DAYS)
    )


def _notes(hours: Hours, day: int, today: int, calendar: Calendar) -> str:
    notes = ["today"] if day == today else []
    notes += ["bank holiday"] if calendar.is_bank_holiday(day) else []
    notes += ["this date only"] if date.fromordinal(day).isoformat() in hours.dates else []
    return f" ({', '.join(notes)})" if notes else ""


def _hours_words(hours: Hours, day: int, today: int, calendar: Calendar) -> str:
    sessions = sessions_on(hours, day, calendar)
    if sessions is None:
        return "not published: ring first"
    before, after = (sessions_on(hours, other, calendar) or () for other in (day - 1, day + 1))
    own = [one for one in sessions if day == today or not (_goes_on(before) and _is_night(one))]
    words = [_session_words(one, after) for one in own]
    beyond = ", at other times not published" if hours.at_least else ""
    return (", ".join(words) or "closed") + beyond


def _goes_on(sessions: tuple[Session, ...]) -> bool:
    """Whether an evening lasts until midnight without lasting the whole day."""
    return any(end == DAY and start > 0 for start, end in sessions)


def _is_night(session: Session) -> bool:
    return session[0] == 0 and session[1] <= _MORNING


def _session_words(session: Session, after: tuple[Session, ...]) -> str:
    start, end = session
    if session == (0, DAY):
        return "all day and night"
    night = next((one for one in after if _is_night(one)), None) if end == DAY and start > 0 else None
    until = f"{_clock(night[1])} the next day" if night else "midnight" if end == DAY else _clock(end)
    return f"{_clock(start)} to {until}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
