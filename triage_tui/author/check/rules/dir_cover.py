"""DIR: whether everybody who is sent somewhere finds a service there, judged entry by entry and minute by minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.check.rules.dir import SERVICES, TYPES
from triage_tui.content.ages import OLDEST_DAYS, age_limits
from triage_tui.content.pathway_file import NeedsShape
from triage_tui.content.source import Path_, Source
from triage_tui.directory.model import AMBULANCE, Directory, Hours, Service
from triage_tui.directory.place import area_chain
from triage_tui.problems import Problem

WEEK = 7 * 1440
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class Need:
    """Something that asks for services: where it is written, what it is, the types and abilities, and for what ages."""

    source: Source
    path: Path_
    what: str
    types: tuple[str, ...]
    capabilities: tuple[str, ...]
    ages: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hole:
    """Who is left with 999 alone: the need, the area, the ages in days, and the minutes of the week (none: always)."""

    need: Need
    area: str
    ages: tuple[int, int]
    minutes: tuple[int, int] | None
    nobody: bool


@rule(
    "DIR001",
    "nobody-in-an-area",
    "error",
    bad=TYPES
    + """areas:
  england: {name: England, centre: [52.6, -1.5], accuracy_km: 300}
  north: {name: North, within: england, centre: [54.6, -1.5], accuracy_km: 50}
  south: {name: South, within: england, centre: [51.6, -1.5], accuracy_km: 50}
"""
    + SERVICES.replace("type: clinical_hub, areas: england", "type: clinical_hub, areas: north"),
    good=TYPES + SERVICES,
)
def _nobody(context: Context) -> Iterator[Problem]:
    """A disposition, an outcome or an adjunct asks for a service, and in some area there is none of its types, nor
    of one that may stand in for them: only 999 is left. Add a national entry, or name under `instead` what can take
    its place.

    This looks at each entry by itself. Whether everybody who can end here, with all that they answered and at any
    minute, finds a service is proved over the pathways and the directory together by `triage prove --services`.
    """
    for hole in _once(context, lambda hole: hole.nobody):
        message = f"{hole.need.what} finds nobody in {_area(context, hole)}: only 999 is left"
        yield hole.need.source.problem(hole.need.path, message, "DIR001", hint="add an entry, or an instead")


@rule(
    "DIR002",
    "nobody-open",
    "error",
    bad=TYPES
    + SERVICES.replace(
        "clinical_hub, areas: england, hours: always", "clinical_hub, areas: england, hours: {daily: 08:00-20:00}"
    ),
    good=TYPES + SERVICES,
)
def _nobody_open(context: Context) -> Iterator[Problem]:
    """At some minutes of the week nobody is open of those a disposition, an outcome or an adjunct asks for, nor of
    those that may stand in: only 999 is left. Hours that are not published count as open, because the entry says to
    ring.

    This looks at each hole in the week by itself. Who of all possible patients would be met by it, with what they
    answered and how they come to it, is proved together with the pathways by `triage prove --services`.
    """
    for hole in _once(context, lambda hole: hole.minutes is not None):
        start, end = hole.minutes or (0, 0)
        when = f"{DAYS[start // 1440]} {_clock(start)} to {_clock(end)}"
        message = f"{hole.need.what} finds nobody open in {_area(context, hole)}, {when}: only 999 is left"
        yield hole.need.source.problem(hole.need.path, message, "DIR002", hint="add an entry, or an instead")


@rule(
    "DIR007",
    "ages-left-out",
    "error",
    bad=TYPES + SERVICES.replace("name: Hub,", "name: Hub, ages: 18 years and over,"),
    good=TYPES + SERVICES,
)
def _ages_left_out(context: Context) -> Iterator[Problem]:
    """The services that something asks for are not for some ages that can come to it, and nobody else stands in."""
    for hole in _once(context, lambda hole: not hole.nobody and hole.minutes is None):
        low, high = (f"{days / 365.25:.3g}" for days in hole.ages)
        message = f"{hole.need.what} finds nobody for ages {low} to {high} years in {_area(context, hole)}"
        yield hole.need.source.problem(hole.need.path, message, "DIR007", hint="add an entry for them, or an instead")


def _once(context: Context, wanted: Callable[[Hole], bool]) -> Iterator[Hole]:
    """The first hole of each kind for everything that asks for services."""
    holes = context.kept("holes", lambda: tuple(_holes(context)))
    seen: set[tuple[str, Path_]] = set()
    for hole in holes:
        key = (hole.need.source.name, hole.need.path)
        if wanted(hole) and key not in seen and context.wants(hole.need.source):
            seen.add(key)
            yield hole


def _area(context: Context, hole: Hole) -> str:
    directory = context.compiled.directory
    return directory.areas[hole.area].name if hole.area in directory.areas else hole.area


def _clock(minute: int) -> str:
    return f"{minute % 1440 // 60:02}:{minute % 60:02}"


def _holes(context: Context) -> Iterator[Hole]:
    """Everybody who is left with 999 alone."""
    if context.written is None:
        return
    directory = context.compiled.directory
    known: dict[tuple[tuple[str, ...], tuple[str, ...], tuple[int, int]], tuple[Hole, ...]] = {}
    for need in _needs(context):
        if (
            not context.wants(need.source)
            or AMBULANCE in need.types
            or any(name not in directory.types for name in need.types)
        ):
            continue
        key = (need.types, need.capabilities, need.ages)
        if key not in known:
            known[key] = context.store.get(("holes", key), (directory,), partial(_all_holes, directory, need))
        for hole in known[key]:
            yield Hole(need, hole.area, hole.ages, hole.minutes, hole.nobody)


def _all_holes(directory: Directory, need: Need) -> tuple[Hole, ...]:
    return tuple(_holes_of(directory, need))


def _needs(context: Context) -> Iterator[Need]:
    everyone = (0, OLDEST_DAYS - 1)
    shared = context.files.dispositions
    if shared is not None:
        for number, item in enumerate(shared.model.dispositions):
            yield _need(shared.source, ("dispositions", number), f'disposition "{item.id}"', item.needs, everyone)
        for name, adjunct in shared.model.adjuncts.items():
            if adjunct.needs is not None:
                yield _need(shared.source, ("adjuncts", name), f'adjunct "{name}"', adjunct.needs, everyone)
    for plan in context.plans():
        low, high = age_limits(plan.ages)
        for name, placed in context.flat(plan.pathway).outcomes.items():
            needs = placed.outcome.needs
            ages = everyone if name == context.files.pathways[plan.pathway].model.outside_ages else (low, high)
            if needs is not None:
                yield _need(
                    placed.source, placed.path, f'outcome "{name}"', needs, (ages[0], min(ages[1], everyone[1]))
                )


def _need(source: Source, path: Path_, what: str, needs: NeedsShape, ages: tuple[int, int]) -> Need:
    return Need(source, (*path, "needs", "service"), what, needs.service, needs.capabilities, ages)


def _holes_of(directory: Directory, need: Need) -> Iterator[Hole]:
    types = _with_instead(directory, need.types)
    able = [one for one in directory.services if one.type in types and _takes(one, need)]
    by_area: dict[str, list[int]] = {}
    for place, one in enumerate(able):
        for name in one.areas:
            by_area.setdefault(name, []).append(place)
    parents = {parent for area in directory.areas.values() for parent in area.parents}
    for area in sorted(directory.areas, key=lambda name: name in parents):
        chain = set(area_chain(directory, area))
        near = sorted({place for name in chain for place in by_area.get(name, ())})
        here = [able[place] for place in near if not able[place].limited_to or chain & set(able[place].limited_to)]
        if not here:
            yield Hole(need, area, need.ages, None, True)
            continue
        for low, high in _age_bands(here, need.ages):
            for_age = [one for one in here if not one.ages or any(a <= low and high <= b for a, b in one.ages)]
            if not for_age:
                yield Hole(need, area, (low, high), None, False)
            elif (closed := _first_closed(for_age)) is not None:
                yield Hole(need, area, (low, high), closed, False)


def _with_instead(directory: Directory, types: tuple[str, ...]) -> set[str]:
    """The types, and those that may stand in for them, and so on."""
    found: set[str] = set()
    waiting = list(types)
    while waiting:
        name = waiting.pop()
        if name not in found and name in directory.types:
            found.add(name)
            waiting.extend(directory.types[name].instead)
    return found


def _takes(one: Service, need: Need) -> bool:
    """Whether a service takes everybody of its ages and areas who has this need."""
    limited = one.sexes or one.modes or one.dispositions or one.only_for or one.restricted
    open_to = one.self_referral or one.roles
    can = one.signpost or one.type == AMBULANCE or set(need.capabilities) <= {*one.capabilities, *one.provides}
    return bool(one.active and not limited and open_to and can)


def _age_bands(services: list[Service], ages: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The ages split where any of the services begins or ends."""
    low, high = ages
    cuts = {low, high + 1}
    for one in services:
        for start, end in one.ages:
            cuts |= {cut for cut in (start, end + 1) if low < cut <= high}
    ordered = sorted(cuts)
    yield from ((start, after - 1) for start, after in pairwise(ordered))


def _first_closed(services: list[Service]) -> tuple[int, int] | None:
    """The first minutes of a plain week in which none of them is open; None where somebody always may be."""
    open_at: list[tuple[int, int]] = []
    for one in services:
        if _may_always_be_open(one.hours):
            return None
        for day, sessions in enumerate(one.hours.week):
            open_at += [(day * 1440 + start, day * 1440 + end) for start, end in sessions]
    reached = 0
    for start, end in sorted(open_at):
        if start > reached:
            return reached, start
        reached = max(reached, end)
    return None if reached >= WEEK else (reached, WEEK)


def _may_always_be_open(hours: Hours) -> bool:
    return hours.always or hours.at_least or not hours.known or not hours.week
