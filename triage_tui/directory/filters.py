"""The published tests of a service, in order, each with a phrase for when it fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from triage_tui.directory.ask import Ask
from triage_tui.directory.clock import minute_of, moment_words
from triage_tui.directory.hours import Opening, opening_words
from triage_tui.directory.index import Entry
from triage_tui.directory.model import AMBULANCE, Service
from triage_tui.directory.place import area_chain, distance_km, in_box, point_of
from triage_tui.directory.request import Mark, Request
from triage_tui.directory.words import age_words, area_words, capability_words, joined, mark_words


def place_of(entry: Entry, ask: Ask) -> tuple[bool, float | None]:
    """Whether a service can matter for this place, and how far it is (None: it comes to people, or is rung)."""
    if entry.point is None or ask.point is None:
        covered = not entry.areas.isdisjoint(ask.areas)
        return covered or _around(entry, ask), None
    if not in_box(ask.point, entry.point, ask.request.distance_km):
        return False, None
    return True, distance_km(ask.point, entry.point)


def distance_accuracy(service: Service, ask: Ask) -> float:
    """How far off a distance may be: the middle of an area stands for anybody in it."""
    area = ask.index.directory.areas.get(ask.request.area or "")
    middle = area is not None and ask.point == point_of(area)
    return (service.accuracy_km or 0.0) + ((area.accuracy_km or 0.0) if area and middle else 0.0)


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


def capacity(entry: Entry, ask: Ask) -> str | None:
    """Why a service takes nobody more: marked so at this desk, or red as it is published, until it is green again."""
    mark = standing_mark(entry.service, ask.request)
    if mark is not None and mark.state != "busy":
        return mark_words(mark, ask.moment.day)
    return published_capacity(entry.service, ask) if entry.service.capacity == "red" else None


def busy(service: Service, ask: Ask) -> str:
    """That a service is nearly full, as this desk marked it or as it is published; "" when it is not."""
    mark = standing_mark(service, ask.request)
    if mark is not None:
        return mark_words(mark, ask.moment.day)
    return (published_capacity(service, ask) or "") if service.capacity == "amber" else ""


def published_capacity(service: Service, ask: Ask) -> str | None:
    """What an entry says of its capacity, until its own reset time; then it is green again."""
    words = {"amber": "nearly full", "red": "full", "green": None}[service.capacity]
    if words is None or service.capacity_until is None:
        return words
    until = minute_of(datetime.fromisoformat(service.capacity_until))
    return f"{words} until {moment_words(until, ask.moment.day)}" if until > ask.moment.now else None


def standing_mark(service: Service, request: Request) -> Mark | None:
    """The mark of this desk on a service, until its time is over."""
    mark = request.marks.get(service.id)
    return mark if mark is not None and mark.until > request.at else None


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
    ("capacity", capacity),
    ("capability", _capability),
    ("disposition", _disposition),
    ("mode", _mode),
    ("age", _age),
    ("area", area_limits),
)
PATIENT_AND_PLACE: tuple[Test, ...] = (_active, _not_rejected, _sex, _practice, capacity, _age, area_limits)
"""What a service that is only to be rung for a referral must pass."""

_OF_A_PROFILE = tuple(test for _, test in FIRST + SECOND if test is not area_limits)


def profile_failures(entry: Entry, ask: Ask) -> int:
    """How many of the tests a service fails that have nothing to do with its place, hours or referral."""
    failed = 0
    for test in _OF_A_PROFILE:
        if test(entry, ask) is not None:
            failed += 1
    return failed


def only_if_open(service: Service, found: Opening, ask: Ask) -> str | None:
    """Some are offered only when open, or opening within minutes."""
    within = service.only_if_open_within
    if within is None or found.state in ("always", "open"):
        return None
    if found.at is not None and found.at <= ask.moment.now + within:
        return None
    return f"only offered when open; {opening_words(found, ask.moment)}"


def checks_first(entry: Entry, ask: Ask) -> list[str]:
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
