"""triage find: the best service for a patient, a list of services, or all about one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from triage_tui.commands.settings import data_path, open_library, role_of, time_of, write_json
from triage_tui.directory.ask import Ask
from triage_tui.directory.browse import Wanted, browse
from triage_tui.directory.index import index_of
from triage_tui.directory.model import Directory
from triage_tui.directory.page import service_page
from triage_tui.directory.place import Place, areas_like, resolve_place
from triage_tui.directory.request import DEFAULT_KM, Found, Mark, Request
from triage_tui.directory.search import search
from triage_tui.errors import AnswerError, ExitCode, StoreError, UsageError
from triage_tui.handover import found as words
from triage_tui.problems import did_you_mean
from triage_tui.walk.plan import NumberSpec
from triage_tui.walk.quantity import read_number

if TYPE_CHECKING:
    from triage_tui.walk.pack import Pack

FEW_IDS = 5_000
"""Among more names than this no likely one is looked for: that would take longer than typing it again."""

PER_PAGE = 20


def run(options: argparse.Namespace) -> int:
    """Search, list or show, and print it; where the place is not known, say so and what can be chosen."""
    library = open_library(options)
    directory = library.directory
    _known(options.need, directory.types, "service type", "types are listed in directory.yaml")
    _known(options.capability, directory.capabilities, "capability", "capabilities are listed in directory.yaml")
    place = _place(options, directory)
    marks = _marks(options, library.pack)
    request = _request(options, library.pack, directory, place, marks)
    if options.service:
        return _show(options, directory, request)
    if options.list or not options.need:
        return _list(options, directory, _wanted(options, request, placed=place is not None))
    found = search(directory, request)
    if options.open_now:
        found = _open_now(found)
    if options.json:
        write_json(words.found_json(directory, request, found, place, explain=options.explain))
    else:
        sys.stdout.writelines(f"{line}\n" for line in words.found_lines(found, explain=options.explain))
    return int(ExitCode.OK)


def _known(names: Iterable[str], known: Mapping[str, object], what: str, hint: str) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f'the directory has no {what} "{name}"', did_you_mean(name, known) or hint)


def _service_id(directory: Directory, name: str) -> str:
    if index_of(directory).get(name) is None:
        near = did_you_mean(name, [one.id for one in directory.services]) if len(directory.services) < FEW_IDS else ""
        raise UsageError(f'the directory has no service "{name}"', near or "triage find --list --name TEXT shows ids")
    return name


def _place(options: argparse.Namespace, directory: Directory) -> Place | None:
    """The place that was typed, said aloud; when the directory does not know it, the areas it has."""
    typed = options.postcode or options.area
    if not typed:
        return _point(options.near) if options.near else None
    place = resolve_place(directory, typed)
    if options.near and place.area is not None:
        place = replace(_point(options.near), area=place.area)
    sys.stderr.write(f"{place.phrase}\n")
    if place.area is None:
        sys.stderr.write(f"areas: {'; '.join(area.name for area in areas_like(directory, typed))}\n")
    return place


def _point(point: tuple[float, float]) -> Place:
    """A point that was typed; which area it is in is not known."""
    return Place(None, point, f"distances are from {point[0]:g}, {point[1]:g}")


def _marks(options: argparse.Namespace, pack: Pack) -> dict[str, Mark]:
    """The marks of this shift, where there is a record; a record in use says that they are not known here."""
    path = data_path(options)
    if options.ignore_marks or not path.exists():
        return {}
    from triage_tui.record.shift import SHIFT
    from triage_tui.record.store import Store
    from triage_tui.shift import standing_marks

    try:
        with Store.open(path, read_only=True) as store:
            labels = [(role.id, role.label) for role in pack.roles]
            return standing_marks(store.events(SHIFT), time_of(options.at), labels)
    except StoreError as error:
        sys.stderr.write(f"services marked full or closed are NOT left out: {error.message}\n")
        return {}


def _request(
    options: argparse.Namespace, pack: Pack, directory: Directory, place: Place | None, marks: dict[str, Mark]
) -> Request:
    role = role_of(options, pack)
    minutes = options.minutes
    if options.disposition:
        known = {item.id: item for item in pack.dispositions}
        _known([options.disposition], known, "disposition", "dispositions are listed in dispositions.yaml")
        minutes = known[options.disposition].minutes if minutes is None else minutes
    return Request(
        tuple(options.need),
        role,
        options.mode or ("on_scene" if role == "paramedic" else "telephone"),
        time_of(options.at),
        capabilities=tuple(options.capability),
        area=place.area if place else None,
        point=place.point if place else None,
        age_days=_age(options.age),
        sex=options.sex if options.sex != "other" else None,
        minutes=minutes,
        disposition=options.disposition,
        rejected=frozenset(_service_id(directory, name) for name in options.tried),
        marks=marks,
        distance_km=DEFAULT_KM if options.distance is None else options.distance,
        gp_practice=options.practice,
        referrers=frozenset(_service_id(directory, name) for name in options.speaking_for),
    )


def _age(text: str | None) -> int | None:
    if not text:
        return None
    try:
        return read_number(text, NumberSpec("age", 0, 47_482, 0))
    except AnswerError as error:
        raise UsageError(f"--age: {error.message}") from None


def _open_now(found: Found) -> Found:
    """Those that are known to be open now; when none is, all of them, and that is said."""
    opened = tuple(match for match in found.offered if match.open.startswith(words.OPEN))
    if opened:
        return replace(found, offered=opened)
    return replace(found, notes=(*found.notes, "none of these is known to be open now"))


def _show(options: argparse.Namespace, directory: Directory, request: Request) -> int:
    index = index_of(directory)
    entry = index.get(_service_id(directory, options.service))
    assert entry is not None
    rows = service_page(entry, Ask(index, request))
    if options.json:
        write_json(words.service_json(entry.service, directory, rows))
    else:
        sys.stdout.writelines(f"{line}\n" for line in words.page_lines(entry.service, rows))
    return int(ExitCode.OK)


def _list(options: argparse.Namespace, directory: Directory, wanted: Wanted) -> int:
    listing = browse(directory, wanted)
    start = (options.page - 1) * PER_PAGE
    shown = listing.lines[start:] if options.json else listing.lines[start : start + PER_PAGE]
    if options.json:
        write_json(words.listing_json(directory, listing, shown))
        return int(ExitCode.OK)
    sys.stdout.writelines(f"{line}\n" for line in words.listing_lines(shown))
    sys.stderr.write(f"{words.count_words(listing, start, len(shown), f'--page {options.page + 1} for the next')}\n")
    return int(ExitCode.OK)


def _wanted(options: argparse.Namespace, request: Request, *, placed: bool) -> Wanted:
    if not (options.list or options.name or options.open_now or request.capabilities or placed):
        hint = "triage find urgent_community_response, or triage find --list for all of them"
        raise UsageError("find needs a service type, --list, or something to look for", hint)
    return Wanted(
        request.at,
        text=options.name or "",
        kinds=request.types,
        capabilities=request.capabilities,
        area=request.area,
        point=request.point,
        placed=placed,
        open_now=options.open_now,
        marks=request.marks,
    )
