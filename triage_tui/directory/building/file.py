"""Read directory.yaml, or a folder with one and more files of services; every problem is at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from triage_tui.content.directory_shape import DirectoryShape, PartShape
from triage_tui.content.directory_written import Written
from triage_tui.content.shape import validate
from triage_tui.content.source import Source, read_source
from triage_tui.directory.building.checks import check_directory
from triage_tui.directory.building.entry import Entry
from triage_tui.problems import Problem

MAIN = "directory.yaml"

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many files are read, and of how many."""


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory that was read without an error; `entries` follow `written.shape.services`."""

    written: Written
    entries: tuple[Entry, ...]


def read_directory(
    path: Path, name: str | None = None, progress: Progress | None = None
) -> tuple[DirectoryFile | None, list[Problem]]:
    """Read a directory file, or a folder of them; None when it has errors. Problems come in the order of the files."""
    if not path.is_dir():
        return parse_directory(read_source(path, name))
    files = sorted(file for file in path.glob("*.yaml") if file.name != MAIN)

    def parts() -> Iterable[Source]:
        for number, file in enumerate(files, 1):
            yield read_source(file)
            if progress is not None:
                progress(number, len(files))

    return parse_directory(read_source(path / MAIN, name), parts())


def parse_directory(main: Source, parts: Iterable[Source] = ()) -> tuple[DirectoryFile | None, list[Problem]]:
    """A directory from its main source and further sources of services."""
    shape, found = validate(DirectoryShape, main)
    problems = [*main.problems, *found]
    if shape is None:
        return None, sorted(problems)
    stands = [(main, number) for number in range(len(shape.services))]
    services = list(shape.services)
    for source in parts:
        part, found = validate(PartShape, source)
        problems += [*source.problems, *found]
        if part is not None:
            stands += [(source, number) for number in range(len(part.services))]
            services += part.services
    if len(services) > len(shape.services):
        shape = shape.model_copy(update={"services": tuple(services)})
    written = Written(shape, main, tuple(stands))
    entries, found = check_directory(written)
    problems = sorted([*problems, *found])
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return DirectoryFile(written, entries), problems
