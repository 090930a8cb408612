"""Home: the right pathway from a few letters, who is at the desk, and what is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import OPENING, SHIPPED
from tests.tui.seat import SIZES, Seat, Stage
from triage_tui.tui.widgets.choices import Choices


@pytest.mark.parametrize("size", SIZES)
def test_role_mode_and_review_state_are_in_sight(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        text = seat.text()
        assert "Call handler (F5)" in text
        assert "telephone (F4)" in text
        assert "Test content only. Not for use with patients." in text
        assert text.count("draft, review due 2027-06-30") == 3
        assert "F2 EMERGENCY" in text

    stage.play(scene, size=size)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("wou", "Wound"), ("fallen", "Fall"), ("falen", "Fall"), ("WUOND", "Wound"), ("graz", "Wound"), ("ill", "Unwell")],
)
def test_a_few_letters_find_a_pathway_in_spite_of_a_typo(stage: Stage, typed: str, first: str) -> None:
    async def scene(seat: Seat) -> None:
        await seat.type(typed)
        assert seat.lines()[0].startswith(first)
        await seat.press("enter")
        assert f"{first} > Where they are" in seat.text()

    stage.play(scene)


def test_letters_that_match_nothing_open_nothing(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.type("zzzzz")
        assert "No pathway matches" in seat.text()
        await seat.press("enter")
        assert (seat.at, seat.app.call) == ("home", None)

    stage.play(scene)


def test_arrows_choose(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("down", "down", "down", "up", "enter")
        assert seat.call.pathway == "unwell"

    stage.play(scene)


def test_the_role_and_then_the_mode_are_changed(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f4")
        assert "telephone (F4)" in seat.text(), "a call handler has no other mode"
        await seat.press("f5")
        assert seat.lines() == ["Call handler", "Paramedic"]
        await seat.press("2")
        assert "Paramedic (F5)" in seat.text()
        await seat.press("f4")
        assert "on scene (F4)" in seat.text()
        await seat.type("fall")
        await seat.press("enter")
        assert (seat.at, seat.call.role, seat.call.mode) == ("awake", "paramedic", "on_scene")
        assert "on scene, Paramedic" in seat.text()

    stage.play(scene)


def test_a_role_without_the_mode_takes_its_own(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert "on scene (F4)" in seat.text()
        await seat.press("f5", "1")
        assert "telephone (F4)" in seat.text()
        await seat.press("f5", "escape")
        assert "Call handler (F5)" in seat.text()

    stage.play(scene, role="paramedic", mode="on_scene")


def test_open_calls_are_listed_and_taken_up(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f8")
        text = seat.words()
        assert "Open calls" in text
        assert "TEST-0001 Fall (parked, begun 10:00 GMT)" in text
        await seat.choose("TEST-0001")
        assert (seat.at, seat.call.status) == ("head_hit", "open")

    stage.play(scene, at=("fall", {**OPENING, "bleeding": ()}, "head_hit"))


def test_a_second_enter_does_not_open_a_second_call(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.type("wound")
        seat.send("enter")
        seat.send("enter")
        await seat.settle()
        assert seat.call.pathway == "wound"
        assert len(seat.app.desk.open_calls()) == 1

    stage.play(scene)


def test_a_click_opens_a_pathway(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.pilot.click(Choices, offset=(5, 1))
        await seat.settle()
        assert seat.call.pathway == "unwell"

    stage.play(scene)


def test_f1_shows_the_keys_of_this_screen_and_closes_them_again(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f1")
        text = seat.words()
        assert "F2 Emergency" in text
        assert "F5 Who is at the desk" in text
        await seat.press("f1")
        assert seat.at == "home"

    stage.play(scene)


def test_f10_leaves(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        seat.send("f10")
        await seat.pilot.pause()
        assert not seat.app.is_running

    stage.play(scene)


def test_the_beginning_of_a_title_comes_first(tmp_path: Path) -> None:
    async def scene(seat: Seat) -> None:
        await seat.type("see")
        assert seat.lines()[0].startswith("See and treat"), "not the pathway that is found by the word seeing"

    Stage(SHIPPED, tmp_path / "data").play(scene, role="paramedic", mode="on_scene")
