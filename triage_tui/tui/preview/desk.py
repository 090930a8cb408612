"""A desk on a pack as it is in the editor now; nothing that happens at it is recorded."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.desk import Clock, Desk, SystemClock
from triage_tui.library import Library
from triage_tui.record.forgetful import ForgetfulStore

if TYPE_CHECKING:
    from triage_tui.author.preview.reading import Reading


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
        for name in self._plans:
            self.tables.open(name)  # there are none: known at once, so that nobody looks for them


class PreviewDesk(Desk):
    """A desk whose pack is changed under it; it has none until a first reading can be walked."""

    store: ForgetfulStore

    def __init__(self, folder: Path, role: str, clock: Clock | None = None) -> None:
        self.store = ForgetfulStore(folder / "preview.db")
        self.role = role
        self.clock = clock or SystemClock()
        self._pinned = {}
        self._shift = None
        self._numbers = count(1)

    @property
    def is_ready(self) -> bool:
        """Whether there is a pack to walk."""
        return bool(self._pinned)

    def take(self, reading: Reading, open_call: str = "") -> None:
        """Use the pack of a reading from now on; that of the open call is kept until the call is begun anew."""
        self.library = PreviewLibrary(reading, next(self._numbers))
        self._pinned = {hash_: pack for hash_, pack in self._pinned.items() if hash_ == open_call}
        self._pinned[self.library.hash] = self.library

    def keep_pack(self) -> None:
        """Nothing is kept of a preview."""

    def _new_reference(self) -> str:
        """A reference that nobody takes for that of a call."""
        return "PREVIEW"
