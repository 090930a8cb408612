"""Read directory.yaml and the files of services in the folder `directory` beside it; every problem is at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from triage_tui.content.directory_shape import DirectoryShape, PartShape, ServiceShape
from triage_tui.content.directory_written import Part, Written
from triage_tui.content.fingerprint import MOST_PARTS, directory_parts
from triage_tui.content.shape import validate
from triage_tui.content.source import Source, read_source
from triage_tui.directory.building.checks import check_directory
from triage_tui.directory.building.entry import Entry, read_entry
from triage_tui.problems import Problem

MOST_SERVICES = 250_000
"""More than a country has; what a directory that was made to fill the memory is stopped at."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory that was read without an error; `entries` follow `written.shape.services`."""

    written: Written
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class _Gathered:
    """What was understood so far, over all files."""

    services: list[ServiceShape] = field(default_factory=list)
    stands: list[tuple[Source | Part, int]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, main: Source, shape: DirectoryShape, stand: Source | Part, services: tuple[ServiceShape, ...]
    ) -> None:
        """The services of one file, while its text is at hand."""
        places = tuple((stand, number) for number in range(len(services)))
        alone = Written(shape.model_copy(update={"services": services}), main, places)
        for number in range(len(services)):
            entry, found = read_entry(alone, number)
            self.entries.append(entry)
            self.problems += found
        if isinstance(stand, Part):  # its hours, in their entry now, would hold the whole tree of the file
            services = tuple(one.model_copy(update={"hours": None}) for one in services)
        self.services += services
        self.stands += places


def read_directory(
    path: Path, name: str | None = None, progress: Progress | None = None
) -> tuple[DirectoryFile | None, list[Problem]]:
    """Read a directory; None when it has errors. Problems come in the order of the files."""
    main = read_source(path, name)
    files = directory_parts(path)
    if len(files) > MOST_PARTS:
        message = f"{len(files):,} files of services, more than {MOST_PARTS:,}"
        return None, [Problem(main.name, 1, 1, message, "YML010", hint="put more services in each file")]
    return parse_directory(main, _parts(main.name, files, progress))


def _parts(main: str, files: list[Path], progress: Progress | None) -> Iterable[Part]:
    folder = main.removesuffix(".yaml")
    for number, file in enumerate(files, 1):
        part = Part(file, f"{folder}/{file.name}")
        yield part
        part.put_away()
        if progress is not None:
            progress("reading the directory", number, len(files))


def parse_directory(
    main: Source, parts: Iterable[Part] = (), borne: Collection[str] = ()
) -> tuple[DirectoryFile | None, list[Problem]]:
    """A directory from its main source and further files of services; None when it has errors that are not `borne`."""
    shape, found = validate(DirectoryShape, main)
    problems = [*main.problems, *found]
    if shape is None:
        return None, sorted(problems)
    gathered = _Gathered(problems=problems)
    gathered.add(main, shape, main, shape.services)
    for part in parts:
        further, found = validate(PartShape, part.source)
        problems += [*part.source.problems, *found]
        if further is not None:
            gathered.add(main, shape, part, further.services)
        if len(gathered.services) > MOST_SERVICES:
            message = f"more than {MOST_SERVICES:,} services"
            return None, [Problem(part.name, 1, 1, message, "YML010", hint="leave some out: the rest is not read")]
    if len(gathered.services) > len(shape.services):
        shape = shape.model_copy(update={"services": tuple(gathered.services)})
    written = Written(shape, main, tuple(gathered.stands))
    problems = sorted([*problems, *check_directory(written, gathered.entries)])
    if any(problem.severity == "error" and problem.code not in borne for problem in problems):
        return None, problems
    return DirectoryFile(written, tuple(gathered.entries)), problems
