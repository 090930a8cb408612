"""triage summary: one copy, on the screen, in a file or on paper; the record is never touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handover.cases import SMALL_PACK, desk_in, finished, parked
from tests.handover.test_printing import full, posix, printer
from triage_tui.cli import main
from triage_tui.errors import ExitCode
from triage_tui.handover.copies import COPIES
from triage_tui.record.encounter import Kind
from triage_tui.record.store import Store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A record with two encounters; something happened in the first one last."""
    folder = tmp_path / "data"
    folder.mkdir()
    desk = desk_in(folder)
    first = desk.open("fall", "telephone")
    parked(desk)
    desk.record(first, Kind.NOTED, step="", text="first one again")
    desk.store.close()
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; the exit code, and what it wrote to both streams."""

    def call(folder: Path, *words: str) -> tuple[int, str, str]:
        code = main(["summary", *words, "--pack", str(SMALL_PACK), "--data", str(folder)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def references(folder: Path) -> list[str]:
    """The encounters in a record, in the order they began."""
    with Store.open(folder / "encounters.db", read_only=True) as store:
        return [row.encounter for row in store.encounters()]


@pytest.mark.parametrize("copy", COPIES)
def test_every_copy_as_text_and_page(copy: str, data: Path, run: Run) -> None:
    """On standard output, and nothing else there."""
    reference = references(data)[1]
    code, text, err = run(data, reference, "--copy", copy)
    assert (code, err) == (ExitCode.OK, "")
    assert reference in text.splitlines()[0]
    code, page, _ = run(data, reference, "--copy", copy, "--format", "html")
    assert code == ExitCode.OK
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")


def test_last_is_where_something_happened_last(data: Path, run: Run) -> None:
    """Not the one that began last."""
    code, text, _ = run(data, "last")
    assert code == ExitCode.OK
    assert "first one again" in text


def test_a_reference_may_be_typed_small(data: Path, run: Run) -> None:
    """As it is said on the telephone."""
    reference = references(data)[0]
    assert run(data, reference.lower())[0] == ExitCode.OK


def test_what_is_not_there(data: Path, tmp_path: Path, run: Run) -> None:
    """An unknown encounter, an empty record, no record: each says what to do."""
    code, out, err = run(data, "999999-ZZZZ")
    assert (code, out) == (ExitCode.PROBLEMS, "")
    assert "there is no encounter 999999-ZZZZ" in err
    empty = tmp_path / "empty"
    empty.mkdir()
    desk_in(empty).store.close()
    assert "there is no encounter on this machine yet" in run(empty, "last")[2]
    code, _, err = run(tmp_path / "nowhere", "last")
    assert code == ExitCode.UNREADABLE
    assert "no record" in err


def test_into_a_file(data: Path, tmp_path: Path, run: Run) -> None:
    """Once; a second time is refused."""
    file = tmp_path / "copy.html"
    code, out, err = run(data, "last", "--format", "html", "-o", str(file))
    assert (code, out) == (ExitCode.OK, "")
    assert str(file) in err
    before = file.read_bytes()
    code, _, err = run(data, "last", "--format", "html", "-o", str(file))
    assert code == ExitCode.PROBLEMS
    assert "already there" in err
    assert file.read_bytes() == before


def test_a_page_is_not_sent_to_a_printer(data: Path, run: Run) -> None:
    """A browser prints it."""
    code, _, err = run(data, "last", "--format", "html", "--print")
    assert code == ExitCode.USAGE
    assert "browser" in err


@posix
def test_on_paper(data: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pages; nothing on the screen but that it was sent."""
    paper = tmp_path / "paper"
    printer(tmp_path, f"open({str(paper)!r}, 'wb').write(sys.stdin.buffer.read())", monkeypatch)
    code, out, err = run(data, "last", "--print")
    assert (code, out) == (ExitCode.OK, "")
    assert "Sent to the printer with lp." in err
    assert b"\f" in paper.read_bytes()


@posix
def test_no_printer_leaves_a_file(data: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the record, and says where."""
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = run(data, "last", "--print", "--copy", "patient")
    assert code == ExitCode.PROBLEMS
    (kept,) = (data / "summaries").iterdir()
    assert kept.name.endswith("-patient.txt")
    assert str(kept) in err


def test_the_record_is_not_touched(data: Path, run: Run) -> None:
    """Not a byte, and no file beside it."""
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    for copy in COPIES:
        run(data, "last", "--copy", copy)
    assert {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()} == before


def start(data: Path, stdout: int, *words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """The program itself, with a standard output of its own."""
    command = [sys.executable, "-m", "triage_tui", "summary", "last", *words]
    command += ["--pack", str(SMALL_PACK), "--data", str(data)]
    return subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, **environ}, check=False, timeout=60
    )


@full
def test_an_output_that_is_full(data: Path) -> None:
    """Says so, without a traceback."""
    with Path("/dev/full").open("wb") as out:
        done = start(data, out.fileno())
    assert done.returncode == ExitCode.PROBLEMS
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@posix
def test_a_reader_that_goes_away(data: Path) -> None:
    """As `head` does: no message."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = start(data, writing)
    finally:
        os.close(writing)
    assert done.stderr == b""
    assert done.returncode == ExitCode.OK


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_terminal_with_few_letters(form: str, tmp_path: Path) -> None:
    """Text is spelt with what it has; a page is in references that any encoding carries."""
    folder = tmp_path / "data"
    folder.mkdir()
    desk = desk_in(folder)
    call = finished(desk)
    desk.record(call, Kind.NOTED, step="", text="Zoë ≥ 39 °C")
    desk.store.close()
    done = start(folder, subprocess.PIPE, "--format", form, PYTHONIOENCODING="ascii")
    assert done.returncode == ExitCode.OK
    assert done.stdout.isascii()
    assert (b"Zoe >= 39 deg C" if form == "text" else b"Zo&#235; &#8805; 39 &#176;C") in done.stdout


def test_a_language_without_translations_is_refused(data: Path, run: Run) -> None:
    code, out, err = run(data, "last", "--copy", "patient", "--language", "pl")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "no translations" in err
