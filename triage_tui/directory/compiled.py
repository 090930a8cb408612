"""Compile a large directory to bytes that are searched where they lie."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import TypeAlias
from zlib import crc32

from triage_tui.directory.model import GP_PRACTICE, Directory, Service
from triage_tui.directory.packing import BlockWriter, as_list, blanked, hours_as_list, text_key

BLANK = {
    **dict.fromkeys(("id", "name", "public_name", "source", "how_to_refer", "provider", "note"), ""),
    **dict.fromkeys(("postcode", "lat", "lon", "accuracy_km", "phone", "professional_phone", "web", "ods"), None),
    **dict.fromkeys(("areas", "limited_to", "promoted_to", "practices"), ()),
    "last_verified": None,
    "next_check_due": None,
    "line": 0,
    "hours": 0,
}
"""What no test looks at, or what is kept apart: with these blank, many services look the same."""

HISTORICAL_DUE = 1
"""The due day of an entry that is old whatever the day; 0 is an entry without a due day."""


TOLD_EVERY = 1_000

Tell: TypeAlias = Callable[[int, int], None]
"""Told how many services are compiled, and of how many."""

_Numbered: TypeAlias = tuple[Service, int, tuple[int, int, int]]
"""A service, its place in the directory, and the numbers of its profile, timetable and places."""


class _Numbers:
    """Numbers for values as they come, the same for the same value."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def number(self, value: object) -> int:
        return self.of.setdefault(_json(value), len(self.of))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def compile_directory(directory: Directory, tell: Tell | None = None) -> Iterable[bytes]:
    """The compiled bytes, in pieces to be written one after another."""
    writer = BlockWriter()
    writer.add("head", _json(asdict(replace(directory, services=()))).encode())
    timetables, profiles, places = _Numbers(), _Numbers(), _Numbers()
    kinds: dict[str, list[_Numbered]] = {}
    records: list[bytes] = []
    for order, service in enumerate(directory.services):
        timetable = timetables.number(hours_as_list(service.hours))
        values = as_list(service, timetable)
        areas = (service.areas, service.limited_to, service.promoted_to)
        looks = (profiles.number(blanked(values, BLANK)), timetable, places.number(areas))
        kinds.setdefault(service.type, []).append((service, order, looks))
        records.append(_json(values).encode())
        if tell is not None and order % TOLD_EVERY == 0:
            tell(order, len(directory.services))
    for kind, found in kinds.items():
        _add_kind(writer, kind, found)
    for name, numbers in (("timetable", timetables), ("profile", profiles), ("place", places)):
        _add_records(writer, name, (text.encode() for text in numbers.of))
    _add_records(writer, "service", records)
    _add_keys(writer, "id", ((service.id, order) for order, service in enumerate(directory.services)))
    _add_keys(writer, "practice", _practices(directory.services))
    yield from writer.finish()
    if tell is not None:
        tell(1, 1)


def _add_kind(writer: BlockWriter, kind: str, found: list[_Numbered]) -> None:
    """The services of a type: those with a place from south to north, then the others by where they work."""
    placed = sorted((one for one in found if _has_place(one[0])), key=lambda one: (one[0].lat, one[1]))
    others = sorted((one for one in found if not _has_place(one[0])), key=lambda one: (one[2][2], one[1]))
    writer.add(f"{kind}/lat", array("d", [one[0].lat or 0.0 for one in placed]).tobytes())
    writer.add(f"{kind}/lon", array("d", [one[0].lon or 0.0 for one in placed]).tobytes())
    for number, name in enumerate(("profile", "timetable", "place")):
        writer.add(f"{kind}/{name}", array("I", [looks[number] for _, _, looks in placed + others]).tobytes())
    writer.add(f"{kind}/due", array("I", [_due(service) for service, _, _ in placed + others]).tobytes())
    writer.add(f"{kind}/order", array("I", [order for _, order, _ in placed + others]).tobytes())


def _has_place(service: Service) -> bool:
    return service.lat is not None and service.lon is not None


def _due(service: Service) -> int:
    if service.status == "historical":
        return HISTORICAL_DUE
    return date.fromisoformat(service.next_check_due).toordinal() if service.next_check_due else 0


def _add_records(writer: BlockWriter, name: str, records: Iterable[bytes]) -> None:
    """Pieces that are read one at a time, with where each starts and its checksum."""
    starts, checksums, pieces = array("Q", [0]), array("I"), []
    for record in records:
        starts.append(starts[-1] + len(record))
        checksums.append(crc32(record))
        pieces.append(record)
    writer.add(f"{name}/starts", starts.tobytes())
    writer.add(f"{name}/checksums", checksums.tobytes())
    writer.add(name, b"".join(pieces))


def _practices(services: Iterable[Service]) -> Iterator[tuple[str, int]]:
    """Practices with the services they commission, and with themselves."""
    for order, service in enumerate(services):
        for practice in service.practices:
            yield practice, order
        if service.type == GP_PRACTICE and service.ods:
            yield service.ods, order


def _add_keys(writer: BlockWriter, name: str, pairs: Iterable[tuple[str, int]]) -> None:
    ordered = sorted((text_key(text), order) for text, order in pairs)
    writer.add(f"{name}/key", array("Q", [key for key, _ in ordered]).tobytes())
    writer.add(f"{name}/order", array("I", [order for _, order in ordered]).tobytes())
