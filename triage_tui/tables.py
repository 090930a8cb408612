"""The tables of what can still happen, in the cache folder: written whole or not at all, mapped, never used damaged."""

from __future__ import annotations

import hashlib
import mmap
from contextlib import suppress
from pathlib import Path

from triage_tui.files import keep_newest, write_whole
from triage_tui.stamp import code_stamp
from triage_tui.walk.ahead import DamagedTables, Tables, look_ahead
from triage_tui.walk.engine import State
from triage_tui.walk.outlook import Outlook
from triage_tui.walk.plan import Plan

MADE_BY = ("walk", "proof")
MOST_KEPT = 3
"""Tables kept of one pathway: the one in use, and those of versions that calls are still open on."""


class TableStore:
    """The tables of a pack's pathways, by the compiled plans they were worked out from; without a folder none."""

    def __init__(self, compiled: Path | None) -> None:
        self._compiled = compiled
        self._tables: dict[str, Tables | None] = {}

    def outlook(self, plan: Plan, state: State) -> Outlook:
        """What can still happen: exactly where tables were opened and say it, else at most."""
        return look_ahead(plan, state, self._tables.get(plan.pathway))

    def looked_for(self, pathway: str) -> bool:
        """Whether the tables of a pathway were opened, or are known not to be there."""
        return pathway in self._tables

    def open(self, pathway: str) -> bool:
        """Map the tables of a pathway and look at every byte; False when there are none. Damaged ones are removed."""
        found = None
        path = self.path(pathway)
        if path is not None:
            try:
                found = _mapped(path)
            except FileNotFoundError:
                pass
            except (OSError, ValueError, LookupError, TypeError, DamagedTables):
                with suppress(OSError):
                    path.unlink()
        self._tables[pathway] = found
        return found is not None

    def path(self, pathway: str) -> Path | None:
        """Where the tables of a pathway are or will be; None when its plan is not in the cache."""
        if self._compiled is None:
            return None
        try:
            plan = (self._compiled / f"plan-{pathway}.json").read_bytes()
        except OSError:
            return None
        name = hashlib.sha256(plan + code_stamp(MADE_BY).encode()).hexdigest()[:32]
        return self._compiled.parent / f"ahead-{pathway}-{name}.tables"

    def keep(self, pathway: str, data: bytes) -> Path | None:
        """Write the tables of a pathway; a crash leaves none. None when they cannot be written."""
        path = self.path(pathway)
        if path is None:
            return None
        try:
            write_whole(path, [data], synced=True)
        except OSError:
            return None
        keep_newest(path.parent, f"ahead-{pathway}-*.tables", MOST_KEPT)
        return path


def _mapped(path: Path) -> Tables:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found = Tables(memoryview(mapped))
    if hasattr(mmap, "MADV_DONTNEED"):  # every byte was looked at; few are needed again
        mapped.madvise(mmap.MADV_DONTNEED)
    return found
