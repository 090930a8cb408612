"""A directory made ready for searching: services by type and by id, with their lists as sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from triage_tui.directory.clock import Calendar
from triage_tui.directory.model import AMBULANCE, EVERYWHERE, Directory, Service
from triage_tui.directory.place import chord, in_box, point_of

if TYPE_CHECKING:
    from triage_tui.directory.ask import Ask

SURPLUS = 4
EXPLAINED = 8
"""Of each type: how many that fit are named though others come first, and how many that do not fit are explained."""

_KEPT = 4


class Entry:
    """A service with its lists as sets; `order` is its place in the file."""

    __slots__ = ("able", "areas", "limited", "order", "point", "promoted", "roles", "service")

    def __init__(self, service: Service, order: int) -> None:
        self.service = service
        self.order = order
        self.able = frozenset(service.capabilities + service.provides)
        self.areas = frozenset(service.areas)
        self.limited = frozenset(service.limited_to)
        self.promoted = frozenset(service.promoted_to)
        self.roles = frozenset(service.roles)
        self.point = point_of(service)


class Lookup(Protocol):
    """What a search reads of a directory, however it is kept; `directory` may hold no services itself."""

    @property
    def directory(self) -> Directory:
        """Types, areas, words and ranks."""

    @property
    def calendar(self) -> Calendar:
        """Bank holidays."""

    @property
    def ambulance(self) -> Entry | None:
        """The ambulance that is always there for everybody."""

    def of_type(self, type_id: str) -> Iterable[Entry]:
        """Every service of a type."""

    def candidates(self, type_id: str, ask: Ask, *, at_once: bool) -> Iterable[Entry]:
        """Services of a type with all that may be offered or explained among them; `at_once`: it goes before others."""

    def nearest(self, type_id: str, point: tuple[float, float], reach_km: float) -> Iterable[Entry]:
        """Services of a type in the box around a point, the nearest first."""

    def get(self, service_id: str) -> Entry | None:
        """A service by its id."""


class Kept(Sequence[Service]):
    """Services that are kept elsewhere than in memory, with the way to search them."""

    lookup: Lookup


class Index:
    """A directory in memory."""

    __slots__ = ("_by_id", "_by_type", "ambulance", "calendar", "directory")

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.calendar = Calendar(directory.bank_holidays, directory.holiday_years)
        self._by_id: dict[str, Entry] = {}
        self._by_type: dict[str, list[Entry]] = {}
        for order, service in enumerate(directory.services):
            entry = Entry(service, order)
            self._by_id[service.id] = entry
            self._by_type.setdefault(service.type, []).append(entry)
        self.ambulance = next(filter(always_there, self._by_type.get(AMBULANCE, [])), None)

    def of_type(self, type_id: str) -> Iterable[Entry]:
        """Every service of a type."""
        return self._by_type.get(type_id, ())

    def candidates(self, type_id: str, ask: Ask, *, at_once: bool) -> Iterable[Entry]:
        """Every service of a type: few enough to look at each."""
        return self._by_type.get(type_id, ())

    def nearest(self, type_id: str, point: tuple[float, float], reach_km: float) -> Iterable[Entry]:
        """Services of a type in the box around a point, the nearest first."""
        placed = ((entry.point, entry) for entry in self.of_type(type_id))
        near = [(chord(point, at), entry) for at, entry in placed if at is not None and in_box(point, at, reach_km)]
        return [entry for _, entry in sorted(near, key=lambda one: (one[0], one[1].order))]

    def get(self, service_id: str) -> Entry | None:
        """A service by its id."""
        return self._by_id.get(service_id)


def always_there(entry: Entry) -> bool:
    """Whether a service is open day and night, for everybody, everywhere, without a referral."""
    service = entry.service
    always = service.hours.always and not service.hours.dates and service.active
    return always and EVERYWHERE in entry.areas and not entry.limited and service.self_referral


_recent: list[Index] = []


def index_of(directory: Directory | Lookup) -> Lookup:
    """The index of a directory; the last few are kept, so asking again costs nothing."""
    if not isinstance(directory, Directory):
        return directory
    if isinstance(directory.services, Kept):
        return directory.services.lookup
    for index in _recent:
        if index.directory is directory:
            return index
    index = Index(directory)
    _recent.insert(0, index)
    del _recent[_KEPT:]
    return index
