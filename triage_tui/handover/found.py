"""What a search, a list or a page of the directory says: lines for people, plain data for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from triage_tui.directory.browse import Listed, Listing
from triage_tui.directory.model import Directory, Service
from triage_tui.directory.page import Row
from triage_tui.directory.place import Place
from triage_tui.directory.request import Excluded, Found, Match, Request
from triage_tui.directory.words import distance_range, distance_words, phone_words, status_words
from triage_tui.text import printable

OPEN: Final = ("open now", "open day and night")
"""How the hours of a service begin that is known to be open."""


def found_lines(found: Found, *, explain: bool) -> list[str]:
    """What is offered, best first; with the explanation, what is left out and why."""
    lines: list[str] = []
    for number, match in enumerate(found.offered, 1):
        far = distance_words(match.distance_km, match.accuracy_km)
        lines.append(f"{number}. {match.name} ({match.service.id}){', ' + far if far else ''}")
        lines += [f"   {text}" for text in _said(match) if text]
    lines += list(found.notes)
    if explain:
        lines += [f"left out: {item.service.name} ({item.service.id}): {item.why}" for item in found.excluded]
        lines += [f"would have fitted but: {item.service.name}: {item.why}" for item in found.near_misses]
    return [printable(line) for line in lines]


def _said(match: Match) -> tuple[str, ...]:
    service = match.service
    staff = f"{service.professional_phone} (staff only)" if service.professional_phone else ""
    entry = "; ".join(part for part in (match.freshness, service.source, status_words(service)) if part)
    return (match.why, match.open, match.busy, match.via, match.phone, staff, *match.checks, entry)


def found_json(
    directory: Directory, request: Request, found: Found, place: Place | None, *, explain: bool
) -> dict[str, Any]:
    """The same as plain data."""
    result: dict[str, Any] = {
        "asked": {
            "need": list(request.types),
            "at": request.at.isoformat(),
            "role": request.role,
            "mode": request.mode,
            "area": request.area,
            "place": place.phrase if place else None,
            "minutes": request.minutes,
        },
        "catch_all": found.catch_all,
        "services": [_match_json(match) for match in found.offered],
        "notes": list(found.notes),
    }
    if place is not None and place.area is None:
        result["areas"] = {area.id: area.name for area in directory.areas.values()}
    if explain:
        result["excluded"] = [_excluded_json(item) for item in found.excluded]
        result["near_misses"] = [_excluded_json(item) for item in found.near_misses]
    return result


def _match_json(match: Match) -> dict[str, Any]:
    service = match.service
    return {
        "id": service.id,
        "name": match.name,
        "type": service.type,
        "why": match.why,
        "open": match.open,
        "capacity": match.busy or None,
        "via": match.via,
        "phone": match.phone,
        "professional_phone": service.professional_phone,
        "area": match.area,
        "distance_km": match.distance_km,
        "accuracy_km": match.accuracy_km,
        "checks": list(match.checks),
        "instead_of": match.instead_of,
        "catch_all": match.catch_all,
        "status": service.status,
        "freshness": match.freshness,
        "old": match.old,
        "source": service.source,
        "line": service.line,
    }


def _excluded_json(item: Excluded) -> dict[str, Any]:
    return {"id": item.service.id, "why": item.why, "tests": list(item.reasons)}


def page_lines(service: Service, rows: Sequence[Row]) -> list[str]:
    """A service's page."""
    width = max(len(row.label) for row in rows)
    return [printable(line) for line in (service.name, *(f"  {row.label.ljust(width)}  {row.words}" for row in rows))]


def service_json(service: Service, directory: Directory, rows: Sequence[Row]) -> dict[str, Any]:
    """A service's page as data: the entry as it is kept, and each row as it is said."""
    return {
        **asdict(service),
        "label": directory.types[service.type].label if service.type in directory.types else service.type,
        "said": [{"label": row.label, "words": row.words} for row in rows],
    }


def listing_lines(shown: Sequence[Listed]) -> list[str]:
    """A service a line, its id first."""
    return [printable(f"{line.service.id}  {listed_words(line)}") for line in shown]


def listed_words(line: Listed, *, number: bool = True) -> str:
    """A service on one line: its name, hours, capacity, distance, number, and whether the entry is old."""
    service = line.service
    ring = phone_words(service) if number else ""
    age = service.status if service.status == "historical" else "old entry" if line.old else ""
    parts = (line.open, line.capacity, distance_range(line.distance_km, line.accuracy_km), ring, age)
    return f"{service.name}: {'; '.join(part for part in parts if part)}"


def listing_json(directory: Directory, listing: Listing, shown: Sequence[Listed]) -> dict[str, Any]:
    """A list as data."""
    return {
        "directory": directory.id,
        "updated": directory.updated,
        "more": listing.more,
        "hours_not_known": listing.unknown,
        "services": [
            {
                "id": line.service.id,
                "name": line.service.name,
                "type": line.service.type,
                "open": line.open,
                "capacity": line.capacity or None,
                "distance_km": line.distance_km,
                "accuracy_km": None if line.distance_km is None else line.accuracy_km,
                "phone": line.service.phone,
                "status": line.service.status,
                "old": line.old,
                "source": line.service.source,
            }
            for line in shown
        ],
    }


def count_words(listing: Listing, start: int, shown: int, onward: str) -> str:
    """Which of how many are shown, and what was left out; `onward`: how to see the next."""
    count = len(listing.lines)
    words = f"{start + 1} to {start + shown} of {count}" if shown else f"none of {count}" if count else "nothing fits"
    if listing.more:
        words += ", and more: say an area, a type or a name"
    if listing.unknown:
        words += f"; {listing.unknown} more may be open: their hours are not known, ring first"
    if start + shown < count:
        words += f"; {onward}"
    return words
