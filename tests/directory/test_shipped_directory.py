"""The directory that is shipped: clean, complete, traced to its sources, and nobody left out."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import timedelta
from itertools import product

import pytest

from tests.directory.make import MONDAY_MORNING, SHIPPED, at
from triage_tui.directory.building.build import build_directory, load_directory
from triage_tui.directory.building.file import read_directory
from triage_tui.directory.model import EVERYWHERE
from triage_tui.directory.place import distance_km, point_of
from triage_tui.directory.request import Request
from triage_tui.directory.search import search

DIRECTORY = load_directory(SHIPPED)
TEXT = SHIPPED.read_text(encoding="utf-8")
ROWS = {
    *(
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        12,
        13,
        16,
        17,
        18,
        20,
        21,
        22,
        23,
        24,
        25,
        26,
        30,
        31,
        33,
        35,
        37,
        38,
        41,
        42,
        44,
        47,
    ),
    *(49, 50, 51, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 73, 74, 75, 76, 79, 80, 81, 82, 83, 84, 86, 88),
    *(89, 90, 91, 96, 97, 100, 101, 102, 103, 104, 105, 106),
}
"""The rows of the planning documents' inventory that are entries of a directory."""

SEED_OF_ROW = {0: range(1, 15), 1: range(15, 59), 2: range(59, 73), 4: range(59, 73), 3: range(73, 107)}
KNOWN_NUMBERS = {"999", "111", "111 option 2", "116 123", "0800 1111", "0800 068 4141", "text 85258"}
ROLES = tuple(DIRECTORY.roles)


def test_it_loads_clean() -> None:
    """Not even a warning."""
    _, problems = read_directory(SHIPPED)
    assert [problem.line() for problem in problems] == []


def _cited(text: str) -> set[int]:
    """The row numbers in `seed 000 (row 4)` or `seed 004 (rows 66 and 67)`."""
    found = re.findall(r"seed 00[0-4] \(rows? ([0-9 and,]+)\)", text)
    return {int(number) for numbers in found for number in re.findall("[0-9]+", numbers)}


def test_every_row_of_the_planning_documents_is_there() -> None:
    """As a service, an area, a role or a provider that cites it."""
    assert _cited(TEXT) >= ROWS


def test_every_citation_names_the_right_document() -> None:
    """A row is in the document that is named with it."""
    wrong = [
        (document, numbers)
        for document, numbers in re.findall(r"seed 00([0-4]) \(rows? ([0-9 and,]+)\)", TEXT)
        for number in re.findall("[0-9]+", numbers)
        if int(number) not in SEED_OF_ROW[int(document)]
    ]
    assert wrong == []


def test_historical_entries_cite_a_row_and_national_ones_say_what_they_rest_on() -> None:
    """Nothing without a source."""
    for service in DIRECTORY.services:
        if service.status == "historical":
            assert service.source.startswith("seed 00"), service.id
            assert _cited(service.source) or "row 62" in service.source, service.id
            assert service.last_verified in ("2014", "2015", "2016", "2016-10"), service.id
        else:
            assert service.status == "national", service.id
            assert re.search(r"\[(found|recalled|design)\]", service.source), service.id


def test_no_number_is_invented() -> None:
    """Only those in the sources; a service without one says so."""
    numbers = {service.phone for service in DIRECTORY.services if service.phone}
    assert numbers == KNOWN_NUMBERS
    assert all(service.professional_phone is None for service in DIRECTORY.services)
    assert all(
        service.phone in (None, "111", "111 option 2")
        for service in DIRECTORY.services
        if service.status == "historical"
    )


def test_planned_services_are_not_active() -> None:
    """What was only proposed is shown as that, and never offered."""
    planned = {service.id for service in DIRECTORY.services if not service.active}
    assert planned == {
        "stroke_early_supported_discharge",
        "rural_urgent_hubs",
        "ely_hub",
        "wisbech_hub",
        "norwich_urgent_care",
        "dartford_mental_health_centres",
        "staffordshire_cancer_programme",
    }
    assert all(service.note.startswith("not ") for service in DIRECTORY.services if not service.active)


@pytest.mark.parametrize("kind", DIRECTORY.types)
def test_every_kind_has_an_entry_for_everybody(kind: str) -> None:
    """National, not limited, and never simply closed without another kind to go to."""
    entries = [one for one in DIRECTORY.services if one.type == kind and one.status == "national"]
    assert any(EVERYWHERE in one.areas and not one.limited_to and one.active for one in entries)


@pytest.mark.parametrize("area", [None, *DIRECTORY.areas])
def test_nobody_is_left_with_999_alone(area: str | None) -> None:
    """Every kind and role, on a working day and at three on a bank holiday, a child or not known: never only 999."""
    for kind, role in product(
        DIRECTORY.types.keys() - {"ambulance"}, ROLES if area in (None, "fenland") else ROLES[:3]
    ):
        for when, age in ((at("2026-12-25 03:00"), 5 * 365), (MONDAY_MORNING, None)):
            asked = Request(types=(kind,), role=role, mode="telephone", at=when, area=area, age_days=age, minutes=120)
            found = search(DIRECTORY, asked)
            assert not found.catch_all, (kind, area, role, when, age)
            assert {match.service.type for match in found.offered} != {"ambulance"}, (kind, area, role, when, age)


def test_the_crisis_support_is_found_every_minute_of_a_dated_week() -> None:
    """From midnight to midnight over Christmas, 111 option 2 or better."""
    start = at("2026-12-24 00:00")
    for minutes in range(0, 7 * 1440, 15):
        asked = Request(
            types=("mental_health_crisis",),
            role="call_handler",
            mode="telephone",
            at=start + timedelta(minutes=minutes),
            area="fenland",
            minutes=240,
        )
        assert search(DIRECTORY, asked).offered[0].service.type == "mental_health_crisis"


def test_names_in_the_types_and_areas_agree_with_where_they_are() -> None:
    """Services stand within reach of the middle of an area they work in."""
    for service in DIRECTORY.services:
        here = point_of(service)
        if here is None:
            continue
        areas = [DIRECTORY.areas[area] for area in service.areas]
        nearest = min(distance_km(here, point) for area in areas if (point := point_of(area)))
        assert nearest <= 60, service.id


def test_it_is_plain_data() -> None:
    """It goes through JSON, so that it can be kept compiled."""
    assert json.loads(json.dumps(asdict(DIRECTORY)))["id"] == "demonstration"


def test_building_twice_gives_the_same() -> None:
    """Nothing depends on when or how often it is read."""
    file, _ = read_directory(SHIPPED)
    assert file is not None
    assert build_directory(file) == DIRECTORY
