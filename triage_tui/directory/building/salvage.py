"""What can still be used of a directory with mistakes in it: all that has none, or else 999 alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from triage_tui.content.directory_written import Part
from triage_tui.content.fingerprint import directory_parts
from triage_tui.content.leave_out import leave_out
from triage_tui.content.source import read_source
from triage_tui.directory.building.build import build_directory
from triage_tui.directory.building.file import parse_directory
from triage_tui.directory.model import EVERYWHERE, Area, Directory
from triage_tui.problems import Problem

BEARABLE = frozenset({"DIR011", "DIR012"})
"""Nothing is ever open, no ambulance for everybody: the search has a 999 of its own."""

ROUNDS = 4
"""Leaving a service out may leave another without the only one that can refer to it."""

NOTHING = Directory(
    id="none",
    version="0",
    title="no directory: the one there is cannot be read",
    notice="",
    updated="1970-01-01",
    capabilities={},
    roles={},
    providers={},
    types={},
    areas={EVERYWHERE: Area(EVERYWHERE, "England")},
    ranks={},
    services=(),
    left_out=True,
)
"""What is searched when nothing can be used: 999 for everybody."""


def usable_part(path: Path, name: str, problems: Iterable[Problem]) -> Directory:
    """A directory without everything that has an error."""
    wrong: dict[str, set[int]] = {}
    found = list(problems)
    for _ in range(ROUNDS):
        for problem in found:
            if problem.severity == "error" and problem.code not in BEARABLE:
                wrong.setdefault(problem.file, set()).add(problem.at_line)
        main = read_source(path, name)
        if not leave_out(main, wrong.get(main.name, set())):
            break
        file, found = parse_directory(main, _parts(main.name, path, wrong), BEARABLE)
        if file is not None:
            return replace(build_directory(file), left_out=True)
    return NOTHING


def _parts(main: str, path: Path, wrong: dict[str, set[int]]) -> Iterator[Part]:
    for file in directory_parts(path):
        name = f"{main.removesuffix('.yaml')}/{file.name}"
        part = Part(file, name, frozenset(wrong.get(name, ())))
        if part.usable:
            yield part
        part.put_away()
