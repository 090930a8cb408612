"""The emergency key: one key on every screen, a reason on one more, then the top of the scale."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.desks import FALL, OPENING
from tests.tui.seat import Seat, Stage

Way = Callable[[Seat], Awaitable[None]]


def keys(*pressed: str) -> Way:
    """A way to a screen by its keys."""

    async def go(seat: Seat) -> None:
        await seat.press(*pressed)

    return go


async def _typing(seat: Seat) -> None:
    await seat.type("half a sen")


async def _area(seat: Seat) -> None:
    await seat.enter("Atlantis")


async def _changing(seat: Seat) -> None:
    await seat.press("f7")
    await seat.choose("Age")


async def _drop(seat: Seat) -> None:
    await seat.press("f7")
    await seat.choose("Head injury")
    await seat.press("n")


HIT = {**FALL, "head_hit": "yes", "head_thinner": "yes", "neck_pain": "no"}
QUESTIONS = {
    "a question": ("head_hit", keys()),
    "a checklist with ticks": ("bleeding", keys("1")),
    "a line being typed on": ("complaint", _typing),
    "a number": ("down", keys()),
    "an instruction": ("keep_still", keys()),
    "why": ("head_hit", keys("f4")),
    "a note": ("head_hit", keys("f5")),
    "the answers": ("head_hit", keys("f7")),
    "a change": ("keep_still", _changing),
    "what would fall away": ("keep_still", _drop),
    "help": ("head_hit", keys("f1")),
    "the areas": ("area", _area),
    "the line dropped": ("head_hit", keys("f9")),
    "another pathway": ("head_hit", keys("f10")),
}
OUTCOMES = {
    "the outcome": keys(),
    "why a service is rejected": keys("r"),
    "left-out services": keys("x"),
    "the urgency": keys("v"),
    "the reason for the urgency": keys("v", "1"),
    "closing": keys("c"),
    "the details": keys("d"),
    "one detail": keys("d", "enter"),
    "another pathway": keys("f10"),
}


async def _call_an_emergency(seat: Seat) -> None:
    await seat.press("f2")
    assert "EMERGENCY: what is happening?" in seat.text()
    await seat.press("2")
    assert (seat.at, seat.disposition) == ("outcome", "ambulance_now")
    words = seat.words()
    assert "!!! 999 now" in words
    assert "Why: Danger or violence at the scene" in words
    assert seat.service == "ambulance_999"
    assert seat.call.emergency == "danger"


@pytest.mark.parametrize("where", QUESTIONS)
def test_it_works_on_every_screen_of_a_call(stage: Stage, where: str) -> None:
    step, way = QUESTIONS[where]

    async def scene(seat: Seat) -> None:
        await way(seat)
        await _call_an_emergency(seat)

    stage.play(scene, at=("fall", HIT if step == "keep_still" else FALL, step))


@pytest.mark.parametrize("where", OUTCOMES)
def test_it_works_on_every_screen_of_an_outcome(stage: Stage, where: str) -> None:
    async def scene(seat: Seat) -> None:
        await OUTCOMES[where](seat)
        await _call_an_emergency(seat)

    stage.play(scene, at=("fall", FALL, ""))


@pytest.mark.parametrize("before", [keys(), keys("f5"), keys("f1"), _typing])
def test_it_works_at_home_with_no_call_open(stage: Stage, before: Way) -> None:
    async def scene(seat: Seat) -> None:
        await before(seat)
        await seat.press("f2", "escape")
        assert seat.app.call is None
        await _call_an_emergency(seat)
        assert [call.id for call in seat.app.desk.open_calls()] == ["TEST-0001"]

    stage.play(scene)


def test_it_works_in_the_observations_form(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.type("30")
        await _call_an_emergency(seat)

    stage.play(scene, at=("fall", FALL, "first_set"), role="paramedic", mode="on_scene")


def test_ctrl_e_is_the_same_key(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("ctrl+e", "1")
        assert seat.disposition == "ambulance_now"

    stage.play(scene, at=("fall", FALL, "complaint"))


def test_pressed_twice_it_asks_once(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f2", "f2", "escape")
        assert (seat.at, seat.call.emergency) == ("head_hit", None)

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_it_stands_while_questions_go_on(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f2", "1", "b")
        assert (seat.at, len(seat.call.answers)) == ("head_hit", len(OPENING) + 1), "no answer is taken back for it"
        assert "EMERGENCY key pressed: top of the scale stands" in seat.text()
        assert "Emergency stands." in seat.text()
        await seat.press("n")
        assert seat.at == "down"
        await seat.press("f7", "escape")
        assert (seat.at, seat.disposition) == ("outcome", "ambulance_now")
        await seat.press("b")
        await seat.enter("5")
        await seat.press("1")
        await seat.press("enter", "y", "0")
        assert (seat.at, seat.disposition) == ("outcome", "ambulance_now"), "mild answers do not end it"

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_a_call_handler_cannot_lower_it(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f2", "1", "v")
        assert "less urgent needs a clinician role" in seat.words()
        assert seat.lines() == []
        await seat.press("enter", "1", "escape")
        assert (seat.disposition, seat.call.override) == ("ambulance_now", None)

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_a_clinician_can_with_a_reason_and_a_new_answer_ends_that(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f2", "1", "v")
        await seat.choose("Clinician to ring back")
        await seat.press("enter")
        assert "Words are needed here." in seat.text()
        await seat.enter("Seen and well")
        assert seat.disposition == "clinician_30"
        words = seat.words()
        assert "Lowered by the user: Seen and well" in words
        assert "Why: Not breathing" in words, "what was lowered is still said"
        await seat.press("b", "n", "f7", "escape")
        assert seat.disposition == "ambulance_now"

    stage.play(scene, at=("fall", FALL, "head_hit"), role="paramedic")


def test_it_is_there_after_the_call_is_taken_up_again(stage: Stage) -> None:
    async def press(seat: Seat) -> None:
        await seat.press("f2", "1", "f8")

    async def look(seat: Seat) -> None:
        await seat.choose("TEST-0001")
        assert (seat.at, seat.disposition) == ("outcome", "ambulance_now")

    stage.play(press, at=("fall", FALL, "head_hit"))
    stage.play(look)
