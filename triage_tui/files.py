"""Files that are written whole or not at all, and what is cleared away of those that were not, or are old.

What is being written stands in a hidden file beside its place and takes its name when all of it is there. Every
function raises OSError where the disk will not have it, except those that clear away.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

OLD_SECONDS = 3600
"""A half-written file of this age is of a program that was stopped."""


def beside(path: Path) -> Path:
    """A name that nobody has, in the folder of a path, for what is to become it."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")


def write_new(path: Path, pieces: Iterable[bytes], *, synced: bool = False, mode: int = 0o666) -> None:
    """Write a file that is not there yet; a failure leaves none. `synced`: it is on the disk when this returns."""
    try:
        with open(path, "xb", opener=partial(os.open, mode=mode)) as file:
            file.writelines(pieces)
            if synced:
                file.flush()
                os.fsync(file.fileno())
    except FileExistsError:
        raise
    except BaseException:
        _remove(path)
        raise


def write_whole(
    path: Path, pieces: Iterable[bytes], *, synced: bool = False, mode: int = 0o666, keeps_mode: bool = False
) -> None:
    """Put a file in its place, or in that of an older one; a failure leaves what was there.

    `synced`: its bytes are on the disk before it has the name. `keeps_mode`: with the permissions of the older one.
    """
    if keeps_mode:
        mode = stat.S_IMODE(path.stat().st_mode)
    part = beside(path)
    write_new(part, pieces, synced=synced, mode=mode)
    try:
        if keeps_mode:
            part.chmod(mode)
        part.replace(path)
    except BaseException:
        _remove(part)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows offers no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_half_written(folder: Path, names: str) -> None:
    """Remove what stopped programs left of files with such names, as `*.tables`."""
    old = time.time() - OLD_SECONDS
    for path in folder.glob(f".{names}.*.part"):
        if _written_at(path) < old:
            _remove(path)


def keep_newest(folder: Path, names: str, most: int) -> None:
    """Leave the newest files with such names, and nothing half-written of them that is old."""
    for path in sorted(folder.glob(names), key=_written_at, reverse=True)[most:]:
        _remove(path)
    clear_half_written(folder, names)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
