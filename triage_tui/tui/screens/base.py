"""What screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.containers import VerticalScroll
from textual.screen import Screen

from triage_tui.tui.literal import Literal

if TYPE_CHECKING:
    from triage_tui.record.encounter import Encounter
    from triage_tui.tui.app import TriageApp


class CallScreen(Screen[None]):
    """A screen about the open call, with one part that scrolls and the keys below it."""

    key_lines: tuple[str, str] = ("", "")

    async def on_mount(self) -> None:
        """Say when there is more below than is in sight."""
        body = self.query_one(".body", VerticalScroll)
        for name in ("scroll_y", "virtual_size"):
            self.watch(body, name, self._show_keys, init=False)

    def on_resize(self) -> None:
        """Look again when the room changes."""
        self.call_after_refresh(self._show_keys)

    def show_keys(self, first: str, second: str) -> None:
        """Show the two lines of keys; the emergency key stands before them."""
        self.key_lines = (first, second)
        self._show_keys()

    def _show_keys(self) -> None:
        if not self.query(".body"):
            return  # the screen is being closed
        body = self.query_one(".body", VerticalScroll)
        first, second = self.key_lines
        more = "PageDown more  " if body.scroll_y < body.max_scroll_y else ""
        self.query_one("#keys", Literal).show(f"F2 EMERGENCY  {more}{first}\n{second}")

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
