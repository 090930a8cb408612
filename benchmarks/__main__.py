"""Measure, and print a table: what, against what, what it is to reach, and whether it does.

python -m benchmarks [NAME ...] [--runs 15] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Compare, Figure
from benchmarks.place import a_place

NAMES = (
    *("first_paint", "next_question", "memory", "loading", "walking", "commands"),
    *("directory", "joint", "replay", "preview", "author", "ahead", "diff"),
)
WIDTHS = (46, 30, 11, 11, 11, 22, 8)
HEADINGS = ("what", "against", "to reach", "median", "best", "ours / bare", "reached")


def main() -> int:
    """Run what is named, everything when nothing is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the program's speed as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--runs", type=int, default=15, help="pairs for each figure (default 15)")
    parser.add_argument("--folder", type=Path, help="a folder on the disk to save to (default: the temporary folder)")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in NAMES]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; {options.runs} runs\n")
    print(row(HEADINGS))
    print(row(["-" * width for width in WIDTHS]))
    for name in options.names or NAMES:
        for figure in figures(name, options.folder, options.runs):
            print(row(cells(figure)), flush=True)
    return 0


def figures(name: str, folder: Path | None, runs: int) -> Iterator[Figure]:
    """The figures of one measurement, in a place of its own."""
    try:
        module = importlib.import_module(f"benchmarks.{name}")
    except ImportError as error:
        print(f"{name}: not measured, this needs {error.name}")
        return
    with a_place(folder) as place:
        yield from module.measure(place, runs)


def cells(figure: Figure) -> list[str]:
    """One line of the table."""
    show = figure.compare.value.format
    sign = "≥" if figure.compare is Compare.FASTER else "≤"
    limit = "" if figure.limit is None else f"{sign} {figure.compare.limit.format(figure.limit)}"
    reached = {True: "yes", False: "NO", None: ""}[figure.reached]
    what = f"{figure.what} ({figure.note})" if figure.note else figure.what
    return [what, figure.against, limit, show(figure.median), show(figure.best), figure.plainly, reached]


def row(texts: list[str] | tuple[str, ...]) -> str:
    """Texts under one another in their columns, wrapped."""
    columns = [textwrap.wrap(text, width) or [""] for text, width in zip(texts, WIDTHS, strict=True)]
    height = max(map(len, columns))
    lines = [[column[n] if n < len(column) else "" for column in columns] for n in range(height)]
    return "\n".join("  ".join(map("{:<{}}".format, line, WIDTHS)).rstrip() for line in lines)


if __name__ == "__main__":
    sys.exit(main())
