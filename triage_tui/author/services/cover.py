"""Which services of a directory are there for somebody, and at which minutes: the search's own tests, all at once.

Every test is asked once for each value of the one thing it reads; services that pass are kept as bits, and who passes
all of them is found by putting bits together. Hours, capacity and a referral through another service are times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from triage_tui.directory.ask import Ask
from triage_tui.directory.clock import midnight, minute_of
from triage_tui.directory.filters import FIRST, PATIENT_AND_PLACE, SECOND, capacity, place_of
from triage_tui.directory.hours import Moment
from triage_tui.directory.in_time import Times, either, shared, times_in_time
from triage_tui.directory.index import Entry, index_of
from triage_tui.directory.model import Directory
from triage_tui.directory.ranking import levels_instead, types_at_once
from triage_tui.directory.referral import is_direct
from triage_tui.directory.request import Request
from triage_tui.directory.search import departments_near

READS: Final[dict[str, tuple[str, ...]]] = {
    "active": (),
    "rejected": (),
    "practice": (),
    "sex": ("sex",),
    "capability": ("capabilities",),
    "disposition": ("disposition",),
    "mode": ("mode",),
    "age": ("age_days",),
    "area": ("area",),
}
"""What of a request each test reads, but for `capacity`, which reads the clock."""

TESTS = {name: test for name, test in (*FIRST, *SECOND) if test is not capacity}
FOR_A_REFERRAL = tuple(name for name, test in TESTS.items() if test in PATIENT_AND_PLACE)


class Wanted(NamedTuple):
    """What is asked of the directory, for whom, whenever that is: a search without its clock."""

    types: tuple[str, ...]
    capabilities: tuple[str, ...]
    minutes: int | None
    disposition: str
    mode: str
    role: str
    area: str | None
    age_days: int | None
    sex: str | None


class Level(NamedTuple):
    """What fits of some kinds, as bits by place in the file: services, and signposts to services."""

    services: int
    signposts: int


class Cover:
    """A directory over one year."""

    def __init__(self, directory: Directory, year: int) -> None:
        self.directory = directory
        self.index = index_of(directory)
        self.stretch = (midnight(_new_year(year)), midnight(_new_year(year + 1)))
        self.entries: dict[int, Entry] = {}
        self._kinds: dict[str, int] = {}
        self._passing: dict[tuple[str, object], int] = {}
        self._levels: dict[tuple[tuple[str, ...], int | None, str], tuple[int, ...]] = {}
        self._open: dict[tuple[int, int | None, bool], Times] = {}
        self._through: dict[tuple[object, ...], Times] = {}
        self._at = datetime.fromtimestamp(self.stretch[0] * 60, UTC)
        for kind in directory.types:
            self._kinds[kind] = 0
            for entry in self.index.of_type(kind):
                self.entries[entry.order] = entry
                self._kinds[kind] |= 1 << entry.order
        self.signposts = sum(1 << order for order, entry in self.entries.items() if entry.service.signpost)
        self.national = sum(1 << order for order, entry in self.entries.items() if entry.service.status == "national")
        self.referred = sum(1 << order for order, one in self.entries.items() if one.service.referral_only_from)

    def kinds_by_level(self, types: tuple[str, ...], minutes: int | None, mode: str) -> tuple[int, ...]:
        """The services of the kinds that are searched, then of those tried instead, level by level."""
        key = types, minutes, mode
        found = self._levels.get(key)
        if found is None:
            levels = (types, *levels_instead(self.directory, types))
            found = self._levels[key] = tuple(self._of_kinds(level, minutes, mode) for level in levels)
        return found

    def _of_kinds(self, types: tuple[str, ...], minutes: int | None, mode: str) -> int:
        found = 0
        for kind in (*types_at_once(self.directory, types, minutes, mode), *types):
            found |= self._kinds.get(kind, 0)
        return found

    def passing(self, name: str, value: object) -> int:
        """The services that pass a test, whatever else is asked: `place` and `direct` are tests as well."""
        key = name, value
        found = self._passing.get(key)
        if found is None:
            found = self._passing[key] = self._asked(name, value)
        return found

    def _asked(self, name: str, value: object) -> int:
        field = {"place": "area", "direct": "role"}.get(name) or next(iter(READS.get(name, ())), None)
        request = Request((), "", "", self._at)
        ask = Ask(self.index, replace(request, **{field: value}) if field else request)  # type: ignore[arg-type]
        if name == "place":
            fits = (order for order, entry in self.entries.items() if place_of(entry, ask)[0])
        elif name == "direct":
            fits = (order for order, entry in self.entries.items() if is_direct(entry, ask))
        else:
            fits = (order for order, entry in self.entries.items() if TESTS[name](entry, ask) is None)
        return sum(1 << order for order in fits)

    def fitting(self, wanted: Wanted, names: Iterable[str] = tuple(TESTS)) -> int:
        """The services that pass some tests, for what is wanted."""
        found = -1
        for name in names:
            reads = READS[name]
            found &= self.passing(name, getattr(wanted, reads[0]) if reads else None)
        return found

    def levels(self, wanted: Wanted) -> tuple[Level, ...]:
        """What fits of each level, but for the clock; a service with a referrer is in it though that may be closed."""
        fits = self.fitting(wanted) & self.passing("place", wanted.area)
        fits &= self.passing("direct", wanted.role) | self.referred
        kinds = self.kinds_by_level(wanted.types, wanted.minutes, wanted.mode)
        return tuple(Level(one & fits & ~self.signposts, one & fits & self.signposts) for one in kinds)

    def times(self, order: int, wanted: Wanted) -> Times:
        """The minutes at which a service that fits may be offered."""
        times = self._open_at(order, wanted.minutes, entering=False)
        if self.passing("direct", wanted.role) >> order & 1:
            return times
        return shared(times, self._through_another(order, wanted, frozenset()))

    def _through_another(self, order: int, wanted: Wanted, seen: frozenset[int]) -> Times:
        """The minutes at which a service that may refer can be rung."""
        key = order, wanted.role, wanted.area, wanted.age_days, wanted.sex, wanted.minutes, seen
        found = self._through.get(key)
        if found is None:
            found = self._through[key] = either(self._referrers(order, wanted, seen | {order}))
        return found

    def _referrers(self, order: int, wanted: Wanted, seen: frozenset[int]) -> Iterator[tuple[int, int]]:
        fits = self.fitting(wanted, FOR_A_REFERRAL)
        for name in self.entries[order].service.referral_only_from:
            other = self.index.get(name)
            if other is None or other.order in seen or not fits >> other.order & 1:
                continue
            times = self._open_at(other.order, wanted.minutes, entering=True)
            if not self.passing("direct", wanted.role) >> other.order & 1:
                times = shared(times, self._through_another(other.order, wanted, seen))
            yield from times

    def _open_at(self, order: int, minutes: int | None, *, entering: bool) -> Times:
        """When it is open in time and takes people; `entering`: it is only rung, to refer to another."""
        key = order, minutes, entering
        found = self._open.get(key)
        if found is None:
            entry = self.entries[order]
            within = None if entering else entry.service.only_if_open_within
            times = times_in_time(entry.service.hours, minutes, self.stretch, self.index.calendar, within)
            found = self._open[key] = shared(times, self._with_room(entry))
        return found

    def _with_room(self, entry: Entry) -> Times:
        """The minutes at which a service is not full, as it is published."""
        begin, end = self.stretch
        until = entry.service.capacity_until
        reset = begin if until is None else min(max(minute_of(datetime.fromisoformat(until)), begin), end)
        parts = [(start, stop) for start, stop in ((begin, reset), (reset, end)) if start < stop]
        ask = Ask(self.index, Request((), "", "", self._at))
        room = []
        for start, stop in parts:
            ask.moment = Moment(start, start, ask.moment.day, ask.moment.day)
            if capacity(entry, ask) is None:
                room.append((start, stop))
        return either(room)

    def near(self, area: str | None) -> tuple[Entry, ...]:
        """What the catch-all of a search has in an area beside 999: emergency departments."""
        ask = Ask(self.index, Request((), "", "", self._at, area=area))
        return departments_near(ask)


def _new_year(year: int) -> int:
    return date(year, 1, 1).toordinal()
