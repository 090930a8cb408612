"""Details for the summary: none of them is compulsory."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from triage_tui.handover.details import DETAILS, detail_problem
from triage_tui.record.encounter import Kind as Event
from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import app_of, call_of
from triage_tui.tui.widgets.choices import Choice, Choices


class DetailsScreen(ModalScreen[None]):
    """A list of details; Enter writes one."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Back to the outcome")]

    def compose(self) -> ComposeResult:
        """The list."""
        with VerticalScroll(classes="dialog"):
            yield Literal("Details for the summary (none is compulsory)", classes="heading")
            yield Choices(id="list")
            yield Literal("Enter: write or change    Escape: back", classes="quiet")

    def on_mount(self) -> None:
        """Show what is known."""
        self._show(0)
        self.query_one(Choices).focus()

    def _show(self, highlighted: int) -> None:
        known = call_of(self).details
        lines = [Choice(item.id, f"{item.label}: {known.get(item.id, 'not asked')}") for item in DETAILS]
        self.query_one(Choices).show(lines, highlighted=highlighted)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Write this one."""
        from triage_tui.tui.screens.dialogs import TextDialog

        event.stop()
        item = next(item for item in DETAILS if item.id == event.choice.id)
        known = call_of(self).details.get(item.id, "")

        def written(text: str | None) -> None:
            if text is not None:
                self.run_worker(self._keep(item.id, text))

        app_of(self).push_screen(TextDialog(item.label, note=item.hint, value=known), written)

    async def _keep(self, field: str, text: str) -> None:
        from triage_tui.tui.screens.dialogs import MessageDialog

        choices = self.query_one(Choices)
        if await app_of(self).record(Event.DETAIL, field=field, text=text):
            problem = detail_problem(field, text)
            self._show(choices.highlighted + (not problem))
            choices.focus()
            if problem:
                app_of(self).push_screen(MessageDialog("Kept, but look again", problem))

    def action_leave(self) -> None:
        """Back to the outcome."""
        self.dismiss(None)
