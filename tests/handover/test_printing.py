"""Paper and files: nothing lost, nothing overwritten, nothing for other eyes, and every failure said."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from triage_tui.errors import OutputError
from triage_tui.handover import printing
from triage_tui.handover.printing import file_name, print_copy, save_copy, write_copy

TEXT = "Summary of Ada Example ≥ 1\n" * 5000
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX print commands and modes")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


def printer(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch, name: str = "lp") -> None:
    """A print command of that name, the only one there is."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / name
    program.write_text(f"#!{sys.executable}\nimport os, sys, time\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))


def send(folder: Path) -> str:
    """Print the text."""
    return print_copy(TEXT, title="Triage 260105-ABCD patient", folder=folder / "summaries", name="260105-ABCD.txt")


@posix
@pytest.mark.parametrize("name", ["lp", "lpr"])
def test_the_print_command_gets_the_text(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, on standard input; the title is the encounter's; no file is left."""
    out = tmp_path / "out"
    script = f"out = {str(out)!r}\nopen(out, 'wb').write(sys.stdin.buffer.read())"
    printer(tmp_path, f"{script}\nopen(out + '.args', 'w').write(repr(sys.argv[1:]))", monkeypatch, name)
    assert send(tmp_path) == f"Sent to the printer with {name}."
    assert out.read_bytes() == TEXT.encode()
    arguments = out.with_name("out.args").read_text(encoding="utf-8")
    assert "Triage 260105-ABCD patient" in arguments
    assert "Ada" not in arguments
    assert not (tmp_path / "summaries").exists()


@posix
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sys.stderr.write('lp: no default destination\\x1b[2J'); sys.exit(1)", "lp: no default destination\ufffd[2J"),
        ("sys.exit(3)", "lp ended with 3"),
        ("os.close(0); sys.exit(4)", "lp ended with 4"),
        ("os.kill(os.getpid(), 9)", "lp ended with -9"),
    ],
)
def test_a_failing_printer(script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own words, without control characters, and the file that has the copy."""
    printer(tmp_path, script, monkeypatch)
    with pytest.raises(OutputError) as raised:
        send(tmp_path)
    assert raised.value.message == f"not printed: {said}"
    kept = tmp_path / "summaries" / "260105-ABCD.txt"
    assert str(kept) in raised.value.hint
    assert kept.read_text(encoding="utf-8") == TEXT


@posix
def test_a_printer_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is not waited for."""
    monkeypatch.setattr(printing, "PRINT_SECONDS", 0.2)
    printer(tmp_path, "time.sleep(60)", monkeypatch)
    with pytest.raises(OutputError, match="did not answer"):
        send(tmp_path)


@posix
def test_no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named instead."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="no print command") as raised:
        send(tmp_path)
    assert "260105-ABCD.txt" in raised.value.hint


@posix
def test_neither_printer_nor_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "summaries").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match=r"no print command.*not saved"):
        send(tmp_path)


def test_saving_never_overwrites(tmp_path: Path) -> None:
    """A second copy gets a number; no part of a file stays behind."""
    folder = tmp_path / "new" / "summaries"
    paths = [save_copy(f"copy {number}", folder, "260105-ABCD-patient.txt") for number in range(3)]
    assert [path.name for path in paths] == [
        "260105-ABCD-patient.txt",
        "260105-ABCD-patient-2.txt",
        "260105-ABCD-patient-3.txt",
    ]
    assert [path.read_text(encoding="utf-8") for path in paths] == ["copy 0", "copy 1", "copy 2"]
    assert sorted(folder.iterdir()) == sorted(paths)


@posix
def test_saved_copies_are_for_this_user_only(tmp_path: Path) -> None:
    """Whatever the umask says."""
    before = os.umask(0)
    try:
        path = save_copy("x", tmp_path / "summaries", "a.txt")
        write_copy("x", tmp_path / "b.txt")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "b.txt").stat().st_mode) == 0o600


def test_a_named_file_is_written_whole(tmp_path: Path) -> None:
    """With a new line as a new line."""
    write_copy(TEXT, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == TEXT.encode()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copy.txt"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_there_is_not_overwritten(kind: str, tmp_path: Path) -> None:
    """A file or a folder of that name stays as it is."""
    path = tmp_path / "taken"
    if kind == "file":
        path.write_text("mine", encoding="utf-8")
    else:
        path.mkdir()
    with pytest.raises(OutputError, match="is already there: nothing was written"):
        write_copy("new", path)
    assert path.is_dir() or path.read_text(encoding="utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_no_such_folder(tmp_path: Path) -> None:
    """Is said."""
    with pytest.raises(OutputError, match="not written to"):
        write_copy("new", tmp_path / "missing" / "copy.txt")


@full
def test_a_full_disk() -> None:
    """Is said."""
    with pytest.raises(OutputError, match="No space left on device"):
        write_copy("new", Path("/dev/full"))


@posix
def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half of a copy, and no hidden file."""

    def fails(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OutputError, match="No space left on device"):
        save_copy("x", tmp_path, "a.txt")
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


@posix
def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is written to all the same, and still nothing is overwritten."""

    def refused(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    first, second = (save_copy(text, tmp_path, "a.txt") for text in ("one", "two"))
    assert first.read_text(encoding="utf-8") == "one"
    assert second.name == "a-2.txt"


def test_names_of_files() -> None:
    """The encounter's reference and the copy; nothing that could leave the folder."""
    assert file_name("260105-ABCD", "patient", "html") == "260105-ABCD-patient.html"
    assert "/" not in file_name("../../etc/passwd", "patient", "text")
