"""A made-up national directory and requests to it: realistic numbers, hours, ages and areas; nothing in it is real."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.place import ROOT
from triage_tui.directory.building.build import load_directory
from triage_tui.directory.clock import uk_time
from triage_tui.directory.model import Area, Directory, Hours, Service
from triage_tui.directory.request import Request

SHIPPED = ROOT / "directory.yaml"
SERVICES_A_FILE = 2_500
MADE_UP = "made up"
SHARES = {
    "pharmacy": 0.12, "minor_ailment_pharmacy": 0.06, "gp_practice": 0.08, "dental": 0.12, "eye_care": 0.07,
    "community_nursing": 0.06, "social_care": 0.03, "voluntary": 0.1, "mental_health_community": 0.04,
    "urgent_treatment_centre": 0.006, "minor_injury_unit": 0.006, "emergency_department": 0.003, "maternity": 0.004,
    "urgent_community_response": 0.01, "gp_out_of_hours": 0.01, "gp_access_hub": 0.02, "clinical_hub": 0.004,
    "mental_health_crisis": 0.006, "safe_place": 0.004, "falls_service": 0.01, "intermediate_care": 0.03,
    "carers_support": 0.02, "care_home_line": 0.01, "healthy_living": 0.05, "dementia_support": 0.03,
    "professional_line": 0.01, "telecare": 0.02, "transport": 0.01, "talking_therapies": 0.02, "hospital_at_home": 0.01,
}  # fmt: skip
COMES_TO_PEOPLE = {"community_nursing", "social_care", "urgent_community_response", "mental_health_crisis", "telecare"}
CITIES = {  # where people live, roughly, and how many in every hundred
    (51.51, -0.12): 30, (53.48, -2.24): 9, (52.48, -1.9): 9, (53.8, -1.55): 7, (53.41, -2.98): 4, (54.97, -1.61): 4,
    (51.45, -2.59): 4, (53.38, -1.47): 4, (52.95, -1.15): 4, (50.91, -1.4): 4, (52.63, -1.13): 3, (52.57, -0.24): 3,
    (50.37, -4.14): 3, (51.75, -1.26): 3, (52.63, 1.29): 3, (53.74, -0.33): 3, (50.72, -3.53): 3,
}  # fmt: skip
REQUESTS = (
    (("gp_practice", "gp_out_of_hours", "gp_access_hub", "urgent_treatment_centre", "clinical_hub"), 120),
    (("pharmacy",), 720),
    (("minor_ailment_pharmacy", "pharmacy"), 1440),
    (("urgent_treatment_centre", "minor_injury_unit"), 240),
    (("emergency_department",), 60),
    (("mental_health_crisis", "cyp_crisis", "mental_health_line"), 240),
    (("urgent_community_response", "home_visiting", "clinical_hub"), 120),
    (("dental",), 1440),
    (("social_care", "voluntary", "carers_support", "telecare", "warm_homes", "gp_practice"), 10080),
    (("ambulance", "emergency_department"), 0),
    (("falls_service", "frailty_service", "gp_practice"), 20160),
)


def timetables(chance: Random, count: int) -> list[Hours]:
    """Weeks as services keep them: day shifts with and without lunch, evenings, nights, some unknown, some always."""
    made = [Hours(always=True), Hours(known=False)]
    while len(made) < count:
        opens, closes = chance.randrange(420, 600, 15), chance.randrange(990, 1260, 15)
        day = ((opens, closes),) if chance.random() < 0.7 else ((opens, 750), (810, closes))
        saturday = ((opens + 30, 780),) if chance.random() < 0.6 else ()
        sunday = ((600, 960),) if chance.random() < 0.2 else ()
        own = ((600, 840),) if chance.random() < 0.2 else ()
        rule = chance.choice(("own", "own", "not_known", "as_usual"))
        dates = {"2026-12-25": (), "2027-01-01": ()} if chance.random() < 0.3 else {}
        made.append(Hours(week=(day,) * 5 + (saturday, sunday), holiday=rule, holiday_sessions=own, dates=dates))
    return made


def national(size: int, chance: Random) -> Directory:
    """The shipped directory with this many made-up services more."""
    shipped = load_directory(SHIPPED)
    hours = timetables(chance, 1200)
    kinds = chance.choices(list(SHARES), list(SHARES.values()), k=size)
    cities = chance.choices(list(CITIES), list(CITIES.values()), k=size)
    areas = [area for area in shipped.areas.values() if area.postcodes]
    return replace(
        shipped,
        services=shipped.services + tuple(made_up(n, kinds[n], cities[n], areas, hours, chance) for n in range(size)),
    )


def made_up(
    number: int, kind: str, city: tuple[float, float], areas: list[Area], hours: list[Hours], chance: Random
) -> Service:
    """One service near a city."""
    lat, lon = city[0] + chance.gauss(0, 0.25), city[1] + chance.gauss(0, 0.35)
    near = min(areas, key=lambda area: (area.lat - lat) ** 2 + (area.lon - lon) ** 2)
    comes = kind in COMES_TO_PEOPLE
    self_referral = chance.random() < 0.7
    return Service(
        id=f"made_up_{number}",
        name=f"Made-up {kind.replace('_', ' ')} {number}",
        type=kind,
        hours=chance.choice(hours),
        areas=(near.id,),
        status="demonstration",
        source=MADE_UP,
        public_name=f"Made-up {number}",
        capabilities=chance.choice(((), (), ("xray",), ("suturing", "xray"), ("catheter",), ("paediatric",))),
        limited_to=(near.id,) if chance.random() < 0.1 else (),
        lat=None if comes else round(min(max(lat, 50), 55.5), 5),
        lon=None if comes else round(min(max(lon, -5.5), 1.7), 5),
        phone="111",
        how_to_refer="Ring first.",
        roles=()
        if self_referral
        else chance.choice((("gp",), ("gp", "paramedic"), ("call_handler", "gp", "paramedic"))),
        self_referral=self_referral,
        ages=chance.choice(((), (), (), ((0, 6573),), ((6574, 47483),), ((23741, 47483),))),
        sexes=chance.choice(((),) * 19 + (("female",),)),
        practices=(f"P{chance.randrange(6500)}",) if chance.random() < 0.05 else (),
        restricted=chance.random() < 0.02,
        capacity=chance.choice(("green",) * 18 + ("amber", "red")),
        ods=f"P{number}" if kind == "gp_practice" else None,
        last_verified="2025-10-01",
        next_check_due=chance.choice(("2025-12-31", "2026-12-31", "2027-06-30")),
    )


def varied(count: int, directory: Directory, chance: Random) -> list[Request]:
    """Requests from where people live, at all hours, for all ages."""
    found = []
    start = uk_time(2026, 1, 1)
    areas = [area for area in directory.areas.values() if area.postcodes]
    for types, minutes in chance.choices(REQUESTS, k=count):
        city = chance.choices(list(CITIES), list(CITIES.values()))[0]
        point = (city[0] + chance.gauss(0, 0.15), city[1] + chance.gauss(0, 0.2))
        area = min(areas, key=lambda one: (one.lat - point[0]) ** 2 + (one.lon - point[1]) ** 2)
        found.append(
            Request(
                types,
                chance.choice(("call_handler", "paramedic", "gp")),
                chance.choice(("telephone", "on_scene")),
                start + timedelta(minutes=chance.randrange(525_600)),
                capabilities=("xray",) if chance.random() < 0.1 else (),
                area=area.id,
                point=point,
                age_days=chance.choice((None, 700, 4000, 12000, 30000)),
                sex=chance.choice(("female", "male")),
                minutes=minutes,
                gp_practice=f"P{chance.randrange(6500)}" if chance.random() < 0.5 else None,
            )
        )
    return found


def as_yaml(service: Service) -> str:
    """A made-up service as an author would write it."""
    ages = {(): "", ((0, 6573),): "under 18 years", ((6574, 47483),): "18 years and over"}
    written: dict[str, object] = {
        "id": service.id,
        "name": service.name,
        "type": service.type,
        "capabilities": list(service.capabilities),
        "areas": list(service.areas),
        "limited_to": list(service.limited_to),
        "hours": _hours(service.hours),
        "ages": ages.get(service.ages, "65 years and over"),
        "sexes": list(service.sexes),
        "refer": {"roles": list(service.roles), "self": "yes" if service.self_referral else "no", "how": "Ring first."},
        "practices": list(service.practices),
        "phone": service.phone,
        "capacity": service.capacity,
        "ods": service.ods,
        "status": service.status,
        "source": service.source,
        "last_verified": service.last_verified,
        "next_check_due": service.next_check_due,
    }
    if service.lat is not None:
        written["at"] = [f"{service.lat:.5f}", f"{service.lon:.5f}"]
    if service.restricted and service.practices:
        written["restricted"] = "yes"
    kept = {key: value for key, value in written.items() if value}
    return f"  - {json.dumps(kept)}\n"


def _hours(hours: Hours) -> object:
    """Hours as written."""
    if hours.always or not hours.known:
        return "always" if hours.always else "not known"
    days = zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), hours.week, strict=True)
    written: dict[str, object] = {day: _sessions(sessions) for day, sessions in days}
    written["bank_holidays"] = {"own": _sessions(hours.holiday_sessions), "as_usual": "as usual"}.get(
        hours.holiday, "not known"
    )
    written["dates"] = {day: _sessions(sessions) for day, sessions in hours.dates.items()}
    return written


def _sessions(sessions: tuple[tuple[int, int], ...]) -> str:
    return ", ".join("-".join(f"{m // 60:02}:{m % 60:02}" for m in one) for one in sessions) or "closed"


def write_pack(folder: Path, large: Directory) -> Path:
    """The shipped pathways with the directory in files that the strict reader takes; the pack's folder."""
    shutil.copytree(ROOT / "pathways", folder / "pathways")
    shutil.copyfile(SHIPPED, folder / "directory.yaml")
    parts = folder / "directory"
    parts.mkdir()
    made = [one for one in large.services if one.source == MADE_UP]
    for start in range(0, len(made), SERVICES_A_FILE):
        text = "services:\n" + "".join(map(as_yaml, made[start : start + SERVICES_A_FILE]))
        (parts / f"services_{start:06}.yaml").write_text(text, encoding="utf-8")
    return folder / "pathways"
