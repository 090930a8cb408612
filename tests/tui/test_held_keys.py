"""A held key, a second press or a key typed ahead answers no question that nobody has read."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from tests.desks import FALL, OPENING
from tests.tui.seat import Seat, Stage
from triage_tui.record.encounter import Encounter
from triage_tui.tui.app import TriageApp
from triage_tui.tui.screens.question import QuestionScreen
from triage_tui.walk.plan import NOT_KNOWN

pytestmark = pytest.mark.usefixtures("patient")
HIT = {**FALL, "head_hit": "yes", "head_thinner": "no"}


async def hold(seat: Seat, key: str, seconds: float = 1.0, every: float = 0.033) -> None:
    """Hold a key down as a keyboard repeats it, on a clock of its own."""
    await asyncio.sleep(TriageApp.SETTLE_SECONDS)
    first = time.monotonic()
    for count in range(int(seconds / every)):
        event = events.Key(key, key if len(key) == 1 else None)
        event.time = first + count * every
        seat.app.post_message(event)
        await seat.settle()
        if isinstance(seat.app.screen, QuestionScreen):
            seat.app.screen.shown_at = min(seat.app.screen.shown_at, event.time)


@pytest.mark.parametrize(("key", "step"), [("y", "head_hit"), ("u", "head_hit"), ("f3", "head_hit"), ("1", "caller")])
def test_a_held_key_answers_one_question(stage: Stage, key: str, step: str) -> None:
    async def scene(seat: Seat) -> None:
        before = len(seat.call.answers)
        await hold(seat, key)
        assert len(seat.call.answers) == before + 1

    stage.play(scene, at=("fall", FALL, step))


def test_a_held_enter_does_not_run_through_lines_to_type_on(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await hold(seat, "enter")
        assert seat.call.answers == {"place": NOT_KNOWN}

    stage.play(scene, at=("fall", OPENING, "place"))


def test_a_held_enter_does_not_accept_a_set_that_is_not_measured(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await hold(seat, "enter")
        assert seat.at == "first_set"

    stage.play(scene, at=("fall", FALL, "first_set"), role="paramedic", mode="on_scene")


def test_enter_twice_at_once_skips_a_row_of_observations(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for key in ("1", "6", "enter", "enter", "1", "enter", "3", "7"):
            seat.send(key)
        await seat.settle()
        assert [field.value for field in seat.app.screen.query(Input) if field.has_class("compact")] == [
            "16",
            "",
            "1",
            "37",
        ]

    stage.play(scene, at=("fall", FALL, "first_set"), role="paramedic", mode="on_scene")


def test_a_held_digit_ticks_once_and_holding_back_goes_back_once(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await hold(seat, "3")
        assert "3 [x] A slow ooze" in seat.text()
        before = len(seat.call.answers)
        await hold(seat, "b")
        assert len(seat.call.answers) == before - 1

    stage.play(scene, at=("fall", FALL, "bleeding"))


def test_a_held_letter_is_typed_and_held_arrows_and_backspace_work(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await hold(seat, "x", 0.3)
        field = seat.app.screen.query_one(Input)
        assert field.value == "x" * 9
        await hold(seat, "backspace", 0.2)
        assert field.value == "x" * 3

    stage.play(scene, at=("fall", OPENING, "place"))


def test_the_same_answer_twice_at_a_fast_pace_counts_twice(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await hold(seat, "n", 0.8, every=0.25)
        assert (seat.call.answers["neck_pain"], seat.call.answers["head_thinner"]) == ("no", "no")

    stage.play(scene, at=("fall", {**FALL, "head_hit": "yes"}, "head_thinner"))


def test_keys_typed_ahead_of_a_slow_disk_answer_nothing_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(seat: Seat) -> None:
        desk = seat.app.desk
        record = desk.record

        def slowly(*arguments: Any, **payload: Any) -> Encounter:
            time.sleep(0.3)
            return record(*arguments, **payload)

        monkeypatch.setattr(desk, "record", slowly)
        await asyncio.sleep(TriageApp.SETTLE_SECONDS)
        before = set(seat.call.answers)
        for key in ("n", "y", "1", "u"):
            seat.send(key)
            await asyncio.sleep(0.02)
        await seat.settle()
        assert set(seat.call.answers) - before == {"neck_pain"}
        assert seat.at == "down"

    stage.play(scene, at=("fall", HIT, "neck_pain"))


def test_a_second_enter_does_not_give_the_words_to_the_next_question(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TriageApp, "HELD_SECONDS", 0.0)

    async def scene(seat: Seat) -> None:
        await seat.type("1 High Street")
        await asyncio.sleep(TriageApp.SETTLE_SECONDS)
        seat.send("enter")
        seat.send("enter")
        await seat.settle()
        assert seat.call.answers == {"place": "1 High Street"}

    stage.play(scene, at=("fall", OPENING, "place"))


def test_a_second_enter_does_not_give_the_set_to_the_next_set(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TriageApp, "HELD_SECONDS", 0.0)

    async def scene(seat: Seat) -> None:
        for typed in ("16", "97", "1"):
            await seat.enter(typed)
        await seat.type("37.0")
        await asyncio.sleep(TriageApp.SETTLE_SECONDS)
        seat.send("enter")
        seat.send("enter")
        await seat.settle()
        assert seat.at == "second_set"

    stage.play(scene, at=("fall", FALL, "first_set"), role="paramedic", mode="on_scene")
