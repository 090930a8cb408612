"""Which services of a type are worth reading: judged by profile, timetable and place, each looked at once a search."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush, nsmallest
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from triage_tui.directory.ask import Ask
from triage_tui.directory.compiled import HISTORICAL_DUE
from triage_tui.directory.filters import area_limits, only_if_open, place_of, profile_failures
from triage_tui.directory.hours import Opening, opening
from triage_tui.directory.index import EXPLAINED, SURPLUS, Entry
from triage_tui.directory.model import EVERYWHERE
from triage_tui.directory.place import EARTH_KM, KM_PER_DEGREE, chord
from triage_tui.directory.referral import way_in

if TYPE_CHECKING:
    from triage_tui.directory.compiled_index import CompiledIndex

RINGS: Final = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1)
"""Shares of the search distance that are looked at in turn, until what is farther cannot matter."""

_ROUND: Final = 1.001
"""A box this much larger holds the whole circle: on a globe its corners are not where a flat map has them."""

Fitting: TypeAlias = tuple[tuple[bool, ...], float, int]
"""What counts before the distance, the distance (as a chord), the place in the directory."""

Failing: TypeAlias = tuple[int, float, int, int]
"""How many tests it fails, the distance, the place in the directory, its row; -1 once its hours were looked at too."""

_COLUMNS: Final = ("profile", "timetable", "place", "due", "order")
_IDEAL: Final = (False,) * 7


class _Place(NamedTuple):
    """What is the same for all services that work in the same places."""

    near: bool
    failures: int
    elsewhere: bool
    not_everywhere: bool


class _Profile(NamedTuple):
    """What is the same for all services that look the same: failures, what to prefer, one like it if only when open."""

    failures: int
    prefer: tuple[bool, bool, bool]
    only_if_open: Entry | None


class Glance:
    """One look at the services of a type; what it learns of profiles, timetables and places is kept for the others."""

    def __init__(self, index: CompiledIndex, type_id: str, ask: Ask, apart: Collection[int], *, at_once: bool) -> None:
        self.index, self.ask, self.apart, self.at_once = index, ask, apart, at_once
        self.columns = [index.numbers(f"{type_id}/{name}", "I") for name in _COLUMNS]
        self.lats = index.numbers(f"{type_id}/lat", "d")
        self.lons = index.numbers(f"{type_id}/lon", "d")
        kind = index.directory.types.get(type_id)
        self.fitting: list[Fitting] = []
        self.failing: list[Failing] = []
        self.wanted = (kind.most_returned if kind is not None else 2) + SURPLUS
        self.places: tuple[dict[int, _Place], dict[int, _Place]] = ask.known.setdefault("places", ({}, {}))
        self.profiles: dict[int, _Profile] = ask.known.setdefault("profiles", {})
        self.hours: dict[int, Opening] = ask.known.setdefault("hours", {})

    def worth_reading(self) -> list[int]:
        """The places in the directory of those that may be offered, and of the nearest that may not."""
        placed, every = len(self.lats), len(self.columns[0])
        self._look(range(placed, every), None, False)
        if self.ask.point is None:
            self._look(range(placed), None, True)
        explained = self._explained()
        within = 0.0
        for share in RINGS if self.ask.point is not None else ():
            reach = self._placed(within, share)
            explained = self._explained()
            if self._enough(explained, reach):
                break
            within = share
        return [one[-1] for one in nsmallest(self.wanted, self.fitting)] + [one[2] for one in explained]

    def _enough(self, explained: list[Failing], reach: float) -> bool:
        """Whether nothing farther away can come before what was seen: what is seen is complete up to `reach`."""
        if len(explained) < EXPLAINED or any(one[0] > 1 or one[1] > reach for one in explained):
            return False
        return sum(prefer == _IDEAL and distance <= reach for prefer, distance, _ in self.fitting) >= self.wanted

    def _explained(self) -> list[Failing]:
        """Those with the fewest failures, the nearest first; hours are looked at only where they may matter."""
        heap = list(self.failing)
        heapify(heap)
        found: list[Failing] = []
        while heap and len(found) < EXPLAINED:
            one = heappop(heap)
            failures, distance, order, row = one
            if row < 0:
                found.append(one)
            else:
                heappush(heap, (failures + self._hours_fail(row), distance, order, -1))
        return found

    def _placed(self, within: float, share: float) -> float:
        """Look at those around the patient, farther than a share of the box and up to another; how far that reaches."""
        assert self.ask.point is not None
        lat, lon = self.ask.point
        reach_km = self.ask.request.distance_km * share
        inner, outer = self.ask.request.distance_km * within * _ROUND, reach_km if share == 1 else reach_km * _ROUND
        east = KM_PER_DEGREE * math.cos(math.radians(lat))
        degrees = outer / KM_PER_DEGREE * _ROUND
        low, high = bisect_left(self.lats, lat - degrees), bisect_right(self.lats, lat + degrees)
        rows = []
        for n, at in enumerate(self.lons[low:high].tolist(), low):
            if (eastward := abs(at - lon) * east) <= outer:
                northward = abs(self.lats[n] - lat) * KM_PER_DEGREE
                if northward <= outer and (northward > inner or eastward > inner or not within):
                    rows.append(n)
        self._look(rows, [chord((lat, lon), (self.lats[n], self.lons[n])) for n in rows], True)
        return math.sin(min(reach_km / EARTH_KM, math.pi) / 2) ** 2

    def _look(self, rows: Sequence[int], distances: list[float] | None, placed: bool) -> None:
        """Put each service among those that fit or those that fail; those that are nowhere near are left out."""
        of_profile, of_timetable, of_place, due_of, order_of = self.columns
        places, profiles, apart, today = self.places[placed], self.profiles, self.apart, self.ask.moment.day
        for n, row in enumerate(rows):
            place = places.get(of_place[row]) or self._place(of_place[row], placed)
            order = order_of[row]
            if not place.near or order in apart:
                continue
            distance = distances[n] if distances is not None else 0.0
            profile = profiles.get(of_profile[row]) or self._profile(of_profile[row])
            failures = place.failures + profile.failures
            if failures:
                self.failing.append((failures, distance, order, row))
            elif self._hours_fail(row):
                self.failing.append((1, distance, order, -1))
            else:
                due = due_of[row]
                overdue = due == HISTORICAL_DUE or 0 < due < today
                unknown = self.hours[of_timetable[row]].state == "not_known"
                first = (self.at_once and place.not_everywhere, place.elsewhere)
                self.fitting.append(((*first, *profile.prefer, overdue, unknown), distance, order))

    def _hours_fail(self, row: int) -> bool:
        """Whether it is closed, or only offered when open and not open now."""
        number = self.columns[1][row]
        found = self.hours.get(number)
        if found is None:
            hours = self.index.hours(number)
            found = self.hours[number] = opening(hours, self.ask.moment, self.ask.index.calendar, ahead=1)
        if not found.in_time:
            return True
        only = self.profiles[self.columns[0][row]].only_if_open
        return only is not None and only_if_open(only.service, found, self.ask) is not None

    def _place(self, number: int, placed: bool) -> _Place:
        entry = self.index.somewhere(number, placed)
        near = (placed and self.ask.point is not None) or place_of(entry, self.ask)[0]
        elsewhere = bool(entry.promoted) and entry.promoted.isdisjoint(self.ask.areas)
        failures = int(area_limits(entry, self.ask) is not None)
        found = self.places[placed][number] = _Place(near, failures, elsewhere, EVERYWHERE not in entry.areas)
        return found

    def _profile(self, number: int) -> _Profile:
        entry = self.index.profile(number)
        service, way = entry.service, way_in(entry, self.ask)
        prefer = (service.signpost, service.status == "national", way == "chained")
        only = None if service.only_if_open_within is None else entry
        failures = profile_failures(entry, self.ask) + (way == "none")
        found = self.profiles[number] = _Profile(failures, prefer, only)
        return found
