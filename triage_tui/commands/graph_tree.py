"""The tree of a pathway on a terminal, or as plain text: the same words with and without colour."""

from __future__ import annotations

import io
import sys
from typing import IO, TYPE_CHECKING, Literal

from triage_tui.author.graph.drawing import Drawing
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.tree import DIM, MARK, STRONG, Line, tree
from triage_tui.text import spelt_for

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

WIDTH = 80
"""Columns where there is no terminal."""
_SHADES = ("bold red", "red", "yellow", "cyan", "green")
_STYLES = {STRONG: "bold", DIM: "dim", MARK: "bold magenta"}


def write_tree(drawing: Drawing, marks: Marks, shown: frozenset[int], depth: int) -> None:
    """Print the tree to standard output."""
    own = None if sys.stdout.isatty() else WIDTH
    _print(sys.stdout, _rich(tree(drawing, marks, shown, depth), sys.stdout.encoding or "utf-8"), own)


def tree_text(drawing: Drawing, marks: Marks, shown: frozenset[int], depth: int) -> str:
    """The tree as text for a file."""
    file = io.StringIO()
    _print(file, _rich(tree(drawing, marks, shown, depth), "utf-8"), WIDTH, "")
    return file.getvalue()


def _print(file: IO[str], branches: Tree, width: int | None, colours: Literal["auto", ""] = "auto") -> None:
    from rich.console import Console

    console = Console(file=file, width=width, color_system=colours or None, highlight=False, markup=False, emoji=False)
    console.print(branches)


def _rich(line: Line, encoding: str) -> Tree:
    """The tree for rich, every text literal."""
    from rich.tree import Tree

    root = Tree(_text(line, encoding), guide_style="dim")
    stack = [(root, line)]
    while stack:
        branch, own = stack.pop()
        for below in own.below:
            stack.append((branch.add(_text(below, encoding)), below))
    return root


def _text(line: Line, encoding: str) -> Text:
    from rich.text import Text

    found = Text()
    for text, style in line.pieces:
        name = _STYLES.get(style, "") if isinstance(style, str) else _SHADES[style] if style >= 0 else "dim"
        found.append(spelt_for(text, encoding), name)
    return found
