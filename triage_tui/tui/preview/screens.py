"""The screens of a preview alone: where it begins, and the list of all problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen

from triage_tui.author.check.report_text import brief
from triage_tui.tui.literal import Literal
from triage_tui.tui.preview.words import line_words
from triage_tui.tui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from triage_tui.author.preview.reading import Reading
    from triage_tui.problems import Problem
    from triage_tui.tui.preview.app import PreviewApp


class ProblemList(Vertical):
    """All problems, one a line, and the whole of the one that is highlighted."""

    DEFAULT_CSS = """
    ProblemList { height: auto; }
    ProblemList VerticalScroll { height: auto; max-height: 9; scrollbar-size-vertical: 1; }
    ProblemList .detail { height: auto; margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.reading: Reading | None = None

    def compose(self) -> ComposeResult:
        """The lines, then one of them in full."""
        with VerticalScroll(can_focus=False):
            yield Choices()
        yield Literal("", classes="detail")

    def on_mount(self) -> None:
        """Show more of the problem that is pointed at."""
        self.watch(self.query_one(Choices), "highlighted", self._show_detail, init=False)

    def show(self, reading: Reading) -> None:
        """Show the problems of a reading."""
        self.reading = reading
        choices = self.query_one(Choices)
        lines = [Choice(str(number), line_words(problem)) for number, problem in enumerate(reading.problems)]
        choices.show(lines or [Choice("", "Nothing is wrong with it.")], highlighted=choices.highlighted)
        self._show_detail()

    def on_resize(self) -> None:
        """Cut the source line anew."""
        self._show_detail()

    def _show_detail(self) -> None:
        found, number = self.problems, self.query_one(Choices).highlighted
        if self.reading is None or number >= len(found):
            self.query_one(".detail", Literal).show("")
            return
        width = max(self.size.width - 2, 30)
        self.query_one(".detail", Literal).show(brief(found[number], self.reading.row, width=width))

    @property
    def problems(self) -> Sequence[Problem]:
        """The problems in the list."""
        return self.reading.problems if self.reading is not None else ()


class PreviewStart(Screen[None]):
    """Where a preview begins, and where it is while the file cannot be walked."""

    HELP = "The problems of the file stay here; the walk begins by itself when the file is mended."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "leave", "Leave the preview", key_display="F10")]

    def compose(self) -> ComposeResult:
        """What is to be done, and the problems."""
        yield Literal("", classes="status", id="title")
        with VerticalScroll(classes="body", can_focus=False):
            yield Literal("", classes="question", id="what")
            yield ProblemList()
        yield Literal("", classes="keys", id="keys")

    def on_mount(self) -> None:
        """Show how the file is."""
        self.show()
        self.query_one(Choices).focus()

    def on_screen_resume(self) -> None:
        """Show how the file is now."""
        self.show()

    def show(self) -> None:
        """Show how the file is now."""
        app = preview_of(self)
        if not self.query(Choices):
            return
        self.query_one("#title", Literal).show(f"Preview of {app.edited.name}")
        ready = app.reading.can_walk(app.pathway)
        if ready:
            what = "It can be walked: Enter begins."
        elif app.pathway is None and app.reading.uses:
            what = "Which pathway is to be walked? Enter chooses one."
        elif not app.reading.uses:
            what = "No pathway uses this file: there is nothing to walk."
        else:
            what = "It cannot be walked yet. Mend what is listed and save: the walk then begins by itself."
        self.query_one("#what", Literal).show(what)
        self.query_one(ProblemList).show(app.reading)
        self.query_one("#keys", Literal).show("Enter begin  F1 keys  F10 leave" if ready else "F1 keys  F10 leave")

    async def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Begin, where there is something to walk."""
        event.stop()
        await preview_of(self).begin_again()

    def action_leave(self) -> None:
        """Leave the preview."""
        self.app.exit()


class ProblemsDialog(ModalScreen["Problem | None"]):
    """All problems; Enter goes to the step that one is in."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+l", "leave", "Leave it as it is")]

    def __init__(self, reading: Reading, said: str) -> None:
        super().__init__()
        self.reading = reading
        self.said = said

    def compose(self) -> ComposeResult:
        """The list."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Literal("All problems", classes="heading")
            yield ProblemList()
            yield Literal(f"\n{self.said}" if self.said else "", classes="quiet")
            yield Literal("Enter: go to its step    Escape: back", classes="quiet")

    def on_mount(self) -> None:
        """Show them."""
        self.query_one(ProblemList).show(self.reading)
        self.query_one(Choices).focus()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Answer with the problem."""
        event.stop()
        found = self.reading.problems
        self.dismiss(found[int(event.choice.id)] if event.choice.id else None)

    def action_leave(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)


def preview_of(screen: Screen[None]) -> PreviewApp:
    """The app of a screen of a preview."""
    return cast("PreviewApp", screen.app)
