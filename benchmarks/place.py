"""A folder of its own for a measurement, and the programs that are measured in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("triage")
TRIAGE = (str(COMMAND),) if COMMAND.is_file() else (sys.executable, "-m", "triage_tui")
HELLO = (sys.executable, str(ROOT / "benchmarks" / "hello.py"))
PASS = (sys.executable, "-c", "pass")


class Place:
    """A folder with the cache, the record and the byte code of what is measured."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TRIAGE_"))},
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),  # compiled before the first measurement, for all alike
            "TRIAGE_CACHE": str(self.cache),
            "TRIAGE_DATA": str(folder / "data"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        self.environment.pop("NO_COLOR", None)


@contextmanager
def a_place(beside: Path | None = None) -> Iterator[Place]:
    """An empty place, gone afterwards; `beside` chooses the disk."""
    with TemporaryDirectory(prefix="triage-bench-", dir=beside) as folder:
        yield Place(Path(folder))
