"""The one JSON text of a plain value, so that the same event always has the same hash."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from enum import Enum

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def canonical(value: object) -> str:
    """The one JSON text of a plain value: sorted keys, no spaces, lone surrogates as U+FFFD.

    Raises TypeError for a value that is not plain data, ValueError for a number that is not finite.
    """
    return _JSON.encode(_plain(value))


def quote(text: str) -> str:
    """Clean text as a JSON string; quicker than `canonical`."""
    return _JSON.encode(text)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {_key(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number that is not finite")
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"a value of type {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of type {type(key).__name__}")
    return clean_text(key)


def clean_text(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", text)
