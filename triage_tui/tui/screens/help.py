"""The keys of a screen, taken from its bindings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen

from triage_tui.tui.keys import EMERGENCY, HELP, rows
from triage_tui.tui.literal import Literal


class HelpScreen(ModalScreen[None]):
    """What each key does here."""

    BINDINGS = [Binding("escape,enter,f1", "leave", "Close")]

    def __init__(self, about: Screen[Any], more: Sequence[Binding] = ()) -> None:
        super().__init__()
        own = [item if isinstance(item, Binding) else Binding(*item) for item in type(about).BINDINGS]
        self.keys = rows([EMERGENCY, HELP, *more, *own])
        self.words = getattr(about, "HELP", "")

    def compose(self) -> ComposeResult:
        """The keys, one a line."""
        with VerticalScroll(classes="dialog"):
            yield Literal("Keys", classes="heading")
            width = max(len(key) for key, _ in self.keys)
            yield Literal("\n".join(f"{key.ljust(width)}  {words}" for key, words in self.keys), classes="quiet")
            if self.words:
                yield Literal(f"\n{self.words}", classes="quiet")
            yield Literal("\nEscape: close", classes="quiet")

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
