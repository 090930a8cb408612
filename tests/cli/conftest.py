"""What the tests of the command line share."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desks import ROOT, make_small_pack
from triage_tui.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack's pathways."""
    return make_small_pack(tmp_path_factory.mktemp("small"))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where encounters are kept."""
    folder = tmp_path / "data"
    monkeypatch.setenv("TRIAGE_DATA", str(folder))
    return folder


@pytest.fixture
def triage(small: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, on the small pack."""
    monkeypatch.setenv("TRIAGE_PACK", str(small))

    def run(*arguments: str, typed: str = "") -> Ran:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(arguments)
        except SystemExit as ended:  # --help and --version
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def program(small: Path, data: Path) -> Run:
    """Run a command as a process of its own, on the small pack."""

    def run(*arguments: str, typed: str = "", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "triage_tui", *arguments],
            input=typed.encode(),
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "TRIAGE_PACK": str(small), **environment},
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
