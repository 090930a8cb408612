"""Read directory.yaml: strictly, with every problem at its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from triage_tui.content.directory_checks import check_directory
from triage_tui.content.directory_entry import Entry
from triage_tui.content.directory_shape import DirectoryShape
from triage_tui.content.shape import validate
from triage_tui.content.source import Source, read_source
from triage_tui.problems import Problem


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory file that was read without an error; `entries` follow `shape.services`."""

    shape: DirectoryShape
    entries: tuple[Entry, ...]
    source: Source


def read_directory(path: Path, name: str | None = None) -> tuple[DirectoryFile | None, list[Problem]]:
    """Read a directory file; None when it has errors. Problems come in the order of the file, warnings among them."""
    return parse_directory(read_source(path, name))


def parse_directory(source: Source) -> tuple[DirectoryFile | None, list[Problem]]:
    """A directory from a source already read."""
    shape, found = validate(DirectoryShape, source)
    problems = [*source.problems, *found]
    entries: tuple[Entry, ...] = ()
    if shape is not None:
        entries, more = check_directory(source, shape)
        problems += more
    problems.sort()
    if shape is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    return DirectoryFile(shape, entries, source), problems
