"""The summary: see it, print it, save it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from triage_tui.errors import OutputError
from triage_tui.record.encounter import Kind as Event
from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import CallScreen, app_of, call_of

if TYPE_CHECKING:
    from triage_tui.handover.model import Summary

WIDTH = 80
"""Columns of a printed copy."""
COPIES = {"professional": "Professional copy", "patient": "Patient copy", "sbar": "SBAR", "atmister": "ATMISTER"}


class SummaryScreen(CallScreen):
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
        yield Literal("", classes="keys", id="keys")

    async def on_mount(self) -> None:
        """Show the professional copy."""
        self.query_one("#page").focus()
        self.show_keys(
            "1 professional  2 patient  3 SBAR  4 ATMISTER", "p print  s save  h web page  Escape back  F1 keys"
        )
        self._show()

    def on_resize(self) -> None:
        """Write it as wide as there is room."""
        self._show()

    def _show(self) -> None:
        self.query_one("#which", Literal).show(f"{COPIES[self.copy]}   {call_of(self).id}")
        self.query_one("#text", Literal).show(self._text(width=min(self.size.width, WIDTH)))
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self._say("")

    def _text(self, encoding: str = "utf-8", *, form_feeds: bool = False, width: int = WIDTH) -> str:
        from triage_tui.summaries import copy_as_text

        return copy_as_text(self._summary(), self.copy, encoding=encoding, form_feeds=form_feeds, width=width)

    def _summary(self) -> Summary:
        from triage_tui.summaries import summary_of

        desk = app_of(self).desk
        return summary_of(desk, call_of(self), desk.clock.now())

    def _folder(self) -> Path:
        from triage_tui.summaries import SUMMARIES_FOLDER

        return app_of(self).desk.store.path.parent / SUMMARIES_FOLDER

    def action_copy(self, name: str) -> None:
        """Show another copy."""
        self.copy = name
        self._show()

    async def action_print(self) -> None:
        """Print this copy, or say where the file is."""
        from triage_tui.handover.printing import file_name, print_copy, printer_encoding

        reference = call_of(self).id
        task = partial(
            print_copy,
            self._text(printer_encoding(), form_feeds=True),
            title=f"Triage {reference} {self.copy}",
            folder=self._folder(),
            name=file_name(reference, self.copy, "text"),
        )
        await self._put_out(task, "")

    async def action_save(self, kind: str) -> None:
        """Save this copy beside the record."""
        from triage_tui.handover.printing import file_name, save_copy
        from triage_tui.summaries import copy_as_html

        text = copy_as_html(self._summary(), self.copy) if kind == "html" else self._text()
        name = file_name(call_of(self).id, self.copy, kind)
        await self._put_out(partial(save_copy, text, self._folder(), name), "Saved: ")

    async def _put_out(self, task: Callable[[], object], said: str) -> None:
        """Print or save away from the screen, say what came of it, and note it in the record."""
        try:
            result = await app_of(self).in_order(task)
        except OutputError as error:
            self._say("\n".join(words[:1].upper() + words[1:] for words in (error.message, error.hint) if words))
            return
        self._say(f"{said}{result}")
        await self._record()

    async def _record(self) -> None:
        call = call_of(self)
        await app_of(self).record(Event.PRINTED, copy=self.copy, after_close=call.status == "closed")

    def _say(self, text: str) -> None:
        self.query_one("#said", Literal).show(text)

    def action_leave(self) -> None:
        """Back to the outcome."""
        app_of(self).pop_screen()
