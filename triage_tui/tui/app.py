"""The app: who is at the desk, which call is open, and the keys that work everywhere."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.widgets import Input

from triage_tui.errors import StoreError, TriageError, UsageError
from triage_tui.record.kind import Kind
from triage_tui.tui.keys import EMERGENCY, HELP, MAY_BE_HELD
from triage_tui.tui.themes import THEMES
from triage_tui.tui.widgets.words import WordInput

if TYPE_CHECKING:
    from triage_tui.desk import Desk
    from triage_tui.record.encounter import Encounter

CALL_MODULES = ("triage_tui.recommend", "triage_tui.tui.screens.question", "triage_tui.tui.screens.outcome")
"""What a call needs and Home does not: loaded while Home is read."""


class TriageApp(App[str]):
    """Triage in a terminal."""

    TITLE = "Triage"
    CSS_PATH = "app.tcss"
    BINDINGS = [EMERGENCY, HELP]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (52, "-wide")]
    SETTLE_SECONDS = 0.1
    """How long a new question ignores answers: keys typed ahead are not meant for it."""
    HELD_SECONDS = 0.15
    """The same key sooner than this is the keyboard repeating it: nobody answers twice so fast."""

    def __init__(self, desk: Desk, *, mode: str, start_at: str | None = None, resume: str | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.mode = mode
        self.call: Encounter | None = None
        self.start_at = start_at
        self.resume = resume
        self.animation_level = "none"
        self.pressed = ("", 0.0)
        self.recording = asyncio.Lock()
        self.worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
        for theme in THEMES:
            self.register_theme(theme)
        name = "ansi-dark" if os.environ.get("NO_COLOR") else os.environ.get("TRIAGE_THEME") or "triage-dark"
        if name not in self.available_themes:
            raise UsageError(f'unknown theme "{name}"', f"TRIAGE_THEME can be {' or '.join(t.name for t in THEMES)}")
        self.set_reactive(App.theme, name)  # before the style sheets are read: a later change reads them again

    def get_default_screen(self) -> Screen[Any]:
        """Home lies under every other screen."""
        from triage_tui.tui.screens.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        """Open what was asked for, over Home."""
        self.call_after_refresh(self._get_ready)
        if self.resume is not None:
            self.run_worker(self.take_up(self.resume))
        elif self.start_at is not None:
            self.run_worker(self.open_call(self.start_at))

    def _get_ready(self) -> None:
        """Home is on the screen: collect garbage again, and load what a call needs."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        for name in CALL_MODULES:
            self.worker.submit(importlib.import_module, name)

    async def on_event(self, event: events.Event) -> None:
        """Let go what a held key repeats, so that it answers no question nobody has read."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            key, at = self.pressed
            self.pressed = (event.key, event.time)
            if event.key == key and event.time - at < self.HELD_SECONDS and not self._may_be_held(event):
                return
        await super().on_event(event)

    def _may_be_held(self, event: events.Key) -> bool:
        if event.key == "enter":
            return isinstance(self.focused, WordInput) and self.focused.ENTER_REPEATS
        return event.key in MAY_BE_HELD or (event.is_printable and isinstance(self.focused, Input))

    def on_unmount(self) -> None:
        """Let the last write finish."""
        self.worker.shutdown(wait=True)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """No screenshots: they would put patient data on the disk."""
        return ()

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing goes to the clipboard: it would leave this program."""

    def _fatal_error(self) -> None:
        """End with a plain message; a traceback would show what was typed."""
        if os.environ.get("TRIAGE_DEBUG"):
            super()._fatal_error()
            return
        self.bell()
        kind = type(self._exception).__name__ if self._exception else "error"
        message = (
            f"triage: internal error ({kind}). Every answer shown as taken is kept: start again and take the call up."
        )
        self._exit_renderables.append(message)
        self._close_messages_no_wait()

    async def in_order(self, task: Any) -> Any:
        """Run something that writes, one at a time, away from the screen."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, task)

    async def record(self, kind: Kind, **payload: Any) -> bool:
        """Record what happened; True once it is durable. AnswerError is for the caller; a store that fails says so."""
        try:
            async with self.recording:
                assert self.call is not None
                self.call = await self.in_order(partial(self.desk.record, self.call, kind, **payload))
        except StoreError as error:
            self.tell_not_saved(error, self._act_now() if kind == Kind.EMERGENCY else "")
            return False
        return True

    def tell_not_saved(self, error: TriageError, first: str = "") -> None:
        """Say that the last entry is not saved and must be given again; `first` is what cannot wait."""
        from triage_tui.tui.screens.dialogs import MessageDialog

        lines = [first, error.message, error.hint, "The last entry does NOT count. Put it right, then enter it again."]
        self.push_screen(MessageDialog("NOT SAVED", "\n\n".join(line for line in lines if line)))

    def tell(self, title: str, error: TriageError) -> None:
        """Show an error in words."""
        from triage_tui.tui.screens.dialogs import MessageDialog

        self.push_screen(MessageDialog(title, f"{error.message}\n\n{error.hint}".strip()))

    async def open_call(self, pathway: str) -> None:
        """Open an encounter in a pathway and show its first question."""
        try:
            self.call = await self.in_order(partial(self.desk.open, pathway, self.mode))
        except TriageError as error:
            self.tell("This pathway cannot be opened", error)
            return
        self.show_call()

    async def take_up(self, encounter: str) -> None:
        """Take up an encounter where it was left."""
        try:
            found = await self.in_order(partial(self.desk.load, encounter))
        except TriageError as error:
            self.tell("This call cannot be taken up", error)
            return
        self.call = found
        if found.status in ("parked", "cut_off") and not await self.record(Kind.RESUMED):
            self.call = None
            return
        self.show_call()

    def show_call(self) -> None:
        """Show the screen the open call needs now."""
        from triage_tui.tui.screens.outcome import OutcomeScreen
        from triage_tui.tui.screens.question import QuestionScreen

        assert self.call is not None
        wanted = OutcomeScreen if self.call.finished else QuestionScreen
        while len(self.screen_stack) > 1 and not isinstance(self.screen, wanted):
            self.pop_screen()
        if isinstance(self.screen, wanted):
            self.screen.show_call()
        else:
            self.push_screen(wanted())

    def go_home(self) -> None:
        """Leave the open call and show Home."""
        self.call = None
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from triage_tui.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpScreen(self.screen))

    def action_emergency(self) -> None:
        """The emergency key: a reason on one more key, then the top of the scale."""
        from triage_tui.tui.screens.dialogs import ListDialog

        if isinstance(self.screen, ListDialog) and self.screen.name == "emergency":
            return
        reasons = self.desk.pack.emergency.reasons
        dialog = ListDialog(
            "EMERGENCY: what is happening?",
            list(reasons),
            note="One key. Escape goes back to where you were.",
            name="emergency",
        )
        self.push_screen(dialog, self._emergency)

    def _emergency(self, reason: str | None) -> None:
        if reason is not None:
            self.run_worker(self._enter_emergency(reason), exclusive=False)

    async def _enter_emergency(self, reason: str) -> None:
        if self.call is None:
            try:
                pathway, mode = self.desk.emergency_pathway(self.mode)
                self.call = await self.in_order(partial(self.desk.open, pathway, mode))
            except TriageError as error:
                self.tell_not_saved(error, self._act_now())
                return
        if await self.record(Kind.EMERGENCY, reason=reason):
            self.show_call()

    def _act_now(self) -> str:
        item = self.desk.pack.disposition(self.desk.pack.emergency.disposition)
        return f"ACT NOW: {item.symbol} {item.label}. Do not wait for this program."

    def steady(self, at: float, shown: float) -> bool:
        """Whether a key was pressed long enough after a question was shown to be meant for it."""
        return at - shown >= self.SETTLE_SECONDS

    def clock(self) -> float:
        """Seconds on the clock that key presses are stamped with."""
        return time.monotonic()
