"""triage find: lists, a service's page, places nobody knows, and what is plain data."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desks import StillClock, opened

AT = "2026-01-05 10:00"


def test_the_list_shows_ids_hours_numbers_and_old_entries(triage: Run) -> None:
    ran = triage("find", "--list", "--at", AT)
    assert ran.code == 0
    lines = {line.split("  ")[0]: line for line in ran.out.splitlines()}
    assert len(lines) == 9
    team = "West Community Team (staff line): open now until 20:00; number not published here; historical"
    assert lines["west_team"] == f"west_team  {team}"
    assert ran.err == "1 to 9 of 9\n"


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (["--name", "westfrd"], []),
        (["--name", "hospital west"], ["westford_hospital"]),
        (["--name", "carers"], ["carers"]),
        (["community_team"], ["west_team", "any_team"]),
        (["community_team", "--open-now", "--at", "2026-01-05 23:00"], ["any_team"]),
        (["--capability", "xray", "--open-now"], ["westford_hospital", "nearest_hospital"]),
        (["--capability", "xray", "--area", "Paris"], ["nearest_hospital"]),
        (["--area", "Westford", "community_team"], ["west_team", "any_team"]),
        (["--page", "2"], []),
    ],
)
def test_what_is_looked_for(triage: Run, asked: list[str], ids: list[str]) -> None:
    ran = triage("find", "--list", "--at", AT, *asked)
    assert ran.code == 0
    assert [line.split("  ")[0] for line in ran.out.splitlines()] == ids


def test_hours_that_are_not_known_are_counted_when_what_is_open_is_asked_for(triage: Run) -> None:
    ran = triage("find", "--list", "--open-now", "--at", AT)
    assert "carers" not in ran.out
    assert "2 more may be open: their hours are not known, ring first" in ran.err


def test_a_place_nobody_knows_says_so_and_shows_the_areas(triage: Run) -> None:
    for typed, said in (
        ("G12 8QQ", "is in Scotland"),
        ("Paris", '"Paris" is not a place'),
        ("ZZ1", "is not a British"),
    ):
        ran = triage("find", "community_team", "--postcode", typed, "--at", AT, "--json")
        assert said in ran.err
        assert "areas: Westshire; England" in ran.err
        found = json.loads(ran.out)
        assert found["areas"] == {"england": "England", "westshire": "Westshire"}
        assert [one["id"] for one in found["services"]] == ["any_team", "hub_111"]


def test_a_town_alone_is_served_and_the_distance_says_how_sure_it_is(triage: Run) -> None:
    ran = triage("find", "emergency_department", "--area", "westford", "--at", AT, "--minutes", "60")
    assert "Westford, Westshire (distances are from its centre, good to 20 km)" in ran.err
    assert "1. Westford Hospital (made up) (westford_hospital), within about 21 km" in ran.out


def test_all_that_is_known_of_a_service(triage: Run) -> None:
    ran = triage("find", "--service", "west_team", "--at", AT, "--role", "paramedic")
    rows = {line[2:17].strip(): line[17:].strip() for line in ran.out.splitlines()[1:]}
    assert ran.out.splitlines()[0] == "West Community Team (staff line)"
    assert rows["Mark"] == "HISTORICAL: from a planning document, not a live service"
    assert rows["Now"] == "open now until 20:00"
    assert rows["Number"] == "number not published here"
    assert rows["Staff number"] == "01632 960222 (staff only)"
    assert rows["You"] == "you refer"
    assert rows["Patients"] == "cannot refer themselves"
    assert rows["Mon 5 Jan"] == "08:00 to 20:00 (today)"
    assert rows["Entry"] == "historical, last checked 2016: old"
    assert rows["Written in"].startswith("directory.yaml, line ")
    data = json.loads(triage("find", "--service", "west_team", "--at", AT, "--json").out)
    assert (data["id"], data["source"], data["said"][0]["label"]) == ("west_team", "test", "Mark")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["find"], "find needs a service type"),
        (["find", "--service", "west_tem"], 'did you mean "west_team"?'),
        (["find", "--list", "--capability", "xry"], 'did you mean "xray"?'),
        (["find", "ambulance", "--tried", "nobody"], 'the directory has no service "nobody"'),
        (["find", "ambulance", "--disposition", "tomorrow"], 'the directory has no disposition "tomorrow"'),
        (["find", "--list", "--page", "0"], "a page is a number from 1"),
        (["find", "ambulance", "--distance", "100"], "a distance is 1 to 99 kilometres"),
        (["find", "ambulance", "--near", "here"], "write latitude and longitude in degrees"),
        (["find", "ambulance", "--near", "0.1,52.2"], "is not in England; the latitude comes first"),
    ],
)
def test_mistakes_say_what_to_type(triage: Run, arguments: list[str], said: str) -> None:
    ran = triage(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_only_those_known_to_be_open(triage: Run) -> None:
    asked = ["find", "community_team", "clinical_hub", "--area", "Westshire", "--at", "2026-01-05 19:45", "--minutes"]
    assert "none of these is known" not in triage(*asked, "1440", "--open-now").out
    ran = triage("find", "carers_support", "--open-now", "--at", AT)
    assert "Carers' help" in ran.out
    assert "none of these is known to be open now" in ran.out


def test_what_was_marked_at_this_desk_counts_until_its_time(triage: Run, small: Path, data: Path) -> None:
    nine = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    with opened(small, data, clock=StillClock(nine)) as desk:
        desk.mark("west_team", "full", nine + timedelta(hours=4))
    asked = ["find", "community_team", "--area", "westshire", "--minutes", "60", "--explain", "--at"]
    ran = triage(*asked, AT)
    assert ran.out.startswith("1. Community team by 111")
    assert "(west_team): marked full by call handler 09:00, until 13:00" in ran.out
    assert triage(*asked, AT, "--ignore-marks").out.startswith("1. West Community Team")
    assert triage(*asked, "2026-01-05 13:00").out.startswith("1. West Community Team")
    assert "This shift      marked full" in triage("find", "--service", "west_team", "--at", AT).out
    assert "marked full by call handler" in triage("find", "--list", "community_team", "--at", AT).out
    with opened(small, data) as desk:
        ran = triage(*asked, AT)
        assert desk.role == "call_handler"
        assert ran.out.startswith("1. West Community Team")
        assert "services marked full or closed are NOT left out" in ran.err


def test_marks_are_made_listed_and_taken_away_from_the_command_line(triage: Run) -> None:
    assert triage("mark").err == "nothing is marked\n"
    ran = triage("mark", "west_team", "full", "--until", "4h")
    assert ran.code == 0
    assert ran.out.startswith("west_team  marked full by call handler ")
    assert triage("mark").out == ran.out
    assert "marked full" in triage("find", "--service", "west_team").out
    ran = triage("mark", "west_team", "open")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing is marked\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["west_tem", "full", "--until", "4h"], 'did you mean "west_team"?'),
        (["west_team"], "what is it marked as?"),
        (["west_team", "full"], "a mark needs an end"),
        (["west_team", "full", "--until", "later"], '"later" is no end of a mark'),
        (["west_team", "open"], "this service is not marked"),
        (["ambulance_999", "closed", "--until", "4h"], "999 ambulance cannot be marked"),
        (["west_team", "full", "--until", "200h"], "a mark ends within 5 days"),
    ],
)
def test_a_mark_that_cannot_be_made(triage: Run, arguments: list[str], said: str) -> None:
    ran = triage("mark", *arguments)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert triage("mark").out == ""


def test_a_point_is_surer_than_the_middle_of_an_area(triage: Run) -> None:
    asked = ["find", "emergency_department", "--minutes", "60", "--at", AT, "--near", "52.2,0.3"]
    for place in ([], ["--area", "westshire"]):
        ran = triage(*asked, *place)
        assert ran.out.startswith(
            "1. Westford Hospital (made up) (westford_hospital), about 12 km in a straight line\n"
        )
    assert "distances are from 52.2, 0.3" in ran.err
    assert "area not known: services limited to an area are left out" in triage(*asked).out
