"""The published tests a service must pass, in order, each with a phrase for the one that fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from triage_tui.directory.clock import local_time, minute_of
from triage_tui.directory.hours import Moment, Opening, moment, opening, opening_words
from triage_tui.directory.index import Entry, Lookup
from triage_tui.directory.model import AMBULANCE, Service
from triage_tui.directory.place import area_chain, distance_km, in_box, point_of
from triage_tui.directory.request import Request
from triage_tui.directory.words import age_words, area_words, capability_words, joined, roles_words

KNOWN_SEXES = frozenset({"female", "male"})


class Reason(NamedTuple):
    """A test that failed, and what to say about it."""

    test: str
    words: str


class Referral(NamedTuple):
    """How this user gets the patient there, or what to say when that cannot be done."""

    way: Literal["direct", "chained", "none"]
    words: str


class Ask:
    """A request with everything about it worked out once; `known` is for an index to remember things in meanwhile."""

    __slots__ = ("age", "areas", "chain", "index", "known", "moment", "point", "request", "sex", "today", "wanted")

    def __init__(self, index: Lookup, request: Request) -> None:
        directory = index.directory
        area = directory.areas.get(request.area or "")
        self.index = index
        self.request = request
        self.moment: Moment = moment(minute_of(request.at), request.minutes)
        self.today = f"{local_time(self.moment.now):%Y-%m-%d}"
        self.chain = area_chain(directory, request.area)
        self.areas = frozenset(self.chain)
        self.point = request.point or (point_of(area) if area else None)
        self.age = None if request.age_days is None else int(request.age_days)
        self.sex = request.sex if request.sex in KNOWN_SEXES else None
        self.wanted = frozenset(request.capabilities)
        self.known: dict[object, Any] = {}


@dataclass(slots=True)
class Verdict:
    """What the tests said of one service; `first` and `second` are the failures of the published two pipelines."""

    entry: Entry
    distance: float | None
    opening: Opening
    referral: Referral
    first: list[Reason] = field(default_factory=list)
    second: list[Reason] = field(default_factory=list)
    checks: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it may be offered."""
        return not self.first and not self.second

    @property
    def failures(self) -> int:
        """How many tests it failed."""
        return len(self.first) + len(self.second)


def judge(entry: Entry, ask: Ask) -> Verdict | None:
    """Every test of a service of the right type; None when it is nowhere near, of which no record is kept."""
    near, distance = place_of(entry, ask)
    if not near:
        return None
    hours = opening(entry.service.hours, ask.moment, ask.index.calendar)
    verdict = Verdict(entry, distance, hours, referral(entry, ask))
    verdict.first = [Reason(name, words) for name, test in FIRST if (words := test(entry, ask))]
    second = [Reason(name, words) for name, test in SECOND if (words := test(entry, ask))]
    if verdict.referral.way == "none":
        second.append(Reason("role", verdict.referral.words))
    if not hours.in_time:
        second.append(Reason("hours", opening_words(hours, ask.moment)))
    elif words := only_if_open(entry.service, hours, ask):
        second.append(Reason("only_if_open", words))
    verdict.second = second
    if verdict.fits:
        verdict.checks = tuple(_checks(entry, ask))
    return verdict


def place_of(entry: Entry, ask: Ask) -> tuple[bool, float | None]:
    """Whether a service can matter for this place, and how far it is (None: it comes to people, or is rung)."""
    if entry.point is None or ask.point is None:
        covered = not entry.areas.isdisjoint(ask.areas)
        return covered or _around(entry, ask), None
    if not in_box(ask.point, entry.point, ask.request.distance_km):
        return False, None
    return True, distance_km(ask.point, entry.point)


def _around(entry: Entry, ask: Ask) -> bool:
    """Whether a service covers a part of the patient's area, when only a larger area is known."""
    area = ask.request.area
    return area is not None and any(area in area_chain(ask.index.directory, part) for part in entry.areas)


def _active(entry: Entry, _ask: Ask) -> str | None:
    return None if entry.service.active else entry.service.note or "not open"


def _not_rejected(entry: Entry, ask: Ask) -> str | None:
    return "already tried" if entry.service.id in ask.request.rejected else None


def _sex(entry: Entry, ask: Ask) -> str | None:
    sexes = entry.service.sexes
    return _sex_words(sexes) if sexes and ask.sex and ask.sex not in sexes else None


def _sex_words(sexes: tuple[str, ...]) -> str:
    return f"for {joined({'female': 'women', 'male': 'men'}.get(sex, sex) for sex in sexes)} only"


def _practice(entry: Entry, ask: Ask) -> str | None:
    listed = ask.request.gp_practice in entry.service.practices
    return None if listed or not entry.service.restricted else "only for patients of certain GP practices"


def _capacity(entry: Entry, ask: Ask) -> str | None:
    service = entry.service
    marked = ask.request.overrides.get(service.id)
    if marked:
        return f"marked {marked} on this shift"
    if service.capacity != "red":
        return None
    if service.capacity_until is None:
        return "full"
    until = datetime.fromisoformat(service.capacity_until)
    full = minute_of(until) > ask.moment.now
    return f"full until {local_time(minute_of(until)):%H:%M}" if full else None


def _capability(entry: Entry, ask: Ask) -> str | None:
    """Everything asked for; of a signpost or an ambulance it is the place they lead to that must be able."""
    directory, only = ask.index.directory, entry.service.only_for
    if only and ask.wanted.isdisjoint(only):
        return f"only for {capability_words(directory, only)}"
    if entry.service.signpost or entry.service.type == AMBULANCE or ask.wanted <= entry.able:
        return None
    missing = (word for word in ask.request.capabilities if word not in entry.able)
    return f"no {capability_words(directory, missing)}"


def _disposition(entry: Entry, ask: Ask) -> str | None:
    taken, asked = entry.service.dispositions, ask.request.disposition
    return "not for this level of urgency" if taken and asked and asked not in taken else None


def _mode(entry: Entry, ask: Ask) -> str | None:
    modes = entry.service.modes
    if not modes or ask.request.mode in modes:
        return None
    return f"only used {joined(mode.replace('_', ' ') for mode in modes)}"


def _age(entry: Entry, ask: Ask) -> str | None:
    ages = entry.service.ages
    if not ages or ask.age is None or any(low <= ask.age <= high for low, high in ages):
        return None
    return age_words(entry.service)


def area_limits(entry: Entry, ask: Ask) -> str | None:
    """Services limited to an area, and those that come to people in an area, are for that area alone."""
    directory, service = ask.index.directory, entry.service
    if entry.limited and entry.limited.isdisjoint(ask.areas):
        return f"only for people who live in {area_words(directory, service.limited_to)}"
    elsewhere = entry.areas.isdisjoint(ask.areas)
    return f"only works in {area_words(directory, service.areas)}" if entry.point is None and elsewhere else None


Test = Callable[[Entry, Ask], str | None]
FIRST: tuple[tuple[str, Test], ...] = (
    ("active", _active),
    ("rejected", _not_rejected),
    ("sex", _sex),
    ("practice", _practice),
)
SECOND: tuple[tuple[str, Test], ...] = (
    ("capacity", _capacity),
    ("capability", _capability),
    ("disposition", _disposition),
    ("mode", _mode),
    ("age", _age),
    ("area", area_limits),
)
_OF_A_PROFILE = tuple(test for _, test in FIRST + SECOND if test is not area_limits)


def profile_fails(entry: Entry, ask: Ask) -> bool:
    """Whether a service fails any test that has nothing to do with its place, hours or referral."""
    return any(test(entry, ask) for test in _OF_A_PROFILE)


def way_in(entry: Entry, ask: Ask) -> Literal["direct", "chained", "none"]:
    """How this user gets a patient there, without the words for it."""
    service = entry.service
    if ask.request.role in entry.roles or service.self_referral:
        return "direct"
    return referral(entry, ask).way if service.referral_only_from else "none"


def only_if_open(service: Service, found: Opening, ask: Ask) -> str | None:
    """Some are offered only when open, or opening within minutes."""
    within = service.only_if_open_within
    if within is None or found.state in ("always", "open"):
        return None
    if found.at is not None and found.at <= ask.moment.now + within:
        return None
    return f"only offered when open; {opening_words(found, ask.moment)}"


def referral(entry: Entry, ask: Ask, seen: frozenset[str] = frozenset()) -> Referral:
    """Whether this user can get the patient there: refer, send the patient, or ring the one service that may refer."""
    service, request = entry.service, ask.request
    directory = ask.index.directory
    if request.role in entry.roles:
        return Referral("direct", "you refer, or the patient can go or ring" if service.self_referral else "you refer")
    if service.self_referral:
        return Referral("direct", "the patient can go or ring")
    if service.referral_only_from:
        if not request.referrers.isdisjoint(service.referral_only_from):
            return Referral("direct", "you refer")
        return _through_another(service, ask, seen | {service.id})
    if not service.roles:
        return Referral("none", "nobody can refer to it")
    return Referral("none", f"professionals only: {roles_words(directory, service.roles)} can refer")


def _through_another(service: Service, ask: Ask, seen: frozenset[str]) -> Referral:
    why_not = ""
    names = []
    for other in service.referral_only_from:
        entry = ask.index.get(other)
        if entry is None or other in seen:
            continue
        names.append(entry.service.name)
        obstacle = _obstacle(entry, ask, seen)
        if obstacle is None:
            return Referral("chained", f"only {entry.service.name} can refer: ring them")
        why_not = why_not or obstacle
    if not names:
        return Referral("none", "nobody can refer to it")
    return Referral("none", f"only {joined(names, 'or')} can refer ({why_not})")


def _obstacle(entry: Entry, ask: Ask, seen: frozenset[str]) -> str | None:
    """Why the service that may refer cannot be used for this patient now."""
    for test in (_active, _not_rejected, _sex, _practice, _capacity, _age, area_limits):
        if words := test(entry, ask):
            return words
    found = opening(entry.service.hours, ask.moment, ask.index.calendar)
    if not found.in_time:
        return opening_words(found, ask.moment)
    other = referral(entry, ask, seen)
    return other.words if other.way == "none" else None


def _checks(entry: Entry, ask: Ask) -> list[str]:
    """What is not known about the patient, or the service, and must be asked first."""
    service = entry.service
    checks = []
    if service.ages and ask.age is None:
        checks.append(f"check age: {age_words(service)}")
    if service.sexes and ask.sex is None:
        checks.append(f"check sex: {_sex_words(service.sexes)}")
    missing = [word for word in ask.request.capabilities if word not in entry.able]
    if missing and service.signpost:
        checks.append(f"ask for one with {capability_words(ask.index.directory, missing)}")
    return checks
