"""The answers so far; choose one to change it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from triage_tui.tui.literal import Literal
from triage_tui.tui.screens.base import call_of
from triage_tui.tui.widgets.choices import Choice, Choices
from triage_tui.walk.engine import path
from triage_tui.walk.voice import shown_value


class AnswersScreen(ModalScreen[int | None]):
    """Every answer that counts, newest last."""

    BINDINGS = [Binding("escape,f7", "leave", "Back to the question")]

    def compose(self) -> ComposeResult:
        """A list."""
        with VerticalScroll(classes="dialog"):
            yield Literal("Answers so far", classes="heading")
            yield Choices(id="list")
            yield Literal("", classes="quiet", id="nothing")
            yield Literal("Enter: change this answer    Escape: go back", classes="quiet")

    def on_mount(self) -> None:
        """Show the answers, the last one highlighted."""
        call = call_of(self)
        lines = []
        for entry in path(call.state):
            step = call.plan.steps[entry.step]
            changed = "changed" if any(item.step == step.id for item in call.changes) else ""
            words = f"{step.short}: {shown_value(call.plan, step, entry.value)}"
            lines.append(Choice(str(entry.step), words, detail=changed))
        choices = self.query_one(Choices)
        choices.show(lines, highlighted=len(lines) - 1)
        choices.focus()
        self.query_one("#nothing", Literal).show("" if lines else "Nothing has been answered yet.")

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Change this one."""
        event.stop()
        self.dismiss(int(event.choice.id))

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
