"""Every error the program raises on purpose, and the exit codes.

TriageError
├── UsageError          the command line or a setting is wrong                  exit 2
├── ContentError        the pack or a case file cannot be read; has problems     exit 3
├── AnswerError         a value that this step cannot take                       exit 1
├── StoreError          the record cannot be opened, written or trusted          exit 3
│   ├── StoreBusy       another copy has it open
│   ├── StoreFull       the disk is full: the last answer was not saved
│   └── StoreDamaged    the chain of events is broken
└── OutputError         a summary could not be printed or saved                  exit 1
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage_tui.problems import Problem


class ExitCode(IntEnum):
    """What the process says when it ends."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    UNREADABLE = 3
    HUNG_UP = 129
    INTERRUPTED = 130


class TriageError(Exception):
    """Something the user can act on: what happened, and what to do about it."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(TriageError):
    """The command line or a setting is wrong."""

    exit_code = ExitCode.USAGE


class ContentError(TriageError):
    """Content that cannot be used; carries every problem found."""

    exit_code = ExitCode.UNREADABLE

    def __init__(self, message: str, problems: Sequence[Problem] = (), hint: str = "") -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = [problem.line() for problem in self.problems]
        return "\n".join([*lines, super().__str__()])


class AnswerError(TriageError):
    """A value that this step cannot take; `step`: its id, where a case was walked."""

    step = ""


class StoreError(TriageError):
    """The record cannot be opened, written or trusted."""

    exit_code = ExitCode.UNREADABLE


class StoreBusy(StoreError):
    """Another copy of the program has the record open."""


class StoreFull(StoreError):
    """The disk is full: the last answer was not saved."""


class StoreDamaged(StoreError):
    """The record does not match its own chain of hashes."""


class OutputError(TriageError):
    """A summary could not be printed or saved."""
