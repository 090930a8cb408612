"""The stored encounters as columns, in a file beside which nothing else is needed; it can always be made anew.

It holds coded answers alone: no words that were typed, no names, no times, not even the encounters' references. An
encounter is known by the number of its first event in the record.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from triage_tui.author.replay.columns import Building, Codes, Columns, width_of
from triage_tui.files import clear_half_written, write_whole
from triage_tui.walk.plan import Value

MAGIC = b"triage replay 1\n"
DIGEST = sha256().digest_size


class Alike(NamedTuple):
    """What encounters in the same columns share."""

    pathway: str
    mode: str
    role: str
    finished: bool
    """Whether they reached an outcome on the pack they were recorded with."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Encounters that are alike: the number of each one's first event, and their answers."""

    first: Codes
    columns: Columns


@dataclass(frozen=True, slots=True)
class Stored:
    """All encounters of a record up to an event: those that can be walked again, and why the others cannot."""

    seq: int = 0
    head: str = ""
    made_by: str = ""
    """The program that read them: another one may read the same events otherwise."""
    groups: Mapping[Alike, Rows] = field(default_factory=dict)
    left_out: Mapping[str, Codes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """Packs that could not be read: with one of them back, everything is read again."""


class Collecting:
    """Adds encounters to those that were stored, in place of what was known of the same ones."""

    def __init__(self, earlier: Stored, again: Collection[int] = ()) -> None:
        self._first: dict[Alike, array[int]] = {}
        self._rows: dict[Alike, Building] = {}
        self._missing = set(earlier.missing)
        for alike, rows in earlier.groups.items():
            keep = [first not in again for first in rows.first] if again else None
            self._first[alike] = array("Q", (first for first in rows.first if first not in again))
            self._rows[alike] = Building(rows.columns, None if keep is None or all(keep) else keep)
        self._left_out = {
            why: array("Q", (one for one in firsts if one not in again)) for why, firsts in earlier.left_out.items()
        }

    def add(self, first: int, alike: Alike, answers: Mapping[str, Value]) -> None:
        """An encounter with what was answered in it."""
        self._first.setdefault(alike, array("Q")).append(first)
        self._rows.setdefault(alike, Building()).add(answers)

    def leave_out(self, first: int, why: str, missing: str = "") -> None:
        """An encounter that cannot be walked again; for want of a pack, when one is named."""
        self._left_out.setdefault(why, array("Q")).append(first)
        if missing:
            self._missing.add(missing)

    def stored(self, seq: int, head: str, made_by: str) -> Stored:
        """Everything collected up to an event."""
        groups = {alike: Rows(self._first[alike], rows.columns()) for alike, rows in self._rows.items() if rows.rows}
        left_out = {why: firsts for why, firsts in self._left_out.items() if firsts}
        return Stored(seq, head, made_by, groups, left_out, tuple(sorted(self._missing)))


def left_out_of(stored: Stored) -> Counter[str]:
    """How many encounters cannot be walked again, by why."""
    return Counter({why: len(firsts) for why, firsts in stored.left_out.items()})


def write_stored(path: Path, stored: Stored) -> None:
    """Write the file, whole or not at all; OSError when the disk will not have it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    clear_half_written(path.parent, path.name)
    parts = list(_parts(stored))
    digest = sha256()
    for one in parts:
        digest.update(one)
    write_whole(path, chain([MAGIC + digest.digest()], parts), synced=True, mode=0o600)


def _parts(stored: Stored) -> Iterator[bytes]:
    """The head, and every column at a multiple of eight bytes."""
    columns: list[bytes] = []

    def place(codes: Codes, typecode: str) -> str:
        data = array(typecode, codes).tobytes()
        columns.append(data + bytes(-len(data) % 8))
        return typecode

    groups = [
        {
            "alike": list(alike),
            "rows": rows.columns.rows,
            "first": place(rows.first, "Q"),
            "columns": [
                [name, place(codes, width_of(len(rows.columns.values[name]))), list(rows.columns.values[name])]
                for name, codes in rows.columns.codes.items()
            ],
        }
        for alike, rows in stored.groups.items()
    ]
    head = {
        "order": sys.byteorder,
        "seq": stored.seq,
        "head": stored.head,
        "made_by": stored.made_by,
        "missing": list(stored.missing),
        "groups": groups,
        "left_out": {why: [len(firsts), place(firsts, "Q")] for why, firsts in stored.left_out.items()},
    }
    text = json.dumps(head, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    yield len(text).to_bytes(8, "little")
    yield text
    yield from columns


def read_stored(path: Path) -> Stored:
    """What was written; ValueError when a byte of it is not, OSError when there is no such file."""
    whole = path.read_bytes()
    start = len(MAGIC) + DIGEST
    if not whole.startswith(MAGIC) or sha256(memoryview(whole)[start:]).digest() != whole[len(MAGIC) : start]:
        raise ValueError(f"{path} is damaged, or no file of encounters as columns")
    size = int.from_bytes(whole[start : start + 8], "little")
    try:
        head = json.loads(whole[start + 8 : start + 8 + size])
        if head["order"] != sys.byteorder:
            raise ValueError(f"{path} was written on another kind of machine")
        return _stored(head, _Reading(memoryview(whole), start + 8 + size))
    except (LookupError, TypeError) as error:
        raise ValueError(f"{path} is no file of encounters as columns") from error


class _Reading:
    """Takes one column after the other from the file."""

    def __init__(self, whole: memoryview, at: int) -> None:
        self.whole, self.at = whole, at

    def take(self, rows: int, typecode: str) -> Codes:
        length = rows * array(typecode).itemsize
        here, self.at = self.at, self.at + length + -length % 8
        return self.whole[here : here + length].cast(typecode)  # type: ignore[call-overload,no-any-return]


def _stored(head: Any, reading: _Reading) -> Stored:
    groups: dict[Alike, Rows] = {}
    for group in head["groups"]:
        first = reading.take(group["rows"], group["first"])
        codes: dict[str, Codes] = {}
        values: dict[str, tuple[Value, ...]] = {}
        for name, typecode, answers in group["columns"]:
            codes[name] = reading.take(group["rows"], typecode)
            values[name] = tuple(tuple(one) if isinstance(one, list) else one for one in answers)
        groups[Alike(*group["alike"])] = Rows(first, Columns(group["rows"], codes, values))
    left_out = {why: reading.take(rows, typecode) for why, (rows, typecode) in head["left_out"].items()}
    return Stored(head["seq"], head["head"], head["made_by"], groups, left_out, tuple(head["missing"]))
