"""The app on a file that is being edited: read again on each save, the answers kept, its problems on every screen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.screen import ModalScreen, Screen

from triage_tui.author.preview.answers import Lost, fit
from triage_tui.author.preview.near import lines_of_outcome, lines_of_step, near, step_with
from triage_tui.errors import TriageError
from triage_tui.handover.times import local
from triage_tui.record.kind import Kind
from triage_tui.tui.app import TriageApp
from triage_tui.tui.literal import Literal
from triage_tui.tui.preview.desk import PreviewDesk
from triage_tui.tui.preview.panel import BESIDE, BROAD, CSS, PreviewPanel, View
from triage_tui.tui.preview.screens import PreviewStart, ProblemsDialog
from triage_tui.tui.preview.words import MARK, lost_words, problem_words, state_words
from triage_tui.tui.screens.base import CallScreen
from triage_tui.tui.screens.outcome import OutcomeScreen
from triage_tui.tui.screens.question import QuestionScreen

if TYPE_CHECKING:
    from datetime import datetime

    from triage_tui.author.preview.arrive import Way
    from triage_tui.author.preview.reading import Edited, Reading
    from triage_tui.problems import Problem
    from triage_tui.record.encounter import Encounter
    from triage_tui.walk.plan import Plan, Value

KEYS = [
    Binding("ctrl+g", "go_to_step", "Go to a step", key_display="Ctrl+G"),
    Binding("ctrl+n", "next_open", "Go to the first question without an answer that fits", key_display="Ctrl+N"),
    Binding("ctrl+t", "setting", "Other role or mode", key_display="Ctrl+T"),
    Binding("ctrl+l", "list_problems", "All problems", key_display="Ctrl+L"),
    Binding("ctrl+r", "restart", "Start the walk again", key_display="Ctrl+R"),
    Binding("ctrl+p", "other_pathway", "Another pathway that uses this file", key_display="Ctrl+P"),
    Binding("ctrl+down", "problems(3)", "Problems further down", key_display="Ctrl+Down"),
    Binding("ctrl+up", "problems(-3)", "Problems further up", key_display="Ctrl+Up"),
]
KEYS_SHOWN = "^G step  ^N next open  ^T role, mode  ^L problems  ^R again  ^Q leave"


class _Saved(Exception):
    """The file was saved again: what is still being looked at is out of date."""


class PreviewApp(TriageApp):
    """Triage on a pack that changes."""

    CSS_PATH = "../app.tcss"
    CSS = CSS
    POLL_SECONDS = 0.05
    LOOK_AROUND = 10
    """After so many looks at the edited file, one at all files of the pack."""
    QUIET_SECONDS = 0.5
    """So long after a save the slow rules are begun: the next save is not to wait for them."""
    HORIZONTAL_BREAKPOINTS = [*TriageApp.HORIZONTAL_BREAKPOINTS, (BROAD, "-broad")]
    BINDINGS = [*KEYS]

    def __init__(
        self, desk: PreviewDesk, edited: Edited, reading: Reading, *, mode: str, pathway: str | None, at_step: str = ""
    ) -> None:
        super().__init__(desk, mode=mode)
        self.preview = desk
        self.edited = edited
        self.reading = reading
        self.read_at = self._now()
        self.walked: Reading | None = None
        """The reading that is on the screen: the last one that could be walked."""
        self.walked_at = self.read_at
        self.pathway = pathway
        self.at_step = at_step
        self.lost: tuple[Lost, ...] = ()
        self.waiting: dict[str, Value] = {}
        self.said = ""
        self.busy = asyncio.Lock()
        self.touched = edited.touched()
        self.saves = 0
        self.looks = 0
        self.dressed: tuple[object, ...] = ()

    def get_default_screen(self) -> Screen[Any]:
        """The problems lie under every other screen."""
        return PreviewStart()

    def on_mount(self) -> None:
        """Begin, and watch the files."""
        self.set_interval(self.POLL_SECONDS, self._poll)
        self.run_worker(self._begin())

    async def _begin(self) -> None:
        if self.pathway is None:
            self.action_other_pathway()
        else:
            async with self.busy:
                await self._catch_up()
        self.run_worker(self._look_closely(), group="closely")

    def _now(self) -> datetime:
        return local(self.desk.clock.now())

    def _poll(self) -> None:
        if not self.is_running:
            return
        self._dress()
        self.looks += 1
        if self.busy.locked():
            return
        if self.edited.touched() != self.touched or self.looks % self.LOOK_AROUND == 0:
            self.run_worker(self.look_again(), group="look")
        elif self._is_behind and self._may_show:
            self.run_worker(self._show_newest(), group="look")

    async def look_again(self) -> None:
        """Read the pack again when a file was saved since; the screen waits for nothing."""
        async with self.busy:
            self.touched = self.edited.touched()
            if await asyncio.to_thread(self.edited.stamp) == self.reading.stamp:
                return
            self.saves += 1
            self.reading = await asyncio.to_thread(self.edited.read)
            self.read_at = self._now()
            self.said = ""
            self._dress()
            await self._catch_up()
        self.run_worker(self._look_closely(), group="closely")

    async def _look_closely(self) -> None:
        """Look at the slow rules too, when nothing was saved for a while; the next save ends it."""
        save, reading = self.saves, self.reading
        await asyncio.sleep(self.QUIET_SECONDS)

        def pause() -> None:
            if self.saves != save or not self.is_running:
                raise _Saved

        try:
            whole = await asyncio.to_thread(self.edited.read_whole, reading, pause)
        except _Saved:
            return
        except Exception as error:  # noqa: BLE001  whatever a rule stumbles over, the preview goes on
            self.said = f"The slow rules could not be looked at ({type(error).__name__}): please report it"
            return
        if self.reading is reading:
            self.walked = whole if self.walked is reading else self.walked
            self.reading = whole

    @property
    def _is_behind(self) -> bool:
        return self.walked is not self.reading and self.reading.can_walk(self.pathway)

    @property
    def _may_show(self) -> bool:
        """Whether the screen may be changed: a dialog, a service or a summary is left alone until it is closed."""
        return isinstance(self.screen, QuestionScreen | OutcomeScreen | PreviewStart)

    async def _show_newest(self) -> None:
        async with self.busy:
            await self._catch_up()

    async def _catch_up(self) -> None:
        """Walk the newest reading with the answers so far, if it can be walked and the screen may be changed."""
        if not self._is_behind or not self._may_show:
            return
        first = self.walked is None
        self.preview.take(self.reading, self.call.pack if self.call is not None else "")
        self.walked, self.walked_at = self.reading, self.read_at
        if self.call is not None:
            here = self._here()
            await self._replay(self._answers(), until="" if here in {one.step for one in self.lost} else here)
        elif first and self.at_step:
            step, self.at_step = self.at_step, ""
            await self._go(step)
        elif first:
            await self._replay(self._answers())

    def _answers(self) -> dict[str, Value]:
        """Every answer given so far: also those that did not fit for a while, or wait for their step."""
        given = self.call.answers if self.call is not None else {}
        return {**{one.step: one.value for one in self.lost}, **self.waiting, **given}

    def _here(self) -> str:
        """The step on the screen, or nothing."""
        return self.screen.step.id if isinstance(self.screen, QuestionScreen) and self.screen.step_number >= 0 else ""

    @property
    def plan(self) -> Plan:
        """The plan that is walked."""
        assert self.pathway is not None
        return self.preview.library.plan(self.pathway)

    async def _replay(self, answers: Mapping[str, Value], until: str = "", *, emergency: str | None = "") -> None:
        """Begin anew on the pack as it is now, and give the answers that still fit.

        `emergency`: the reason of an emergency that stands; by default the one of the open call.
        """
        if emergency == "":
            emergency = self.call.emergency if self.call is not None else None
        here, begun = self._here(), self.screen.begun() if isinstance(self.screen, QuestionScreen) else ""
        async with self.recording:
            try:
                self._settle_setting()
                kept = fit(self.plan, answers, mode=self.mode, role=self.preview.role, until=until)
                self.call = await self.in_order(partial(self._answered, kept.given, emergency))
            except TriageError as error:
                self.said = f"{error.message} {error.hint}".strip()
                return
            self.lost, self.waiting = kept.lost, kept.waiting
        self.show_call()
        if isinstance(self.screen, QuestionScreen) and here:
            self.screen.call_later(self.screen.show_begun, here, begun)

    def _settle_setting(self) -> None:
        """Take a role and a mode that the pack and the pathway have, and say so where they are others than before."""
        pack, before = self.preview.pack, (self.preview.role, self.mode)
        header = pack.header(self.pathway or "")
        modes = header.modes if header is not None else ()
        if pack.role(self.preview.role) is None:
            self.preview.role = pack.roles[0].id
        if self.mode not in modes:
            role = pack.role(self.preview.role)
            usual = role.modes if role is not None else modes
            self.mode = next((mode for mode in usual if mode in modes), modes[0])
        if (self.preview.role, self.mode) != before:
            self.said = f"{before[0]}, {before[1]} is not in this pathway: {self.preview.role}, {self.mode} is"

    def _answered(self, answers: Mapping[str, Value], emergency: str | None) -> Encounter:
        self.preview.store.forget()
        call = self.preview.open(self.pathway or "", self.mode)
        for step, value in answers.items():
            call = self.preview.record(call, Kind.ANSWERED, step=step, value=value)
        return call if emergency is None else self.preview.record(call, Kind.EMERGENCY, reason=emergency)

    async def begin_again(self) -> None:
        """Begin where the walk was left, or choose what to walk."""
        if self.pathway is None:
            self.action_other_pathway()
        elif self.reading.can_walk(self.pathway):
            async with self.busy:
                await self._catch_up()
                if self.call is None:
                    await self._replay(self._answers())

    async def action_restart(self) -> None:
        """Begin the walk again, without any answer."""
        if self.walked is not None:
            self.said = ""
            await self._replay({}, emergency=None)

    async def action_next_open(self) -> None:
        """Give every answer that fits, up to the first question that has none."""
        if self.call is not None:
            self.said = ""
            await self._replay(self._answers())

    def action_go_to_step(self) -> None:
        """Choose a step to be asked."""
        from triage_tui.author.preview.steps import step_lines
        from triage_tui.tui.screens.dialogs import PickDialog

        if self.walked is not None:
            state = self.call.state if self.call is not None else None
            note = "The answers so far are kept where they lead there; else those of a scenario, or a search."
            lines = step_lines(self.plan, state, self._here())
            self.push_screen(PickDialog("Go to which step?", lines, note=note, at=self._here()), self._chosen)

    def _chosen(self, step: str | None) -> None:
        if step is not None:
            self.run_worker(self._go(step), group="go", exclusive=True)

    async def _go(self, step: str) -> None:
        """Go to a step by the nearest way there is, or say why there is none."""
        from triage_tui.author.preview.arrive import way_to

        walked, plan = self.walked, self.plan
        assert walked is not None
        if step not in plan.step_index:
            self.said = f'There is no step "{step}" in {plan.pathway}'
            if self.call is None:
                await self._replay({})
            return
        self.said = f'Looking for a way to "{step}" ...'
        self._dress()
        setting = {"mode": self.mode, "role": self.preview.role}
        found = await asyncio.to_thread(way_to, walked.context, plan, step, self._answers(), **setting)
        if self.walked is not None and self.walked.context is not walked.context:
            await self._go(step)
        else:
            await self._take(found, step)

    async def _take(self, way: Way | str, step: str) -> None:
        if isinstance(way, str):
            self.said = way[:1].upper() + way[1:]
            if self.call is None:
                await self._replay(self._answers())
            return
        self.mode, self.preview.role = way.mode, way.role
        await self._replay({**self._answers(), **way.answers}, until=step)
        self.said = f"At {step}: {way.words}" if way.words else ""

    def action_setting(self) -> None:
        """Choose who is at the desk, and in which mode."""
        from triage_tui.tui.modes import MODE_WORDS
        from triage_tui.tui.screens.dialogs import ListDialog

        header = self.preview.pack.header(self.pathway or "") if self.preview.is_ready else None
        if header is not None:
            pairs = [(role, mode) for role in self.preview.pack.roles for mode in role.modes if mode in header.modes]
            lines = [(f"{role.id} {mode}", f"{role.label}, {MODE_WORDS[mode]}") for role, mode in pairs]
            self.push_screen(ListDialog("Who walks it?", lines, note="The answers are kept where they fit."), self._set)

    def _set(self, chosen: str | None) -> None:
        if chosen is not None:
            self.preview.role, self.mode = chosen.split()
            self.said = ""
            self.run_worker(self._replay(self._answers(), until=self._here()), group="go")

    def action_other_pathway(self) -> None:
        """Choose which of the pathways that use the file is walked."""
        from triage_tui.tui.screens.dialogs import PickDialog

        uses = self.reading.uses
        if len(uses) > 1:
            names = [(name, f"{name}{'' if self.reading.can_walk(name) else '  (has errors)'}") for name in uses]
            title = f"{len(uses)} pathways use {self.edited.file.name}. Walk which?"
            self.push_screen(PickDialog(title, names), self._walk)

    def _walk(self, pathway: str | None) -> None:
        if pathway is not None and pathway != self.pathway:
            self.run_worker(self._change_pathway(pathway), group="go")

    async def _change_pathway(self, pathway: str) -> None:
        async with self.busy:
            self.pathway, self.walked = pathway, None
            if self.reading.can_walk(pathway):
                await self._catch_up()
            else:
                self.waiting, self.lost = self._answers(), ()
                self.go_home()

    def action_list_problems(self) -> None:
        """Show all problems, and what was dropped."""
        words = "\n".join(text for text in (lost_words(self.lost), self.said) if text)
        self.push_screen(ProblemsDialog(self.reading, words), self._to_problem)

    def _to_problem(self, problem: Problem | None) -> None:
        if problem is None or self.walked is None or self.pathway is None:
            return
        step = step_with(self.walked.context, self.plan, problem)
        if step is None:
            self.said = f"{problem.file}:{problem.at_line} is in no step that is asked"
        else:
            self._chosen(step)

    def action_problems(self, lines: int) -> None:
        """Scroll the problems."""
        for panel in self.screen.query(PreviewPanel):
            panel.scroll_problems(lines)

    def action_help(self) -> None:
        """Show the keys of this screen, and those of the preview."""
        from triage_tui.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpScreen(self.screen, KEYS))

    def action_emergency(self) -> None:
        """The emergency key, where there is a pack that has one."""
        if self.preview.is_ready:
            super().action_emergency()
        else:
            self.said = "This is a preview of a file that cannot be walked yet: the emergency key does nothing."

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Every screen says that it is a preview."""
        self.call_after_refresh(self._dress)
        return super().push_screen(*arguments, **options)

    def _fatal_error(self) -> None:
        """End with a plain message; nothing was recorded, so nothing can be taken up."""
        super()._fatal_error()
        if not os.environ.get("TRIAGE_DEBUG"):
            self._exit_renderables[:] = ["triage: internal error in the preview. Your file is as you saved it."]

    def _dress(self) -> None:
        """Put on the screen that it is a preview, and how the file is."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if screen is None or not screen.is_mounted or not self.is_running:
            return
        if isinstance(screen, ModalScreen):
            if not screen.query(".preview-mark"):
                screen.mount(Literal(MARK, classes="preview-mark"))
            return
        sign = (screen, self.reading, self.walked, self._here(), self.said, self.lost, self.size.width)
        if sign == self.dressed and screen.query(PreviewPanel):
            return
        self.dressed = sign
        for panel in screen.query(PreviewPanel):
            panel.show(self._view())
        if not screen.query(PreviewPanel):
            screen.mount(PreviewPanel(self._view()))
        if isinstance(screen, PreviewStart):
            screen.show()
        elif isinstance(screen, CallScreen):
            screen.on_resize()  # the panel may have left it less room, or more

    def _view(self) -> View:
        reading, broad = self.reading, self.size.width >= BROAD
        shown_at = self.walked_at if self.walked is not None and self.walked is not reading else None
        said = "\n".join(text for text in (lost_words(self.lost), self.said) if text)
        state = state_words(self.edited.file.name, reading, self.read_at, shown_at)
        if isinstance(self.screen, PreviewStart):
            return View(state, said, "", "")
        width = BESIDE if broad else self.size.width - 3
        return View(state, said, problem_words(reading, self._near(), width, all_of_them=broad), KEYS_SHOWN)

    def _near(self) -> tuple[Problem, ...]:
        """The problems of what is on the screen; all of them while that is not this version."""
        if self.walked is not self.reading:
            return tuple(sorted(self.reading.problems, key=lambda problem: problem.severity != "error"))
        if self.call is None or self.call.plan is not self.plan:
            return ()
        here = self._here()
        if here:
            places = lines_of_step(self.walked.context, self.plan, self.plan.step_index[here])
        elif self.call.state.finished:
            places = lines_of_outcome(self.walked.context, self.plan, ~self.call.state.at)
        else:
            places = []
        return near(self.reading.problems, places)
