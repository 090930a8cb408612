"""Look through the directory: by name, kind, area, what a service can do, and whether it is open now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from triage_tui.directory.ask import Ask
from triage_tui.directory.clock import minute_of
from triage_tui.directory.compiled_index import CompiledIndex
from triage_tui.directory.filters import area_limits, busy, capacity, distance_accuracy, place_of, standing_mark
from triage_tui.directory.hours import Opening, opening_words
from triage_tui.directory.index import Entry, Lookup, index_of
from triage_tui.directory.model import Directory, Hours, Service
from triage_tui.directory.request import Mark, Request
from triage_tui.directory.week import moment_now, opening_now
from triage_tui.directory.words import is_overdue, plain_words

MOST_LISTED: Final = 500
"""Nobody reads more: what is looked for is made narrower."""

SHORT: Final = 2
"""Letters that are looked for only at the beginning of a word: within words they are everywhere."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means any.

    `placed`: only what serves the area, or is near its middle, as in a search; without an area, what serves England.
    """

    at: datetime
    text: str = ""
    kinds: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    area: str | None = None
    point: tuple[float, float] | None = None
    placed: bool = False
    open_now: bool = False
    only_marked: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)


class Listed(NamedTuple):
    """A service in a list: its hours now, its capacity, how far it is (and how sure), whether its entry is old."""

    service: Service
    open: str
    capacity: str
    distance_km: float | None
    accuracy_km: float
    old: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """Services in order; `more`: there are others beyond. `unknown`: those left out as their hours are not known."""

    lines: tuple[Listed, ...]
    more: bool
    unknown: int


class Sieve:
    """The tests of a list, each on the part of a service that many share."""

    def __init__(self, index: Lookup, wanted: Wanted) -> None:
        request = Request((), "", "", wanted.at, area=wanted.area, point=wanted.point, marks=wanted.marks)
        self.ask = Ask(index, request)
        self.wanted = wanted
        self.now = minute_of(wanted.at)
        self.able = frozenset(wanted.capabilities)
        words = plain_words(wanted.text).split()
        self.first = words[0] if words else ""
        self.words = [word if len(word) > SHORT else f" {word}" for word in words]

    def fits_profile(self, entry: Entry) -> bool:
        """What it can do, and whether it is there at all."""
        return self.able <= entry.able and (entry.service.active or not self.wanted.open_now)

    def fits_place(self, entry: Entry) -> bool:
        """Whether it is for people of the area, or near it."""
        return not self.wanted.placed or (place_of(entry, self.ask)[0] and area_limits(entry, self.ask) is None)

    def open_state(self, hours: Hours) -> Opening:
        """What the hours say of this minute."""
        return opening_now(hours, self.now, self.ask.index.calendar)

    def fits_name(self, names: str) -> bool:
        """Whether every word that was typed is in its names; a short one at the beginning of a word."""
        return all(word in names for word in self.words)

    def is_marked_closed(self, service: Service) -> bool:
        """Whether this desk has marked it closed."""
        mark = standing_mark(service, self.ask.request)
        return mark is not None and mark.state == "closed"


def browse(directory: Directory | Lookup, wanted: Wanted, most: int = MOST_LISTED) -> Listing:
    """The services that fit, those for this place and the fresh ones first; ValueError for a time without a zone."""
    index = index_of(directory)
    sieve = Sieve(index, wanted)
    if wanted.only_marked:
        found, more = [entry for entry in _marked(index, sieve) if _passes(entry, sieve)], False
    elif not isinstance(index, CompiledIndex):
        found = [entry for entry in _in_memory(index, sieve) if _passes(entry, sieve)]
        more = False
    else:
        from triage_tui.directory.browse_compiled import sifted

        found, more = sifted(index, sieve, most)
    lines, unknown = [], 0
    for entry in found:
        state = sieve.open_state(entry.service.hours)
        if wanted.open_now and (state.state not in _OPEN or sieve.is_marked_closed(entry.service)):
            unknown += state.state == "not_known"
            continue
        lines.append((_order(entry, sieve), _listed(entry, state, sieve)))
    lines.sort(key=lambda one: one[0])
    return Listing(tuple(line for _, line in lines[:most]), more or len(lines) > most, unknown)


_OPEN: Final = ("always", "open", "closing")


def _in_memory(index: Lookup, sieve: Sieve) -> Iterable[Entry]:
    kinds = sieve.wanted.kinds or tuple(index.directory.types)
    return (entry for kind in kinds for entry in index.of_type(kind))


def _marked(index: Lookup, sieve: Sieve) -> Iterable[Entry]:
    """The services that this desk has marked, of the kinds that are wanted."""
    entries = (entry for name in sieve.wanted.marks if (entry := index.get(name)) is not None)
    return (entry for entry in entries if not sieve.wanted.kinds or entry.service.type in sieve.wanted.kinds)


def _passes(entry: Entry, sieve: Sieve) -> bool:
    named = not sieve.words or sieve.fits_name(names_of(entry.service, sieve.ask.index.directory))
    return named and sieve.fits_profile(entry) and sieve.fits_place(entry)


def names_of(service: Service, directory: Directory) -> str:
    """What a service is found by: its names, its id and its kind."""
    label = directory.types[service.type].label if service.type in directory.types else ""
    return " " + plain_words(f"{service.name} {service.public_name} {service.id} {label}")


def _order(entry: Entry, sieve: Sieve) -> tuple[bool, bool, bool, bool, bool, float, str, int]:
    service = entry.service
    begins = plain_words(service.name).startswith(sieve.first)
    distance = place_of(entry, sieve.ask)[1] if sieve.wanted.placed else None
    return (
        not service.active,
        not begins,
        service.signpost,
        service.status == "national",
        is_overdue(service, sieve.ask.today),
        distance or 0.0,
        service.name.lower(),
        entry.order,
    )


def _listed(entry: Entry, state: Opening, sieve: Sieve) -> Listed:
    service, ask = entry.service, sieve.ask
    words = opening_words(state, moment_now(sieve.now))
    said = capacity(entry, ask) or busy(service, ask)
    distance = place_of(entry, ask)[1] if sieve.wanted.placed else None
    if not service.active:
        words, said = service.note or "not open", ""
    return Listed(service, words, said, distance, distance_accuracy(service, ask), is_overdue(service, ask.today))
