"""A note beside the record that says which process has it open; the lock itself is SQLite's."""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path


def _note(record: Path) -> Path:
    return record.with_name(record.name + ".open-by")


def leave_note(record: Path) -> None:
    """Write who has the record open; it only helps a message, so failing to write it is no error."""
    with contextlib.suppress(OSError):
        handle = os.open(_note(record), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"process {os.getpid()} on {platform.node() or 'this computer'}\n")


def read_note(record: Path) -> str:
    """Who has the record open, as "process 123 on name", or "" when nobody said."""
    try:
        line = _note(record).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return line if line.isprintable() and len(line) <= 200 else ""


def remove_note(record: Path) -> None:
    """Take the note away; a note left behind is harmless."""
    with contextlib.suppress(OSError):
        _note(record).unlink(missing_ok=True)
