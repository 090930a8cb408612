"""What changed in a directory: which types of service it may matter for, and at which times of a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from triage_tui.directory.clock import Calendar, iso_date, weekday_name
from triage_tui.directory.hours import sessions_on
from triage_tui.directory.model import Directory, Service, Session

USUAL = {
    "Tuesdays at 10:00": "2026-01-06 10:00",
    "Saturdays at 03:00": "2026-01-10 03:00",
    "Sundays at 14:00": "2026-01-11 14:00",
}
"""Times that are always looked at, of a week without a bank holiday."""
MONDAY = date(2026, 1, 5).toordinal()
MOST_TIMES = 6
"""Times looked at because hours changed."""


def changed_services(old: Directory, new: Directory) -> list[tuple[Service | None, Service | None]]:
    """Every service that is new, gone or otherwise, as it was and as it is; its line in the file is no change."""
    before, now = ({one.id: replace(one, line=0) for one in each.services} for each in (old, new))
    names = dict.fromkeys((*before, *now))
    return [(before.get(name), now.get(name)) for name in names if before.get(name) != now.get(name)]


def types_concerned(old: Directory, new: Directory) -> frozenset[str] | None:
    """The types of service of which a search may now find another one first; None: perhaps any."""
    rules = (replace(one, services=(), id="", version="", title="", notice="", updated="") for one in (old, new))
    if next(rules) != next(rules):
        return None
    found = {one.type for pair in changed_services(old, new) for one in pair if one is not None}
    while True:
        wider = {name for name, one in new.types.items() if not found.isdisjoint((*one.instead, one.at_once or ""))}
        if wider <= found:
            return frozenset(found)
        found |= wider


def times_of(old: Directory, new: Directory) -> dict[str, str]:
    """The usual times, and one in every part of a week in which a service is open in one version alone."""
    calendar = Calendar(new.bank_holidays, new.holiday_years)
    found: dict[Session, tuple[str, str]] = {}
    for one, other in changed_services(old, new):
        if one is None or other is None or one.hours == other.hours:
            continue
        for day in range(MONDAY, MONDAY + 7):
            sessions = (sessions_on(each.hours, day, calendar) or () for each in (one, other))
            for start, end in _apart(*sessions):
                when = "{:02}:{:02}".format(*divmod((start + end) // 2, 60))
                found.setdefault((start, end), (f"{weekday_name(day)}s at {when}", f"{iso_date(day)} {when}"))
    return USUAL | dict(list(found.values())[:MOST_TIMES])


def _apart(one: tuple[Session, ...], other: tuple[Session, ...]) -> Iterator[Session]:
    """The parts of a day in which only one of two is open."""
    edges = sorted({edge for session in (*one, *other) for edge in session})
    for start, end in pairwise(edges):
        within = [any(low <= start and end <= high for low, high in sessions) for sessions in (one, other)]
        if within[0] != within[1]:
            yield start, end
