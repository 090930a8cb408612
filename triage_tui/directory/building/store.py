"""Keep a compiled directory in a file: written whole or not at all, opened without reading it, never used damaged."""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable
from pathlib import Path

from triage_tui.content.ledger import Ledger, mark_of
from triage_tui.directory.compiled_index import CompiledIndex
from triage_tui.directory.model import Directory
from triage_tui.directory.packing import DamagedError
from triage_tui.files import keep_newest, write_whole

MOST_KEPT = 4
"""Compiled directories that are kept: the one in use, and those of encounters that are still open."""

SUFFIX = ".triage"
WHOLE = "whole"
"""The ledger's word for a compiled directory of which every byte was looked at."""


class CompiledStore:
    """The compiled form of one directory in the cache folder, which may be None: nothing is kept then."""

    def __init__(self, cache: Path | None, name: str, ledger: Ledger) -> None:
        self._path = None if cache is None else cache / f"directory-{name}{SUFFIX}"
        self._ledger = ledger

    @property
    def path(self) -> Path | None:
        """The file; None when there is none, or it could not be written."""
        return self._path if self._path is not None and self._path.is_file() else None

    def open(self) -> Directory | None:
        """What was kept, if it is whole: every byte is looked at unless that was done before."""
        path, asked = self._path, time.time()
        if path is None:
            return None
        known = self._ledger.word(path) == WHOLE
        try:
            before = mark_of(path)
            index = open_compiled(path, lambda: self._ledger.forget(path), whole=not known)
            if not known:
                self._ledger.remember(path, WHOLE, before, asked)
                self._ledger.save()
        except (OSError, DamagedError):
            return None
        return index.directory

    def keep(self, directory: Directory, tell: Callable[[int, int], None]) -> Directory:
        """A directory compiled and opened; in memory when it cannot be written."""
        try:
            if self._path is not None:
                write_compiled(self._path, directory, tell)
                keep_newest(self._path.parent, f"directory-*{SUFFIX}", MOST_KEPT)
        except OSError:
            self._path = None
        return self.open() or in_memory(directory).directory


def write_compiled(path: Path, directory: Directory, tell: Callable[[int, int], None] | None = None) -> None:
    """Compile into a file. A crash leaves the old file, or none; OSError when the disk will not have it."""
    from triage_tui.directory.compiled import compile_directory

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(path, compile_directory(directory, tell), synced=True)


def open_compiled(path: Path, when_damaged: Callable[[], None] = lambda: None, *, whole: bool = False) -> CompiledIndex:
    """Map a compiled directory; DamagedError when it is not one, FileNotFoundError when it is not there.

    `whole`: look at every byte now, not only at each part when it is first used.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise DamagedError("it is empty")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    index = CompiledIndex(memoryview(mapped), when_damaged)
    if whole:
        index.check()
        if hasattr(mmap, "MADV_DONTNEED"):
            mapped.madvise(mmap.MADV_DONTNEED)
    return index


def in_memory(directory: Directory) -> CompiledIndex:
    """A compiled directory where no file can be written."""
    from triage_tui.directory.compiled import compile_directory

    return CompiledIndex(memoryview(b"".join(compile_directory(directory))))
