"""Small directories, services and requests for the directory's tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from triage_tui.content.source import Map, parse_source
from triage_tui.directory.building.hours import read_hours
from triage_tui.directory.clock import uk_time
from triage_tui.directory.model import DAY_AND_NIGHT, Area, Directory, Hours, Service, ServiceType
from triage_tui.directory.request import Found, Mark, MarkState, Request
from triage_tui.directory.search import search

SHIPPED = Path(__file__).resolve().parents[2] / "directory.yaml"
MONDAY_MORNING = uk_time(2026, 1, 5, 10, 0)

AREAS = {
    "england": Area("england", "England", (), (), (), 52.6, -1.5, 300),
    "county": Area("county", "the county", ("england",), (), (), 52.4, 0.0, 30),
    "north": Area("north", "North", ("county",), ("NN1",), ("Northtown",), 52.5, 0.0, 5),
    "south": Area("south", "South", ("county",), ("NN2",), ("Southtown",), 52.2, 0.0, 5),
    "far": Area("far", "Farshire", ("england",), ("NN9",), (), 54.5, -1.0, 20),
}
TYPES = {
    "ambulance": ServiceType("ambulance", "999 ambulance", most_returned=1),
    "emergency_department": ServiceType("emergency_department", "Emergency department", at_once="ambulance"),
    "urgent_treatment_centre": ServiceType(
        "urgent_treatment_centre", "Urgent treatment centre", instead=("emergency_department",)
    ),
    "gp_practice": ServiceType("gp_practice", "GP practice", most_returned=1, instead=("urgent_treatment_centre",)),
    "safe_place": ServiceType("safe_place", "Safe place", instead=("crisis",)),
    "crisis": ServiceType("crisis", "Crisis team", instead=("professional_line", "safe_place")),
    "professional_line": ServiceType("professional_line", "Professional line", instead=("gp_practice",)),
}


def service(name: str, kind: str = "urgent_treatment_centre", /, **changes: Any) -> Service:
    """A service that everybody in the county may use, day and night, unless changed."""
    values: dict[str, Any] = {
        "id": name,
        "name": name.replace("_", " ").title(),
        "type": kind,
        "hours": DAY_AND_NIGHT,
        "areas": ("county",),
        "status": "demonstration",
        "source": "test",
        "self_referral": True,
        "last_verified": "2026-01-01",
    }
    return Service(**{**values, **changes})


def directory(*services: Service, **changes: Any) -> Directory:
    """A directory of some services in the areas and types above."""
    values: dict[str, Any] = {
        "id": "test",
        "version": "1",
        "title": "Test",
        "notice": "Test data",
        "updated": "2026-01-01",
        "capabilities": {"xray": "X-ray", "suturing": "wound closure"},
        "roles": {"call_handler": "call handler", "paramedic": "paramedic", "gp": "GP", "police": "police"},
        "providers": {},
        "types": TYPES,
        "areas": AREAS,
        "ranks": {},
        "services": services,
    }
    return Directory(**{**values, **changes})


def request(*types: str, **changes: Any) -> Request:
    """A call handler's search from the north of the county, on a Monday at ten."""
    values: dict[str, Any] = {
        "types": types or ("urgent_treatment_centre",),
        "role": "call_handler",
        "mode": "telephone",
        "at": MONDAY_MORNING,
        "area": "north",
        "age_days": 40 * 365.25,
        "sex": "female",
        "minutes": 240,
    }
    return Request(**{**values, **changes})


def find(one: Directory, *types: str, **changes: Any) -> Found:
    """What a search finds."""
    return search(one, request(*types, **changes))


def offered(found: Found) -> list[str]:
    """The ids offered, best first."""
    return [match.service.id for match in found.offered]


def excluded(found: Found) -> dict[str, str]:
    """The phrase for each service that was not offered."""
    return {one.service.id: one.why for one in found.excluded}


def reasons(found: Found) -> dict[str, tuple[str, ...]]:
    """The tests that each service failed."""
    return {one.service.id: one.reasons for one in found.excluded}


def hours(written: str) -> Hours:
    """Opening hours from what an author would write after `hours:`."""
    source = parse_source(f"hours: {written}\n".encode(), "test.yaml")
    assert isinstance(source.root, Map), source.problems
    found, problems = read_hours(source, ("hours",), source.root["hours"])
    assert problems == [], [problem.line() for problem in problems]
    return found


def at(text: str) -> datetime:
    """A time as a UK clock reads it: `2026-01-05 10:00`; the first of the two in the hour that comes twice."""
    day, clock = text.split(" ")
    return uk_time(*map(int, day.split("-")), *map(int, clock.split(":")))


def marked(*services: str, state: MarkState = "closed", when: datetime = MONDAY_MORNING) -> dict[str, Mark]:
    """Services marked by a call handler an hour before, for eight hours more."""
    since, until = when - timedelta(hours=1), when + timedelta(hours=8)
    return {name: Mark(name, state, "Call handler", since, until) for name in services}
