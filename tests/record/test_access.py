"""One program at a time, nobody else's eyes, and plain words where the record cannot be written."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.record.processes import started
from tests.record.writing import save, saved
from triage_tui.errors import StoreBusy, StoreDamaged, StoreError
from triage_tui.record.store import Store, verify_file

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX modes and users")
NOBODY = 65534


@pytest.mark.parametrize("new", [True, False], ids=["made just now", "opened again"])
def test_a_second_copy_is_told_who_has_it_open(record: Path, new: bool) -> None:
    """Before the first answer too; once the first copy is gone, it opens."""
    if not new:
        Store.open(record).close()
    with started(record) as process:
        for read_only in (False, True):
            with pytest.raises(StoreBusy) as caught:
                Store.open(record, read_only=read_only)
            assert f"process {process.pid} " in caught.value.message
            assert "TRIAGE_DATA" in caught.value.hint
        process.communicate("")
    Store.open(record).close()


def test_the_same_process_cannot_open_it_twice(record: Path) -> None:
    """Two stores would not know of each other's events."""
    with Store.open(record) as store:
        with pytest.raises(StoreBusy):
            Store.open(record)
        save(store, 1)
        assert saved(store) == [1]


@posix
def test_only_this_user_can_read_it(record: Path) -> None:
    """Every file and folder it makes, although the umask would allow more; the umask stays as it was."""
    before = os.umask(0o022)
    try:
        with Store.open(record) as store:
            save(store, 1)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in record.parent.iterdir()}
            folder = stat.S_IMODE(record.parent.stat().st_mode)
    finally:
        assert os.umask(before) == 0o022
    assert modes == dict.fromkeys(("encounters.db", "encounters.db-wal", "encounters.db.open-by"), 0o600)
    assert folder == 0o700


@posix
def test_a_record_open_to_others_is_closed_to_them(record: Path) -> None:
    """One that was copied with wider modes."""
    Store.open(record).close()
    record.chmod(0o644)
    Store.open(record).close()
    assert stat.S_IMODE(record.stat().st_mode) == 0o600


def test_nothing_is_left_beside_a_closed_record(record: Path) -> None:
    """No journal, no note."""
    with Store.open(record) as store:
        save(store, 1)
    assert [path.name for path in record.parent.iterdir()] == ["encounters.db"]


def fill(record: Path, *, killed: bool) -> list[int]:
    """Some answers, saved by a process that closes the record or is killed; their numbers."""
    arguments = ("E1", "5", "before_commit", "5") if killed else ("E1", "4")
    with started(record, *arguments) as process:
        process.communicate()
    assert record.with_name(record.name + "-wal").exists() == killed
    return [1, 2, 3, 4]


@pytest.fixture
def plain_folder() -> Iterator[Path]:
    """A folder that a user with no rights can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def frozen(folder: Path, file_mode: int, folder_mode: int = 0o555) -> Iterator[None]:
    """A folder and its files with these modes meanwhile; root, whom modes do not bind, turns into nobody."""
    root = os.geteuid() == 0
    for path in (*folder.iterdir(), folder):
        path.chmod(folder_mode if path == folder else file_mode)
        if root:
            os.chown(path, NOBODY, -1)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """Says where, and what to do."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "data" / "encounters.db")
    assert str(tmp_path / "data") in caught.value.message
    assert "TRIAGE_DATA" in caught.value.hint


def test_there_is_nothing_to_read(record: Path) -> None:
    """Reading makes nothing."""
    with pytest.raises(StoreError, match="no record"):
        Store.open(record, read_only=True)
    assert not record.parent.exists()


def test_a_place_with_odd_characters(tmp_path: Path) -> None:
    """Characters that mean something in an SQLite URI do not here."""
    record = tmp_path / "50% of? #us ünd" / "encounters.db"
    with Store.open(record) as store:
        save(store, 1)
    with Store.open(record, read_only=True) as store:
        assert saved(store) == [1]


@posix
@pytest.mark.parametrize("killed", [False, True], ids=["closed", "with its journal"])
@pytest.mark.parametrize("file_mode", [0o600, 0o400])
def test_a_folder_that_cannot_be_written_to(plain_folder: Path, file_mode: int, killed: bool) -> None:
    """Writing is refused with the reason; reading works, finds everything and leaves no trace."""
    record = plain_folder / "encounters.db"
    numbers = fill(record, killed=killed)
    before = {path.name: path.read_bytes() for path in plain_folder.iterdir()}
    with frozen(plain_folder, file_mode):
        if file_mode == 0o400 or not killed:
            with pytest.raises(StoreError) as caught:
                Store.open(record)
            assert str(record) in caught.value.message
            assert "TRIAGE_DATA" in caught.value.hint
            assert not isinstance(caught.value, StoreDamaged)
        with Store.open(record, read_only=True) as store:
            assert saved(store) == numbers
            assert len(store.encounters()) == 1
            with pytest.raises(StoreError, match="not saved"):
                save(store, 9)
        assert verify_file(record) == ()
    assert {path.name: path.read_bytes() for path in plain_folder.iterdir()} == before


@posix
def test_a_file_that_can_only_be_read(plain_folder: Path) -> None:
    """Is refused at once, not at the first answer; nothing is left beside it that would stand in the way later."""
    record = plain_folder / "encounters.db"
    numbers = fill(record, killed=False)
    with frozen(plain_folder, 0o400, 0o755):
        with pytest.raises(StoreError, match="can only be read"):
            Store.open(record)
        with Store.open(record, read_only=True) as store:
            assert saved(store) == numbers
    assert [path.name for path in plain_folder.iterdir()] == ["encounters.db"]


@posix
def test_a_folder_that_is_not_ours_to_make(plain_folder: Path) -> None:
    """The reason is the system's."""
    with frozen(plain_folder, 0o400), pytest.raises(StoreError, match="Permission denied"):
        Store.open(plain_folder / "data" / "encounters.db")


def test_reading_only(record: Path) -> None:
    """From an ordinary folder too, closed or left by a killed process."""
    for killed in (False, True):
        place = record.with_name(f"{killed}") / record.name
        numbers = fill(place, killed=killed)
        before = place.read_bytes()
        with Store.open(place, read_only=True) as store:
            assert saved(store) == numbers
            with pytest.raises(StoreError, match="not saved"):
                save(store, 9)
        assert place.read_bytes() == before
