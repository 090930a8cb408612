"""What was made of a file before: while a file stays the same, it is not read and compiled again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Kept:
    """Remembers the last thing made under each name, and what it was made of."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[Any, Any]] = {}

    def get(self, name: Hashable, made_of: Any, make: Callable[[], Made]) -> Made:
        """What was made before when it was made of the same, or else what is made now."""
        before = self._made.get(name)
        if before is None or before[0] != made_of:
            before = self._made[name] = (made_of, make())
        made: Made = before[1]
        return made
