"""Nothing is lost: park, take another call, quit and start again, lose the line."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.desks import FALL, OPENING
from tests.tui.seat import Seat, Stage
from triage_tui.record.encounter import Encounter, Kind

HIT = {**FALL, "head_hit": "yes", "head_thinner": "yes"}


def test_park_take_another_and_come_back_to_the_same_question(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        first = seat.call
        await seat.press("p")
        assert seat.at == "home"
        await seat.type("unwell")
        await seat.press("enter")
        await seat.enter("Elsewhere")
        await seat.press("f8")
        assert [call.status for call in seat.app.desk.open_calls()] == ["parked", "parked"]
        await seat.choose(first.id)
        assert (seat.at, seat.call.state.key()) == ("neck_pain", first.state.key())
        assert "AT LEAST !! A&E in 1 hour" in seat.text()
        await seat.press("f8")
        await seat.choose("TEST-0002")
        assert (seat.at, seat.call.answers["place"]) == ("call_back", "Elsewhere")

    stage.play(scene, at=("fall", HIT, "neck_pain"))


@pytest.mark.parametrize("step", ["neck_pain", "down", "keep_still", "bleeding", ""])
def test_quit_and_start_again_at_the_same_question(stage: Stage, step: str) -> None:
    left: list[Encounter] = []

    async def leave(seat: Seat) -> None:
        left.append(seat.call)

    async def come_back(seat: Seat) -> None:
        await seat.choose("TEST-0001")
        assert seat.at == (step or "outcome")
        assert seat.call == left[0]

    stage.play(leave, at=("fall", {**HIT, "neck_pain": "no"}, step))
    stage.play(come_back)


def test_the_line_drops(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f9")
        words = seat.words()
        assert "The call will be kept with the safe interim outcome: !! Emergency department within 1 hour" in words
        await seat.press("n")
        assert (seat.at, seat.call.status) == ("neck_pain", "open")
        await seat.press("f9", "y")
        assert (seat.at, seat.disposition, seat.call.status) == ("outcome", "hospital_1h", "cut_off")
        words = seat.words()
        assert "Call broke off" in words
        assert "At least this: head injury on a blood thinner" in words
        await seat.press("b")
        assert (seat.at, seat.call.status) == ("neck_pain", "open"), "they rang back"
        await seat.press("f9", "y", "c", "y")
        assert seat.at == "home"
        assert seat.app.desk.open_calls() == ()

    stage.play(scene, at=("fall", HIT, "neck_pain"))


def test_before_any_floor_the_interim_outcome_is_the_pathways_and_the_steps(stage: Stage) -> None:
    async def early(seat: Seat) -> None:
        await seat.press("f9", "y")
        assert seat.disposition == "ambulance_now", "nobody knows yet whether they are awake"

    async def later(seat: Seat) -> None:
        await seat.press("f9", "y")
        assert seat.disposition == "clinician_30"

    stage.play(early, at=("fall", OPENING, "awake"))
    stage.play(later, at=("fall", FALL, "head_hit"))


def test_a_call_that_broke_off_is_taken_up_where_it_was(stage: Stage) -> None:
    async def drop(seat: Seat) -> None:
        await seat.press("f9", "y")

    async def take_up(seat: Seat) -> None:
        assert "broke off" in seat.text()
        await seat.choose("TEST-0001")
        assert (seat.at, seat.call.status) == ("head_hit", "open")

    stage.play(drop, at=("fall", FALL, "head_hit"))
    stage.play(take_up)


def test_an_answer_and_an_emergency_at_once_are_both_kept(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(seat: Seat) -> None:
        desk = seat.app.desk
        record = desk.record

        def slowly(*arguments: Any, **payload: Any) -> Encounter:
            time.sleep(0.1)
            return record(*arguments, **payload)

        monkeypatch.setattr(desk, "record", slowly)
        await seat.press("f5")
        await seat.type("a note")
        ends = ("question", "outcome")  # on a slow machine the outcome is there before the question is seen again
        for key, then in (("enter", ("question",)), ("y", ("question",)), ("f2", ("list",)), ("1", ends)):
            seat.send(key)
            while not any(name in type(seat.app.screen).__name__.lower() for name in then):
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.01)
        await seat.settle()
        kinds = [event.kind for event in desk.store.events(seat.call.id)][-3:]
        assert sorted(kinds) == [Kind.ANSWERED, Kind.EMERGENCY, Kind.NOTED]
        assert desk.load(seat.call.id) == seat.call, "what is shown is what is kept"
        assert (seat.at, seat.disposition) == ("outcome", "ambulance_now")

    stage.play(scene, at=("fall", FALL, "head_hit"))
