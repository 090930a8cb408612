"""The tree of a pathway on a terminal, or as plain text: the same words with and without colour."""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from triage_tui.author.graph.drawing import Drawing
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.tree import DIM, MARK, STRONG, Line, tree
from triage_tui.text import spelt_for

WIDTH = 80
"""Columns where there is no terminal."""
_SHADES = ("bold red", "red", "yellow", "cyan", "green")
_STYLES = {STRONG: "bold", DIM: "dim", MARK: "bold magenta"}


def write_tree(drawing: Drawing, marks: Marks, shown: frozenset[int], depth: int) -> None:
    """Print the tree to standard output."""
    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if terminal else WIDTH, highlight=False, markup=False, emoji=False)
    encoding = sys.stdout.encoding or "utf-8"
    console.print(_rich(tree(drawing, marks, shown, depth), encoding))


def tree_text(drawing: Drawing, marks: Marks, shown: frozenset[int], depth: int) -> str:
    """The tree as text for a file."""
    console = Console(file=io.StringIO(), width=WIDTH, highlight=False, markup=False, emoji=False, no_color=True)
    console.print(_rich(tree(drawing, marks, shown, depth), "utf-8"))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _rich(line: Line, encoding: str) -> Tree:
    """The tree for rich, every text literal."""
    root = Tree(_text(line, encoding), guide_style="dim")
    stack = [(root, line)]
    while stack:
        branch, own = stack.pop()
        for below in own.below:
            stack.append((branch.add(_text(below, encoding)), below))
    return root


def _text(line: Line, encoding: str) -> Text:
    found = Text()
    for text, style in line.pieces:
        name = _STYLES.get(style, "") if isinstance(style, str) else _SHADES[style] if style >= 0 else "dim"
        found.append(spelt_for(text, encoding), name)
    return found
