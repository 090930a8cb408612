"""Which services of a type are worth reading: judged by profile, timetable and place, each looked at once a search."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from triage_tui.directory.ask import Ask
from triage_tui.directory.compiled import HISTORICAL_DUE
from triage_tui.directory.filters import area_limits, only_if_open, place_of, profile_fails
from triage_tui.directory.hours import opening
from triage_tui.directory.index import Entry
from triage_tui.directory.place import KM_PER_DEGREE
from triage_tui.directory.referral import way_in

if TYPE_CHECKING:
    from triage_tui.directory.compiled_index import CompiledIndex

SPARE: Final = 4
EXPLAINED: Final = 8
"""How many more are read than can be offered, and how many that fail are read to explain them."""

RINGS: Final = (1 / 16, 1 / 4, 1)
"""Shares of the search distance that are looked at in turn, until what is farther cannot matter."""

Fitting: TypeAlias = tuple[tuple[bool, ...], float, int]
Failing: TypeAlias = tuple[float, int]
"""What counts before the distance, the square of the distance in degrees, the place in the directory."""

_IDEAL: Final = (False, False, False, False, False, False)


class Glance:
    """One look at the services of a type; what it learns of profiles, timetables and places is kept for the others."""

    def __init__(self, index: CompiledIndex, type_id: str, ask: Ask, apart: Collection[int]) -> None:
        self.index, self.ask, self.apart = index, ask, apart
        self.columns = [index.numbers(f"{type_id}/{name}", "I") for name in _COLUMNS]
        self.lats = index.numbers(f"{type_id}/lat", "d")
        self.lons = index.numbers(f"{type_id}/lon", "d")
        kind = index.directory.types.get(type_id)
        self.wanted = (kind.most_returned if kind is not None else 2) + SPARE
        self.places_near: dict[int, Any] = ask.known.setdefault("places near", {})
        self.places_served: dict[int, Any] = ask.known.setdefault("places served", {})
        self.profiles: dict[int, Any] = ask.known.setdefault("profiles", {})
        self.hours: dict[int, Any] = ask.known.setdefault("hours", {})

    def worth_reading(self) -> list[int]:
        """The places in the directory of those that may be offered, and of the nearest that may not."""
        visiting: tuple[list[Fitting], list[Failing]] = ([], [])
        start = 0 if self.ask.point is None else len(self.lats)
        self._look(range(start, len(self.columns[0])), None, self.places_served, visiting)
        fitting, failing = visiting
        for share in RINGS if self.ask.point is not None else ():
            fitting, failing = list(visiting[0]), list(visiting[1])
            reach = share * self.ask.request.distance_km / KM_PER_DEGREE
            self._placed(reach, (fitting, failing))
            if self._enough(fitting, failing, reach * reach):
                break
        best = nsmallest(self.wanted, fitting)
        return [one[-1] for one in best] + [one[-1] for one in nsmallest(EXPLAINED, failing)]

    def _enough(self, fitting: list[Fitting], failing: list[Failing], reach: float) -> bool:
        """Whether nothing farther away can come before what was seen: what is seen is complete up to `reach`."""
        ideal = sum(prefer == _IDEAL and distance <= reach for prefer, distance, _ in fitting)
        return ideal >= self.wanted and len(failing) + len(fitting) - ideal >= EXPLAINED

    def _placed(self, reach: float, seen: tuple[list[Fitting], list[Failing]]) -> None:
        """Those inside the box, nearly enough: the box itself is tested when they are read."""
        assert self.ask.point is not None
        lat, lon = self.ask.point
        reach *= 1.000001
        east = math.cos(math.radians(lat))
        west, far = lon - reach / east, lon + reach / east
        low, high = bisect_left(self.lats, lat - reach), bisect_right(self.lats, lat + reach)
        inside = [n for n, at in enumerate(self.lons[low:high].tolist(), low) if west <= at <= far]
        distances = [(self.lats[n] - lat) ** 2 + ((self.lons[n] - lon) * east) ** 2 for n in inside]
        self._look(inside, distances, self.places_near, seen)

    def _look(
        self,
        numbers: Collection[int],
        distances: list[float] | None,
        places: dict[int, Any],
        seen: tuple[list[Fitting], list[Failing]],
    ) -> None:
        """Put each service among those that fit or those that fail; those that are nowhere near are left out."""
        fitting, failing = seen
        of_profile, of_timetable, of_place, due_of, order_of = self.columns
        profiles, hours, apart, today = self.profiles, self.hours, self.apart, self.ask.moment.day
        for n, number in enumerate(numbers):
            place = places.get(of_place[number]) or self._place(of_place[number], places)
            order = order_of[number]
            if not place[0] or order in apart:
                continue
            distance = distances[n] if distances is not None else 0.0
            profile = profiles.get(of_profile[number]) or self._profile(of_profile[number])
            if place[1] or profile[0]:
                failing.append((distance, order))
                continue
            opened = hours.get(of_timetable[number]) or self._hours(of_timetable[number])
            if not opened.in_time or (profile[2] and only_if_open(profile[2].service, opened, self.ask)):
                failing.append((distance, order))
                continue
            due = due_of[number]
            overdue = due == HISTORICAL_DUE or 0 < due < today
            fitting.append(((place[2], *profile[1], overdue, opened.state == "not_known"), distance, order))

    def _place(self, number: int, known: dict[int, Any]) -> tuple[bool, bool, bool]:
        """Whether it is near at all, fails the test of its area, is promoted elsewhere."""
        entry = self.index.somewhere(number)
        entry.point = self.ask.point if known is self.places_near else None
        elsewhere = bool(entry.promoted) and entry.promoted.isdisjoint(self.ask.areas)
        failed = area_limits(entry, self.ask) is not None
        found = known[number] = (place_of(entry, self.ask)[0], failed, elsewhere)
        return found

    def _profile(self, number: int) -> tuple[bool, tuple[bool, bool, bool], Entry | None]:
        """Whether it fails a test, what to prefer, and a service like it if it is offered only when open."""
        entry = self.index.profile(number)
        service, way = entry.service, way_in(entry, self.ask)
        prefer = (service.signpost, service.status == "national", way == "chained")
        only = None if service.only_if_open_within is None else entry
        found = self.profiles[number] = (way == "none" or profile_fails(entry, self.ask), prefer, only)
        return found

    def _hours(self, number: int) -> Any:
        hours = self.index.hours(number)
        found = self.hours[number] = opening(hours, self.ask.moment, self.ask.index.calendar, ahead=1)
        return found


_COLUMNS: Final = ("profile", "timetable", "place", "due", "order")
