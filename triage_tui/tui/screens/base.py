"""What screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.containers import VerticalScroll
from textual.screen import Screen

if TYPE_CHECKING:
    from triage_tui.record.encounter import Encounter
    from triage_tui.tui.app import TriageApp


class CallScreen(Screen[None]):
    """A screen about the open call, with one part that scrolls."""

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        body = self.query_one(".body", VerticalScroll)
        body.scroll_relative(y=direction * max(body.size.height - 2, 1), animate=False)


def app_of(screen: Screen[Any]) -> TriageApp:
    """The running app."""
    from triage_tui.tui.app import TriageApp

    return cast(TriageApp, screen.app)


def call_of(screen: Screen[Any]) -> Encounter:
    """The open call."""
    call = app_of(screen).call
    assert call is not None
    return call
