"""The observations form: scored as it is typed, never low while incomplete, refused when implausible."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.desks import FALL, SHIPPED
from tests.tui.seat import SIZES, Scene, Seat, Stage
from triage_tui.walk.plan import NOT_KNOWN, Value

FIRST: Mapping[str, Value] = {**FALL, "first_set": {"breaths": "16", "saturation": "98", "temperature": "37.0"}}


def paramedic(
    stage: Stage, scene: Scene, answers: Mapping[str, Value] = FALL, step: str = "first_set", role: str = "paramedic"
) -> None:
    """Play a scene on scene, at a set of observations."""
    stage.play(scene, at=("fall", answers, step), role=role, mode="on_scene")


@pytest.mark.parametrize("size", SIZES)
def test_news2_is_scored_as_it_is_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        assert "NEWS2 INCOMPLETE: between 0 and 20." in seat.words()
        await seat.type("2")
        assert "Breaths 2 per minute 3 points" in seat.words(), "two breaths a minute, so far"
        await seat.enter("5")
        assert "Breaths 25 per minute 3 points" in seat.words()
        await seat.enter("94")
        assert "Oxygen saturation 94 % 1 point" in seat.words()
        for typed in ("", "air", "120", "95", "alert"):
            await seat.enter(typed)
        words = seat.words()
        assert "Consciousness (ACVPU) alert Alert 0 points" in words
        assert "NEWS2 INCOMPLETE: between 5 and 8. Not measured: Temperature" in words
        await seat.type("37.0")
        assert "NEWS2 5: medium" in seat.words()
        await seat.press("enter")
        assert seat.call.answers["vital_signs"] == {
            "respirations": "25",
            "spo2": "94",
            "spo2_scale": NOT_KNOWN,
            "oxygen": "air",
            "systolic": "120",
            "pulse": "95",
            "consciousness": "alert",
            "temperature": "37.0",
        }
        assert seat.at != "vital_signs"

    stage = Stage(SHIPPED, tmp_path / "data")
    stage.play(scene, at=("see_and_treat", {}, "vital_signs"), role="paramedic", mode="on_scene", size=size)


def test_what_is_not_measured_is_said_and_must_be_accepted(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ("16", "-", "", ""):
            await seat.enter(typed)
        assert seat.at == "first_set"
        words = seat.words()
        assert "Not measured: Oxygen saturation, Temperature. Enter again to accept, or fill them in." in words
        assert "Small score INCOMPLETE: between 0 and 6" in words
        assert "low" not in words.split("INCOMPLETE")[1], "an incomplete total is never low"
        await seat.press("up", "up")
        await seat.enter("97")
        await seat.press("enter", "enter")
        assert seat.at == "first_set", "it is asked again: what is missing changed"
        await seat.press("enter")
        assert seat.at == "second_set"
        assert seat.call.answers["first_set"] == {
            "breaths": "16",
            "saturation": "97",
            "oxygen_scale": NOT_KNOWN,
            "temperature": NOT_KNOWN,
        }

    paramedic(stage, scene)


def test_an_implausible_value_is_refused_with_its_range(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ("90", "97", "1", "37.0"):
            await seat.enter(typed)
        words = seat.words()
        assert "! from 0 to 80 per minute" in words
        assert "Breaths: outside the plausible range; from 0 to 80 per minute" in words
        assert "Small score INCOMPLETE" in words
        assert (seat.at, "first_set" in seat.call.answers) == ("first_set", False)
        field = seat.app.screen.focused
        assert isinstance(field, Input)
        assert field.value == "90", "the wrong row is where typing goes on"
        assert "> Breaths" in words
        field.value = "9o"
        await seat.press("enter")
        assert "Breaths: this is not a number I can read" in seat.words()
        field.value = "9"
        await seat.press("enter")
        assert seat.at == "second_set"

    paramedic(stage, scene)


def test_every_value_given_makes_a_band(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ("25", "97", "1", "37.0"):
            await seat.type(typed)
            await seat.press("down")
        assert "Small score 3: low medium (One value scores 3.)" in seat.words()

    paramedic(stage, scene)


@pytest.mark.parametrize(
    ("typed", "value"), [("c", "new_confusion"), ("N", "new_confusion"), ("v", "voice"), ("P", "pain")]
)
def test_consciousness_takes_the_letters_of_acvpu(tmp_path: Path, typed: str, value: str) -> None:
    async def scene(seat: Seat) -> None:
        for text in ("16", "97", "", "a", "120", "80", typed):
            await seat.enter(text)
        await seat.enter("37.0")
        answer = seat.call.answers["vital_signs"]
        assert isinstance(answer, dict)
        assert (answer["oxygen"], answer["consciousness"]) == ("air", value)

    stage = Stage(SHIPPED, tmp_path / "data")
    stage.play(scene, at=("see_and_treat", {}, "vital_signs"), role="paramedic", mode="on_scene")


def test_a_coma_scale_takes_points(tmp_path: Path) -> None:
    async def scene(seat: Seat) -> None:
        for text in ("16", "97", "", "air", "120", "80", "voice", "37.0"):
            await seat.enter(text)
        assert "4 On their own 3 To a voice 2 To pressure 1 Not at all" in seat.words()
        for points in ("3", "5"):
            await seat.enter(points)
        await seat.type("6")
        assert "Glasgow Coma Scale 14" in seat.words()
        await seat.press("enter")
        assert seat.call.answers["coma_scale"] == {"eyes": "sound", "verbal": "orientated", "motor": "obeys"}

    stage = Stage(SHIPPED, tmp_path / "data")
    stage.play(scene, at=("see_and_treat", {}, "vital_signs"), role="paramedic", mode="on_scene")


def test_the_second_scale_is_for_a_clinician_who_confirms_it(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ("16", "90", "2"):
            await seat.enter(typed)
        assert "Oxygen saturation 90 % 0 points" in seat.words()
        await seat.enter("37.0")
        assert "A clinician confirms" in seat.words()
        assert "Oxygen scale: Scale 2" in seat.words()
        await seat.press("enter")
        assert (seat.at, "first_set" in seat.call.answers) == ("first_set", False), "Enter alone is no"
        await seat.press("enter", "y")
        assert seat.at == "second_set"
        answer = seat.call.answers["first_set"]
        assert isinstance(answer, dict)
        assert answer["oxygen_scale"] == "scale_2"

    paramedic(stage, scene)


def test_nobody_else_can_choose_the_second_scale(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ("16", "90", "2", "37.0"):
            await seat.enter(typed)
        assert "Oxygen scale: Scale 2 can only be chosen by a clinician." in seat.words()
        assert (seat.at, "first_set" in seat.call.answers) == ("first_set", False)

    paramedic(stage, scene, role="call_handler")


def test_a_second_set_is_compared_with_the_first(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ("25", "94", "1"):
            await seat.enter(typed)
        words = seat.words()
        assert "Breaths 25 per minute 3 points first 16" in words
        assert "Oxygen saturation 94 % 1 point first 98" in words
        assert "Oxygen scale 1 Scale 1 first not measured" in words

    paramedic(stage, scene, FIRST, "second_set")


def test_f3_says_that_nothing_could_be_measured_but_not_over_what_is_typed(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.enter("16")
        await seat.press("f3")
        assert (seat.at, "first_set" in seat.call.answers) == ("first_set", False)
        assert "Values are typed." in seat.words()
        await seat.press("up", "backspace", "backspace", "f3")
        assert (seat.at, seat.call.answers["first_set"]) == ("second_set", NOT_KNOWN)
        assert "AT LEAST ! Clinician 30 min: no observations could be taken" in seat.text()

    paramedic(stage, scene)


def test_a_set_is_changed_with_its_values_in_place(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        await seat.choose("Observations")
        values = [field.value for field in seat.app.screen.query(Input) if field.has_class("compact")]
        assert values == ["16", "98", "", "37.0"]
        await seat.press("escape")
        assert seat.at == "second_set"

    paramedic(stage, scene, FIRST, "second_set")
