"""A compiled directory in a file: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.directory.make import directory, offered, request, service
from triage_tui.directory.building.store import open_compiled, write_compiled
from triage_tui.directory.packing import DamagedError
from triage_tui.directory.search import search

ONE, TWO = directory(service("one")), directory(service("two"))


def test_what_is_written_is_opened(tmp_path: Path) -> None:
    """And writing again replaces it."""
    path = tmp_path / "cache" / "national"
    for one, expected in ((ONE, "one"), (TWO, "two")):
        write_compiled(path, one)
        assert offered(search(open_compiled(path), request())) == [expected]
    assert [file.name for file in path.parent.iterdir()] == ["national"]


def test_a_crash_while_writing_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the rename, with half of it on the disk."""
    path = tmp_path / "cache" / "national"
    write_compiled(path, ONE)

    def stop(_: Path, __: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_compiled(path, TWO)
    assert offered(search(open_compiled(path), request())) == ["one"]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("contents", [b"", b"x", b"TRIDIR01", b"services: []\n" * 50])
def test_other_files_are_refused(tmp_path: Path, contents: bytes) -> None:
    """Empty, cut short, or something else."""
    path = tmp_path / "national"
    path.write_bytes(contents)
    with pytest.raises(DamagedError):
        open_compiled(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """So that it can be compiled."""
    with pytest.raises(FileNotFoundError):
        open_compiled(tmp_path / "nothing")
