"""Events of the record, each hashed to the one before, and how to find what was changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from triage_tui.record.canonical import canonical, clean_text, quote

GENESIS = "0" * 64
ANCHOR_LENGTH = 12

Row = tuple[int, str, int, str, str, str, int, str, str, str, str]
"""An event as it is stored: the fields of Event in their order, the payload as canonical JSON."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in an encounter.

    `seq` counts from 1 through the whole store, `n` from 1 inside the encounter. `utc` is ISO 8601 with microseconds
    and "Z"; `mono` is a monotonic clock in ns, informative only. `pack` is the SHA-256 of the pack in use.
    """

    seq: int
    encounter: str
    n: int
    kind: str
    payload: Mapping[str, object] = field(hash=False)
    utc: str
    mono: int
    role: str
    pack: str
    prev: str
    hash: str


class FaultKind(StrEnum):
    """What can be wrong with a chain; a clock that went back is a note, everything else is damage."""

    GAP = "gap"
    REORDER = "reorder"
    EDIT = "edit"
    TRUNCATED = "truncated"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One finding in a chain, at the event numbered `seq`; never quotes what an event says."""

    kind: FaultKind
    seq: int
    detail: str

    @property
    def is_damage(self) -> bool:
        """Whether the record can no longer be trusted."""
        return self.kind is not FaultKind.CLOCK


def utc_text(moment: datetime) -> str:
    """An aware moment as ISO 8601 in UTC with microseconds; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def seal(
    *,
    seq: int,
    encounter: str,
    n: int,
    kind: str,
    payload: Mapping[str, object],
    utc: datetime,
    mono: int,
    role: str,
    pack: str,
    prev: str,
) -> Row:
    """The row that stores a new event, with its hash; raises TypeError or ValueError like `canonical`."""
    who, what, by, content = (clean_text(text) for text in (encounter, kind, role, pack))
    open_row = (seq, who, n, what, canonical(payload), utc_text(utc), mono, by, content, prev, "")
    own = row_hash(open_row)
    if not own:
        raise TypeError("a field of the wrong type")
    return (*open_row[:-1], own)


def row_hash(row: Row) -> str:
    """SHA-256 of the hash before and the canonical JSON of everything else; "" when a field has the wrong type."""
    seq, encounter, n, kind, payload, utc, mono, role, pack, prev, _ = row
    try:
        content = (
            f'{prev}{{"encounter":{quote(encounter)},"kind":{quote(kind)},"mono":{mono:d},"n":{n:d},'
            f'"pack":{quote(pack)},"payload":{payload},"role":{quote(role)},"seq":{seq:d},"utc":{quote(utc)}}}'
        )
        return sha256(content.encode()).hexdigest()
    except (TypeError, ValueError):
        return ""


def is_intact(row: Row) -> bool:
    """Whether a stored row still has the content that it was hashed with."""
    own = row[-1]
    return own != "" and row_hash(row) == own


def event_of(row: Row) -> Event:
    """The event that a stored row holds."""
    seq, encounter, n, kind, payload, utc, mono, role, pack, prev, own = row
    return Event(seq, encounter, n, kind, json.loads(payload), utc, mono, role, pack, prev, own)


def row_of(event: Event) -> Row:
    """The row that stores an event; its payload is "" when it is not plain data, so that its hash cannot fit."""
    try:
        payload = canonical(event.payload)
    except (TypeError, ValueError):
        payload = ""
    e = event
    return (e.seq, e.encounter, e.n, e.kind, payload, e.utc, e.mono, e.role, e.pack, e.prev, e.hash)


def event_hash(event: Event) -> str:
    """The hash that an event ought to have."""
    return row_hash(row_of(event))


def short_hash(whole: str) -> str:
    """The beginning of a hash, printed on a summary as the anchor of the record."""
    return whole[:ANCHOR_LENGTH]


def verify_chain(events: Iterable[Event], *, anchor: str = "") -> tuple[ChainFault, ...]:
    """Everything wrong with a whole chain from seq 1, in order of seq.

    An `anchor` is a hash, or at least 12 characters of one, that was the head of this chain at some time.
    """
    given = tuple(events)
    faults = [*_order_faults(given), *verify_rows((row_of(event) for event in _by_seq(given)), anchor=anchor)]
    return tuple(sorted(faults, key=lambda fault: fault.seq))


def _order_faults(events: Sequence[Event]) -> Iterator[ChainFault]:
    highest = 0
    for event in events:
        if event.seq <= highest:
            yield ChainFault(FaultKind.REORDER, event.seq, f"stands after event {highest}")
        highest = max(highest, event.seq)


def _by_seq(events: Sequence[Event]) -> list[Event]:
    """Sorted, each number once."""
    first: dict[int, Event] = {}
    for event in events:
        first.setdefault(event.seq, event)
    return [first[seq] for seq in sorted(first)]


def verify_rows(rows: Iterable[Row], *, anchor: str = "") -> tuple[ChainFault, ...]:
    """Everything wrong with stored rows that come in order of seq."""
    anchor = anchor.strip().lower()
    if anchor and len(anchor) < ANCHOR_LENGTH:
        raise ValueError(f"an anchor has at least {ANCHOR_LENGTH} characters")
    walk = _Walk(anchor)
    for row in rows:
        walk.take(row)
    if anchor and not walk.anchored:
        walk.note(FaultKind.TRUNCATED, walk.seq + 1, f"no event has the hash {short_hash(anchor)}: the end is missing")
    return tuple(walk.faults)


class _Walk:
    """Where a check of the chain has got to."""

    __slots__ = ("anchor", "anchored", "counts", "faults", "hash", "seq", "utc")

    def __init__(self, anchor: str) -> None:
        self.anchor = anchor
        self.anchored = anchor == GENESIS[: len(anchor)]
        self.seq = 0
        self.hash = GENESIS
        self.utc = ""
        self.counts: dict[str, int] = {}
        self.faults: list[ChainFault] = []

    def take(self, row: Row) -> None:
        """Check one row against itself and the one before."""
        seq, encounter, n, _, _, utc, _, _, _, prev, own = row
        follows = seq == self.seq + 1
        if not follows:
            self.note(FaultKind.GAP, self.seq + 1, f"it is missing, the next event is {seq}")
        if not is_intact(row):
            self.note(FaultKind.EDIT, seq, "its content does not match its hash")
        else:
            if follows and prev != self.hash:
                self.note(FaultKind.EDIT, max(self.seq, 1), "its hash is not the one the next event was chained to")
            if n != self.counts.get(encounter, 0) + 1 and not any(fault.is_damage for fault in self.faults):
                self.note(FaultKind.GAP, seq, f"it is number {n} of its encounter, out of turn")
            if utc < self.utc:
                self.note(FaultKind.CLOCK, seq, "the clock went back before this event")
            if self.anchor and own.startswith(self.anchor):
                self.anchored = True
            self.counts[encounter] = n
            self.utc = utc
        self.seq, self.hash = seq, own

    def note(self, kind: FaultKind, seq: int, detail: str) -> None:
        """Add a finding, unless this event has the same one already."""
        if not any(fault.seq == seq and fault.kind is kind for fault in self.faults[-2:]):
            self.faults.append(ChainFault(kind, seq, detail))
