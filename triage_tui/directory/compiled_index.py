"""Search a compiled directory where it lies: a glance at each service nearby, and only those that matter are read."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal, TypeVar, overload
from zlib import crc32

from triage_tui.directory.ask import Ask
from triage_tui.directory.clock import Calendar
from triage_tui.directory.glance import Glance
from triage_tui.directory.index import Entry, Kept, always_there
from triage_tui.directory.model import AMBULANCE, Area, Directory, Hours, Provider, Service, ServiceType
from triage_tui.directory.packing import BlockReader, hours_from, service_from, text_key
from triage_tui.directory.place import chord, in_box

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_KEPT = 4096
"""Profiles, timetables and places kept from one search to the next."""


class CompiledServices(Kept):
    """The services of a compiled directory, each read when it is asked for."""

    def __init__(self, index: CompiledIndex) -> None:
        self.lookup: CompiledIndex = index

    def __len__(self) -> int:
        return self.lookup.size

    @overload
    def __getitem__(self, place: int) -> Service: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Service, ...]: ...
    def __getitem__(self, place: int | slice) -> Service | tuple[Service, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.lookup.read(place % len(self)).service


class CompiledIndex:
    """A compiled directory in a buffer; DamagedError, and `when_damaged`, when the bytes are not what was written."""

    def __init__(self, buffer: memoryview, when_damaged: Callable[[], None] = lambda: None) -> None:
        self._blocks = BlockReader(buffer, when_damaged)
        self.size = len(self.numbers("service/checksums", "I"))
        self.directory = replace(_head(self._json("head")), services=CompiledServices(self))
        self.calendar = Calendar(self.directory.bank_holidays, self.directory.holiday_years)
        self._profiles: dict[int, Entry] = {}
        self._hours: dict[int, Hours] = {}
        self._places: dict[tuple[int, bool], Entry] = {}
        self.remembered: dict[str, Any] = {}
        self.ambulance = min(filter(always_there, self.of_type(AMBULANCE)), key=lambda one: one.order, default=None)

    def check(self) -> None:
        """Look at every byte; DamagedError when one is not what was written."""
        self._blocks.check()

    def _json(self, name: str) -> Any:
        return json.loads(bytes(self._blocks.block(name)))

    def numbers(self, name: str, code: Literal["I", "Q", "d"]) -> Any:
        """A block as numbers, without copying it."""
        data: Any = self._blocks.block(name)
        return data.cast(code)

    def _record(self, name: str, number: int) -> Any:
        """One piece of a block that is read piece by piece."""
        starts = self.numbers(f"{name}/starts", "Q")
        data = self._blocks.block(name, check=False)[starts[number] : starts[number + 1]]
        if crc32(data) != self.numbers(f"{name}/checksums", "I")[number]:
            self._blocks.refuse(f"{name} {number}")
        return json.loads(bytes(data))

    def records(self, name: str) -> memoryview:
        """All pieces of a block that is read piece by piece, unchecked: to look for something in, not to rely on."""
        return self._blocks.block(name, check=False)

    def read(self, order: int) -> Entry:
        """The service at a place in the directory."""
        return Entry(service_from(self._record("service", order), self.hours), order)

    def of_type(self, type_id: str) -> Iterator[Entry]:
        """Every service of a type."""
        return map(self.read, self.numbers(f"{type_id}/order", "I"))

    def get(self, service_id: str) -> Entry | None:
        """A service by its id."""
        found = (self.read(order) for order in self._orders("id", service_id))
        return next((entry for entry in found if entry.service.id == service_id), None)

    def _orders(self, name: str, text: str) -> Iterator[int]:
        keys, key = self.numbers(f"{name}/key", "Q"), text_key(text)
        for place in range(bisect_left(keys, key), bisect_right(keys, key)):
            yield self.numbers(f"{name}/order", "I")[place]

    def candidates(self, type_id: str, ask: Ask, *, at_once: bool) -> Iterable[Entry]:
        """Services of a type: every one that may be offered, and those that will be explained."""
        apart = self._apart(ask)
        orders = Glance(self, type_id, ask, apart.keys(), at_once=at_once).worth_reading()
        return [*(one for one in apart.values() if one.service.type == type_id), *map(self.read, orders)]

    def nearest(self, type_id: str, point: tuple[float, float], reach_km: float) -> Iterator[Entry]:
        """Services of a type in the box around a point, the nearest first, each read when it is asked for."""
        places = zip(self.numbers(f"{type_id}/lat", "d"), self.numbers(f"{type_id}/lon", "d"), strict=True)
        orders = self.numbers(f"{type_id}/order", "I")
        near = [(chord(point, at), orders[n]) for n, at in enumerate(places) if in_box(point, at, reach_km)]
        return (self.read(order) for _, order in sorted(near))

    def _apart(self, ask: Ask) -> dict[int, Entry]:
        """Services that the request itself names: rejected, marked, or of the patient's practice."""
        found: dict[int, Entry] | None = ask.known.get("apart")
        if found is None:
            request = ask.request
            orders = [order for name in {*request.rejected, *request.marks} for order in self._orders("id", name)]
            if request.gp_practice is not None:
                orders += self._orders("practice", request.gp_practice)
                orders += self._orders("id", request.gp_practice)
            found = ask.known["apart"] = {order: self.read(order) for order in orders}
        return found

    def profile(self, number: int) -> Entry:
        """A service that looks like all those of a profile, in no place and never open."""
        found = self._profiles.get(number)
        if found is None:
            service = service_from(self._record("profile", number), self.hours)
            found = _keep(self._profiles, number, Entry(service, -1))
        return found

    def hours(self, number: int) -> Hours:
        """A timetable."""
        found = self._hours.get(number)
        return found or _keep(self._hours, number, hours_from(self._record("timetable", number)))

    def somewhere(self, number: int, placed: bool) -> Entry:
        """A service that works where all those of a place number do; `placed`: it has a point, whichever."""
        found = self._places.get((number, placed))
        if found is None:
            areas, limited, promoted = (tuple(names) for names in self._record("place", number))
            point = 0.0 if placed else None
            like = replace(self.profile(0).service, areas=areas, limited_to=limited, promoted_to=promoted)
            found = _keep(self._places, (number, placed), Entry(replace(like, lat=point, lon=point), -1))
        return found


def _keep(kept: dict[Key, Value], key: Key, value: Value) -> Value:
    """Remember a value for the next search, within bounds."""
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
    return value


def _head(data: dict[str, Any]) -> Directory:
    """The directory without its services."""
    values = _tupled(data)
    values["providers"] = {name: Provider(**one) for name, one in data["providers"].items()}
    for key, kind in (("types", ServiceType), ("areas", Area)):
        values[key] = {name: kind(**_tupled(one)) for name, one in data[key].items()}
    return Directory(**values)


def _tupled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
