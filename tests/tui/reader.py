"""Someone who goes through the app and remembers everything that was on any screen."""

from __future__ import annotations

from collections.abc import Mapping

from tests.desks import answered
from tests.hostile import squeezed
from tests.tui.seat import Seat
from triage_tui.tui.screens.question import QuestionScreen
from triage_tui.walk.plan import NOT_KNOWN, Step, Value

ROLES = {"telephone": "call_handler", "on_scene": "paramedic"}


class Reader:
    """Reads screens without white space and frames, so that wrapping does not matter."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.seen: list[str] = []

    def has_seen(self, text: str) -> bool:
        """Whether a text was on a screen, as it is written."""
        wanted = squeezed(text)
        return any(wanted in screen for screen in self.seen)

    async def at(self, pathway: str, answers: Mapping[str, Value], until: str = "", mode: str = "telephone") -> None:
        """Take up a call that stands at a step, or at its end, and read it."""
        desk = self.seat.app.desk
        desk.role = ROLES[mode]
        await self.seat.app.take_up(answered(desk, pathway, mode, answers, until).id)
        await self.read()

    async def read(self, *keys: str) -> None:
        """Press keys, then read the whole screen, or the dialog on it."""
        await self.seat.press(*keys)
        screen = await self.seat.whole()
        dialog = [line for line in screen.splitlines() if line.count("┃") >= 2]
        framed = "\n".join(line[line.index("┃") : line.rindex("┃")] for line in dialog)
        self.seen.append(squeezed(framed or screen))

    async def look(self, *keys: str) -> None:
        """Read what each key opens, and leave it again."""
        for key in keys:
            await self.read(key)
            await self.seat.press("escape")

    async def questions(self, answers: Mapping[str, Value]) -> None:
        """Read every question, and why it is asked, and answer it."""
        while isinstance(screen := self.seat.app.screen, QuestionScreen):
            await self.read()
            if screen.step.why:
                await self.look("f4")
            await self._answer(screen.step, answers[screen.step.id])

    async def _answer(self, step: Step, value: Value) -> None:
        places = {option.id: str(place) for place, option in enumerate(step.options, 1)}
        if value == NOT_KNOWN:
            await self.seat.press("f3")
        elif value == ():
            await self.seat.press("0")
        elif isinstance(value, tuple):
            await self.seat.press(*(places[item] for item in value), "enter")
        elif value in places:
            await self.seat.press(places[str(value)])
        else:
            await self.seat.enter(str(value))

    async def observations(self, *typed: str) -> None:
        """Type a set of observations, reading after every value."""
        for text in typed:
            await self.seat.type(text)
            await self.read("down")
        await self.seat.press("up")

    async def outcome(self) -> None:
        """Read the outcome and everything that can be opened from it."""
        await self.read()
        await self.look("x", "r", "v", "f10", "c", "d", "f7", "i", "l")
