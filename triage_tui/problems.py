"""A problem in a file: where, what, what to do, and sometimes the edit that mends it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Related(NamedTuple):
    """Another place that belongs to a problem, in the same file or another, and what is there."""

    file: str
    at_line: int
    column: int
    note: str
    length: int = 0


class Edit(NamedTuple):
    """Text to put in place of what stands from one (line, column) up to another; both count from 1."""

    file: str
    start: tuple[int, int]
    end: tuple[int, int]
    replacement: str


class Fix(NamedTuple):
    """Edits that mend a problem. `safe`: there is no doubt that this was meant, so a machine may do it."""

    label: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding; line and column count from 1, and `length` in characters (0: the word that stands there)."""

    file: str
    at_line: int
    column: int
    message: str
    code: str = "SCH000"
    severity: Severity = "error"
    hint: str = ""
    length: int = field(default=0, compare=False)
    related: tuple[Related, ...] = field(default=(), compare=False)
    fix: Fix | None = field(default=None, compare=False)

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


def slip_of(word: str, known: Iterable[str], slips: int = 1) -> str:
    """The known word that this one certainly is a slip of, or nothing.

    Certain means: within `slips` letters missing, extra, wrong or swapped; at least five letters; the same first letter
    and the same digits (`ed_4h` is never `ed_1h`); and no other known word within one slip more.
    """
    near = [name for name in set(known) if abs(len(name) - len(word)) <= slips + 1 and _slips(word, name) <= slips + 1]
    if len(near) != 1 or len(word) < 5 or _slips(word, near[0]) > slips:
        return ""
    found = near[0]
    same = found[0] == word[0] and re.findall("[0-9]", found) == re.findall("[0-9]", word)
    return found if same else ""


def _slips(one: str, other: str) -> int:
    """How many letters are missing, extra, wrong or swapped between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        previous, before_last, last = row, before, [place]
        for at, against in enumerate(other, 1):
            cost = min(previous[at] + 1, last[at - 1] + 1, previous[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, before_last[at - 2] + 1)
            last.append(cost)
        before, row = previous, last
    return row[-1]
