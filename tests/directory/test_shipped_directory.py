"""The directory that is shipped: clean, complete, traced to its sources, and nobody left out."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import timedelta
from itertools import product

import pytest

from tests.desks import SHIPPED as SHIPPED_PACK
from tests.directory.make import MONDAY_MORNING, SHIPPED, at
from tests.directory.rows import ELSEWHERE, ENTRIES, NATIONAL
from triage_tui.directory.ask import Ask
from triage_tui.directory.browse import Wanted, browse
from triage_tui.directory.building.build import build_directory, load_directory
from triage_tui.directory.building.file import read_directory
from triage_tui.directory.hours import Opening
from triage_tui.directory.index import index_of
from triage_tui.directory.judge import Verdict
from triage_tui.directory.model import EVERYWHERE
from triage_tui.directory.page import service_page
from triage_tui.directory.place import distance_km, point_of
from triage_tui.directory.present import as_match
from triage_tui.directory.referral import Referral
from triage_tui.directory.request import Request
from triage_tui.directory.search import search
from triage_tui.handover.found import listed_words
from triage_tui.handover.service_lines import service_lines
from triage_tui.library import Library

DIRECTORY = load_directory(SHIPPED)
TEXT = SHIPPED.read_text(encoding="utf-8")
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


@pytest.mark.parametrize("row", ENTRIES)
def test_every_row_is_an_entry_that_cites_it(row: int) -> None:
    """And no entry cites a row that is not its own."""
    citing = {one.id for one in DIRECTORY.services if row in _cited(one.source) or f"(row {row})" in one.source}
    assert citing == set(ENTRIES[row])


def test_the_rows_are_all_there() -> None:
    """Seventy rows of the inventory are for a directory, some as areas, roles and providers; each document has some."""
    assert len(ENTRIES.keys() | ELSEWHERE.keys()) >= 70
    assert _cited(TEXT) == ENTRIES.keys() | ELSEWHERE.keys()
    for row, (where, name) in ELSEWHERE.items():
        found = getattr(DIRECTORY, where)[name]
        assert where == "roles" or row in _cited(found.source), row


@pytest.mark.parametrize("name", NATIONAL)
def test_the_national_layer_is_for_everybody(name: str) -> None:
    """Open to everybody in England, active, and honest about what it rests on."""
    service = next(one for one in DIRECTORY.services if one.id == NATIONAL[name])
    assert (service.status, service.areas, service.limited_to, service.active) == ("national", (EVERYWHERE,), (), True)
    assert service.roles or service.self_referral


def test_historical_entries_are_marked_wherever_they_are_shown() -> None:
    """In a list, on a page, where one is offered and on the summary."""
    index = index_of(DIRECTORY)
    lines = {line.service.id: line for line in browse(DIRECTORY, Wanted(MONDAY_MORNING)).lines}
    for service in DIRECTORY.services:
        old = service.status == "historical"
        assert listed_words(lines[service.id]).endswith("; historical") is old
        entry, ask = index.get(service.id), Ask(index, Request((service.type,), "gp", "telephone", MONDAY_MORNING))
        assert entry is not None
        rows = {row.label: row.words for row in service_page(entry, ask)}
        assert ("HISTORICAL" in rows.get("Mark", "")) is old
        assert rows["Entry"].startswith("historical") is old
        match = as_match(Verdict(entry, None, Opening("always"), Referral("direct", "you refer")), ask)
        assert (match.old, match.freshness.startswith("historical")) == (old, old)
        assert ("HISTORICAL" in service_lines((match,), frozenset())[0].mark) is old


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


def test_the_published_reasons_for_not_using_a_service() -> None:
    """All twelve; what is clinically appropriate is for clinicians to say, in words."""
    reasons = {one.id: one for one in Library(SHIPPED_PACK).pack.reject_reasons}
    assert set(reasons) == {
        *("transport", "no_capacity", "not_appropriate", "service_declined", "patient_choice", "could_not_contact"),
        *("no_appointments", "appointments_unsuitable", "not_eligible", "wants_home_visit", "too_far", "other"),
    }
    assert {name for name, one in reasons.items() if one.clinician} == {"not_appropriate"}
    assert {name for name, one in reasons.items() if one.comment} == {"not_appropriate", "service_declined", "other"}
