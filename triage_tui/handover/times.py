"""Times as they are written on paper: UK local time with the name of the zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from triage_tui.directory.clock import london
from triage_tui.directory.words import date_words


def local(moment: datetime) -> datetime:
    """An aware time as UK clocks read it."""
    return moment.astimezone(london())


def read_utc(text: str) -> datetime:
    """A time of an event, aware."""
    return datetime.fromisoformat(text)


def clock_words(moment: datetime) -> str:
    """`14:02 GMT`."""
    return f"{local(moment):%H:%M %Z}"


def moment_words(moment: datetime) -> str:
    """`5 January 2026, 14:02 GMT`."""
    return f"{day_words(local(moment).date())}, {clock_words(moment)}"


def day_words(day: date) -> str:
    """`5 January 2026`."""
    return date_words(day.isoformat())


def patient_words(moment: datetime) -> str:
    """When, for a patient: `3.30 pm on Tuesday 6 January`; midnight is the last minute of the day before."""
    when = local(moment)
    if when.hour == when.minute == 0:
        when = local(moment - timedelta(minutes=1))
    minutes = f".{when.minute:02}" if when.minute else ""
    clock = f"{when.hour % 12 or 12}{minutes} {'am' if when.hour < 12 else 'pm'}"
    if (when.hour, when.minute) == (12, 0):
        clock = "midday"
    zone = f" ({when:%Z})" if _clock_changes_on(when) else ""
    return f"{clock}{zone} on {patient_day(moment)}"


def patient_day(moment: datetime) -> str:
    """`Tuesday 6 January`."""
    when = local(moment - timedelta(minutes=1))
    return f"{when:%A} {day_words(when.date()).rsplit(' ', 1)[0]}"


def _clock_changes_on(when: datetime) -> bool:
    """Whether the clocks change on the day of a local time."""
    start = when.replace(hour=0, minute=0, fold=0)
    return start.utcoffset() != start.replace(hour=23).utcoffset()


def age_in_words(born: date, on: date) -> str:
    """An age in years, in months under two years, in days under four weeks."""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    days = (on - born).days
    if days < 28:
        return f"{days} day{'s' * (days != 1)}"
    return f"{months // 12} years" if months >= 24 else f"{months} month{'s' * (months != 1)}"
