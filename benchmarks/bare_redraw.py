"""An app that does nothing but this: on a key, write and fsync 4 kB, then show the words of the next page.

    python -m benchmarks.bare_redraw PAGES.json FILE [together]

The words stand where a question's do: status, question and answers, keys, each part a widget; or all in one widget.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

BLOCK = 4096
READY = "ready"


class Page(NamedTuple):
    """The words of a question's screen; `question` begins with what is waited for."""

    status: str
    question: str
    say: str
    answers: str
    keys: str


class BareRedraw(App[None]):
    """Five texts, or one that fills the screen."""

    CSS = """
    Static { height: auto; }
    Vertical { height: auto; }
    VerticalScroll { height: 1fr; }
    #keys { dock: bottom; }
    #whole { height: 1fr; }
    """

    def __init__(self, pages: list[Page], path: Path, *, together: bool) -> None:
        super().__init__()
        self.pages = iter(pages)
        self.together = together
        self.handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def compose(self) -> ComposeResult:
        """The texts."""
        if self.together:
            yield Static(READY, id="whole")
            return
        with Vertical():
            yield Static(READY, id="status")
        with VerticalScroll():
            yield Static(id="question")
            yield Static(id="say")
            yield Static(id="answers")
        yield Static(id="keys")

    def on_key(self, event: events.Key) -> None:
        """Save something, then show the next page."""
        os.write(self.handle, bytes(BLOCK))
        os.fsync(self.handle)
        page = next(self.pages)
        if self.together:
            self.query_one("#whole", Static).update(Content("\n\n".join(page)))
            return
        for name, words in page._asdict().items():
            self.query_one(f"#{name}", Static).update(Content(words))


if __name__ == "__main__":
    kept = [Page(*page) for page in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))]
    BareRedraw(kept, Path(sys.argv[2]), together="together" in sys.argv).run()
