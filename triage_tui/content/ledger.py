"""What was read of files that are too large to be read again at every start, good until they change.

A file counts as unchanged when its size, place on the disk and times are what they were. The time of the last change of
any kind (`ctime`) is among them, and no program can set that back; Windows has none, so there nothing is remembered. A
file that was changed just before it was read is not remembered either: a second change might leave the same times.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from triage_tui.files import write_whole

SETTLED_SECONDS = 3
"""How long a file must have been left alone: file systems keep times to two seconds at worst."""

_PIECE = 1 << 20


class Ledger:
    """Words about files, kept in a file of its own; one that cannot be read or written is no error."""

    def __init__(self, path: Path | None) -> None:
        self._path = path if os.name != "nt" else None
        self._words: dict[str, list[str]] | None = None
        self._changed = False

    def word(self, path: Path) -> str | None:
        """What is remembered of a file, None when it may have changed since."""
        try:
            mark, _ = _mark(path)
        except OSError:
            return None
        kept = self._read().get(str(path.absolute()))
        return kept[1] if kept is not None and kept[0] == mark else None

    def remember(self, path: Path, word: str, before: str, asked: float) -> None:
        """Keep a word about a file whose mark was `before` when reading it began, at the time `asked`."""
        mark, changed = _mark(path)
        if self._path is not None and mark == before and changed < asked - SETTLED_SECONDS:
            self._read()[str(path.absolute())] = [mark, word]
            self._changed = True

    def forget(self, path: Path) -> None:
        """Trust nothing that was said of a file."""
        if self._read().pop(str(path.absolute()), None) is not None:
            self._changed = True
            self.save()

    def digest(self, path: Path) -> str:
        """SHA-256 of a file: remembered, or from all of its bytes. OSError when it cannot be read."""
        known = self.word(path)
        if known is not None:
            return known
        asked = time.time()
        before, _ = _mark(path)
        total = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                total.update(piece)
        self.remember(path, total.hexdigest(), before, asked)
        return total.hexdigest()

    def save(self) -> None:
        """Write what was learnt, whole or not at all."""
        if self._path is None or not self._changed:
            return
        words = {path: kept for path, kept in self._read().items() if Path(path).exists()}
        body = json.dumps(words, separators=(",", ":"))
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, [f"{_checksum(body)}\n{body}".encode()])
            self._changed = False

    def _read(self) -> dict[str, list[str]]:
        if self._words is None:
            self._words = {}
            try:
                checksum, _, body = (
                    self._path.read_text(encoding="utf-8").partition("\n") if self._path else ("", "", "")
                )
                if checksum and checksum == _checksum(body):
                    self._words = json.loads(body)
            except (OSError, ValueError):
                self._words = {}
        return self._words


def mark_of(path: Path) -> str:
    """What changes whenever a file is changed. OSError when it is not there."""
    return _mark(path)[0]


def _mark(path: Path) -> tuple[str, float]:
    """What changes whenever a file is changed, and when it last was."""
    status = path.stat()
    parts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    return " ".join(map(str, parts)), max(status.st_mtime, status.st_ctime)


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
