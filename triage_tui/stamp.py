"""A stamp that changes with the program's code, so that nothing an older program worked out is used again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import triage_tui

PACKAGE = Path(triage_tui.__file__).parent


def code_stamp(names: Iterable[str], *others: Path) -> str:
    """Changes whenever a file of some rooms does, or one of the other files."""
    total = hashlib.sha256(triage_tui.__version__.encode())
    for name in names:
        place = PACKAGE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            status = path.stat()
            total.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    for path in others:
        total.update(str(path.stat().st_mtime_ns).encode())
    return total.hexdigest()
