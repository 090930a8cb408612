"""An author's own file, changed where it stands: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from triage_tui.errors import OutputError
from triage_tui.files import write_whole


def rewrite(file: Path, pieces_of: Callable[[bytes], Iterable[bytes]]) -> None:
    """Put in the place of a file what is made of its bytes, with its own permissions. Raises OutputError."""
    try:
        path = file.resolve()
        write_whole(path, pieces_of(path.read_bytes()), synced=True, keeps_mode=True)
    except OSError as error:
        raise OutputError(f"{file} could not be written: {error.strerror}", "nothing in it was changed") from None
