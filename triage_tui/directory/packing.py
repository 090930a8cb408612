"""Bytes of a compiled directory: named blocks with checksums, and services as short JSON lists."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from typing import Any, NoReturn

from triage_tui.directory.model import Hours, Service
from triage_tui.errors import ExitCode, TriageError

MAGIC = b"TRIDIR01"
_START = struct.Struct("<8sII")
_ALIGNED = 8
_PIECE = 1 << 20


class DamagedError(TriageError):
    """The bytes are not a compiled directory, or not all of one: compile it again."""

    exit_code = ExitCode.UNREADABLE

    def __init__(self, what: str) -> None:
        hint = "close the program and open it again: the directory is compiled anew from its files"
        super().__init__(f"the compiled directory is damaged: {what}", hint)


class BlockWriter:
    """Collects named blocks and joins them behind a header with their places and checksums."""

    def __init__(self) -> None:
        self._blocks: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> None:
        """A block; names are used once."""
        self._blocks[name] = data

    def finish(self) -> Iterable[bytes]:
        """The whole file, in pieces."""
        places = {}
        offset = 0
        for name, data in self._blocks.items():
            places[name] = (offset, len(data), zlib.crc32(data))
            offset += _padded(len(data))
        header = json.dumps(places, separators=(",", ":")).encode()
        yield _START.pack(MAGIC, len(header), zlib.crc32(header))
        yield header.ljust(_padded(len(header) + _START.size) - _START.size, b" ")
        for data in self._blocks.values():
            yield data.ljust(_padded(len(data)), b"\0")


def _padded(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED


class BlockReader:
    """Named blocks of a buffer; each is checked when it is first read. DamagedError when something is wrong.

    `when_damaged` is told when that shows, so that the bytes are looked at before they are used again.
    """

    def __init__(self, buffer: memoryview, when_damaged: Callable[[], None] = lambda: None) -> None:
        self._when_damaged = when_damaged
        if len(buffer) < _START.size:
            raise DamagedError("it is too short")
        magic, length, checksum = _START.unpack(buffer[: _START.size])
        header = bytes(buffer[_START.size : _START.size + length])
        if magic != MAGIC or len(header) != length or zlib.crc32(header) != checksum:
            raise DamagedError("its beginning is not that of a compiled directory")
        self._places: dict[str, tuple[int, int, int]] = json.loads(header)
        self._data = buffer[_padded(_START.size + length) :]
        end = max((offset + size for offset, size, _ in self._places.values()), default=0)
        if len(self._data) < end:
            raise DamagedError("its end is missing")
        self._checked: set[str] = set()

    def block(self, name: str, *, check: bool = True) -> memoryview:
        """The bytes of a block, empty when there is none of that name."""
        offset, size, checksum = self._places.get(name, (0, 0, 0))
        data = self._data[offset : offset + size]
        if check and name not in self._checked:
            if zlib.crc32(data) != checksum:
                self.refuse(name)
            self._checked.add(name)
        return data

    def check(self) -> None:
        """Look at every byte; DamagedError when one is not what was written."""
        for name, (offset, size, checksum) in self._places.items():
            found = 0
            for start in range(offset, offset + size, _PIECE):
                found = zlib.crc32(self._data[start : min(start + _PIECE, offset + size)], found)
            if found != checksum:
                self.refuse(name)

    def refuse(self, name: str) -> NoReturn:
        """A part that is not what was written."""
        self._when_damaged()
        raise DamagedError(f"its part {name} does not match its checksum")


def text_key(text: str) -> int:
    """Sixty-four bits that stand for a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _hours_at() -> int:
    return _names(Service).index("hours")


def as_list(service: Service, timetable: int) -> list[Any]:
    """A service as JSON can hold it, in field order; the number of its timetable for its hours."""
    values = [getattr(service, name) for name in _names(Service)]
    values[_hours_at()] = timetable
    return values


def blanked(values: list[Any], instead: Mapping[str, Any]) -> list[Any]:
    """A service's list with other values for some fields."""
    return [instead.get(name, value) for name, value in zip(_names(Service), values, strict=True)]


def hours_as_list(hours: Hours) -> list[Any]:
    """Hours as JSON can hold them, in field order."""
    return [getattr(hours, name) for name in _names(Hours)]


def service_from(values: list[Any], hours: Callable[[int], Hours]) -> Service:
    """A service from its list, with its hours from the number of their timetable."""
    found = [_frozen(value) if type(value) is list else value for value in values]
    found[_hours_at()] = hours(values[_hours_at()])
    return Service(*found)


def hours_from(values: list[Any]) -> Hours:
    """Hours from their list."""
    return Hours(*[_frozen(value) for value in values])


def _frozen(value: Any) -> Any:
    if type(value) is list:
        return tuple([_frozen(item) if type(item) is list else item for item in value])
    if type(value) is dict:
        return {key: _frozen(item) for key, item in value.items()}
    return value
