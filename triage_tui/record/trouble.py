"""What goes wrong with the record's file, in plain words that say what to do and quote nothing that is stored."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from triage_tui.errors import StoreBusy, StoreDamaged, StoreError, StoreFull
from triage_tui.record.holder import read_note

Doing = Literal["open", "save", "read"]
_FAILED = {
    "open": "The record could not be opened",
    "save": "The last answer was not saved",
    "read": "The record could not be read",
}
_DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_ACCESS_CODES = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


@contextmanager
def errors_of(doing: Doing, path: Path) -> Iterator[None]:
    """Raise SQLite's errors as StoreError and its kinds; "from None", as SQLite's text can quote what is stored."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(error, doing, path) from None


@contextmanager
def errors_opening(path: Path) -> Iterator[None]:
    """The same for opening, with the system's own errors too."""
    try:
        with errors_of("open", path):
            yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _full("open", path) from None
        raise no_access("open", path, error.strerror or type(error).__name__) from None


def _in_words(error: sqlite3.Error, doing: Doing, path: Path) -> StoreError:
    code = primary_code(error)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code in BUSY_CODES:
        return busy(path)
    if code == sqlite3.SQLITE_FULL:
        return _full(doing, path)
    if code in _ACCESS_CODES:
        return no_access(doing, path, "it cannot be reached or written to")
    if code in _DAMAGE_CODES or (doing != "save" and code in {sqlite3.SQLITE_ERROR, None}):
        return damaged(path, f"it cannot be read ({name})")
    return StoreError(
        f"{_FAILED[doing]}: the disk with {path.parent} reported an error ({name}).",
        "Try again. If it happens again, write answers on paper and name a data folder on another disk in TRIAGE_DATA.",
    )


def primary_code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code, or None for an error that Python raised itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def no_access(doing: Doing, path: Path, reason: str) -> StoreError:
    """The error for a place that cannot be used."""
    return StoreError(
        f"{_FAILED[doing]}: {path}: {reason}.",
        "Let this user write in that folder, or name another in TRIAGE_DATA. What is saved there can still be read.",
    )


def _full(doing: Doing, path: Path) -> StoreFull:
    return StoreFull(
        f"{_FAILED[doing]}: the disk with {path.parent} is full.",
        "Make room on it, then try again. Everything saved before is safe.",
    )


def busy(path: Path) -> StoreBusy:
    """The error for a record that another copy has open."""
    holder = read_note(path)
    return StoreBusy(
        f"Another copy of Triage TUI has the record open{f' ({holder})' if holder else ''}: {path}.",
        "Close that copy, or give this one another data folder with TRIAGE_DATA.",
    )


def damaged(path: Path, reason: str) -> StoreDamaged:
    """The error for a record that cannot be trusted."""
    return StoreDamaged(
        f"The record at {path} is damaged: {reason}.",
        "Nothing was changed or deleted. Keep the file for whoever looks after this system; "
        "meanwhile choose another data folder with TRIAGE_DATA.",
    )
