"""The stored encounters as columns: only what is new is read again, and nothing but coded answers is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desks import FALL, answered, make_small_pack, opened
from triage_tui.author.replay.against import EMERGENCY, NO_PACK, SWITCHED, replay
from triage_tui.author.replay.sidecar import Stored, read_stored, write_stored
from triage_tui.commands.stored import sidecar_path, stored_encounters
from triage_tui.errors import StoreDamaged
from triage_tui.library import Library
from triage_tui.record.kind import Kind
from triage_tui.record.tail import Tail

WORDS = ("1 High Street", "01632 960100", "Fell over", "TEST-0", "2026-01-05", "Hume")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_small_pack(tmp_path / "pack")


@pytest.fixture
def record(pack: Path, tmp_path: Path) -> Path:
    """Five encounters: finished, finished, not finished, switched, ended by the emergency key."""
    with opened(pack, tmp_path / "data") as desk:
        call = answered(desk, "fall", "telephone", FALL)
        desk.record(call, Kind.DETAIL, field="name", text="Ada Hume")
        answered(desk, "fall", "telephone", {**FALL, "age": "81"})
        answered(desk, "fall", "telephone", FALL, until="down")
        call = answered(desk, "fall", "telephone", FALL, until="bleeding")
        desk.record(call, Kind.SWITCHED, pathway="wound")
        call = answered(desk, "fall", "telephone", FALL, until="bleeding")
        desk.record(call, Kind.EMERGENCY, reason="not breathing")
    return tmp_path / "data" / "encounters.db"


def told(stored: Stored) -> tuple[list[tuple[int, object]], dict[str, int]]:
    """Every encounter that can be walked again, by its first event, and how many cannot be."""
    rows = [
        (first, (alike, sorted(rows.columns.row(number).items(), key=str)))
        for alike, rows in stored.groups.items()
        for number, first in enumerate(rows.first)
    ]
    return sorted(rows, key=lambda row: row[0]), {why: len(firsts) for why, firsts in stored.left_out.items()}


def as_new(record: Path) -> Stored:
    """The same read from the record alone."""
    sidecar_path(record).unlink(missing_ok=True)
    return stored_encounters(record)


def test_only_what_is_new_is_read(record: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New encounters, one that goes on and one that is changed; nothing at all when nothing was added."""
    first = stored_encounters(record)
    assert told(first)[1] == {SWITCHED: 1, EMERGENCY: 1}
    assert sorted(alike.finished for alike in first.groups) == [False, True]
    with opened(pack, record.parent) as desk:
        desk.record(desk.load("TEST-0003"), Kind.ANSWERED, step="down", value="10")
        desk.record(desk.load("TEST-0002"), Kind.CHANGED, step="age", value="82")
        answered(desk, "wound", "telephone", {})
    read: list[str] = []
    events = Tail.encounters

    def reading(tail: Tail) -> object:
        for one in events(tail):
            read.append(one[0].encounter)
            yield one

    monkeypatch.setattr(Tail, "encounters", reading)
    second = stored_encounters(record)
    assert sorted(read) == ["TEST-0002", "TEST-0003", "TEST-0006"]
    assert stored_encounters(record).seq == second.seq
    assert len(read) == 3
    assert told(second) == told(as_new(record))
    assert len(read) == 9


def test_no_words_and_no_names_are_kept(record: Path) -> None:
    """Only codes of answers: no text that was typed, no detail, no reference and no time."""
    stored_encounters(record)
    whole = sidecar_path(record).read_bytes()
    assert b'"40"' in whole
    assert [words for words in WORDS if words.encode() in whole] == []
    assert b"Ada Hume" in record.with_name(record.name).read_bytes()
    assert sys.platform == "win32" or sidecar_path(record).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["nothing", "cut off", "a flipped byte", "other", "older"])
def test_a_damaged_file_is_made_anew(record: Path, damage: str) -> None:
    right = told(stored_encounters(record))
    path = sidecar_path(record)
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[-9] ^= 1
    older = Stored(**{**{name: getattr(read_stored(path), name) for name in Stored.__slots__}, "made_by": "older"})
    if damage == "older":
        write_stored(path, older)
    else:
        damaged = {"nothing": b"", "cut off": whole[:-20], "a flipped byte": bytes(flipped), "other": b"{}"}
        path.write_bytes(damaged[damage])
        with pytest.raises(ValueError, match="damaged"):
            read_stored(path)
    assert told(stored_encounters(record)) == right
    assert path.read_bytes() == whole


def test_every_flipped_byte_is_noticed(tmp_path: Path, record: Path) -> None:
    stored_encounters(record)
    whole, path = sidecar_path(record).read_bytes(), tmp_path / "flipped"
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(ValueError):
            read_stored(path)


def test_another_record_in_its_place_is_read_anew(record: Path, pack: Path) -> None:
    """A record put back from a copy is shorter, or went on otherwise."""
    copy = record.with_name("copy.db")
    with opened(pack, record.parent) as desk:
        desk.store.close()
    shutil.copy(record, copy)
    before = told(stored_encounters(record))
    with opened(pack, record.parent) as desk:
        answered(desk, "wound", "telephone", {})
    assert told(stored_encounters(record)) != before
    shutil.copy(copy, record)
    assert told(stored_encounters(record)) == before


def test_a_record_that_was_changed_is_refused(record: Path, pack: Path) -> None:
    with opened(pack, record.parent) as desk:
        desk.store.close()
    connection = sqlite3.connect(record)
    connection.execute("DROP TRIGGER event_is_never_changed")
    connection.execute("UPDATE event SET payload = replace(payload, '\"40\"', '\"41\"')")
    connection.execute(
        "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END"
    )
    connection.commit()
    connection.close()
    with pytest.raises(StoreDamaged):
        stored_encounters(record)


def test_killed_while_writing(record: Path, pack: Path, tmp_path: Path) -> None:
    """The file from before stays, and the next run goes on from it."""
    stored_encounters(record)
    path = sidecar_path(record)
    before = path.read_bytes()
    with opened(pack, record.parent) as desk:
        answered(desk, "wound", "telephone", {})
    script = (
        "import os\nfrom pathlib import Path\nfrom triage_tui.commands.stored import stored_encounters\n"
        "os.fsync = lambda handle: os._exit(137)\n"
        f"stored_encounters(Path({str(record)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == 137
    assert path.read_bytes() == before
    (half,) = path.parent.glob(f".{path.name}.*.part")
    os.utime(half, (0, 0))
    assert told(stored_encounters(record)) == told(as_new(record))
    assert not half.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_no_space(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the same, and no half of a file is left."""
    right = told(as_new(record))
    sidecar_path(record).unlink()
    really = os.open

    def full(path: str, flags: int, mode: int = 0o777) -> int:
        return really("/dev/full", os.O_WRONLY) if str(path).endswith(".part") else really(path, flags, mode)

    monkeypatch.setattr(os, "open", full)
    assert told(stored_encounters(record)) == right
    assert not sidecar_path(record).exists()
    with pytest.raises(OSError, match="No space left"):
        write_stored(sidecar_path(record), Stored())


def test_a_cache_that_cannot_be_written(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the folder should be stands in for a folder that takes no files: it stops an administrator too."""
    right = told(stored_encounters(record))
    (tmp_path / "cache").write_text("", encoding="utf-8")
    monkeypatch.setenv("TRIAGE_CACHE", str(tmp_path / "cache"))
    assert told(stored_encounters(record)) == right


def test_a_pack_that_comes_back(record: Path) -> None:
    """What was recorded on a pack that is not there is counted apart, until it is there again."""
    packs = record.parent / "packs"
    packs.rename(record.parent / "elsewhere")
    assert told(stored_encounters(record)) == ([], {NO_PACK: 5})
    assert told(stored_encounters(record)) == ([], {NO_PACK: 5})
    (record.parent / "elsewhere").rename(packs)
    assert told(stored_encounters(record))[1] == {SWITCHED: 1, EMERGENCY: 1}


def test_every_encounter_is_counted_once(record: Path, pack: Path) -> None:
    plans = {name: Library(pack).plan(name) for name in ("fall", "wound")}
    stored = stored_encounters(record)
    found = replay(stored, plans, plans)
    assert (found.total, found.counts, found.left_out.total()) == (5, {"ended the same": 2}, 3)
    assert replay(stored, {}, plans).left_out.total() == 5
    assert replay(stored, plans, {"wound": plans["wound"]}).left_out.total() == 5
