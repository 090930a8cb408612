"""A file that is not what this program saved is refused with the reason, and left as it is."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from tests.record.writing import everything_said, save
from triage_tui.errors import StoreDamaged, StoreError
from triage_tui.record import database
from triage_tui.record.chain import Event, FaultKind, short_hash
from triage_tui.record.store import Store, verify_file

SEED = 400
FLIPS = 400


def sql(record: Path, *statements: str) -> None:
    """Change a closed record behind the program's back, its guards taken off meanwhile."""
    connection = sqlite3.connect(record)
    for trigger in ("event_is_never_changed", "event_is_never_deleted"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in (*statements, *database.SCHEMA[1:]):
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_record(record: Path) -> None:
    """Is refused for writing and reading, with what to do."""
    Store.open(record).close()
    sql(record, "PRAGMA user_version=2")
    before = record.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreError, match="newer version") as caught:
            Store.open(record, read_only=read_only)
        assert "Update" in caught.value.hint
    assert record.read_bytes() == before


def test_another_program_s_database(record: Path) -> None:
    """Is refused and left as it was."""
    record.parent.mkdir()
    connection = sqlite3.connect(record)
    connection.execute("CREATE TABLE event (seq)")
    connection.close()
    before = record.read_bytes()
    with pytest.raises(StoreError, match="not a record"):
        Store.open(record)
    assert record.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, but a text " * 50, b"SQLite format 3\x00" + b"\xff" * 4080])
def test_a_file_of_something_else(record: Path, content: bytes) -> None:
    """Is refused and left as it was."""
    record.parent.mkdir()
    record.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreDamaged) as caught:
            Store.open(record, read_only=read_only)
        assert "Nothing was changed" in caught.value.hint
    assert record.read_bytes() == content


def test_a_table_of_another_shape(record: Path) -> None:
    """A trigger that somebody added could change what is saved."""
    Store.open(record).close()
    sql(record, "CREATE TRIGGER extra AFTER INSERT ON event BEGIN SELECT 1; END")
    with pytest.raises(StoreDamaged, match="table"):
        Store.open(record)


def test_sqlite_that_refuses_a_setting(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is not kept with less than it promises."""
    monkeypatch.setattr(database, "SETTINGS", (database.Setting("synchronous", "OFF", 2),))
    with pytest.raises(StoreError, match="synchronous"):
        Store.open(record)


@pytest.mark.parametrize(
    ("statement", "kind", "seq"),
    [
        ("UPDATE event SET payload = replace(payload, '3', '4') WHERE seq = 3", FaultKind.EDIT, 3),
        ("UPDATE event SET mono = 'x' WHERE seq = 3", FaultKind.EDIT, 3),
        ("UPDATE event SET payload = x'ff' WHERE seq = 3", FaultKind.EDIT, 3),
        ("UPDATE event SET hash = '', payload = x'ff' WHERE seq = 3", FaultKind.EDIT, 3),
        ("DELETE FROM event WHERE seq = 4", FaultKind.GAP, 4),
        ("DELETE FROM event WHERE seq = 1", FaultKind.GAP, 1),
        ("UPDATE event SET seq = 9 WHERE seq = 2", FaultKind.GAP, 2),
    ],
)
def test_the_first_bad_event_is_named(record: Path, statement: str, kind: FaultKind, seq: int) -> None:
    """When opening; `verify_file` lists it without refusing."""
    with Store.open(record) as store:
        for number in range(1, 6):
            save(store, number)
    sql(record, statement)
    before = record.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreDamaged, match=f"event {seq}:") as caught:
            Store.open(record, read_only=read_only)
        assert "Nothing was changed" in caught.value.hint
    fault = verify_file(record)[0]
    assert (fault.kind, fault.seq) == (kind, seq)
    assert record.read_bytes() == before


@pytest.mark.parametrize("killed", [False, True], ids=["in the file", "in the journal"])
def test_no_flipped_bit_changes_an_answer(record: Path, tmp_path: Path, killed: bool) -> None:
    """Either it is found, or every answer is as it was; in the journal the end may be missing, as the anchor shows."""
    chance = random.Random(SEED)
    with Store.open(record) as store:
        events = tuple(save(store, number) for number in range(1, 21))
        whole = shutil.copytree(record.parent, tmp_path / "whole")
    victim = whole / ("encounters.db-wal" if killed else "encounters.db")
    content = victim.read_bytes() if killed else record.read_bytes()
    outcomes: Counter[str] = Counter()
    for _ in range(FLIPS):
        bit = chance.randrange(len(content) * 8)
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        shutil.rmtree(tmp_path / "flipped", ignore_errors=True)
        copy = tmp_path / "flipped" / "encounters.db"
        shutil.copytree(whole, copy.parent) if killed else copy.parent.mkdir()
        copy.with_name(victim.name).write_bytes(flipped)
        outcomes[outcome(copy, events)] += 1
    assert outcomes["changed"] == 0, f"seed {SEED}: {outcomes}"
    assert outcomes["shorter"] == 0 or killed, f"seed {SEED}: {outcomes}"
    assert outcomes["found"] + outcomes["shorter"] > FLIPS // 2, f"seed {SEED}: {outcomes}"


def outcome(record: Path, events: tuple[Event, ...]) -> str:
    """What opening a record that may be damaged comes to, given the events that were saved in it."""
    try:
        with Store.open(record) as store:
            left = store.events("E1")
            anchored = store.verify(events[-1].hash) == ()
    except StoreError:
        return "found"
    if left == events and anchored:
        return "whole"
    return "shorter" if left == events[: len(left)] and not anchored else "changed"


def test_text_that_is_not_utf_8(record: Path) -> None:
    """Python's own error would quote it."""
    with Store.open(record) as store:
        for number in range(1, 6):
            save(store, number)
    sql(record, "UPDATE event SET payload = CAST(x'5a7a797a78ff' AS TEXT) WHERE seq = 3")
    with pytest.raises(StoreDamaged, match="event 3:") as caught:
        Store.open(record)
    assert "Zzyz" not in everything_said(caught.value)


def test_a_lost_tail_is_found_by_the_printed_anchor(record: Path) -> None:
    """A record without its last events is sound in itself."""
    with Store.open(record) as store:
        printed = [short_hash(save(store, number).hash) for number in range(1, 6)]
    sql(record, "DELETE FROM event WHERE seq > 3")
    with Store.open(record) as store:
        assert store.verify() == ()
        assert store.verify(printed[2]) == ()
        assert [(fault.kind, fault.seq) for fault in store.verify(printed[4])] == [(FaultKind.TRUNCATED, 4)]
    assert [fault.kind for fault in verify_file(record, anchor=printed[4])] == [FaultKind.TRUNCATED]


def test_a_change_while_it_is_open_is_found_on_reading(record: Path) -> None:
    """Each event is checked again when it is read."""
    with Store.open(record) as store:
        save(store, 1)
        assert store._connection is not None
        store._connection.execute("DROP TRIGGER event_is_never_changed")
        store._connection.execute("UPDATE event SET kind = 'note'")
        for read in (lambda: store.events("E1"), store.encounters):
            with pytest.raises(StoreDamaged, match="event 1:"):
                read()


def test_a_record_taken_away_is_not_made_anew(record: Path) -> None:
    """After an error the connection is made again, but never to an empty file."""
    with Store.open(record) as store:
        save(store, 1)
        store._disconnect()
        record.unlink()
        with pytest.raises(StoreError, match="not saved"):
            save(store, 2)
        assert not record.exists()
        record.write_bytes(b"")
        with pytest.raises(StoreDamaged, match="not saved"):
            save(store, 2)


def test_events_cannot_be_changed_by_sql(record: Path) -> None:
    """Not by a mistake in this program, nor by hand without taking the guards off."""
    with Store.open(record) as store:
        save(store, 1)
    connection = sqlite3.connect(record)
    for statement in ("UPDATE event SET kind = 'note'", "DELETE FROM event"):
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            connection.execute(statement)
    connection.close()
