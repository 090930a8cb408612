"""The app on a file that is being edited: read again on each save, its problems beneath every screen."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from triage_tui.author.preview.answers import fit
from triage_tui.errors import TriageError
from triage_tui.record.kind import Kind
from triage_tui.tui.app import TriageApp
from triage_tui.tui.literal import Literal
from triage_tui.tui.preview_desk import PreviewDesk, PreviewLibrary

if TYPE_CHECKING:
    from triage_tui.author.preview.reading import Edited, Reading
    from triage_tui.record.encounter import Encounter
    from triage_tui.walk.plan import Value


class PreviewPanel(Vertical):
    """One line that says PREVIEW and how the file is, and the problems under it."""

    DEFAULT_CSS = """
    PreviewPanel { height: auto; max-height: 8; background: $panel; }
    PreviewPanel VerticalScroll { height: auto; max-height: 6; padding: 0 1; scrollbar-size-vertical: 1; }
    PreviewPanel .state { height: auto; max-height: 2; text-style: bold reverse; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        """The state, then the problems."""
        yield Literal("", classes="state")
        with VerticalScroll(can_focus=False, classes="problems"):
            yield Literal("", classes="note")

    def show(self, state: str, problems: str) -> None:
        """Show how the file is now."""
        self.query_one(".state", Literal).show(state)
        self.query_one(".problems").display = bool(problems)
        self.query_one(".note", Literal).show(problems)

    def scroll_problems(self, lines: int) -> None:
        """Show problems further down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class PreviewApp(TriageApp):
    """Triage on a pack that changes."""

    POLL_SECONDS = 0.3
    BINDINGS = [
        ("ctrl+r", "restart", "Start the walk again"),
        ("ctrl+g", "jump", "Go to a step"),
        ("ctrl+t", "mode", "Other mode"),
        ("ctrl+down", "problems(3)", "Problems down"),
        ("ctrl+up", "problems(-3)", "Problems up"),
    ]

    def __init__(self, desk: PreviewDesk, edited: Edited, reading: Reading, *, mode: str) -> None:
        super().__init__(desk, mode=mode, start_at=reading.pathway)
        self.preview = desk
        self.edited = edited
        self.reading = reading
        self.stamp = edited.stamp()
        self.number = 0
        self.lost: tuple[str, ...] = ()
        self.waiting: dict[str, Value] = {}
        self.reloading = asyncio.Lock()

    def on_mount(self) -> None:
        """Open the pathway and watch its files."""
        super().on_mount()
        self.set_interval(self.POLL_SECONDS, self._poll)

    def _poll(self) -> None:
        self._dress()
        if not self.reloading.locked():
            self.run_worker(self.look_again(), exclusive=False)

    async def look_again(self) -> None:
        """Read the pack again when a file was saved since; the screen waits for nothing."""
        async with self.reloading:
            try:
                stamp = await asyncio.to_thread(self.edited.stamp)
                if stamp == self.stamp:
                    return
                self.reading = await asyncio.to_thread(self.edited.read)
            except OSError:
                return  # files that come and go while they are saved are read at the next look
            self.stamp = stamp
            if self.reading.pathway is not None:
                self.number += 1
                begun_on = self.call.pack if self.call is not None else ""
                self.preview.take(PreviewLibrary(self.reading, self.number), begun_on)
                if self.call is not None:
                    await self._replay({**self.waiting, **self.call.answers})
            self._dress()

    async def _replay(self, answers: dict[str, Value], until: str = "") -> None:
        """Begin anew on the pack as it is now, and give the answers that still fit."""
        pathway = self.reading.pathway
        if pathway is None:
            return
        try:
            plan = self.preview.library.plan(pathway)
            kept = fit(plan, answers, mode=self.mode, role=self.preview.role, until=until)
            self.call = await self.in_order(partial(self._answered, pathway, kept.given))
        except TriageError as error:
            self.tell("This pathway cannot be opened", error)
            return
        self.lost, self.waiting = kept.lost, kept.waiting
        self.show_call()

    def _answered(self, pathway: str, answers: dict[str, Value]) -> Encounter:
        call = self.preview.open(pathway, self.mode)
        for step, value in answers.items():
            call = self.preview.record(call, Kind.ANSWERED, step=step, value=value)
        return call

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Every screen says that it is a preview."""
        self.call_after_refresh(self._dress)
        return super().push_screen(*arguments, **options)

    def _dress(self) -> None:
        screen = self.screen
        if not isinstance(screen, ModalScreen) and not screen.query(PreviewPanel):
            screen.mount(PreviewPanel())
            self.call_after_refresh(self._dress)
            return
        for panel in screen.query(PreviewPanel):
            if panel.query(".note"):
                panel.show(self._state(), "\n".join(problem.line() for problem in self.reading.problems))

    def _state(self) -> str:
        found = self.reading
        said = f"PREVIEW {self.edited.file.name}: {found.count('error')} errors, {found.count('warning')} warnings"
        said += f", checked in {found.milliseconds:.0f} ms"
        if found.pathway is None:
            said += "; NOT this version: the last that could be walked is shown"
        if self.lost:
            fits = "answer no longer fits" if len(self.lost) == 1 else "answers no longer fit"
            said += f"; {len(self.lost)} {fits}: {', '.join(self.lost)}"
        return said

    async def action_restart(self) -> None:
        """Begin the walk again."""
        await self._replay({})

    async def action_mode(self) -> None:
        """Walk the pathway in its other mode."""
        header = self.preview.pack.header(self.reading.pathway or "")
        if self.call is not None and header is not None and len(header.modes) > 1:
            self.mode = next(mode for mode in header.modes if mode != self.mode)
            await self._replay({**self.waiting, **self.call.answers})

    def action_jump(self) -> None:
        """Choose an answered step to be asked again, by search."""
        from triage_tui.tui.screens.dialogs import PickDialog

        if self.call is None or self.reading.pathway is None:
            return
        plan = self.preview.library.plan(self.reading.pathway)
        steps = [(step.id, f"{step.short} ({step.id})") for step in plan.steps if step.id in self.call.answers]
        self.push_screen(PickDialog("Go back to which step?", steps), self._jump)

    def _jump(self, step: str | None) -> None:
        if step is not None and self.call is not None:
            self.run_worker(self._replay({**self.waiting, **self.call.answers}, until=step))

    def action_problems(self, lines: int) -> None:
        """Scroll the problems."""
        for panel in self.screen.query(PreviewPanel):
            panel.scroll_problems(lines)
