"""Write frozen dataclasses, named tuples and tuples as JSON lists, and read them back by their types."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Plain = TypeVar("Plain")
Decoder = Callable[[Any], Any]


def dumps(value: object) -> str:
    """The value as JSON; dataclasses become lists in field order."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(kind: type[Plain], text: str) -> Plain:
    """The value of this type; ValueError, TypeError or LookupError when the text does not fit it."""
    read: Callable[[Any], Plain] = decoder(cast(Hashable, kind))
    return read(json.loads(text))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@cache
def decoder(kind: Any) -> Decoder:
    """A function from JSON data to a value of this type."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple(arguments)
    if origin is Sequence:
        return _tuple((*arguments, Ellipsis))
    if origin is dict:
        item = decoder(arguments[1])
        return lambda data: {key: item(value) for key, value in data.items()}
    if origin in (Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        one = decoder(inner[0]) if len(inner) == 1 else _frozen
        return lambda data: None if data is None else one(data)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        parts = [decoder(hints[name]) for name in kind._fields]
        return lambda data: kind(*(part(value) for part, value in zip(parts, data, strict=True)))
    return _frozen if kind is Any else _same


def _dataclass(kind: type) -> Decoder:
    hints = get_type_hints(kind)
    parts = [decoder(hints[field.name]) for field in dataclasses.fields(kind)]

    def decode(data: Any) -> Any:
        return kind(*[part(value) for part, value in zip(parts, data, strict=True)])

    return decode


def _tuple(arguments: tuple[Any, ...]) -> Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = decoder(arguments[0])
        if item is _same:
            return tuple
        return lambda data: tuple([item(value) for value in data])
    parts = [decoder(argument) for argument in arguments]
    return lambda data: tuple([part(value) for part, value in zip(parts, data, strict=True)])


def _same(data: Any) -> Any:
    return data


def _frozen(data: Any) -> Any:
    return tuple([_frozen(item) for item in data]) if isinstance(data, list) else data
