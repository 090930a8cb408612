"""Marks of a shift: events of the one chain, folded to what stands at a time, never an encounter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.desks import FALL, MONDAY, StillClock, TestDesk, answered, make_small_pack, opened
from triage_tui.errors import AnswerError, TriageError
from triage_tui.record.encounter import Kind
from triage_tui.record.shift import SHIFT
from triage_tui.shift import end_of_mark
from triage_tui.summaries import copy_as_text, summary_of

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack's pathways."""
    return make_small_pack(tmp_path_factory.mktemp("small"))


def _states(desk: TestDesk) -> dict[str, str]:
    return {name: mark.state for name, mark in desk.marks().items()}


def test_a_mark_stands_until_its_time_and_survives_a_restart(pack: Path, tmp_path: Path) -> None:
    clock = StillClock()
    with opened(pack, tmp_path, clock=clock) as desk:
        desk.mark("west_team", "full", MONDAY + 4 * HOUR)
    with opened(pack, tmp_path, role="paramedic", clock=clock) as desk:
        clock.move(hours=3, minutes=59)
        mark = desk.marks()["west_team"]
        assert (mark.state, mark.by, mark.since, mark.until) == ("full", "Call handler", MONDAY, MONDAY + 4 * HOUR)
        clock.move(minutes=1)
        assert desk.marks() == {}


def test_the_last_word_on_a_service_counts_and_all_of_them_are_kept(pack: Path, tmp_path: Path) -> None:
    with opened(pack, tmp_path) as desk:
        desk.mark("west_team", "full", MONDAY + HOUR)
        desk.mark("carers", "busy", MONDAY + HOUR)
        desk.mark("west_team", "closed", MONDAY + 2 * HOUR)
        assert _states(desk) == {"west_team": "closed", "carers": "busy"}
        desk.unmark("west_team")
        assert _states(desk) == {"carers": "busy"}
        assert [event.kind for event in desk.store.events(SHIFT)] == ["marked", "marked", "marked", "unmarked"]
        assert desk.store.verify() == ()


def test_marks_are_no_encounter(pack: Path, tmp_path: Path) -> None:
    with opened(pack, tmp_path) as desk:
        desk.mark("west_team", "full", MONDAY + HOUR)
        assert desk.store.encounters() == ()
        assert desk.open_calls() == ()
        with pytest.raises(TriageError, match="there is no encounter shift"):
            desk.load(SHIFT)


@pytest.mark.parametrize(
    ("service", "state", "hours", "said"),
    [
        ("nobody", "full", 1, "no such service"),
        ("ambulance_999", "closed", 1, "cannot be marked"),
        ("west_team", "open", 1, "marked full, closed, busy"),
        ("west_team", "full", 0, "within 5 days"),
        ("west_team", "full", 121, "within 5 days"),
    ],
)
def test_what_cannot_be_marked_leaves_nothing(
    pack: Path, tmp_path: Path, service: str, state: str, hours: int, said: str
) -> None:
    with opened(pack, tmp_path) as desk:
        with pytest.raises(AnswerError, match=said):
            desk.mark(service, state, MONDAY + hours * HOUR)
        with pytest.raises(AnswerError, match="not marked"):
            desk.unmark("west_team")
        assert desk.store.events(SHIFT) == ()


def test_a_call_is_offered_what_stands_now_and_a_closed_one_what_stood_when_it_was_closed(
    pack: Path, tmp_path: Path
) -> None:
    clock = StillClock()
    with opened(pack, tmp_path, clock=clock) as desk:
        call = answered(desk, "fall", "telephone", FALL)
        first = desk.services_of(call).offered[0].service.id
        clock.move(minutes=5)
        desk.mark(first, "full", clock.now() + HOUR)
        found = desk.services_of(call)
        assert first not in {match.service.id for match in found.offered}
        why = next(item.why for item in found.excluded if item.service.id == first)
        assert why == "marked full by call handler 10:05, until 11:05"
        closed = desk.record(call, Kind.CLOSED, service=found.offered[0].service.id)
        clock.move(hours=2)
        assert desk.services_of(call).offered[0].service.id == first
        assert desk.services_of(closed) == found
        desk.mark(found.offered[0].service.id, "closed", clock.now() + HOUR)
        assert desk.services_of(desk.load(call.id)) == found


def test_a_busy_service_is_offered_and_the_summary_says_so(pack: Path, tmp_path: Path) -> None:
    with opened(pack, tmp_path) as desk:
        call = answered(desk, "fall", "telephone", FALL)
        first = desk.services_of(call).offered[0]
        desk.mark(first.service.id, "busy", MONDAY + HOUR)
        again = desk.services_of(call).offered[0]
        assert (again.service.id, first.busy) == (first.service.id, "")
        assert again.busy == "marked busy by call handler 10:00, until 11:00"
        text = " ".join(copy_as_text(summary_of(desk, call, MONDAY), "professional").split())
        assert again.busy in text


@pytest.mark.parametrize(
    ("now", "text", "end"),
    [
        ("2026-01-05 14:05", "18:00", "2026-01-05 18:00"),
        ("2026-01-05 14:05", "1800", "2026-01-05 18:00"),
        ("2026-01-05 14:05", "8.30", "2026-01-06 08:30"),
        ("2026-01-05 14:05", "14:05", "2026-01-06 14:05"),
        ("2026-01-05 14:05", " 4 h", "2026-01-05 18:05"),
        ("2026-01-05 14:05", "90 min", "2026-01-05 15:35"),
        ("2026-07-05 14:05", "18:00", "2026-07-05 17:00"),  # British Summer Time
        ("2026-03-28 23:30", "12 h", "2026-03-29 11:30"),  # the clocks go forward
        ("2026-03-28 23:30", "07:00", "2026-03-29 06:00"),
        ("2026-10-25 00:30", "01:45", "2026-10-25 00:45"),  # read twice: the first of them
    ],
)
def test_the_end_of_a_mark(now: str, text: str, end: str) -> None:
    at, until = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (now, end))
    assert end_of_mark(text, at) == until


@pytest.mark.parametrize("text", ["", "soon", "25:00", "12:60", "h", "four", "1e3h", "18:00; rm"])
def test_what_is_no_end(text: str) -> None:
    with pytest.raises(AnswerError):
        end_of_mark(text, MONDAY)
