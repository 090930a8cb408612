"""Keep a compiled directory in a file: written whole or not at all, opened without reading it."""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable
from pathlib import Path

from triage_tui.directory.compiled_index import CompiledIndex
from triage_tui.directory.model import Directory
from triage_tui.directory.packing import DamagedError


def write_compiled(path: Path, directory: Directory, tell: Callable[[int, int], None] | None = None) -> None:
    """Compile into a file. A crash leaves the old file, or none; OSError when the disk will not have it."""
    from triage_tui.directory.compiled import compile_directory

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.writelines(compile_directory(directory, tell))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


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
