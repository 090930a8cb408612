"""What was added to a record since somebody last read it, checked from the hash at which they stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from triage_tui.record.chain import GENESIS, Event, Row, event_of, is_intact
from triage_tui.record.database import open_for_reading
from triage_tui.record.shift import SHIFT
from triage_tui.record.trouble import damaged, errors_of

AFTER = "SELECT * FROM event WHERE seq > ? ORDER BY seq"
BACKWARDS = "SELECT seq, encounter, n FROM event WHERE seq <= ? ORDER BY seq DESC"
ONE = "SELECT * FROM event WHERE seq = ?"


class Position(NamedTuple):
    """A place in the chain: how many events, and the hash of the last of them."""

    seq: int = 0
    hash: str = GENESIS


BEGINNING = Position()


class Tail:
    """The encounters of a record to which something was added after a position.

    What stands before the position is not read again, unless an encounter began there. When the record no longer has
    that hash at that place it is another record: `since` is its beginning then.
    """

    def __init__(self, path: Path, since: Position = BEGINNING) -> None:
        """Open the record for reading and find what is new; raises StoreError and its kinds."""
        self.path = path
        self._connection = open_for_reading(path)
        try:
            with errors_of("read", path):
                self.since = since if self._has(since) else BEGINNING
                self._seqs = self._added()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the record."""
        self._connection.close()

    @property
    def firsts(self) -> frozenset[int]:
        """The number of the first event of every encounter that is told."""
        return frozenset(seqs[0] for seqs in self._seqs)

    def encounters(self) -> Iterator[tuple[Event, ...]]:
        """All events of each encounter that is new or went on; raises StoreError."""
        for seqs in self._seqs:
            with errors_of("read", self.path):
                yield tuple(self._event(seq) for seq in seqs)

    def _has(self, place: Position) -> bool:
        if not place.seq:
            return place.hash == GENESIS
        row: Row | None = self._connection.execute(ONE, (place.seq,)).fetchone()
        return row is not None and row[-1] == place.hash and is_intact(row)

    def _added(self) -> Sequence[list[int]]:
        """The events of every encounter that was added to, by number; the chain from the position on is checked."""
        seq, head = self.since
        seqs: dict[str, list[int]] = {}
        earlier: set[str] = set()
        for row in self._connection.execute(AFTER, (seq,)):
            seq += 1
            if row[0] != seq or row[-2] != head or not is_intact(row):
                raise damaged(self.path, f"event {seq}: it is not what was saved after the one before")
            head, encounter = row[-1], row[1]
            if encounter not in seqs and row[2] > 1:
                earlier.add(encounter)
            seqs.setdefault(encounter, []).append(seq)
        self.head = Position(seq, head)
        seqs.pop(SHIFT, None)
        self._add_earlier(seqs, earlier - {SHIFT})
        return tuple(seqs.values())

    def _add_earlier(self, seqs: dict[str, list[int]], waiting: set[str]) -> None:
        """Put what these encounters had before the position in front, reading back only as far as they began."""
        before: dict[str, list[int]] = {encounter: [] for encounter in waiting}
        rows = self._connection.execute(BACKWARDS, (self.since.seq,)) if waiting else ()
        for seq, encounter, n in rows:
            if encounter in waiting:
                before[encounter].append(seq)
                if n == 1:
                    waiting.remove(encounter)
            if not waiting:
                break
        for encounter, found in before.items():
            seqs[encounter] = [*reversed(found), *seqs[encounter]]

    def _event(self, seq: int) -> Event:
        row: Row | None = self._connection.execute(ONE, (seq,)).fetchone()
        try:
            if row is not None and is_intact(row):
                return event_of(row)
        except (ValueError, RecursionError):
            pass
        raise damaged(self.path, f"event {seq}: it is not what was saved")
