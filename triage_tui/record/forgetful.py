"""A store for what is no call: events are sealed as in the record, held in memory, and gone at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from triage_tui.record.chain import GENESIS, Event, event_of, seal
from triage_tui.record.store import EncounterRow, Store


class ForgetfulStore(Store):
    """A store that keeps nothing on the disk; its path only says where a saved copy would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._held: dict[str, list[Event]] = {}

    def append(
        self,
        encounter: str,
        kind: str,
        payload: Mapping[str, object],
        *,
        utc: datetime,
        mono: int,
        role: str,
        pack: str,
    ) -> Event:
        """Add an event to those in memory."""
        known = self._held.setdefault(encounter, [])
        prev = known[-1].hash if known else GENESIS
        place = len(known) + 1
        row = seal(
            seq=place, encounter=encounter, n=place, kind=kind, payload=payload, utc=utc, mono=mono, role=role,
            pack=pack, prev=prev,
        )  # fmt: skip
        known.append(event_of(row))
        return known[-1]

    def events(self, encounter: str) -> tuple[Event, ...]:
        """The events of an encounter in order; empty when there is none of that name."""
        return tuple(self._held.get(encounter, ()))

    def encounters(self) -> tuple[EncounterRow, ...]:
        """None: what is no call is never listed."""
        return ()

    def forget(self) -> None:
        """Let go of every event."""
        self._held.clear()
