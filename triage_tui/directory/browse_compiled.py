"""Look through a compiled directory without reading it: what many services share is tested once for all of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from triage_tui.directory.compiled_index import CompiledIndex
from triage_tui.directory.filters import area_limits, place_of
from triage_tui.directory.index import Entry
from triage_tui.directory.place import KM_PER_DEGREE
from triage_tui.directory.words import plain_words

if TYPE_CHECKING:
    from triage_tui.directory.browse import Sieve

_COLUMNS: Final = ("profile", "timetable", "place", "order")
_OPEN: Final = ("always", "open", "closing", "not_known")
_ID_AND_NAME = re.compile(rb'\["((?:[^"\\]|\\.)*)","((?:[^"\\]|\\.)*)"')

Place: TypeAlias = tuple[float, int]
"""How far (in degrees, squared; 0 when it comes to people), and the place in the directory."""


def sifted(index: CompiledIndex, sieve: Sieve, most: int) -> tuple[list[Entry], bool]:
    """The nearest services that pass, read and tested once more, and whether there are others beyond them."""
    names = _names(index) if sieve.words else None
    kinds = sieve.wanted.kinds or tuple(index.directory.types)
    passing = [place for kind in kinds for place in _Column(index, kind, sieve).passing(names)]
    best = nsmallest(most, passing)
    entries = (index.read(order) for _, order in best)
    return [one for one in entries if sieve.fits_profile(one) and sieve.fits_place(one)], len(passing) > most


class _Column:
    """The services of one kind: what they share by number, and where each stands."""

    def __init__(self, index: CompiledIndex, kind: str, sieve: Sieve) -> None:
        self.index, self.sieve = index, sieve
        self.profiles, self.timetables, self.places, self.orders = (
            index.numbers(f"{kind}/{name}", "I") for name in _COLUMNS
        )
        self.lats, self.lons = (index.numbers(f"{kind}/{name}", "d") for name in ("lat", "lon"))
        self.label = f" {plain_words(index.directory.types[kind].label)}" if kind in index.directory.types else ""

    def passing(self, names: list[str] | None) -> list[Place]:
        """Those that pass every test that does not need the service itself."""
        numbers = self._alike()
        for word in self.sieve.words if names is not None and numbers else ():
            if word not in self.label:
                numbers = [number for number in numbers if names and word in names[self.orders[number]]]
        if not self.sieve.wanted.placed:
            return [(0.0, self.orders[number]) for number in numbers]
        return self._near(numbers)

    def _alike(self) -> list[int]:
        """Those whose profile and timetable pass: each is tested once, however many services share it."""
        sieve, index = self.sieve, self.index
        if not sieve.wanted.open_now and not sieve.able:
            return list(range(len(self.profiles)))
        able = {number for number in set(self.profiles) if sieve.fits_profile(index.profile(number))}
        if not sieve.wanted.open_now:
            return [number for number, profile in enumerate(self.profiles) if profile in able]
        opened = {number for number in set(self.timetables) if sieve.open_state(index.hours(number)).state in _OPEN}
        both = zip(self.profiles, self.timetables, strict=True)
        return [number for number, (profile, hours) in enumerate(both) if profile in able and hours in opened]

    def _near(self, numbers: list[int]) -> list[Place]:
        point = self.sieve.ask.point
        reach = self.sieve.ask.request.distance_km / KM_PER_DEGREE * 1.000001
        east = math.cos(math.radians(point[0])) if point else 1.0
        tested: dict[tuple[bool, int], bool] = {}
        found = []
        for number in numbers:
            placed, distance = number < len(self.lats), 0.0
            if placed and point is not None:
                north, west = self.lats[number] - point[0], (self.lons[number] - point[1]) * east
                if abs(north) > reach or abs(west) > reach:
                    continue
                distance = north * north + west * west
            key = (placed, self.places[number])
            if key not in tested:
                tested[key] = self._serves(*key)
            if tested[key]:
                found.append((distance, self.orders[number]))
        return found

    def _serves(self, placed: bool, place: int) -> bool:
        entry, ask = self.index.somewhere(place, placed), self.sieve.ask
        near = (placed and ask.point is not None) or place_of(entry, ask)[0]
        return near and area_limits(entry, ask) is None


def _names(index: CompiledIndex) -> list[str]:
    """The names of every service as they are searched, read once: the id and the name stand first in each record."""
    known: list[str] | None = index.remembered.get("names")
    if known is None:
        known = index.remembered["names"] = [f" {plain_words(text)}" for text in _ids_and_names(index)]
    return known


def _ids_and_names(index: CompiledIndex) -> Iterator[str]:
    starts: Any = index.numbers("service/starts", "Q")
    records = index.records("service")
    for start in starts[:-1]:
        found = _ID_AND_NAME.match(records, start)
        words = b" ".join(found.groups()) if found else b""
        yield json.loads(b'"%s"' % words)
