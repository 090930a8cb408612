"""The stored encounters as columns: read from the record once, then only what was added since."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from triage_tui.author.replay.against import DOES_NOT_FIT, EMERGENCY, NO_PACK, SWITCHED
from triage_tui.author.replay.coding import coded_answers
from triage_tui.author.replay.sidecar import Alike, Collecting, Stored, read_stored, write_stored
from triage_tui.errors import AnswerError, ContentError, StoreDamaged
from triage_tui.library import Library, cache_folder, compiler_stamp
from triage_tui.record.chain import Event
from triage_tui.record.encounter import fold
from triage_tui.record.packs import kept_pack
from triage_tui.record.tail import BEGINNING, Position, Tail


def stored_encounters(record: Path) -> Stored:
    """Every encounter of a record; what is new is kept for the next time where the cache folder takes it."""
    path = sidecar_path(record)
    known = _known(path, record)
    since = Position(known.seq, known.head) if known is not None else BEGINNING
    with Tail(record, since) as tail:
        if known is not None and tail.since == tail.head == since:
            return known
        found = _with_new(known if known is not None and tail.since == since else Stored(), tail, record.parent)
    with suppress(OSError):  # a folder that takes no file costs time alone
        write_stored(path, found)
    return found


def sidecar_path(record: Path) -> Path:
    """Where the columns of a record are kept."""
    return cache_folder() / f"replay-{sha256(str(record.resolve()).encode()).hexdigest()[:16]}.columns"


def _known(path: Path, record: Path) -> Stored | None:
    """What was kept, when it is whole, made by this program, and wants no pack that is there again."""
    try:
        found = read_stored(path)
    except (OSError, ValueError):
        return None
    back = any(kept_pack(record.parent, pack) is not None for pack in found.missing)
    return found if found.made_by == compiler_stamp() and not back else None


def _with_new(known: Stored, tail: Tail, data: Path) -> Stored:
    collecting = Collecting(known, tail.firsts)
    packs = _Packs(data)
    for events in tail.encounters():
        _collect(collecting, events, packs)
    return collecting.stored(*tail.head, compiler_stamp())


class _Packs:
    """The packs that encounters were recorded with, each read once; None for one that cannot be."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._found: dict[str, Library | None] = {}

    def get(self, pack: str) -> Library | None:
        """The pack of this hash."""
        if pack not in self._found:
            self._found[pack] = self._read(pack)
        return self._found[pack]

    def _read(self, pack: str) -> Library | None:
        folder = kept_pack(self._data, pack)
        try:
            library = Library(folder) if folder is not None else None
        except ContentError:
            return None
        return library if library is not None and library.hash == pack else None


def _collect(collecting: Collecting, events: Sequence[Event], packs: _Packs) -> None:
    """One encounter: what was answered in it, or why it cannot be walked again."""
    first, pack = events[0].seq, events[0].pack
    library = packs.get(pack)
    if library is None:
        collecting.leave_out(first, NO_PACK, missing=pack)
        return
    try:
        found = fold(events[0].encounter, events, library.plan)
    except (AnswerError, ContentError, LookupError, StoreDamaged):
        collecting.leave_out(first, DOES_NOT_FIT)
        return
    if found.earlier_pathways:
        collecting.leave_out(first, SWITCHED)
    elif found.emergency is not None:
        collecting.leave_out(first, EMERGENCY)
    else:
        alike = Alike(found.pathway, found.mode, found.role, found.state.finished)
        collecting.add(first, alike, coded_answers(found.plan, {**found.state.pending, **found.answers}))
