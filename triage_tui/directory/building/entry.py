"""One service of directory.yaml: its hours, ages, roles and numbers, read and checked on their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from triage_tui.content.ages import age_limits
from triage_tui.content.directory_shape import CapacityShape, ServiceShape
from triage_tui.content.directory_written import Written
from triage_tui.content.source import Path_
from triage_tui.directory.building.hours import read_hours
from triage_tui.directory.clock import london
from triage_tui.directory.model import Hours
from triage_tui.directory.place import foreign_postcode, postcode_parts
from triage_tui.problems import Problem

_PHONE = re.compile(
    r"999|111( option [0-9])?|116 ?[0-9]{3}|0[0-9]{3,4}[0-9 ]{4,9}|text [0-9]{5}|text [A-Z]+ to [0-9]{5}"
)
_WEB = re.compile(r"(https?://)?[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+(/[^\s<>\"']*)?")
_CHECKED = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
MOST_KEPT = 4096
_read_before: dict[str, Hours] = {}

_SOUTH, _NORTH, _WEST, _EAST = 49.8, 55.9, -6.5, 1.9


@dataclass(frozen=True, slots=True)
class Entry:
    """What a service's words mean: hours, ages in days, roles (groups spelt out), when it has room again; its line."""

    hours: Hours
    ages: tuple[tuple[int, int], ...]
    roles: tuple[str, ...]
    capacity_until: str | None
    line: int


def read_entry(source: Written, number: int) -> tuple[Entry, list[Problem]]:
    """The words of one service, with their problems."""
    path: Path_ = ("services", number)
    groups, service = source.shape.role_groups, source.shape.services[number]
    hours, problems = _hours(source, (*path, "hours"), source.node(number, "hours"))
    ages = tuple(_ages(source, path, service, problems))
    until = _capacity_until(source, path, service, problems)
    _check_numbers(source, path, service, problems)
    check_postcode(source, (*path, "postcode"), service.postcode, problems)
    if service.at is not None:
        check_point(source, (*path, "at"), service.at, problems)
    roles = tuple(dict.fromkeys(one for role in service.refer.roles for one in groups.get(role, (role,))))
    return Entry(hours, ages, roles, until, source.place(path)[0]), problems


def _hours(source: Written, path: Path_, node: Any) -> tuple[Hours, list[Problem]]:
    """Opening hours; in a large directory many services keep the same, which are read and kept once."""
    written = repr(node)
    known = _read_before.get(written)
    if known is not None:
        return known, []
    hours, problems = read_hours(source, path, node)
    if not problems:
        if len(_read_before) >= MOST_KEPT:
            _read_before.clear()
        _read_before[written] = hours
    return hours, problems


def _ages(source: Written, path: Path_, service: ServiceShape, problems: list[Problem]) -> list[tuple[int, int]]:
    found = []
    for number, text in enumerate(service.ages):
        try:
            found.append(age_limits(text))
        except ValueError as error:
            where = (*path, "ages", number)
            hint = 'write "18 years and over", "under 18 years" or "8 weeks to 5 years"'
            problems.append(source.problem(where, str(error).partition(";")[0], "SCH003", hint=hint))
    return found


def _capacity_until(source: Written, path: Path_, service: ServiceShape, problems: list[Problem]) -> str | None:
    if not isinstance(service.capacity, CapacityShape):
        return None
    try:
        until = datetime.strptime(service.capacity.until, "%Y-%m-%d %H:%M").replace(tzinfo=london())
    except ValueError:
        message = f'"{service.capacity.until}" is not a time'
        where = (*path, "capacity", "until")
        problems.append(source.problem(where, message, "SCH003", hint="write UK time as 2026-01-05 14:00"))
        return None
    return until.astimezone(UTC).isoformat()


def _check_numbers(source: Written, path: Path_, service: ServiceShape, problems: list[Problem]) -> None:
    for key in ("phone", "professional_phone"):
        number = getattr(service, key)
        if number is not None and not _PHONE.fullmatch(number):
            message = f'"{number}" is not a telephone number in England'
            hint = "write 111, 999, 116 123 or the whole number from its 0; leave it out when it is not published"
            problems.append(source.problem((*path, key), message, "DIR005", hint=hint))
    if service.web is not None and not _WEB.fullmatch(service.web):
        hint = "write it as www.nhs.uk/service, without spaces"
        problems.append(source.problem((*path, "web"), f'"{service.web}" is not a web address', "DIR005", hint=hint))
    checked = service.last_verified
    if checked is not None and not (_CHECKED.fullmatch(checked) and _is_date(checked)):
        message = f'"{checked}" is not a date'
        problems.append(
            source.problem((*path, "last_verified"), message, "SCH003", hint="write 2026-01-05, 2026-01 or 2026")
        )
    elif checked is not None and service.next_check_due and service.next_check_due.isoformat() < checked:
        message = "the next check is due before the last one was made"
        problems.append(source.problem((*path, "next_check_due"), message, "DIR017", hint="put the later date here"))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def check_postcode(source: Written, path: Path_, text: str | None, problems: list[Problem]) -> None:
    """A problem when a service's postcode is not a whole postcode in England."""
    if text is None:
        return
    parts = postcode_parts(text)
    country = foreign_postcode(text)
    if parts is None or (country is None and parts[1] is None):
        hint = "write all of it, such as CB2 0QQ, or leave it out"
        problems.append(source.problem(path, f'"{text}" is not a whole British postcode', "DIR005", hint=hint))
    elif country is not None:
        hint = "this directory is for England: correct it or leave the service out"
        problems.append(source.problem(path, f"{text} is in {country}", "DIR005", hint=hint))


def check_point(source: Written, path: Path_, point: tuple[float, float], problems: list[Problem]) -> None:
    """A problem when a point is not in England."""
    lat, lon = point
    if _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST:
        return
    swapped = _SOUTH <= lon <= _NORTH and _WEST <= lat <= _EAST
    hint = "write the latitude first" if swapped else "write latitude and longitude in degrees, such as [52.175, 0.140]"
    problems.append(source.problem(path, f"{lat:g}, {lon:g} is not in England", "DIR016", hint=hint))
