"""What is kept on this machine: listed, shown, taken up, verified, exported."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desks import FALL, answered, opened
from triage_tui.errors import ExitCode
from triage_tui.record.encounter import Kind


@pytest.fixture
def calls(small: Path, data: Path) -> None:
    """Two calls: one closed, one at a question."""
    with opened(small, data) as desk:
        call = answered(desk, "fall", "telephone", {**FALL, "complaint": "Fell over the [GP] cat"})
        desk.record(call, Kind.CLOSED, service="any_team")
        answered(desk, "wound", "telephone", FALL, "deep")


@pytest.mark.usefixtures("calls")
def test_list(triage: Run) -> None:
    ran = triage("records", "list")
    assert ran.code == 0
    assert ran.err == "2 encounters\n"
    first, second = ran.out.splitlines()
    assert first.startswith("TEST-0001  2026-01-05T10:00Z  fall  closed")
    assert second.startswith("TEST-0002  2026-01-05T10:00Z  wound  answered")


def test_list_of_nothing(triage: Run) -> None:
    ran = triage("records", "list")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 encounters\n")


@pytest.mark.usefixtures("calls")
def test_show_is_the_professional_copy(triage: Run) -> None:
    ran = triage("records", "show", "TEST-0001")
    assert ran.code == 0
    assert "TEST-0001" in ran.out
    assert "Fell over the [GP] cat" in ran.out
    assert triage("summary", "TEST-0001").out == ran.out


@pytest.mark.usefixtures("calls")
def test_a_record_that_was_changed_is_found_out(triage: Run, data: Path) -> None:
    ran = triage("records", "verify")
    assert (ran.code, ran.out) == (0, "")
    assert "the record is whole" in ran.err
    record = data / "encounters.db"
    stored = record.read_bytes()
    assert stored.count(b"[GP] cat") == 1
    record.write_bytes(stored.replace(b"[GP] cat", b"[GP] dog"))
    ran = triage("records", "verify")
    assert ran.code == ExitCode.PROBLEMS
    assert ran.out == "event 9: edit: its content does not match its hash\n"
    for command in (["records", "list"], ["records", "resume", "TEST-0002"], ["summary", "last"]):
        ran = triage(*command)
        assert ran.code == ExitCode.UNREADABLE
        assert "is damaged: event 9" in ran.err
        assert "Nothing was changed or deleted." in ran.err
        assert "cat" not in ran.err
        assert "dog" not in ran.err


@pytest.mark.usefixtures("calls")
def test_export_is_every_event_as_json_lines(triage: Run, tmp_path: Path) -> None:
    ran = triage("records", "export", "TEST-0001")
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert [event["n"] for event in events] == list(range(1, len(events) + 1))
    assert (events[0]["kind"], events[-1]["kind"]) == ("opened", "closed")
    assert all(later["prev"] == event["hash"] for event, later in pairwise(events))
    assert any(event["payload"].get("value") == "Fell over the [GP] cat" for event in events)
    target = tmp_path / "export.jsonl"
    ran = triage("records", "export", "TEST-0001", "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()] == events
    assert target.stat().st_mode & 0o077 == 0, "nobody else may read it"


@pytest.mark.usefixtures("calls")
def test_resume_goes_on_at_the_same_question(triage: Run) -> None:
    ran = triage("records", "resume", "TEST-0002", typed="3\n")
    assert ran.code == 0
    assert "Is the cut deep?" in ran.out
    assert "OUTCOME: Home care." in ran.out
    assert "Take it up again with: triage records resume TEST-0002" in ran.out


@pytest.mark.usefixtures("calls")
def test_reading_changes_nothing(triage: Run, data: Path) -> None:
    before = (data / "encounters.db").read_bytes()
    for command in (["records", "list"], ["records", "verify"], ["records", "show", "TEST-0001"], ["summary", "last"]):
        assert triage(*command).code == 0
    assert (data / "encounters.db").read_bytes() == before


def test_find(triage: Run) -> None:
    ran = triage("find", "community_team", "--area", "Westford", "--at", "2026-01-05 10:00", "--role", "paramedic")
    assert ran.code == 0
    assert ran.out.startswith("1. West Community Team (staff line) (west_team)")
    assert "Westford" in ran.err
    ran = triage("find", "community_team", "--area", "Westford", "--at", "2026-01-05 23:00", "--explain")
    assert ran.out.startswith("1. Community team by 111 (any_team)")
    assert "left out: West Community Team (staff line) (west_team): closed until tomorrow 08:00" in ran.out
    found = json.loads(triage("find", "ambulance", "--json", "--explain").out)
    assert found["services"][0]["id"] == "ambulance_999"
    assert found.keys() == {"asked", "catch_all", "services", "notes", "excluded", "near_misses"}


@pytest.fixture
def told(small: Path, data: Path) -> None:
    """A call full of words that identify, with a rejected service, a note, a detail and a raised outcome."""
    secret = {
        "complaint": "Quux fell",
        "place": "1 Quux Lane",
        "call_back": "07700 900123",
        "age": "97",
        "more": "Quux",
    }
    with opened(small, data) as desk:
        call = answered(desk, "fall", "telephone", {**FALL, **secret, "head_hit": "yes", "head_thinner": "no"})
        call = desk.record(call, Kind.NOTED, step="down", text="Quux again")
        call = desk.record(call, Kind.DETAIL, field="name", text="Zebedee Quux")
        call = desk.record(call, Kind.REJECTED, service="west_team", reason="full", comment="Quux")
        call = desk.record(call, Kind.OVERRODE, disposition="ambulance_now", reason="Quux", raised=True)
        desk.record(call, Kind.CLOSED, service="ambulance_999")
        answered(desk, "fall", "telephone", FALL, "head_hit")


@pytest.mark.usefixtures("told")
def test_export_as_a_scenario_names_nobody_and_passes(triage: Run, small: Path, tmp_path: Path) -> None:
    ran = triage("records", "export", "--scenario", "TEST-0001")
    assert ran.code == 0
    assert not re.search(r"quux|07700|TEST|Zebedee|97", ran.out, re.I)
    assert "age: 90 years, sex: female, area: westshire, role: call_handler, mode: telephone" in ran.out
    assert "head_hit: yes" in ran.out
    assert "expect: {disposition: visit_2h, outcome: visit, service: community_team, also: [gp_message]}" in ran.out
    assert "the outcome that a user chose" in ran.err
    assert "read it before you share it" in ran.err
    assert triage("records", "export", "test-0001", "--scenario").out == ran.out
    pack = tmp_path / "copy" / "pathways"
    shutil.copytree(small.parent, pack.parent)
    (pack / "scenarios").mkdir(exist_ok=True)
    target = pack / "scenarios" / "fall.yaml"
    ran = triage("records", "export", "--scenario", "TEST-0001", "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    ran = triage("--pack", str(pack), "test", "fall")
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.usefixtures("told")
def test_a_call_without_an_end_is_no_scenario(triage: Run) -> None:
    ran = triage("records", "export", "--scenario", "test-0002")
    assert (ran.code, ran.out) == (ExitCode.PROBLEMS, "")
    assert "did not reach an outcome" in ran.err
    ran = triage("records", "list", "--scenario")
    assert (ran.code, "goes with export" in ran.err) == (ExitCode.USAGE, True)


@pytest.mark.usefixtures("told")
def test_a_scenario_says_when_the_pack_in_use_ends_elsewhere(triage: Run, small: Path, tmp_path: Path) -> None:
    pack = tmp_path / "changed" / "pathways"
    shutil.copytree(small.parent, pack.parent)
    file = pack / "fall.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "when: head_hit is yes, go: visit", "when: head_hit is yes, go: hospital"
        ),
        encoding="utf-8",
    )
    ran = triage("--pack", str(pack), "records", "export", "--scenario", "TEST-0001")
    assert "outcome: visit" in ran.out
    assert "in the pack in use it ends in hospital_1h (hospital): the pack was changed since the call" in ran.err
