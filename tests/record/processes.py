"""Start and follow processes that save answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.record import child

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", child.__name__)


@contextmanager
def started(record: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A child with its first line, "open", already read; killed at the end if it still runs."""
    with subprocess.Popen(
        [*COMMAND, str(record), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "open\n"
            yield process
        finally:
            process.kill()


def rest_of(process: subprocess.Popen[str]) -> list[str]:
    """Every further line, to the end of the process."""
    assert process.stdout is not None
    lines = process.stdout.read().splitlines()
    process.wait(timeout=60)
    return lines


def acknowledged(lines: Iterable[str]) -> list[int]:
    """The numbers of the answers that were shown as saved."""
    return [int(line.removeprefix("saved ")) for line in lines if line.startswith("saved ")]
