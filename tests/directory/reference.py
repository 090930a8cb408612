"""The published search written out slowly and plainly: one rule after another, one minute after another.

It shares nothing with the program but the model, the request and the distance between two points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from triage_tui.directory.model import Area, Directory, Hours, Service
from triage_tui.directory.place import distance_km
from triage_tui.directory.request import Request

LONDON = ZoneInfo("Europe/London")
STEP = 5
"""Generated times are multiples of five minutes, so looking every five minutes sees everything."""


@dataclass
class Answer:
    """Ids offered in order, the tests each other service failed, the near misses, whether it is the catch-all."""

    offered: list[str]
    failed: dict[str, set[str]]
    near_misses: set[str]
    catch_all: bool


# Time


@cache
def first_reading(day: date, minute: int) -> datetime:
    """The first instant of a local day at which a clock on the wall reads a minute of the day, or has passed it."""
    instant = datetime.combine(day, datetime.min.time(), LONDON).astimezone(UTC)
    while True:
        wall = instant.astimezone(LONDON)
        if wall.date() > day or wall.hour * 60 + wall.minute >= minute:
            return instant
        instant += timedelta(minutes=STEP)


@cache
def bank_holiday(day: date) -> bool:
    """Whether a day is a bank holiday in England."""
    return day in country_holidays("GB", subdiv="ENG", years=day.year)


def sessions(hours: Hours, day: date) -> tuple[tuple[int, int], ...] | None:
    """Specified dates, then open all hours, then public holidays, then the standard week; None: not known."""
    if day.isoformat() in hours.dates:
        return hours.dates[day.isoformat()]
    if hours.always:
        return ((0, 1440),)
    if not hours.known:
        return None
    if bank_holiday(day) and hours.holiday == "not_known":
        return None
    if bank_holiday(day) and hours.holiday == "own":
        return hours.holiday_sessions
    return hours.week[day.weekday()]


@cache
def span(day: date, opens: int, closes: int) -> tuple[datetime, datetime]:
    """A session as instants."""
    return first_reading(day, opens), first_reading(day, closes)


def is_open(hours: Hours, instant: datetime) -> bool | None:
    """Whether a service is open at an instant; None: not known."""
    day = instant.astimezone(LONDON).date()
    today = sessions(hours, day)
    if today is None:
        return None
    return any(start <= instant < end for start, end in (span(day, *one) for one in today))


def window_minutes(minutes: int | None) -> int:
    """The published table."""
    if minutes is None or minutes == 0:
        return 60
    if minutes <= 30:
        return 30
    if minutes <= 60:
        return minutes
    return minutes - 60


def opening_state(hours: Hours, now: datetime, minutes: int | None) -> str:
    """`open`, `not_known` or `closed` for a search: a session with less than half an hour to go does not count."""
    end = now + timedelta(minutes=window_minutes(minutes))
    about_to_end: set[datetime] = set()
    run = now
    while is_open(hours, run) is True and run - now < timedelta(minutes=30):
        about_to_end.add(run)
        run += timedelta(minutes=STEP)
    if run - now >= timedelta(minutes=30):
        about_to_end.clear()
    states = set()
    instant = now
    while instant <= end:
        if instant not in about_to_end:
            states.add(is_open(hours, instant))
        instant += timedelta(minutes=STEP)
    if True in states:
        return "open"
    return "not_known" if None in states or hours.at_least else "closed"


def open_within(hours: Hours, now: datetime, minutes: int | None, within: int) -> bool:
    """Whether it is known to be open now, or to open within some minutes that are also in the window."""
    end = now + timedelta(minutes=min(within, window_minutes(minutes)))
    closing = all(is_open(hours, now + timedelta(minutes=m)) for m in range(0, 30, STEP)) is False
    instant = now
    started = is_open(hours, now) is True and closing
    while instant <= end:
        state = is_open(hours, instant)
        if state is True and not started:
            return True
        if state is not True:
            started = False
        instant += timedelta(minutes=STEP)
    return False


# Place


def inside(directory: Directory, area: str | None) -> list[str]:
    """An area and all that are around it, nearest first."""
    found: list[str] = []
    level = [area] if area in directory.areas else []
    while level:
        found += [one for one in level if one not in found and one != "england"]
        level = [parent for one in level for parent in directory.areas[one].parents]
        level = [one for one in level if one not in found and one != "england"]
    return [*found, "england"]


def where(place: Service | Area | None) -> tuple[float, float] | None:
    """A point, when it is known."""
    return None if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)


def in_square(a: tuple[float, float], b: tuple[float, float], km: float) -> bool:
    """North and south, east and west by no more than the search distance."""
    north = distance_km(a, (b[0], a[1]))
    middle = distance_km((a[0], 0.0), (a[0], 1.0))
    return north <= km and abs(a[1] - b[1]) * middle <= km


# Tests


class Reference:
    """One search."""

    def __init__(self, directory: Directory, request: Request) -> None:
        self.directory = directory
        self.request = request
        self.by_id = {service.id: service for service in directory.services}
        self.inside = inside(directory, request.area)
        self.point = request.point or where(directory.areas.get(request.area or ""))

    def near(self, service: Service) -> bool:
        """Inside the box; or it comes to people, or is rung, and works somewhere around here."""
        here = where(service)
        if here is not None and self.point is not None:
            return in_square(self.point, here, self.request.distance_km)
        if set(service.areas) & set(self.inside):
            return True
        return self.request.area is not None and any(
            self.request.area in inside(self.directory, area) for area in service.areas
        )

    def failures(self, service: Service) -> tuple[set[str], set[str]]:
        """The tests failed in the first pipeline and in the second."""
        first, second = set(), set()
        request = self.request
        if not service.active:
            first.add("active")
        if service.id in request.rejected:
            first.add("rejected")
        if service.sexes and request.sex in ("male", "female") and request.sex not in service.sexes:
            first.add("sex")
        if service.restricted and request.gp_practice not in service.practices:
            first.add("practice")
        if self.full(service):
            second.add("capacity")
        if self.unable(service):
            second.add("capability")
        if request.disposition and service.dispositions and request.disposition not in service.dispositions:
            second.add("disposition")
        if service.modes and request.mode not in service.modes:
            second.add("mode")
        if self.wrong_age(service):
            second.add("age")
        if self.out_of_area(service):
            second.add("area")
        if self.way_in(service, frozenset()) == "none":
            second.add("role")
        state = opening_state(service.hours, request.at, request.minutes)
        if state == "closed":
            second.add("hours")
        elif service.only_if_open_within is not None and not self.open_enough(service):
            second.add("only_if_open")
        return first, second

    def open_enough(self, service: Service) -> bool:
        """Open now for half an hour yet, or opening soon."""
        within = service.only_if_open_within or 0
        request = self.request
        if all(is_open(service.hours, request.at + timedelta(minutes=m)) for m in range(0, 30, STEP)):
            return True
        return open_within(service.hours, request.at, request.minutes, within)

    def full(self, service: Service) -> bool:
        """Red, until it goes back to green by itself; or marked on this shift."""
        mark = self.request.marks.get(service.id)
        if mark is not None and mark.until > self.request.at and mark.state != "busy":
            return True
        if service.capacity != "red":
            return False
        return service.capacity_until is None or datetime.fromisoformat(service.capacity_until) > self.request.at

    def unable(self, service: Service) -> bool:
        """It must be able to do everything asked; some are only for what they are there for."""
        wanted = set(self.request.capabilities)
        if service.only_for and not wanted & set(service.only_for):
            return True
        leads_on = service.signpost or service.type == "ambulance"
        return not leads_on and not wanted <= {*service.capabilities, *service.provides}

    def wrong_age(self, service: Service) -> bool:
        """In none of its ranges of days; an age that is not known is not wrong."""
        days = self.request.age_days
        if days is None or not service.ages:
            return False
        return not any(low <= int(days) <= high for low, high in service.ages)

    def out_of_area(self, service: Service) -> bool:
        """Limited to other areas, or one that comes to people elsewhere."""
        if service.limited_to and not set(service.limited_to) & set(self.inside):
            return True
        return where(service) is None and not set(service.areas) & set(self.inside)

    def way_in(self, service: Service, seen: frozenset[str]) -> str:
        """By this user, by the patient, or through another service."""
        if self.request.role in service.roles or service.self_referral:
            return "direct"
        if not service.referral_only_from:
            return "none"
        if self.request.referrers & set(service.referral_only_from):
            return "direct"
        for other in service.referral_only_from:
            if other in self.by_id and other not in seen | {service.id}:
                one = self.by_id[other]
                first, second = self.failures_of_referrer(one, seen | {service.id})
                if not first and not second:
                    return "chained"
        return "none"

    def failures_of_referrer(self, service: Service, seen: frozenset[str]) -> tuple[set[str], set[str]]:
        """What stops a service from being rung for this patient: not its kind, its skills, or how urgent this is."""
        first: set[str] = set()
        request = self.request
        if not service.active or service.id in request.rejected:
            first.add("active")
        if service.sexes and request.sex in ("male", "female") and request.sex not in service.sexes:
            first.add("sex")
        if service.restricted and request.gp_practice not in service.practices:
            first.add("practice")
        second = {"x"} if self.full(service) or self.wrong_age(service) or self.out_of_area(service) else set()
        if opening_state(service.hours, request.at, request.minutes) == "closed":
            second.add("hours")
        if self.way_in(service, seen) == "none":
            second.add("role")
        return first, second

    # Order

    def at_once(self, types: list[str]) -> list[str]:
        """What comes before everything when minutes are 0."""
        if self.request.minutes != 0:
            return []
        first = [one for one in types if one == "ambulance"]
        if self.request.mode == "telephone":
            known = [self.directory.types[one] for one in types if one in self.directory.types]
            first += [one.at_once for one in known if one.at_once]
        return first

    def in_order(self, services: list[Service], types: list[str], first: list[str]) -> list[Service]:
        """Sorted by the least important thing first, so that each sort keeps what the ones before it did."""
        strategy = next((self.directory.ranks[a] for a in self.inside if a in self.directory.ranks), {})
        rank = {one: strategy.get(one, place) for place, one in enumerate(types, 1)}
        today = self.request.at.astimezone(LONDON).date().isoformat()
        found = list(services)
        found.sort(key=self.kilometres)
        found.sort(key=lambda s: opening_state(s.hours, self.request.at, self.request.minutes) == "not_known")
        found.sort(key=lambda s: s.status == "historical" or bool(s.next_check_due and s.next_check_due < today))
        found.sort(key=self.commissioned)
        found.sort(key=lambda s: self.way_in(s, frozenset()) == "chained")
        found.sort(key=lambda s: s.status == "national")
        found.sort(key=lambda s: s.signpost)
        found.sort(key=lambda s: rank[s.type])
        found.sort(key=lambda s: bool(s.promoted_to) and not set(s.promoted_to) & set(self.inside))
        found.sort(key=lambda s: s.type in first and "england" not in s.areas)
        found.sort(key=lambda s: s.type not in first)
        return found

    def kilometres(self, service: Service) -> float:
        """How far; a service without a place comes to the patient."""
        here = where(service)
        return distance_km(self.point, here) if here is not None and self.point is not None else 0.0

    def commissioned(self, service: Service) -> int:
        """Own practice, commissioned and restricted, commissioned, all others."""
        practice = self.request.gp_practice
        if practice is not None and service.type == "gp_practice" and practice in (service.id, service.ods):
            return 0
        if practice is not None and practice in service.practices:
            return 1 if service.restricted else 2
        return 3

    def chosen(self, types: list[str]) -> tuple[list[Service], dict[str, tuple[set[str], set[str]]]]:
        """Services of some types to offer, and what every one near enough failed."""
        first = self.at_once(types)
        types = list(dict.fromkeys([*first, *types]))
        near = [s for s in self.directory.services if s.type in types and self.near(s)]
        failed = {s.id: self.failures(s) for s in near}
        fitting = self.in_order([s for s in near if not any(failed[s.id])], types, first)
        kept: list[Service] = []
        for service in fitting:
            most = self.directory.types[service.type].most_returned if service.type in self.directory.types else 2
            if sum(one.type == service.type for one in kept) < most:
                kept.append(service)
        return kept, failed


def reference_search(directory: Directory, request: Request) -> Answer:
    """The whole search."""
    one = Reference(directory, request)
    kept, failed = one.chosen(list(request.types))
    offered = [service.id for service in kept]
    if all(service.signpost for service in kept):
        tried, level = list(request.types), list(request.types)
        while level:
            others = [o for t in level if t in directory.types for o in directory.types[t].instead]
            level = [other for other in dict.fromkeys(others) if other not in tried]
            tried += level
            more, also = one.chosen(level)
            failed |= also
            real = [service.id for service in more if not (kept and service.signpost)]
            if real:
                offered += real
                break
    ambulances = [s for s in directory.services if s.type == "ambulance"]
    if "ambulance" in one.at_once(list(request.types)) and not {s.id for s in ambulances} & request.rejected:
        ready = offered and one.by_id[offered[0]].type == "ambulance" and "england" in one.by_id[offered[0]].areas
        if not ready:
            offered.insert(0, _ambulance(one, ambulances))
    catch_all = not offered
    if catch_all:
        near = [
            s
            for s in directory.services
            if s.type == "emergency_department" and s.active and s.id not in request.rejected and _within_60(one, s)
        ]
        offered = [s.id for s in sorted(near, key=one.kilometres)[:2]] + [_ambulance(one, ambulances)]
    left = {name: tests for name, tests in failed.items() if name not in offered}
    near_misses = {name for name, (first, second) in left.items() if not first and len(second) == 1}
    return Answer(offered, {name: first | second for name, (first, second) in left.items()}, near_misses, catch_all)


def _within_60(one: Reference, service: Service) -> bool:
    here = where(service)
    return here is not None and one.point is not None and in_square(one.point, here, 60)


def _ambulance(one: Reference, ambulances: list[Service]) -> str:
    """The first ambulance that is always there for everybody, unless it was rejected; else the one built in."""
    for service in ambulances:
        always = service.hours.always and not service.hours.dates and service.active and service.self_referral
        if always and "england" in service.areas and not service.limited_to:
            return "emergency_999" if service.id in one.request.rejected else service.id
    return "emergency_999"
