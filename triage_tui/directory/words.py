"""Phrases a call handler can say about a service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from triage_tui.directory.clock import minute_of, moment_words
from triage_tui.directory.model import EVERYWHERE, Directory, Service

if TYPE_CHECKING:
    from triage_tui.directory.request import Mark

OLDEST_DAYS = 47_482
NO_PHONE = "number not published here"

_UNITS = ((365.25, "year"), (30.4375, "month"), (7.0, "week"), (1.0, "day"))
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; nothing for none."""
    *first, final = list(words) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def age_words(service: Service) -> str:
    """Whom a service takes by age: `for people under 18`, `for people aged 18 and over`."""
    return ages_words(service.ages)


@lru_cache(maxsize=512)
def ages_words(ages: tuple[tuple[int, int], ...]) -> str:
    """Some spans of days as ages: `for people under 18`."""
    ranges = [_one_age(low, high) for low, high in ages]
    return f"for {joined(ranges, 'or')}" if ranges else "for all ages"


def _one_age(low: int, high: int) -> str:
    if high >= OLDEST_DAYS:
        number, unit = _unit(low)
        return f"people aged {number} and over" if unit == "year" else f"people aged {_counted(number, unit)} and over"
    if low <= 0:
        number, unit = _unit(high + 1)
        return f"people under {number}" if unit == "year" else f"babies under {_counted(number, unit)}"
    from_number, from_unit = _unit(low)
    number, unit = _unit(high + 1)
    if unit == "year" == from_unit:
        return f"people aged {from_number} to {number - 1}"
    return f"ages {_counted(from_number, from_unit)} to {_counted(number - 1, unit)}"


def _unit(days: int) -> tuple[int, str]:
    """The largest unit that gives exactly these days."""
    for size, name in _UNITS:
        number = round(days / size)
        if number and int(number * size + 1e-9) == days:
            return number, name
    return days, "day"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def roles_words(directory: Directory, roles: Iterable[str]) -> str:
    """`call handlers and paramedics`: the roles of a service, in the plural."""
    return joined(plural(directory.roles.get(role, role.replace("_", " "))) for role in roles)


def plural(noun: str) -> str:
    """A role's label for several people."""
    if noun.endswith(("s", "staff", "police")):
        return noun
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def capability_words(directory: Directory, capabilities: Iterable[str]) -> str:
    """`X-ray and wound closure`."""
    return joined(directory.capabilities.get(word, word.replace("_", " ")) for word in capabilities)


def area_words(directory: Directory, areas: Iterable[str]) -> str:
    """`Fenland and Cambridge`, or `the whole of England`."""
    names = [directory.areas[area].name if area in directory.areas else area for area in areas]
    return "the whole of England" if EVERYWHERE in areas else joined(names) if names else "an area not stated"


def phone_words(service: Service, *, professional: bool = False) -> str:
    """The number to ring; a professional number only when asked for, never for the patient's copy."""
    number = service.professional_phone if professional and service.professional_phone else service.phone
    return number or NO_PHONE


def status_words(service: Service) -> str:
    """That an entry is no live service, where it is none; "" for the national layer."""
    return _STATUS.get(service.status, "")


_STATUS = {
    "historical": "HISTORICAL: from a planning document, not a live service",
    "demonstration": "DEMONSTRATION: not a real service",
}


def mark_words(mark: Mark, today: int) -> str:
    """`marked full by call handler 14:05, until 18:00`, with days where they are not today."""
    since, until = (moment_words(minute_of(at), today) for at in (mark.since, mark.until))
    by = f"by {mark.by[:1].lower()}{mark.by[1:]} " if mark.by[1:2].islower() else f"by {mark.by} "
    return f"marked {mark.state} {by}{since}, until {until}"


def is_overdue(service: Service, today: str) -> bool:
    """Whether an entry is past its next check, or comes from a document of the past; `today` is an ISO date."""
    return service.status == "historical" or (service.next_check_due is not None and service.next_check_due < today)


def freshness_words(service: Service, today: str) -> str:
    """How old an entry is: `last checked 3 May 2016: old`."""
    if service.last_verified is None:
        said = "not yet checked with the service"
    else:
        said = f"last checked {date_words(service.last_verified)}"
    if service.status == "historical":
        return f"historical, {said}: old"
    if service.next_check_due is not None and is_overdue(service, today):
        return f"{said}; a check was due {date_words(service.next_check_due)}: old"
    return said


def date_words(iso: str) -> str:
    """`3 May 2016`, `May 2016` or `2016`, from an ISO date or the beginning of one."""
    parts = iso.split("-")
    if len(parts) == 3:
        day = date.fromisoformat(iso)
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else iso


def distance_words(km: float | None, accuracy_km: float | None = None) -> str:
    """`about 14 km in a straight line, give or take 5 km`; kilometres are not road distance."""
    if km is None:
        return ""
    if accuracy_km is not None and accuracy_km >= 1:
        if km <= accuracy_km:
            return f"within about {km + accuracy_km:.0f} km"
        return f"about {km:.0f} km in a straight line, give or take {accuracy_km:.0f} km"
    return "less than 1 km away" if km < 1 else f"about {km:.0f} km in a straight line"


def distance_range(km: float | None, accuracy_km: float) -> str:
    """`8 to 40 km`: where a distance can lie, for a list."""
    if km is None:
        return ""
    if accuracy_km < 1:
        return f"{km:.0f} km" if km >= 1 else "less than 1 km"
    low, high = km - accuracy_km, km + accuracy_km
    return f"{low:.0f} to {high:.0f} km" if low >= 1 else f"within {high:.0f} km"


def plain_words(text: str) -> str:
    """A text as it is typed in a hurry: small letters and digits, without apostrophes."""
    return re.sub(r"[^a-z0-9]+", " ", re.sub("['\u2019]", "", text.lower())).strip()
