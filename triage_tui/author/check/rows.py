"""The lines of the files that were checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from triage_tui.author.check.context import Context
from triage_tui.author.check.report_text import Row


def rows(contexts: Sequence[Context]) -> Row:
    """The text of a line of any file that was checked, also of one that could not be understood."""
    known = {name: source.row for context in contexts for name, source in context.sources.items()}
    read: dict[str, list[str]] = {}

    def row(file: str, line: int) -> str:
        if file in known:
            return known[file](line)
        if file not in read:
            try:
                read[file] = Path(file).read_text(encoding="utf-8", errors="replace").split("\n")
            except OSError:
                read[file] = []
        lines = read[file]
        return lines[line - 1] if line <= len(lines) else ""

    return row
