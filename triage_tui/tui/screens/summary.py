"""The summary: see it, print it, save it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from triage_tui.errors import OutputError, TriageError
from triage_tui.record.encounter import Kind as Event
from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import app_of, call_of

COPIES = {"professional": "Professional copy", "patient": "Patient copy", "sbar": "SBAR", "atmister": "ATMISTER"}


class SummaryScreen(Screen[None]):
    """The copies of the summary as they would be printed."""

    HELP = "The patient's copy leaves out professional numbers and safeguarding."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "copy('professional')", "Professional copy", key_display="1"),
        Binding("2", "copy('patient')", "Patient copy", key_display="2"),
        Binding("3", "copy('sbar')", "SBAR, to ring somebody", key_display="3"),
        Binding("4", "copy('atmister')", "ATMISTER, to hand over", key_display="4"),
        Binding("p", "print", "Print this copy", key_display="p"),
        Binding("s", "save('text')", "Save this copy as text", key_display="s"),
        Binding("h", "save('html')", "Save this copy as a web page", key_display="h"),
        Binding("escape,b", "leave", "Back to the outcome", key_display="Escape"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.copy = "professional"

    def compose(self) -> ComposeResult:
        """The text, and where it went."""
        yield Literal("", classes="status", id="which")
        with VerticalScroll(classes="body", id="page"):
            yield Literal("", id="text")
        yield Literal("", classes="error", id="said")
        yield Literal(
            "1 professional  2 patient  3 SBAR  4 ATMISTER  p print  s save  h save as web page\nEscape back",
            classes="keys",
        )

    def on_mount(self) -> None:
        """Show the professional copy."""
        self.query_one("#said").display = False
        self.query_one("#page").focus()
        self._show()

    def _show(self) -> None:
        app = app_of(self)
        self.query_one("#which", Literal).show(f"{COPIES[self.copy]}   {call_of(self).id}")
        self.query_one("#text", Literal).show(app.desk.summary_text(call_of(self), self.copy))
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def action_copy(self, name: str) -> None:
        """Show another copy."""
        self.copy = name
        self._show()

    async def action_print(self) -> None:
        """Print this copy, or say where the file is."""
        app = app_of(self)
        try:
            said = await app.in_order(partial(app.desk.print_summary, call_of(self), self.copy))
        except TriageError as error:
            self._say(f"{error.message} {error.hint}")
            return
        self._say(said)
        await self._record()

    async def action_save(self, kind: str) -> None:
        """Save this copy beside the record."""
        app = app_of(self)
        try:
            place = await app.in_order(partial(app.desk.save_summary, call_of(self), self.copy, kind))
        except OutputError as error:
            self._say(f"{error.message} {error.hint}")
            return
        self._say(f"Saved: {place}")
        await self._record()

    async def _record(self) -> None:
        call = call_of(self)
        await app_of(self).record(Event.PRINTED, copy=self.copy, after_close=call.status == "closed")

    def _say(self, text: str) -> None:
        self.query_one("#said", Literal).show(text)

    def action_leave(self) -> None:
        """Back to the outcome."""
        app_of(self).pop_screen()
