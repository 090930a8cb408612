"""What can still be used of a directory with mistakes in it: all that has none, or else 999 alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from triage_tui.content.directory_written import Part
from triage_tui.content.fingerprint import directory_parts
from triage_tui.content.source import Map, Seq, Source, line_of, read_source
from triage_tui.directory.building.build import build_directory
from triage_tui.directory.building.file import parse_directory
from triage_tui.directory.model import EVERYWHERE, Area, Directory
from triage_tui.problems import Problem

BEARABLE = frozenset({"DIR011", "DIR012"})
"""Nothing is ever open, no ambulance for everybody: the search has a 999 of its own."""

ROUNDS = 4
"""Leaving a service out may leave another without the only one that can refer to it."""

END = 1 << 40
"""A line after the last one."""

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
        if not _leave_out(main, wrong.get(main.name, set())):
            break
        file, found = parse_directory(main, _parts(main.name, path, wrong), BEARABLE)
        if file is not None:
            return replace(build_directory(file), left_out=True)
    return NOTHING


def _parts(main: str, path: Path, wrong: dict[str, set[int]]) -> Iterator[Part]:
    for file in directory_parts(path):
        part = Part(file, f"{main.removesuffix('.yaml')}/{file.name}")
        if _leave_out(part.source, wrong.get(part.name, set())):
            yield part
        part.put_away()


def _leave_out(source: Source, lines: set[int]) -> bool:
    """Take out the services, areas, providers and ranks that stand on these lines; False when there is more on them."""
    root = source.root
    if not isinstance(root, Map) or not isinstance(root.get("services"), Seq):
        return False
    left = set(lines)
    keys = sorted(map(line_of, root.keys_at.values()))
    for name in ("services", "areas", "providers", "ranks"):
        part = root.get(name)
        if isinstance(part, Map | Seq):
            after = next((line for line in keys if line > line_of(root.keys_at[name])), END)
            left -= _without(part, left, after)
    source.problems.clear()
    return not left


def _without(part: Map | Seq, lines: set[int], after: int) -> set[int]:
    """Take out what stands on some lines, from a list or a mapping that ends before another; which lines those were."""
    places = list(part.items_at if isinstance(part, Seq) else part.keys_at.values())
    starts = list(map(line_of, places))
    ends = [max(start, following - 1) for start, following in zip(starts, [*starts[1:], after], strict=False)]
    found: set[int] = set()
    for number in range(len(starts) - 1, -1, -1):
        there = {line for line in lines if starts[number] <= line <= ends[number]}
        if there:
            found |= there
            if isinstance(part, Seq):
                del part[number], part.items_at[number]
            else:
                del part[list(part)[number]]
    return found
