"""A file is written whole or not at all, whatever fails, and what was left of others is cleared away."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from triage_tui.files import OLD_SECONDS, beside, clear_half_written, keep_newest, write_new, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="permissions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    empty = tmp_path / "empty"
    empty.mkdir()
    return empty


def full(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


def breaks_off() -> Iterator[bytes]:
    yield b"half"
    raise KeyboardInterrupt


def test_a_file_is_put_in_place_of_the_older_one(folder: Path) -> None:
    path = folder / "a.txt"
    for text in (b"one\n", b"two\r\n"):
        write_whole(path, [text, b"end"])
        assert path.read_bytes() == text + b"end"
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("failing", [(os, "fsync"), (Path, "replace")])
def test_a_failure_leaves_the_older_one_alone(
    failing: tuple[object, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.txt"
    write_whole(path, [b"old"])
    monkeypatch.setattr(*failing, full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, [b"new"], synced=True)
    assert path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [path]


def test_what_breaks_off_leaves_nothing(folder: Path) -> None:
    for write in (write_whole, write_new):
        with pytest.raises(KeyboardInterrupt):
            write(folder / "a.txt", breaks_off())
    assert list(folder.iterdir()) == []


def test_synced_is_on_the_disk_before_it_has_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, happened = folder / "a.txt", list[str]()
    sync, replace = os.fsync, Path.replace

    def syncing(handle: int) -> None:
        happened.append(f"synced {os.fstat(handle).st_size}")
        sync(handle)

    def replacing(self: Path, target: Path) -> Path:
        happened.append("named")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", replacing)
    write_whole(path, [b"12345"], synced=True)
    write_whole(path, [b"12345"])
    assert happened == ["synced 5", "named", "named"]


@posix
def test_permissions(folder: Path) -> None:
    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    before = os.umask(0o022)
    try:
        for name, wanted in (("open", 0o666), ("private", 0o600)):
            write_whole(folder / name, [b""], mode=wanted)
        (folder / "open").chmod(0o664)
        write_whole(folder / "open", [b"new"], keeps_mode=True)
        write_whole(folder / "usual", [b""])
    finally:
        os.umask(before)
    assert [mode(folder / name) for name in ("open", "private", "usual")] == [0o664, 0o600, 0o644]


def test_a_new_file_is_no_older_one(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_new(path, [b"new"])
    assert path.read_bytes() == b"mine"


def test_the_permissions_of_nothing_cannot_be_kept(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(folder / "a.txt", [b"new"], keeps_mode=True)
    assert list(folder.iterdir()) == []


def test_only_what_is_half_written_and_old_is_cleared_away(folder: Path) -> None:
    long_ago = time.time() - OLD_SECONDS - 60
    old, new, other = (beside(folder / name) for name in ("a.tables", "a.tables", "b.json"))
    for path in (old, new, other, folder / "a.tables"):
        path.write_bytes(b"")
    for path in (old, other, folder / "a.tables"):
        os.utime(path, (long_ago, long_ago))
    clear_half_written(folder, "*.tables")
    assert set(folder.iterdir()) == {new, other, folder / "a.tables"}


def test_the_newest_are_left(folder: Path) -> None:
    for age in range(5):
        path = folder / f"{age}.tables"
        path.write_bytes(b"")
        os.utime(path, (age, age))
    half = beside(path)
    half.write_bytes(b"")
    os.utime(half, (0, 0))
    keep_newest(folder, "*.tables", 2)
    assert sorted(path.name for path in folder.iterdir()) == ["3.tables", "4.tables"]
