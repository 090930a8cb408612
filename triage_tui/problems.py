"""A problem in a file: where, what, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding; line and column count from 1."""

    file: str
    at_line: int
    column: int
    message: str
    code: str = "SCH000"
    severity: Severity = "error"
    hint: str = ""

    def line(self) -> str:
        """The finding as one line that editors can follow."""
        tail = f"; {self.hint}" if self.hint else ""
        return f"{self.file}:{self.at_line}:{self.column}: {self.severity}[{self.code}] {self.message}{tail}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known word, or the words there are when they are few."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if names and len(names) <= 12:
        return "expected one of " + ", ".join(f'"{name}"' for name in names)
    return ""
