"""Home: find a pathway by a few letters, or take up an open call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Input

from triage_tui.tui.literal import Literal
from triage_tui.tui.modes import MODE_WORDS
from triage_tui.tui.screens.base import app_of
from triage_tui.tui.widgets.choices import Choice, Choices
from triage_tui.tui.widgets.words import WordInput
from triage_tui.walk.find import find_pathways
from triage_tui.walk.pack import PathwayHeader

if TYPE_CHECKING:
    from triage_tui.desk import OpenCall


class HomeScreen(Screen[None]):
    """Where every call begins."""

    HELP = "Type a few letters of what happened, choose with the arrows, and press Enter."
    BINDINGS = [
        Binding("f4", "mode", "Telephone or on scene", key_display="F4"),
        Binding("f5", "role", "Who is at the desk", key_display="F5"),
        Binding("f6", "directory", "Look through the services", key_display="F6"),
        Binding("f10", "quit", "Leave the program (calls are kept)", key_display="F10"),
    ]

    def compose(self) -> ComposeResult:
        """Who is here, a line to type on, and what can be opened."""
        yield Literal("", classes="status", id="who")
        yield Literal("", classes="status", id="notice")
        yield WordInput(placeholder="What has happened? A few letters are enough", id="typed", max_length=60)
        with VerticalScroll(classes="body"):
            yield Choices(id="list")
            yield Literal("", classes="error", id="problems")
        yield Literal("F2 EMERGENCY  Enter open  F4 mode  F5 role  F6 services  F1 keys  F10 leave", classes="keys")

    def on_mount(self) -> None:
        """Show what there is."""
        choices = self.query_one("#list", Choices)
        choices.can_focus = False
        choices.pointer_always = True
        self._show()
        self.query_one(WordInput).focus()

    def on_screen_resume(self) -> None:
        """Show open calls as they are now."""
        if self.is_mounted:
            self._show()
            self.query_one(WordInput).focus()

    def _show(self) -> None:
        app = app_of(self)
        desk = app.desk
        role = desk.pack.role(desk.role)
        label = role.label if role else desk.role
        self.query_one("#who", Literal).show(f"Triage   {label} (F5)   {MODE_WORDS[app.mode]} (F4)")
        self.query_one("#notice", Literal).show(desk.pack.notice)
        broken = {problem.file for problem in desk.library.problems if problem.severity == "error"}
        words = f"Not offered, it has errors: {', '.join(sorted(broken))}. Run: triage check" if broken else ""
        self.query_one("#problems", Literal).show(words)
        self._list(self.query_one(WordInput).value)

    def _list(self, typed: str) -> None:
        app = app_of(self)
        headers = tuple(header for header in app.desk.pack.pathways if app.mode in header.modes)
        choices = [self._pathway(header) for header in find_pathways(headers, typed)]
        if not choices:
            nothing = "No pathway matches. Fewer letters, or another word for it."
            choices = [Choice("", nothing)]
        calls = app.desk.open_calls() if not typed else ()
        for number, call in enumerate(calls):
            choices.append(self._call(call, "Open calls" if number == 0 else ""))
        self.query_one("#list", Choices).show(choices)

    def _call(self, call: OpenCall, heading: str) -> Choice:
        from triage_tui.handover.times import clock_words, moment_words, read_utc

        begun = read_utc(call.opened)
        today = begun.date() == app_of(self).desk.clock.now().date()
        detail = f"{call.status}, begun {clock_words(begun) if today else moment_words(begun)}"
        return Choice(f"call:{call.id}", f"{call.id}  {call.title.split(' (')[0]}", (), detail, heading)

    def _pathway(self, header: PathwayHeader) -> Choice:
        state = header.review.state.replace("_", " ")
        return Choice(f"pathway:{header.id}", header.title, (), f"{state}, review due {header.review.due}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again with every letter."""
        event.stop()
        self._list(event.value)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open what is highlighted; a second Enter is not for the next call."""
        event.stop()
        if self.app.screen is not self:
            return
        choices = self.query_one("#list", Choices)
        if choices.choices:
            await self._open(choices.choices[choices.highlighted].id)

    async def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Open what was clicked."""
        event.stop()
        await self._open(event.choice.id)

    async def _open(self, name: str) -> None:
        kind, _, key = name.partition(":")
        self.query_one(WordInput).value = ""
        if kind == "pathway":
            await app_of(self).open_call(key)
        elif kind == "call":
            await app_of(self).take_up(key)

    def on_key(self, event: events.Key) -> None:
        """Move the highlight while typing."""
        if event.key in ("up", "down"):
            choices = self.query_one("#list", Choices)
            choices.highlighted = min(
                max(choices.highlighted + (1 if event.key == "down" else -1), 0), len(choices.choices) - 1
            )
            choices.refresh()
            event.stop()
        elif event.key == "escape":
            self.query_one(WordInput).value = ""
            event.stop()

    def action_mode(self) -> None:
        """Change between telephone and on scene, where the role may."""
        app = app_of(self)
        role = app.desk.pack.role(app.desk.role)
        modes = role.modes if role else ("telephone",)
        app.mode = modes[(modes.index(app.mode) + 1) % len(modes)] if app.mode in modes else modes[0]
        self._show()

    def action_role(self) -> None:
        """Choose who is at the desk."""
        from triage_tui.tui.screens.dialogs import ListDialog

        roles = [(role.id, role.label) for role in app_of(self).desk.pack.roles]
        app_of(self).push_screen(ListDialog("Who is at the desk?", roles), self._role)

    def _role(self, role_id: str | None) -> None:
        app = app_of(self)
        role = app.desk.pack.role(role_id) if role_id else None
        if role is not None:
            app.desk.role = role.id
            if app.mode not in role.modes:
                app.mode = role.modes[0]
        self._show()

    def action_directory(self) -> None:
        """Look through the directory of services."""
        from triage_tui.tui.screens.directory import DirectoryScreen

        app_of(self).push_screen(DirectoryScreen())

    def action_quit(self) -> None:
        """Leave; every call is kept."""
        self.app.exit()
