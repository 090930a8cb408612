"""What stands on every screen of a preview: that it is one, how the file is, and the problems of what is shown."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from triage_tui.tui.literal import Literal

BROAD = 110
"""Columns from which the panel stands beside the question and not beneath it."""
BESIDE = 44

CSS = """
PreviewPanel { height: auto; max-height: 11; background: $panel; }
PreviewPanel .state { height: auto; max-height: 3; text-style: bold reverse; padding: 0 1; }
PreviewPanel .said { height: auto; max-height: 3; text-style: bold; padding: 0 1; }
PreviewPanel .preview-keys { height: auto; padding: 0 1; }
PreviewPanel VerticalScroll { height: auto; max-height: 6; padding: 0 1; scrollbar-size-vertical: 1; }
.-broad PreviewPanel { dock: right; width: 46; height: 100%; max-height: 100%; }
.-broad PreviewPanel .state { max-height: 6; }
.-broad PreviewPanel .said { max-height: 12; }
.-broad PreviewPanel VerticalScroll { height: 1fr; max-height: 100%; }
.preview-mark { dock: top; height: 1; width: 100%; text-style: bold reverse; padding: 0 1; }
"""


class View(NamedTuple):
    """What the panel shows; `problems` is empty where what is on the screen has none."""

    state: str
    said: str
    problems: str
    keys: str


class PreviewPanel(Vertical):
    """The state of the file, what was said last, and problems; beneath the screen, or beside it where it is broad."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        """The state, what was said, the problems, the keys."""
        yield Literal("", classes="state")
        yield Literal("", classes="said")
        with VerticalScroll(can_focus=False, classes="problems"):
            yield Literal("", classes="note")
        yield Literal("", classes="preview-keys")

    def on_mount(self) -> None:
        """Show what there is."""
        self.show(self.view)

    def show(self, view: View) -> None:
        """Show how the file is now."""
        self.view = view
        texts = {".state": view.state, ".said": view.said, ".note": view.problems, ".preview-keys": view.keys}
        for where, text in texts.items():
            for line in self.query(where).results(Literal):
                line.show(text)
        for part in self.query(".problems"):
            part.display = bool(view.problems)

    def scroll_problems(self, lines: int) -> None:
        """Show problems further down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
