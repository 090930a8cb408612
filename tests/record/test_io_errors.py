"""Disk errors at every write and sync: the answer is refused or saved, never half of each, and saved once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.record.processes import COMMAND, ROOT, acknowledged
from tests.record.writing import saved
from triage_tui.record.store import Store

ANSWERS = 2


def _strace_works() -> bool:
    strace = shutil.which("strace")
    if strace is None or sys.platform != "linux":
        return False
    return subprocess.run([strace, "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _strace_works(), reason="strace is not there or may not trace")


def run_with_error(record: Path, calls: str, error: str, when: str, answers: int) -> tuple[list[str], int]:
    """What a child tells when these system calls on the record fail, and how many did."""
    trace = record.with_name("trace")
    files = [flag for name in (record, record.with_name(record.name + "-wal")) for flag in ("-P", str(name))]
    command = ["strace", "-f", "-qq", "-o", str(trace), *files, "-e", f"trace={calls}"]
    command += ["-e", f"inject={calls}:error={error}:when={when}", *COMMAND, str(record), "E1", str(answers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8", timeout=120)
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines(), trace.read_text(encoding="utf-8").count("(INJECTED)")


@pytest.mark.parametrize(
    ("calls", "error", "named"),
    [
        ("fsync,fdatasync", "EIO", "StoreError"),
        ("pwrite64", "EIO", "StoreError"),
        ("pwrite64", "ENOSPC", "StoreFull"),
    ],
)
def test_one_error_anywhere(tmp_path: Path, calls: str, error: str, named: str) -> None:
    """Whichever call fails once, a second try saves the answer, and no answer is there twice or missing."""
    refused = failed = 0
    for when in range(1, 100):
        record = tmp_path / f"{when}" / "encounters.db"
        record.parent.mkdir()
        Store.open(record).close()
        lines, injected = run_with_error(record, calls, error, str(when), ANSWERS)
        if not injected:
            break
        problems = [line for line in lines if line.startswith(("refused", "failed"))]
        assert all(f" {named}: " in line for line in problems), problems
        refused += any(line.startswith("refused") for line in problems)
        failed += any(line.startswith("failed") for line in problems)
        with Store.open(record) as store:
            assert saved(store) == acknowledged(lines), f"call {when}: {lines}"
            assert store.verify() == ()
        if lines and lines[0] == "open":
            assert acknowledged(lines) == list(range(1, ANSWERS + 1)), f"call {when}: {lines}"
    assert failed >= ANSWERS, "no save met the error"


def test_an_answer_that_reached_the_disk_after_all(tmp_path: Path) -> None:
    """A sync fails at the commit and again when the record is let go: it is there, and a second try finds it."""
    record = tmp_path / "encounters.db"
    Store.open(record).close()
    lines, injected = run_with_error(record, "fsync,fdatasync", "EIO", "3..4", ANSWERS)
    assert injected == 2
    assert [line.split()[0] for line in lines] == ["open", "saved", "failed", "saved"]
    with Store.open(record) as store:
        assert saved(store) == acknowledged(lines) == [1, 2]


@pytest.mark.parametrize(("calls", "error"), [("fsync,fdatasync", "EIO"), ("pwrite64", "ENOSPC")])
def test_errors_that_last(tmp_path: Path, calls: str, error: str) -> None:
    """From some call on every one fails: what was acknowledged before is there, and no more is said to be saved."""
    record = tmp_path / "encounters.db"
    Store.open(record).close()
    lines, injected = run_with_error(record, calls, error, "4+", answers=9)
    assert injected > 1
    shown = acknowledged(lines)
    assert 0 < len(shown) < 9
    assert all("The last answer was not saved" in line for line in lines[len(shown) + 1 :])
    with Store.open(record) as store:
        assert saved(store)[: len(shown)] == shown
        assert len(saved(store)) <= len(shown) + 1
        assert store.verify() == ()
