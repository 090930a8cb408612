"""Opening hours: the published session window, midnight, clock changes, bank holidays, dated exceptions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.directory.make import at, hours
from triage_tui.directory.clock import Calendar, minute_of, uk_time
from triage_tui.directory.hours import moment, opening, opening_words, session_window, spans

ADDENBROOKES = "{daily: 08:00-01:00}"
OFFICE = "{weekdays: 09:00-17:00, bank_holidays: closed}"
CALENDAR = Calendar()


def _said(written: str, when: datetime, minutes: int | None = 60) -> str:
    asked = moment(minute_of(when), minutes)
    return opening_words(opening(hours(written), asked, CALENDAR), asked)


@pytest.mark.parametrize(
    ("minutes", "window"),
    [(None, 60), (0, 60), (1, 30), (30, 30), (31, 31), (60, 60), (61, 1), (120, 60), (240, 180), (1440, 1380)],
)
def test_session_window_is_the_published_one(minutes: int | None, window: int) -> None:
    """From the disposition's minutes."""
    assert session_window(minutes) == window


@pytest.mark.parametrize(
    ("written", "when", "minutes", "words"),
    [
        # across midnight
        (ADDENBROOKES, "2026-01-05 00:30", 240, "open now until 01:00"),
        (ADDENBROOKES, "2026-01-05 00:31", 60, "closes at 01:00, in less than 30 minutes"),
        (ADDENBROOKES, "2026-01-05 01:00", 240, "closed until 08:00"),
        (ADDENBROOKES, "2026-01-05 01:10", 240, "closed until 08:00"),
        (ADDENBROOKES, "2026-01-05 01:10", 480, "opens today 08:00 (within the time asked)"),
        (ADDENBROOKES, "2026-01-05 23:50", 240, "open now until 01:00"),
        (ADDENBROOKES, "2026-12-31 23:59", 60, "open now until 01:00"),
        (ADDENBROOKES, "2028-02-29 00:15", 60, "open now until 01:00"),
        (ADDENBROOKES, "2028-02-29 23:15", 60, "open now until 01:00"),
        # closing soon: thirty minutes left is enough, fewer is not, unless it opens again in time
        (OFFICE, "2026-01-05 16:30", 60, "open now until 17:00"),
        (OFFICE, "2026-01-05 16:31", 60, "closes at 17:00, in less than 30 minutes"),
        (OFFICE, "2026-01-05 16:31", 1440, "opens tomorrow 09:00 (within the time asked)"),
        ("{daily: '09:00-12:00, 13:00-17:00'}", "2026-01-05 11:45", 240, "opens today 13:00 (within the time asked)"),
        ("{daily: '09:00-12:00, 12:00-17:00'}", "2026-01-05 11:45", 60, "open now until 17:00"),
        ("{daily: 20:00-00:00}", "2026-01-05 23:31", 60, "closes at midnight, in less than 30 minutes"),
        ("{daily: '00:00-06:00, 20:00-23:59'}", "2026-01-05 23:45", 60, "open now until tomorrow 06:00"),
        # the end of the window counts, a minute later does not
        (OFFICE, "2026-01-05 08:00", 60, "opens today 09:00 (within the time asked)"),
        (OFFICE, "2026-01-05 07:59", 60, "closed until 09:00"),
        (OFFICE, "2026-01-05 06:00", 240, "opens today 09:00 (within the time asked)"),
        (OFFICE, "2026-01-05 05:59", 240, "closed until 09:00"),
        (OFFICE, "2026-01-05 09:00", None, "open now until 17:00"),
        (OFFICE, "2026-01-05 17:00", None, "closed until tomorrow 09:00"),
        (OFFICE, "2026-01-09 17:00", None, "closed until Monday 09:00"),
        ("{daily: 00:00-05:00}", "2026-01-05 22:59", 120, "closed until midnight"),
        ("{daily: 00:00-05:00}", "2026-01-05 23:10", 60, "opens today at midnight (within the time asked)"),
        # bank holidays and dates
        (OFFICE, "2026-04-03 10:00", 60, "closed until Tuesday 09:00"),
        ("{weekdays: 09:00-17:00}", "2026-04-03 10:00", 60, "hours not published: ring first"),
        ("{weekdays: 09:00-17:00}", "2026-04-02 10:00", 60, "open now until 17:00"),
        ("{weekdays: 09:00-17:00, bank_holidays: as usual}", "2026-04-03 10:00", 60, "open now until 17:00"),
        ("{weekdays: 09:00-17:00, bank_holidays: 10:00-16:00}", "2026-12-28 15:00", 60, "open now until 16:00"),
        ("{daily: 09:00-17:00}", "2026-12-25 10:00", 60, "open now until 17:00"),
        ("{daily: 09:00-17:00, dates: {2026-12-25: closed}}", "2026-12-25 10:00", 60, "closed until tomorrow 09:00"),
        ("{daily: 09:00-17:00, dates: {2026-12-25: 09:00-12:00}}", "2026-12-25 10:00", 60, "open now until 12:00"),
        ("{weekdays: 09:00-17:00, dates: {2028-02-29: closed}}", "2028-02-29 12:00", 60, "closed until tomorrow 09:00"),
        ("{always: yes, dates: {2026-12-25: closed}}", "2026-12-25 03:00", 60, "closed until midnight"),
        ("{always: yes, dates: {2026-12-25: closed}}", "2026-12-24 23:00", 60, "open now until midnight"),
        ("{always: yes, bank_holidays: closed}", "2026-12-25 03:00", 60, "open day and night"),
        # nothing known, always, at least
        ("not known", "2026-12-25 03:00", 60, "hours not published: ring first"),
        ("always", "2026-12-25 03:00", 60, "open day and night"),
        ("{daily: all day}", "2026-12-25 03:00", 60, "open day and night"),
        ("{daily: 08:00-20:00, otherwise: not known}", "2026-01-05 03:00", 120, "hours not published: ring first"),
        ("{daily: 08:00-20:00, otherwise: not known}", "2026-01-05 12:00", 120, "open now until 20:00"),
        ("{mon: 09:00-10:00}", "2026-01-06 12:00", 60, "closed until Monday 09:00"),
        ("{daily: 09:00-17:00, bank_holidays: closed}", "2026-12-24 18:00", 60, "closed until Sunday 09:00"),
        ("{daily: closed}", "2026-01-05 12:00", 60, "closed"),
    ],
)
def test_what_is_said_of_opening_hours(written: str, when: str, minutes: int | None, words: str) -> None:
    """Each row is a timetable, a UK time, a disposition's minutes, and the phrase."""
    assert _said(written, at(when), minutes) == words


@pytest.mark.parametrize(
    ("written", "utc", "words"),
    [
        # clocks go forward at 01:00 on 29 March 2026: there is no 01:00 to 01:59
        (ADDENBROOKES, (2026, 3, 29, 0, 20), "open now until 02:00"),
        (ADDENBROOKES, (2026, 3, 29, 1, 0), "closed until 08:00"),
        ("{daily: 22:00-01:30}", (2026, 3, 29, 0, 29), "open now until 02:00"),
        ("{daily: 22:00-01:30}", (2026, 3, 29, 0, 31), "closes at 02:00, in less than 30 minutes"),
        ("{daily: 01:15-05:00}", (2026, 3, 29, 0, 59), "opens today 02:00 (within the time asked)"),
        ("{daily: 01:10-01:50}", (2026, 3, 29, 0, 59), "closed until 01:10"),
        # clocks go back at 02:00 on 25 October 2026: 01:00 to 01:59 comes twice
        (ADDENBROOKES, (2026, 10, 24, 23, 30), "open now until 01:00"),
        (ADDENBROOKES, (2026, 10, 25, 0, 10), "closed until 08:00"),
        (ADDENBROOKES, (2026, 10, 25, 1, 10), "closed until 08:00"),
        ("{daily: 22:00-01:30}", (2026, 10, 25, 0, 0), "open now until 01:30"),
        ("{daily: 22:00-01:30}", (2026, 10, 25, 1, 10), "closed until 22:00"),
        ("{daily: 22:00-02:00}", (2026, 10, 25, 1, 10), "open now until 02:00"),
        ("{daily: 01:30-05:00}", (2026, 10, 25, 1, 5), "open now until 05:00"),
        ("{daily: 09:00-17:00}", (2026, 10, 25, 8, 30), "opens today 09:00 (within the time asked)"),
    ],
)
def test_clock_change_nights(written: str, utc: tuple[int, int, int, int, int], words: str) -> None:
    """A session starts and ends when the clock first reads its times."""
    assert _said(written, datetime(*utc, tzinfo=UTC)) == words


def test_spans_for_the_joint_proof() -> None:
    """Open and unknown spans of some days, merged over midnight."""
    start = minute_of(uk_time(2026, 12, 24))
    days = (datetime(2026, 12, 24, tzinfo=UTC).toordinal(), datetime(2026, 12, 26, tzinfo=UTC).toordinal())
    found = list(spans(hours("{daily: 22:00-02:00, dates: {2026-12-26: closed}}"), start, days, CALENDAR))
    assert [(a - start, b - start, known) for a, b, known in found] == [
        (0, 120, True),
        (22 * 60, 26 * 60, True),
        (46 * 60, 48 * 60, True),
    ]
    unknown = list(spans(hours("{weekdays: 22:00-02:00}"), start, days, CALENDAR))
    assert [(a - start, b - start, known) for a, b, known in unknown] == [
        (0, 120, True),
        (22 * 60, 24 * 60, True),
        (24 * 60, 48 * 60, False),
        (48 * 60, 72 * 60, False),
    ]
