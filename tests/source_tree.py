"""The package's source as syntax trees, for the tests that read code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "triage_tui"
FILES = tuple(sorted(PACKAGE.rglob("*.py")))


def where(file: Path) -> str:
    """A file's name in the repository, as a test's id."""
    return file.relative_to(ROOT).as_posix()


def module_name(file: Path) -> str:
    """The dotted name a file is imported by."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The room a module of ours stands in: `triage_tui.walk.plan` is in `walk`; the package itself is in ``""``."""
    return module.partition(".")[2].partition(".")[0]


@cache
def tree_of(file: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    """Every import in a file, at whatever depth, as (line, dotted name); `from a import b` gives `a.b`."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
