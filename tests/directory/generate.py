"""Directories and requests drawn at random from a seed, with times on the five minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from tests.directory.make import AREAS, TYPES, hours
from triage_tui.directory.model import Directory, Hours, Service
from triage_tui.directory.request import Mark, Request

KINDS = tuple(TYPES)
TIMETABLES = tuple(
    hours(written)
    for written in (
        "always",
        "always",
        "not known",
        "{daily: 08:00-01:00}",
        "{daily: 18:00-01:00}",
        "{weekdays: 09:00-17:00, bank_holidays: closed}",
        "{weekdays: 09:00-17:00}",
        "{mon-sat: '08:30-12:30, 13:15-18:00', sun: closed, bank_holidays: 10:00-16:00}",
        "{weekdays: '00:00-08:00, 18:30-00:00', weekends: all day, bank_holidays: all day}",
        "{fri-sun: 22:00-02:00, bank_holidays: as usual}",
        "{daily: 01:15-01:45, dates: {2026-12-25: closed, 2026-03-29: 01:30-02:30}}",
        "{daily: 08:00-20:00, otherwise: not known}",
        "{always: yes, dates: {2026-12-25: closed, 2026-12-26: 12:00-16:00}}",
        "{daily: closed}",
    )
)
MOMENTS = (
    datetime(2026, 3, 29, 0, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 23, 0, tzinfo=UTC),
    datetime(2026, 12, 24, 20, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 0, tzinfo=UTC),
    datetime(2028, 2, 28, 23, 0, tzinfo=UTC),
    datetime(2026, 4, 2, 22, 0, tzinfo=UTC),
    datetime(2026, 1, 5, 7, 0, tzinfo=UTC),
)


def _some(chance: Random, of: tuple[str, ...], often: float) -> tuple[str, ...]:
    return tuple(chance.sample(of, chance.randint(1, len(of)))) if chance.random() < often else ()


def any_service(chance: Random, number: int, count: int, kinds: tuple[str, ...]) -> Service:
    """A service with a little of everything."""
    placed = chance.random() < 0.5
    ids = tuple(f"s{other}" for other in range(count))
    chained = chance.random() < 0.15
    timetable: Hours = chance.choice(TIMETABLES)
    return Service(
        id=f"s{number}",
        name=f"Service {number}",
        type=chance.choice(kinds),
        hours=timetable,
        areas=_some(chance, tuple(AREAS), 1.0),
        status=chance.choice(("historical", "national", "demonstration", "demonstration")),
        source="drawn",
        capabilities=_some(chance, ("xray", "suturing"), 0.5),
        provides=_some(chance, ("xray", "suturing"), 0.3),
        only_for=_some(chance, ("xray", "suturing"), 0.1),
        limited_to=_some(chance, tuple(AREAS), 0.2),
        promoted_to=_some(chance, tuple(AREAS), 0.1),
        lat=round(chance.uniform(51.8, 53.2), 2) if placed else None,
        lon=round(chance.uniform(-1.0, 1.0), 2) if placed else None,
        roles=() if chained else _some(chance, ("call_handler", "paramedic", "gp"), 0.7),
        self_referral=not chained and chance.random() < 0.4,
        referral_only_from=tuple(chance.sample(ids, chance.randint(1, 2))) if chained else (),
        ages=chance.choice(((), (), ((0, 6573),), ((6574, 47483),), ((0, 1825), (23741, 47483)))),
        sexes=chance.choice(((), (), (), ("female",), ("male",))),
        modes=chance.choice(((), (), (), ("telephone",), ("on_scene",))),
        dispositions=_some(chance, ("gp_2h", "ed_1h"), 0.15),
        practices=_some(chance, ("A1", "B2"), 0.3),
        restricted=chance.random() < 0.15,
        capacity=chance.choice(("green", "green", "amber", "red")),
        capacity_until=chance.choice((None, "2026-06-01T12:00:00+00:00", "2027-06-01T12:00:00+00:00")),
        only_if_open_within=chance.choice((None, None, None, None, 15, 30)),
        signpost=chance.random() < 0.3,
        active=chance.random() < 0.9,
        ods=chance.choice((None, "A1", "B2")),
        last_verified="2025-01-01",
        next_check_due=chance.choice((None, "2026-02-01", "2030-01-01")),
    )


def any_directory(chance: Random) -> Directory:
    """Three to sixteen services; ranks for an area now and then."""
    count = chance.randint(3, 16)
    kinds = tuple(chance.sample(KINDS, chance.randint(1, len(KINDS))))
    ranks = {
        area: {one: chance.randint(1, 10) for one in chance.sample(KINDS, 3)}
        for area in ("north", "county", "england")
        if chance.random() < 0.2
    }
    return Directory(
        id="drawn",
        version="1",
        title="Drawn",
        notice="",
        updated="2026-01-01",
        capabilities={"xray": "X-ray", "suturing": "wound closure"},
        roles={},
        providers={},
        types=TYPES,
        areas=AREAS,
        ranks=ranks,
        services=tuple(any_service(chance, number, count, kinds) for number in range(count)),
    )


def any_request(chance: Random, directory: Directory) -> Request:
    """A search near one of the awkward moments, with more or less known about the patient."""
    ids = [service.id for service in directory.services]
    at = chance.choice(MOMENTS) + timedelta(minutes=5 * chance.randint(0, 12 * 24))
    until = at + timedelta(minutes=chance.choice((-5, 0, 5, 240)))
    marked = chance.sample(ids, 1) if chance.random() < 0.2 else []
    marks = {one: Mark(one, chance.choice(("busy", "full", "closed")), "GP", at, until) for one in marked}
    return Request(
        types=tuple(chance.sample(KINDS, chance.randint(1, 4))),
        role=chance.choice(("call_handler", "paramedic", "gp", "police")),
        mode=chance.choice(("telephone", "on_scene")),
        at=at,
        capabilities=_some(chance, ("xray", "suturing"), 0.3),
        area=chance.choice((None, "england", "county", "north", "north", "south", "far")),
        point=(52.4, 0.1) if chance.random() < 0.3 else None,
        age_days=chance.choice((None, 0, 6573, 6574, 14610, 30000)),
        sex=chance.choice((None, "female", "male", "other")),
        minutes=chance.choice((None, 0, 5, 30, 45, 60, 120, 240, 360, 1440)),
        disposition=chance.choice((None, "gp_2h", "ed_1h")),
        rejected=frozenset(chance.sample(ids, min(len(ids), chance.choice((0, 0, 1, 2))))),
        marks=marks,
        distance_km=chance.choice((20.0, 60.0, 60.0)),
        gp_practice=chance.choice((None, "A1", "B2")),
        referrers=frozenset(chance.sample(ids, 1)) if chance.random() < 0.1 else frozenset(),
    )
