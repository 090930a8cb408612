"""Small terminals, no colour and odd sizes: everything is still there, by scrolling."""

from __future__ import annotations

import pytest

from tests.desks import FALL
from tests.tui.seat import Seat, Stage, flat
from triage_tui.errors import UsageError

SMALL = [(60, 15), (40, 12)]
WOUND = {**FALL, "deep": "yes"}


@pytest.mark.parametrize("size", SMALL)
def test_a_question_can_be_read_and_answered(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        text = seat.text()
        assert "Any worry that someone is harmed?" in text
        assert "F2 EMERGENCY" in text
        assert "> 1 [ ] An adult is hurt by somebody" in text
        await seat.press("down", "down", "down", "down")
        assert "> u Not known" in seat.text(), "the highlighted line is kept in sight"
        await seat.press("up", "up", "space")
        assert "> 3 [x] The carer cannot go on" in seat.text()
        await seat.press("home")
        assert "Any worry that someone is harmed?" in seat.text()
        await seat.press("enter")
        assert seat.call.answers["safeguarding"] == ("carer_strain",)

    stage.play(scene, at=("fall", FALL, "safeguarding"), size=size)


@pytest.mark.parametrize("size", SMALL)
def test_words_to_say_push_no_answer_out_of_reach(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        words = flat(await seat.whole())
        assert "Is the cut deep?" in words
        assert "Say: Can you see far into your" in words
        for answer in ("y Yes, deep", "n No", "3 Only a graze", "u Not known"):
            assert answer in words

    stage.play(scene, at=("wound", WOUND, "deep"), size=size)


@pytest.mark.parametrize("size", SMALL)
def test_the_outcome_can_be_read_to_its_end_with_page_down(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        seen = seat.text()
        assert "PageDown more" in flat(seen)
        for _ in range(12):
            await seat.press("pagedown")
            seen += "\n" + seat.text()
        assert "PageDown more" not in flat(seat.text())
        words = flat(seen)
        for expected in ("- Home care", "Why: Nothing found needs more.", "NHS 111", "Call 999 if:", "- You faint"):
            assert expected in words

    stage.play(scene, at=("fall", FALL, ""), size=size)


@pytest.mark.parametrize("size", SMALL)
def test_observations_show_ranges_and_points(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        assert "from 40 to 100 %" in flat(await seat.whole())
        for typed in ("25", "90", "1", "37.0"):
            await seat.type(typed)
            await seat.press("down")
        words = flat(await seat.whole())
        assert "3 points" in words
        assert "Small score 6: high" in words

    stage.play(scene, at=("fall", FALL, "first_set"), size=size, role="paramedic", mode="on_scene")


@pytest.mark.usefixtures("painted")
@pytest.mark.parametrize("step", ["home", "safeguarding", "down", ""])
def test_no_size_crashes(stage: Stage, step: str) -> None:
    async def scene(seat: Seat) -> None:
        for size in [(20, 5), (8, 3), (1, 1), (200, 60)]:
            await seat.pilot.resize_terminal(*size)
            await seat.press("f2", "escape", "f1", "escape", "down", "pagedown")
        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
        assert "F2 EMERGENCY" in seat.text()

    stage.play(scene, at=None if step == "home" else ("fall", FALL, step))


def test_without_colour_nothing_is_coloured_and_nothing_is_missing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene(seat: Seat) -> None:
        assert seat.app.theme == "ansi-dark"
        assert "> y Yes" in seat.text(), "the highlighted answer is marked by a character"
        await seat.press("f2", "1")
        assert "!!!  999 now" in seat.text(), "urgency is a word and a symbol"

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_the_theme_follows_a_setting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_THEME", "triage-light")

    async def scene(seat: Seat) -> None:
        assert seat.app.theme == "triage-light"

    stage.play(scene)


def test_a_theme_that_does_not_exist_is_named(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_THEME", "zebra")

    async def scene(seat: Seat) -> None:
        pytest.fail("it opened")

    with pytest.raises(UsageError, match="zebra") as caught:
        stage.play(scene)
    assert "triage-light" in caught.value.hint


def test_nothing_moves_by_itself(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert seat.app.animation_level == "none"

    stage.play(scene)
