"""Times on paper: UK local time, its zone named, across both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.handover.cases import FALL, desk_in, summary, walk
from triage_tui.handover.times import age_in_words, clock_words, moment_words, patient_words
from triage_tui.record.encounter import Kind
from triage_tui.summaries import copy_as_text


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 14, 2, tzinfo=UTC), "14:02 GMT"),
        (datetime(2026, 7, 5, 14, 2, tzinfo=UTC), "15:02 BST"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "01:30 BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "01:30 GMT"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "00:59 GMT"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "02:00 BST"),
    ],
)
def test_the_zone_is_named(moment: datetime, words: str) -> None:
    """The hour that comes twice can be told apart."""
    assert clock_words(moment) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 15, 30, tzinfo=UTC), "3.30 pm on Monday 5 January"),
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "9 am on Monday 5 January"),
        (datetime(2026, 1, 5, 12, 0, tzinfo=UTC), "midday on Monday 5 January"),
        (datetime(2026, 1, 6, 0, 0, tzinfo=UTC), "11.59 pm on Monday 5 January"),
        (datetime(2026, 1, 6, 0, 10, tzinfo=UTC), "12.10 am on Tuesday 6 January"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "1.30 am (BST) on Sunday 25 October"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "1.30 am (GMT) on Sunday 25 October"),
    ],
)
def test_plain_times(moment: datetime, words: str) -> None:
    """For the patient: no 24-hour clock, no midnight that could be either day, the zone when it matters."""
    assert patient_words(moment) == words


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2026, 1, 4), "1 day"),
        (date(2025, 12, 10), "26 days"),
        (date(2025, 12, 5), "1 month"),
        (date(2024, 1, 6), "23 months"),
        (date(2024, 1, 5), "2 years"),
        (date(1944, 2, 29), "81 years"),
    ],
)
def test_ages(born: date, words: str) -> None:
    """Days for the new-born, months for infants, then years."""
    assert age_in_words(born, date(2026, 1, 5)) == words


def test_a_call_across_the_clock_change(tmp_path: Path) -> None:
    """Begun at 01:59 BST, answered a little later at 01:00 GMT: both are on paper, in the order they happened."""
    desk = desk_in(tmp_path, begin=datetime(2026, 10, 25, 0, 58, tzinfo=UTC))
    found = summary(desk, walk(desk, desk.open("fall", "telephone"), FALL))
    text = copy_as_text(found, "professional")
    assert "25 October 2026, 01:59 BST" in text
    times = [line.at for line in found.audit if line.at]
    assert times == sorted(times)
    assert text.index("01:59 BST   ") < text.index("01:00 GMT   ")


def test_act_by_counts_from_the_end_of_the_questions(tmp_path: Path) -> None:
    """Not from the printing, nor from a note."""
    desk = desk_in(tmp_path)
    call = walk(desk, desk.open("fall", "telephone"), FALL)
    before = summary(desk, call).decision.act_by
    call = desk.record(call, Kind.NOTED, step="", text="later")
    assert summary(desk, call).decision.act_by == before
    assert before is not None
    assert (before - datetime.fromisoformat(call.finished_at)).total_seconds() == 120 * 60
    assert moment_words(before) in copy_as_text(summary(desk, call), "professional")
