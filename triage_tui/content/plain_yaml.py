"""Write a value so that the strict reader, and any other reader of YAML, reads the same words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./ -]*(?<! )")


def scalar(text: str) -> str:
    """A text plain where it may stand plain anywhere, else in double quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def flow(value: str | Sequence[str] | Mapping[str, object]) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"  # type: ignore[arg-type]
    return "[" + ", ".join(scalar(item) for item in value) + "]"
