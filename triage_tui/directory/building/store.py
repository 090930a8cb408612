"""Keep a compiled directory in a file: written whole or not at all, opened without reading it."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

from triage_tui.directory.compiled import compile_directory
from triage_tui.directory.compiled_index import CompiledIndex
from triage_tui.directory.model import Directory
from triage_tui.directory.packing import DamagedError


def write_compiled(path: Path, directory: Directory) -> None:
    """Compile into a file. A crash leaves the old file, or none; OSError when the disk will not have it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.writelines(compile_directory(directory))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def open_compiled(path: Path) -> CompiledIndex:
    """Map a compiled directory; DamagedError when it is not one, FileNotFoundError when it is not there."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise DamagedError("it is empty")
        return CompiledIndex(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
