"""Sit at the app: press keys, read the screen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from tests.desks import StillClock, TestDesk, answered, opened
from triage_tui.record.encounter import Encounter
from triage_tui.tui.app import TriageApp
from triage_tui.tui.screens.outcome import OutcomeScreen
from triage_tui.tui.screens.question import QuestionScreen
from triage_tui.tui.widgets.choices import Choices
from triage_tui.walk.plan import Value

SIZES = [(80, 24), (120, 40)]


class Seat:
    """Someone at the app."""

    def __init__(self, app: TriageApp, pilot: Pilot[str]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one by one; what each starts is finished before the next."""
        for key in keys:
            self.send(key)
            await self.settle()

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        character = key if len(key) == 1 else "\r" if key == "enter" else None
        self.app.post_message(events.Key(key, character))

    async def settle(self) -> None:
        """Wait until nothing is left to be done."""
        for _ in range(3):
            await self.pilot.pause(0)
            await self.app.workers.wait_for_complete()
        await self.pilot.pause(0)

    async def type(self, text: str) -> None:
        """Put words where the cursor is, as a paste does; nothing is entered."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def enter(self, text: str) -> None:
        """Put words where the cursor is and press Enter."""
        await self.type(text)
        await self.press("enter")

    def text(self) -> str:
        """What is on the screen now, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips).rstrip()

    def words(self) -> str:
        """What is on the screen now, on one line with single spaces and without frames."""
        return flat(self.text())

    async def whole(self) -> str:
        """Everything the screen shows, scrolled from its top to its end, line by line."""
        bodies = list(self.app.screen.query(VerticalScroll))
        seen: list[str] = []
        for body in bodies:
            body.scroll_home(animate=False)
        while True:
            await self.settle()
            seen.append(self.text())
            moving = [body for body in bodies if body.scroll_y < body.max_scroll_y]
            if not moving:
                return "\n".join(seen)
            for body in moving:
                body.scroll_relative(y=max(body.size.height // 3, 1), animate=False)

    @property
    def call(self) -> Encounter:
        """The open call."""
        assert self.app.call is not None
        return self.app.call

    @property
    def at(self) -> str:
        """The id of the step on the screen, or the kind of screen."""
        screen = self.app.screen
        if isinstance(screen, QuestionScreen):
            return screen.step.id
        return type(screen).__name__.removesuffix("Screen").lower()

    @property
    def disposition(self) -> str:
        """The id of the disposition the outcome screen shows."""
        screen = self.app.screen
        assert isinstance(screen, OutcomeScreen)
        assert screen.conclusion is not None
        return screen.conclusion.disposition.id

    @property
    def service(self) -> str:
        """The id of the service the outcome screen recommends."""
        screen = self.app.screen
        assert isinstance(screen, OutcomeScreen)
        assert screen.found is not None
        return screen.found.offered[0].service.id

    def lines(self) -> list[str]:
        """The labels of the list on the screen."""
        return [choice.label for choice in self.app.screen.query_one(Choices).choices]

    async def choose(self, words: str) -> None:
        """Go down the list to the line with these words and press Enter."""
        choices = self.app.screen.query_one(Choices)
        place = next(number for number, label in enumerate(self.lines()) if words in label)
        while choices.highlighted != place:
            await self.press("down" if choices.highlighted < place else "up")
        await self.press("enter")


def flat(text: str) -> str:
    """Text on one line with single spaces and without frames and scroll bars."""
    return re.sub(r"\s+", " ", re.sub(r"[│┃┏┓┗┛━▁▔█▊▎▌▐▆▇▅▄▃▂]+", " ", text)).strip()


@asynccontextmanager
async def seated(
    desk: TestDesk, *, mode: str = "telephone", size: tuple[int, int] = (80, 24), **options: Any
) -> AsyncIterator[Seat]:
    """A seat at the app with this desk."""
    app = TriageApp(desk, mode=mode, **options)
    async with app.run_test(size=size) as pilot:
        seat = Seat(app, pilot)
        await seat.settle()
        yield seat


Scene = Callable[[Seat], Awaitable[None]]


@dataclass(frozen=True)
class Stage:
    """Where scenes are played: a pack and a record that stays between them."""

    pack: Path
    data: Path

    def play(
        self,
        scene: Scene,
        *,
        at: tuple[str, Mapping[str, Value], str] | None = None,
        role: str = "call_handler",
        mode: str = "telephone",
        size: tuple[int, int] = (80, 24),
        clock: StillClock | None = None,
        **options: Any,
    ) -> None:
        """Play a scene at the app, at Home or `at` a call: its pathway, its answers, and the step they lead to."""

        async def run() -> None:
            with opened(self.pack, self.data, role, clock) as desk:
                if at is not None:
                    pathway, answers, until = at
                    options["resume"] = answered(desk, pathway, mode, answers, until).id
                async with seated(desk, mode=mode, size=size, **options) as seat:
                    await scene(seat)

        asyncio.run(run())
