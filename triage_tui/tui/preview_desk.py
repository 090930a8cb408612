"""A desk on a pack as it is in the editor now; what is recorded is thrown away at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.desk import Desk
from triage_tui.library import Library

if TYPE_CHECKING:
    from triage_tui.author.preview.reading import Reading
    from triage_tui.record.store import Store


class PreviewLibrary(Library):
    """What one reading compiled, without the cache."""

    def __init__(self, reading: Reading, number: int) -> None:
        compiled = reading.context.compiled
        assert compiled.pack is not None
        self.folder: Path = reading.context.folder
        self.hash = f"preview-{number}"
        self.pack = compiled.pack
        self.problems = reading.problems
        self._plans = dict(compiled.plans)
        self._directory = compiled.directory
        self._parts = {}
        self._contents = {}
        self._cache = None


class PreviewDesk(Desk):
    """A desk whose pack is changed under it."""

    def take(self, library: PreviewLibrary, open_call: str = "") -> None:
        """Use this pack from now on; that of the open call is kept until the call is begun anew."""
        self.library = library
        self._pinned = {hash_: pack for hash_, pack in self._pinned.items() if hash_ == open_call}
        self._pinned[library.hash] = library

    def keep_pack(self) -> None:
        """Nothing is kept of a preview."""


def preview_desk(reading: Reading, store: Store, role: str) -> PreviewDesk:
    """A desk on the first reading."""
    return PreviewDesk(PreviewLibrary(reading, 0), store, role)
