"""Small dialogs: choose from a list, write words, read a message, say yes or no."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from triage_tui.tui.literal import Literal
from triage_tui.tui.widgets.choices import Choice, Choices, numbered
from triage_tui.tui.widgets.words import WordInput

MAX_TEXT = 2000


class ListDialog(ModalScreen[str | None]):
    """Choose one line; Escape chooses nothing."""

    BINDINGS = [Binding("escape", "leave", "Leave it as it is")]

    def __init__(
        self, title: str, options: list[tuple[str, str]], *, note: str = "", name: str | None = None, keys: bool = True
    ) -> None:
        super().__init__(name=name)
        self.heading = title
        self.note = note
        self.options = numbered(options) if keys else [Choice(key, label) for key, label in options]

    def compose(self) -> ComposeResult:
        """A title, a note and the lines."""
        urgent = " dialog-emergency" if self.name == "emergency" else ""
        with VerticalScroll(classes=f"dialog{urgent}"):
            yield Literal(self.heading, classes="heading")
            if self.note:
                yield Literal(self.note, classes="quiet")
            yield Choices(id="list")
            yield Literal("Escape: leave it as it is", classes="quiet")

    def on_mount(self) -> None:
        """Show the lines."""
        choices = self.query_one(Choices)
        choices.show(self.options)
        choices.focus()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Answer with the line."""
        event.stop()
        self.dismiss(event.choice.id)

    def action_leave(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)


class PickDialog(ModalScreen[str | None]):
    """Choose one of many lines: those with the letters that are typed; Escape chooses nothing."""

    BINDINGS = [Binding("escape", "leave", "Leave it as it is")]

    def __init__(self, title: str, options: list[tuple[str, str]], *, note: str = "", at: str = "") -> None:
        super().__init__()
        self.heading = title
        self.options = options
        self.note = note
        self.at = at
        """The line that is highlighted first."""

    def compose(self) -> ComposeResult:
        """A title, a line to type on, and the lines that fit."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Literal(self.heading, classes="heading")
            if self.note:
                yield Literal(self.note, classes="quiet")
            yield WordInput(placeholder="A few letters", max_length=60)
            with VerticalScroll(classes="lines", can_focus=False):
                yield Choices(id="list")
            yield Literal("Arrows and Enter: choose    Escape: leave it as it is", classes="quiet")

    def on_mount(self) -> None:
        """Show all lines, and type at once."""
        choices = self.query_one(Choices)
        choices.can_focus = False
        choices.pointer_always = True
        self._show("")
        self.query_one(Input).focus()
        self.call_after_refresh(self._point)

    def _point(self) -> None:
        at = next((place for place, (key, _) in enumerate(self.options) if key == self.at), 0)
        self.query_one(Choices).highlighted = at

    def _show(self, typed: str) -> None:
        words = typed.lower().split()
        fitting = [one for one in self.options if all(word in one[1].lower() for word in words)]
        self.query_one(Choices).show([Choice(key, label) for key, label in fitting])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the lines with what is typed."""
        event.stop()
        self._show(event.value)

    def on_key(self, event: events.Key) -> None:
        """Move the highlight while typing."""
        if event.key in ("up", "down"):
            choices = self.query_one(Choices)
            target = choices.highlighted + (1 if event.key == "down" else -1)
            choices.highlighted = min(max(target, 0), max(len(choices.choices) - 1, 0))
            choices.refresh()
            event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the highlighted line."""
        event.stop()
        choices = self.query_one(Choices)
        if choices.choices:
            self.dismiss(choices.choices[choices.highlighted].id)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Answer with the line that was clicked."""
        event.stop()
        self.dismiss(event.choice.id)

    def action_leave(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)


class TextDialog(ModalScreen[str | None]):
    """Write a line of words; Escape writes nothing."""

    BINDINGS = [Binding("escape", "leave", "Leave it as it is")]

    def __init__(self, title: str, *, note: str = "", value: str = "", needed: bool = False) -> None:
        super().__init__()
        self.heading = title
        self.note = note
        self.value = value
        self.needed = needed

    def compose(self) -> ComposeResult:
        """A title, a note and a line to write on."""
        with VerticalScroll(classes="dialog"):
            yield Literal(self.heading, classes="heading")
            if self.note:
                yield Literal(self.note, classes="quiet")
            yield WordInput(self.value, max_length=MAX_TEXT, id="text")
            yield Literal("", classes="error", id="error")
            yield Literal("Enter: keep it    Escape: leave it as it is", classes="quiet")

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one("#error").display = False
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the words."""
        event.stop()
        if self.needed and not event.value.strip():
            self.query_one("#error", Literal).show("Words are needed here.")
            return
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)


class MessageDialog(ModalScreen[None]):
    """Read a message; any of Enter, Escape and Space closes it."""

    BINDINGS = [Binding("escape,enter,space", "leave", "Close")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading = title
        self.text = text

    def compose(self) -> ComposeResult:
        """A title and the message."""
        with VerticalScroll(classes="dialog"):
            yield Literal(self.heading, classes="heading")
            yield Literal(self.text, classes="quiet")
            yield Literal("\nEnter: close", classes="quiet")

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


class ConfirmDialog(ModalScreen[bool]):
    """Yes or no; Escape is no."""

    BINDINGS = [Binding("escape", "leave", "No")]

    def __init__(self, title: str, text: str, *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self.heading = title
        self.text = text
        self.words = (yes, no)

    def compose(self) -> ComposeResult:
        """A title, what would happen, and two lines."""
        with VerticalScroll(classes="dialog"):
            yield Literal(self.heading, classes="heading")
            yield Literal(self.text, classes="quiet")
            yield Choices(id="list")

    def on_mount(self) -> None:
        """Show the two lines; no is highlighted."""
        choices = self.query_one(Choices)
        choices.show([Choice("yes", self.words[0], ("y", "1")), Choice("no", self.words[1], ("n", "2"))], highlighted=1)
        choices.focus()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.choice.id == "yes")

    def action_leave(self) -> None:
        """Answer no."""
        self.dismiss(False)
