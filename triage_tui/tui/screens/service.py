"""All about one service, and marking it full or closed for this shift."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from triage_tui.directory.ask import Ask
from triage_tui.directory.clock import local_day, minute_of, moment_words
from triage_tui.directory.index import index_of
from triage_tui.directory.model import AMBULANCE
from triage_tui.directory.page import Row, service_page
from triage_tui.directory.place import resolve_place
from triage_tui.directory.request import Request
from triage_tui.errors import AnswerError, StoreError
from triage_tui.shift import SHIFT_HOURS, STATE_WORDS, end_of_mark
from triage_tui.text import fold
from triage_tui.tui.keys import SCROLL_KEYS
from triage_tui.tui.literal import Literal, joined, literal
from triage_tui.tui.screens.base import CallScreen, app_of

if TYPE_CHECKING:
    from triage_tui.directory.model import Directory
    from triage_tui.tui.app import TriageApp

UNMARK = "unmark"
OTHER = "other"


def directory_of(app: TriageApp) -> Directory:
    """The directory of the open call, or of the pack."""
    library = app.desk.library if app.call is None else app.desk.library_of(app.call)
    return library.directory


def asked_by(app: TriageApp, place: str) -> Request:
    """Who asks about a service, now: the desk, and the patient of the open call."""
    directory, desk = directory_of(app), app.desk
    where = resolve_place(directory, place) if place else None
    area, point = (where.area, where.point) if where else (None, None)
    now, marks = desk.clock.now(), desk.marks()
    return Request((), desk.role, app.mode, now, area=area, point=point, marks=marks)


class ServiceScreen(CallScreen):
    """A service's page."""

    HELP = "A mark is kept on this machine, and is over by itself at its time. It is never sent to the service."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", "Mark it full, closed or busy for this shift, or take the mark away", key_display="m"),
        *SCROLL_KEYS,
        Binding("escape,b", "leave", "Back", key_display="Escape"),
    ]

    def __init__(self, service: str, place: str = "") -> None:
        super().__init__()
        self.service = service
        self.place = place

    def compose(self) -> ComposeResult:
        """Its name, what is known of it, and the keys."""
        yield Literal("", classes="status", id="which")
        with VerticalScroll(classes="body", can_focus=True):
            yield Literal("", classes="quiet", id="rows")
        yield Literal("", classes="keys", id="keys")

    async def on_mount(self) -> None:
        """Show the page."""
        self.query_one(".body").focus()
        self._show()

    def on_resize(self) -> None:
        """Fold the words anew."""
        super().on_resize()
        self._show()

    def _show(self) -> None:
        app = app_of(self)
        index = index_of(directory_of(app))
        entry = index.get(self.service)
        if entry is None:
            self.query_one("#which", Literal).show("This service is not in the directory of this call.")
            return
        self.query_one("#which", Literal).show(entry.service.name)
        rows = service_page(entry, Ask(index, asked_by(app, self.place)))
        self.query_one("#rows", Literal).show(_page(rows, max(self.size.width - 4, 30)))
        mark = "m change or take away the mark" if self.service in app.desk.marks() else "m mark full or closed"
        self.show_keys("" if entry.service.type == AMBULANCE else mark, "Escape back  F1 keys")

    def action_mark(self) -> None:
        """Choose what to mark it as."""
        from triage_tui.tui.screens.dialogs import ListDialog

        options = list(STATE_WORDS.items())
        if self.service in app_of(self).desk.marks():
            options.append((UNMARK, "Take the mark away"))
        dialog = ListDialog("Mark for this shift", options, note="Kept on this machine alone, and over by itself.")
        self.app.push_screen(dialog, self._state_chosen)

    def _state_chosen(self, state: str | None) -> None:
        from triage_tui.tui.screens.dialogs import ListDialog

        if state is None:
            return
        if state == UNMARK:
            self.run_worker(self._record(partial(app_of(self).desk.unmark, self.service)))
            return
        now = app_of(self).desk.clock.now()
        options = [(str(hours), f"For {hours} hours, until {_clock(now, hours)}") for hours in SHIFT_HOURS]
        dialog = ListDialog("Until when?", [*options, (OTHER, "Until another time")])
        self.app.push_screen(dialog, partial(self._end_chosen, state))

    def _end_chosen(self, state: str, hours: str | None) -> None:
        from triage_tui.tui.screens.dialogs import TextDialog

        if hours == OTHER:
            dialog = TextDialog("Until when?", note="A time such as 18:00, or how long, such as 90 min", needed=True)
            self.app.push_screen(dialog, partial(self._end_typed, state))
        elif hours is not None:
            self._end_typed(state, f"{hours} h")

    def _end_typed(self, state: str, typed: str | None) -> None:
        if typed is None:
            return
        app = app_of(self)
        try:
            until = end_of_mark(typed, app.desk.clock.now())
        except AnswerError as error:
            app.tell("Not marked", error)
            return
        self.run_worker(self._record(partial(app.desk.mark, self.service, state, until)))

    async def _record(self, task: partial[None]) -> None:
        """Keep a mark, or say why it is not kept."""
        app = app_of(self)
        try:
            await app.in_order(task)
        except AnswerError as error:
            app.tell("Not marked", error)
        except StoreError as error:
            app.tell_not_saved(error)
        self._show()

    def action_leave(self) -> None:
        """Back to where it was asked for."""
        self.app.pop_screen()


def _clock(now: datetime, hours: int) -> str:
    at, today = minute_of(now + timedelta(hours=hours)), local_day(minute_of(now))
    return moment_words(at, today)


def _page(rows: tuple[Row, ...], width: int) -> Content:
    """The rows, their words folded beside their labels."""
    margin = max(len(row.label) for row in rows) + 2
    lines = []
    for row in rows:
        first, *rest = fold(row.words, max(width - margin, 12))
        style = "bold" if row.strong else ""
        lines.append(joined(literal(row.label.ljust(margin)), literal(first, style)))
        lines += [literal(" " * margin + line, style) for line in rest]
    return Content("\n").join(lines)
