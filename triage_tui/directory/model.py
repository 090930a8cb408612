"""The directory as the program uses it: services, their types, areas and ranks. Plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Session: TypeAlias = tuple[int, int]
"""Opening and closing in minutes after local midnight; closing is not included, and 1440 ends the day."""

HolidayRule: TypeAlias = Literal["as_usual", "not_known", "own"]
Status: TypeAlias = Literal["historical", "national", "demonstration"]
Capacity: TypeAlias = Literal["green", "amber", "red"]

EVERYWHERE = "england"
AMBULANCE = "ambulance"
EMERGENCY_DEPARTMENT = "emergency_department"
GP_PRACTICE = "gp_practice"


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in UK local time; `week` has seven days from Monday, none of them when nothing is known.

    `at_least`: outside its sessions it may be open or not. `holiday`: what holds on bank holidays; `own` uses
    `holiday_sessions`. `dates`: dated exceptions by ISO date.
    """

    known: bool = True
    always: bool = False
    at_least: bool = False
    week: tuple[tuple[Session, ...], ...] = ()
    holiday: HolidayRule = "not_known"
    holiday_sessions: tuple[Session, ...] = ()
    dates: dict[str, tuple[Session, ...]] = field(default_factory=dict)


NOT_PUBLISHED = Hours(known=False)
DAY_AND_NIGHT = Hours(always=True)


@dataclass(frozen=True, slots=True)
class Service:
    """One entry. Empty ages, sexes, modes or dispositions mean any; empty `roles` with no other way in mean nobody.

    `ages` are whole days, both ends included; `lat` and `lon` are degrees, good to `accuracy_km`. A `signpost` tells
    how to find a service of its type rather than being one. It is offered when one of the capabilities in `only_for` is
    asked for, or always when there are none. `professional_phone` is never on the patient's copy.
    """

    id: str
    name: str
    type: str
    hours: Hours
    areas: tuple[str, ...]
    status: Status
    source: str
    public_name: str = ""
    provides: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    limited_to: tuple[str, ...] = ()
    promoted_to: tuple[str, ...] = ()
    postcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy_km: float | None = None
    phone: str | None = None
    professional_phone: str | None = None
    web: str | None = None
    how_to_refer: str = ""
    roles: tuple[str, ...] = ()
    self_referral: bool = False
    referral_only_from: tuple[str, ...] = ()
    ages: tuple[tuple[int, int], ...] = ()
    sexes: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    dispositions: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    restricted: bool = False
    capacity: Capacity = "green"
    capacity_until: str | None = None
    only_if_open_within: int | None = None
    accepts_ambulance: bool = False
    signpost: bool = False
    active: bool = True
    ods: str | None = None
    provider: str = ""
    last_verified: str | None = None
    next_check_due: str | None = None
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A kind of service: how many are offered, what goes first when it is needed at once, what is tried instead."""

    id: str
    label: str
    dos_type: int | None = None
    most_returned: int = 2
    at_once: str | None = None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A place people live in, inside its parents; the centre is good to `accuracy_km`."""

    id: str
    name: str
    parents: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    accuracy_km: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that runs services."""

    id: str
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """Every service there is, with the words and ranks it is searched by; the order of `services` breaks ties.

    `ranks`: for an area, rank 1 (first) to 10 by type id. `bank_holidays`: ISO dates, complete for `holiday_years`.
    `left_out`: what had mistakes in it is not here.
    """

    id: str
    version: str
    title: str
    notice: str
    updated: str
    capabilities: dict[str, str]
    roles: dict[str, str]
    providers: dict[str, Provider]
    types: dict[str, ServiceType]
    areas: dict[str, Area]
    ranks: dict[str, dict[str, int]]
    services: Sequence[Service]
    bank_holidays: tuple[str, ...] = ()
    holiday_years: tuple[int, ...] = ()
    left_out: bool = False
