"""Where the words of plain mode go and come from: one prompt, one line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from triage_tui.text import printable, spelt_for

MAX_LINE = 2000
EMERGENCY_KEY = "!"


class Leave(Exception):
    """The user leaves; the call is kept."""


class EmergencyCalled(Exception):
    """The emergency key was typed; it works at every prompt."""


@dataclass
class Console:
    """Where words go and come from."""

    read: Callable[[], str] = field(default=lambda: sys.stdin.readline())
    out: TextIO = field(default_factory=lambda: sys.stdout)

    def say(self, text: str = "") -> None:
        """Write lines, safe to show."""
        self._write("\n".join(printable(line) for line in text.split("\n")) + "\n")

    def ask(self, prompt: str) -> str:
        """One line of input; Leave at the end of input, EmergencyCalled for the emergency key."""
        self._write(f"{printable(prompt)} ")
        line = self.read()
        if not line:
            raise Leave
        typed = printable(line.strip()[:MAX_LINE])
        if typed == EMERGENCY_KEY:
            raise EmergencyCalled
        return typed

    def choose(self, prompt: str, labels: list[str]) -> int | None:
        """Number the labels and ask for one: its place from 0, or None for anything else."""
        for number, label in enumerate(labels, 1):
            self.say(f"{number}. {label}")
        return place_of(self.ask(prompt), len(labels))

    def _write(self, text: str) -> None:
        self.out.write(spelt_for(text, self.out.encoding or "utf-8"))
        self.out.flush()


def place_of(typed: str, count: int) -> int | None:
    """The place from 0 that a typed number from 1 to `count` means, or None."""
    if typed.isascii() and typed.isdigit() and 0 < int(typed) <= count:
        return int(typed) - 1
    return None
