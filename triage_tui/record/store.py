"""The durable record: an append-only store of events that keeps every answer it has acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from triage_tui.errors import StoreDamaged, StoreError, StoreFull
from triage_tui.record.canonical import clean_text
from triage_tui.record.chain import GENESIS, ChainFault, Event, Row, event_of, is_intact, seal, verify_rows
from triage_tui.record.database import check_pages, open_for_reading, open_for_writing
from triage_tui.record.faults import crash_point
from triage_tui.record.holder import leave_note, remove_note
from triage_tui.record.shift import SHIFT
from triage_tui.record.trouble import damaged, errors_of

INSERT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
SELECT_ALL = "SELECT * FROM event ORDER BY seq"
SELECT_ONE = "SELECT * FROM event WHERE seq = ?"


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """One encounter in a list: its first and last event and how many there are."""

    encounter: str
    first_utc: str
    last_utc: str
    count: int
    last_kind: str
    first_payload: Mapping[str, object]
    last_payload: Mapping[str, object]


@dataclass(slots=True)
class _Index:
    """What is known of the chain without reading it again; made anew at every opening, so it cannot rot on disk."""

    head: str = GENESIS
    seq: int = 0
    seqs: dict[str, list[int]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        self.seq, self.head = row[0], row[-1]
        self.seqs.setdefault(row[1], []).append(row[0])

    def adding(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.add(row)
            yield row


class Store:
    """All encounters of one place, in one SQLite file that one process at a time may write.

    Any thread may call it, one at a time. After an error while saving, the event counts as not saved: append the same
    again, or read `events` to see where the encounter stands.
    """

    encrypted = False

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._lock = Lock()
        self._closed = False
        self._connection: sqlite3.Connection | None = None
        self._index = _Index()
        self._unsure: Row | None = None

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open the record, made new when there is none, and check all of it.

        Raises StoreBusy, StoreFull, StoreDamaged, or StoreError when the place cannot be used. `read_only` writes
        nothing at all and works from a folder that cannot be written to.
        """
        store = cls(path, read_only=read_only)
        store._connection = store._connect(create=True)
        return store

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the record; a second time does nothing."""
        with self._lock:
            self._closed = True
            if not self.read_only and self._connection is not None:
                remove_note(self.path)
            self._disconnect()

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
        """Add an event; it is durable when this returns.

        Raises StoreFull or StoreError when it is not saved. Appended again after an error it is stored once, even when
        the first attempt had reached the disk after all.
        """
        with self._lock:
            connection = self._writable()
            encounter = clean_text(encounter)
            try:
                row = seal(
                    seq=self._index.seq + 1,
                    encounter=encounter,
                    n=len(self._index.seqs.get(encounter, ())) + 1,
                    kind=kind,
                    payload=payload,
                    utc=utc,
                    mono=mono,
                    role=role,
                    pack=pack,
                    prev=self._index.head,
                )
            except (TypeError, ValueError, RecursionError) as error:
                reason = "too many levels" if isinstance(error, RecursionError) else str(error)
                raise StoreError(
                    f"The last answer was not saved: it holds {reason}.",
                    "This is a fault of the program: please report it.",
                ) from None
            landed, self._unsure = self._unsure, None
            if landed is not None and _says(landed) == _says(row):
                return event_of(landed)
            self._write(connection, row)
            return event_of(row)

    def events(self, encounter: str) -> tuple[Event, ...]:
        """The events of an encounter in order; empty when there is none of that name. Raises StoreError."""
        with self._lock:
            connection = self._ready()
            with errors_of("read", self.path):
                return tuple(self._read(connection, seq) for seq in self._index.seqs.get(encounter, ()))

    def encounters(self) -> tuple[EncounterRow, ...]:
        """Every encounter, in the order they began; marks of a shift are none. Raises StoreError."""
        with self._lock:
            connection = self._ready()
            with errors_of("read", self.path):
                encounters = (seqs for name, seqs in self._index.seqs.items() if name != SHIFT)
                return tuple(self._summarise(connection, seqs) for seqs in encounters)

    def head(self) -> str:
        """The hash of the last event; 64 zeros when there is none. Raises StoreError."""
        with self._lock:
            self._ready()
            return self._index.head

    def verify(self, anchor: str = "") -> tuple[ChainFault, ...]:
        """Check the whole chain again, and that a hash once printed from it is still there. Raises StoreError."""
        with self._lock:
            return _faults_in(self._ready(), self.path, _Index(), anchor)

    def _connect(self, *, create: bool) -> sqlite3.Connection:
        """A checked connection; after a reconnection, everything acknowledged before must be in it."""
        if self.read_only:
            connection = open_for_reading(self.path)
        else:
            connection = open_for_writing(self.path, create=create)
        try:
            index = _Index()
            for fault in _faults_in(connection, self.path, index, self._index.head):
                if fault.is_damage:
                    raise damaged(self.path, f"event {fault.seq}: {fault.detail}")
            check_pages(connection, self.path)
        except BaseException:
            connection.close()
            raise
        if self._unsure is not None and self._unsure[-1] != index.head:
            self._unsure = None
        self._index = index
        if not self.read_only:
            leave_note(self.path)
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ready(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError("The record is closed.", "Open it again.")
        if self._connection is None:
            self._connection = self._connect(create=False)
        return self._connection

    def _writable(self) -> sqlite3.Connection:
        if self.read_only:
            raise StoreError("The last answer was not saved: the record is open for reading.", "Open it for writing.")
        try:
            return self._ready()
        except StoreError as error:
            raise type(error)(f"The last answer was not saved. {error.message}", error.hint) from None

    def _write(self, connection: sqlite3.Connection, row: Row) -> None:
        """Commit one row. After a failure other than a full disk, the connection is not used again."""
        self._unsure = row
        try:
            with errors_of("save", self.path):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(INSERT, row)
                crash_point("before_commit")
                connection.execute("COMMIT")
                crash_point("after_commit")
                self._index.add(row)
        except StoreFull:
            self._take_back(connection)
            raise
        except BaseException:
            self._disconnect()
            raise
        self._unsure = None

    def _take_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._unsure = None
        except sqlite3.Error:
            self._disconnect()

    def _read(self, connection: sqlite3.Connection, seq: int) -> Event:
        row: Row | None = connection.execute(SELECT_ONE, (seq,)).fetchone()
        try:
            if row is not None and is_intact(row):
                return event_of(row)
        except (ValueError, RecursionError):
            pass
        raise damaged(self.path, f"event {seq}: it is not what was saved")

    def _summarise(self, connection: sqlite3.Connection, seqs: list[int]) -> EncounterRow:
        first, last = self._read(connection, seqs[0]), self._read(connection, seqs[-1])
        return EncounterRow(
            encounter=first.encounter,
            first_utc=first.utc,
            last_utc=last.utc,
            count=len(seqs),
            last_kind=last.kind,
            first_payload=first.payload,
            last_payload=last.payload,
        )


def verify_file(path: Path, *, anchor: str = "") -> tuple[ChainFault, ...]:
    """Everything wrong with the chain in a record file, changing nothing; raises StoreError when it cannot be read."""
    connection = open_for_reading(path)
    try:
        faults = _faults_in(connection, path, _Index(), anchor)
        if not faults:
            check_pages(connection, path)
        return faults
    finally:
        connection.close()


def _faults_in(connection: sqlite3.Connection, path: Path, index: _Index, anchor: str) -> tuple[ChainFault, ...]:
    """What is wrong with the stored chain; fills the index on the way."""
    try:
        with errors_of("read", path):
            return verify_rows(index.adding(connection.execute(SELECT_ALL)), anchor=anchor)
    except StoreDamaged:
        raise damaged(path, f"event {index.seq + 1}: it cannot be read") from None


def _says(row: Row) -> tuple[str, ...]:
    """What a row says, apart from when and where it stands."""
    _, encounter, _, kind, payload, _, _, role, pack, _, _ = row
    return encounter, kind, payload, role, pack
