"""Checks across directory.yaml: names that exist, ids used once, referrals that lead somewhere, 999 always there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from triage_tui.content.directory_shape import DirectoryShape
from triage_tui.content.directory_written import Written
from triage_tui.content.source import Path_
from triage_tui.directory.building.entry import Entry, check_point
from triage_tui.directory.model import AMBULANCE, EVERYWHERE
from triage_tui.directory.place import ENGLISH_LETTERS, foreign_postcode, postcode_parts
from triage_tui.problems import Problem, did_you_mean, slip_of

MOST_SAID = 200
"""Problems of one kind that are said: whoever has more has one cause, and each may need its file read again."""


def check_directory(source: Written, entries: Sequence[Entry]) -> list[Problem]:
    """Every problem that neither the shape nor a service alone shows."""
    shape = source.shape
    checks = (
        _unknown_names(source, shape),
        _used_twice(source, shape),
        _referrals(source, shape, entries),
        _restricted(source, shape),
        _areas(source, shape),
        _ranks(source, shape),
        _always_there(source, shape, entries),
    )
    return [problem for check in checks for problem in islice(check, MOST_SAID)]


def _unknown(source: Written, path: Path_, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Problem]:
    """A problem for each name that is not known; the path ends in the key that holds one name or a list."""
    for number, name in enumerate(names):
        if name not in known:
            hint = did_you_mean(name, known) or f"add it to the file's {what}s, or correct it"
            message = f'there is no {what} "{name}"'
            instead = slip_of(name, known)
            yield source.problem((*path, number), message, "REF004", hint=hint, instead=instead)


def _unknown_names(source: Written, shape: DirectoryShape) -> Iterator[Problem]:
    roles = {**shape.roles, **shape.role_groups}
    services = {service.id: service for service in shape.services}
    for name, group in shape.role_groups.items():
        yield from _unknown(source, ("role_groups", name), group, shape.roles, "role")
    for name, one in shape.types.items():
        path: Path_ = ("types", name)
        yield from _unknown(source, (*path, "instead"), one.instead, shape.types, "type")
        yield from _unknown(source, (*path, "has"), one.has, shape.capabilities, "capability")
        yield from _unknown(source, (*path, "at_once"), (one.at_once,) if one.at_once else (), shape.types, "type")
    for number, service in enumerate(shape.services):
        path = ("services", number)
        yield from _unknown(source, (*path, "type"), (service.type,), shape.types, "type")
        for key in ("provides", "capabilities", "only_for"):
            yield from _unknown(source, (*path, key), getattr(service, key), shape.capabilities, "capability")
        for key in ("areas", "limited_to", "promoted_to"):
            yield from _unknown(source, (*path, key), getattr(service, key), shape.areas, "area")
        yield from _unknown(source, (*path, "refer", "roles"), service.refer.roles, roles, "role")
        if service.provider:
            yield from _unknown(source, (*path, "provider"), (service.provider,), shape.providers, "provider")
        if len(service.refer.only_from) > 1:
            yield from _unknown(source, (*path, "refer", "only_from"), service.refer.only_from, services, "service")


def _used_twice(source: Written, shape: DirectoryShape) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, service in enumerate(shape.services):
        before = first.setdefault(service.id, number)
        if before != number:
            file, line = source.stands[before][0].name, source.place(("services", before, "id"))[0]
            where = f"line {line}" if file == source.stands[number][0].name else f"line {line} of {file}"
            message = f'the id "{service.id}" is already used on {where}'
            hint = "give one of them another id"
            there = source.related(("services", before, "id"), "first here")
            yield source.problem(("services", number, "id"), message, "SCH004", hint=hint, related=(there,))


def _reachable(shape: DirectoryShape, entries: Sequence[Entry]) -> set[str]:
    """The ids of services that somebody can refer to or go to, directly or through others."""
    reached = {s.id for s, entry in zip(shape.services, entries, strict=True) if entry.roles or s.refer.self_}
    growing = True
    while growing:
        found = {s.id for s in shape.services if not reached.isdisjoint(s.refer.only_from)}
        growing = not found <= reached
        reached |= found
    return reached


def _referrals(source: Written, shape: DirectoryShape, entries: Sequence[Entry]) -> Iterator[Problem]:
    needs = {service.id: service.refer.only_from for service in shape.services}
    reached = _reachable(shape, entries)
    said: list[set[str]] = []
    for number, service in enumerate(shape.services):
        path: Path_ = ("services", number, "refer")
        referrers = service.refer.only_from
        if len(referrers) == 1 and referrers[0] not in needs:
            message = f'"{referrers[0]}", the only service that may refer to {service.id}, is not in the directory'
            hint = did_you_mean(referrers[0], needs) or "add it, or say who may refer"
            yield source.problem((*path, "only_from", 0), message, "REF004", hint=hint)
        elif service.id not in reached and not referrers:
            hint = "write refer: {roles: [...]}, or self: yes when patients can go or ring"
            yield source.problem(path, "nobody can refer to this service", "DIR010", hint=hint)
        elif service.id not in reached and any(one in needs for one in referrers):
            circle = _circle(service.id, needs)
            if set(circle) not in said:
                said.append(set(circle))
                message = f"nobody can start the referral: {' needs '.join(circle)}"
                yield source.problem(path, message, "DIR009", hint="let a role refer to one of them")


def _restricted(source: Written, shape: DirectoryShape) -> Iterator[Problem]:
    for number, service in enumerate(shape.services):
        if service.restricted and not service.practices:
            path: Path_ = ("services", number, "restricted")
            message = "restricted to GP practices, but none is listed"
            yield source.problem(path, message, "DIR018", hint="list them under practices")


def _circle(start: str, needs: dict[str, tuple[str, ...]]) -> list[str]:
    """A service, the first that may refer to it, and so on until one comes again."""
    found = [start]
    while (following := next((one for one in needs[found[-1]] if one in needs), None)) is not None:
        found.append(following)
        if following in found[:-1]:
            break
    return found


def _areas(source: Written, shape: DirectoryShape) -> Iterator[Problem]:
    for name, area in shape.areas.items():
        path: Path_ = ("areas", name)
        yield from _unknown(source, (*path, "within"), area.within, shape.areas, "area")
        if all(one in shape.areas for one in area.within) and not _inside_england(name, shape):
            message = f"{name} is not inside {EVERYWHERE}"
            hint = f"say which area it is within, up to {EVERYWHERE}, and not in a circle"
            yield source.problem((*path, "within"), message, "DIR014", hint=hint)
        found: list[Problem] = []
        check_point(source, (*path, "centre"), area.centre, found)
        yield from found
        for number, outward in enumerate(area.postcodes):
            parts = postcode_parts(outward)
            if parts is None or parts[1] is not None or foreign_postcode(outward) is not None:
                hint = "write the first half, such as PE13" if outward[:1] in "".join(ENGLISH_LETTERS) else "correct it"
                message = f'"{outward}" is not the first half of a postcode in England'
                yield source.problem((*path, "postcodes", number), message, "DIR005", hint=hint)


def _inside_england(name: str, shape: DirectoryShape) -> bool:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one == EVERYWHERE:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(parent for parent in shape.areas[one].within if parent in shape.areas)
    return False


def _ranks(source: Written, shape: DirectoryShape) -> Iterator[Problem]:
    for area, ranks in shape.ranks.items():
        if area not in shape.areas:
            hint = did_you_mean(area, shape.areas)
            yield source.problem(("ranks", area), f'there is no area "{area}"', "REF004", key=True, hint=hint)
        for name, rank in ranks.items():
            path = ("ranks", area, name)
            if name not in shape.types:
                hint = did_you_mean(name, shape.types)
                yield source.problem(path, f'there is no type "{name}"', "REF004", key=True, hint=hint)
            if not 1 <= rank <= 10:
                yield source.problem(path, f"a rank is 1 to 10, not {rank}", "DIR015", hint="1 is offered first")


def _always_there(source: Written, shape: DirectoryShape, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Somebody is open at some time, 999 always, and every type has an entry for all of England."""
    pairs = list(zip(shape.services, entries, strict=True))
    if pairs and not any(service.active and _ever_open(entry) for service, entry in pairs):
        yield source.problem(
            ("services",), "nothing in this directory is ever open", "DIR011", hint="correct the hours"
        )
    everywhere = [(service, entry) for service, entry in pairs if EVERYWHERE in service.areas and service.active]
    if not any(s.type == AMBULANCE and entry.hours.always and s.refer.self_ for s, entry in everywhere):
        hint = f"add one with type: {AMBULANCE}, areas: {EVERYWHERE}, hours: always, refer: {{self: yes}}"
        message = "no ambulance that is always there for everybody"
        yield source.problem(("services",), message, "DIR012", hint=hint)
    covered = {service.type for service, _ in everywhere if not service.limited_to}
    for name in shape.types:
        if name not in covered:
            message = f"no {name} for the whole of {EVERYWHERE.capitalize()}: somebody may be left with 999 alone"
            found = source.problem(("types", name), message, "DIR013", key=True, hint="add one with status: national")
            yield replace(found, severity="warning")


def _ever_open(entry: Entry) -> bool:
    hours = entry.hours
    if hours.always or hours.at_least or not hours.known:
        return True
    return any(hours.week) or any(hours.dates.values()) or any(hours.holiday_sessions)
