"""A call by keyboard alone: every kind of step, and the keys that are always there."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from textual.widgets import Input

from tests.desks import FALL, OPENING, StillClock
from tests.tui.seat import SIZES, Seat, Stage
from triage_tui.walk.plan import NOT_KNOWN, Value

WOUND: Mapping[str, Value] = {**OPENING, "deep": "yes", "glass": "no", "how_long": "2", "press": "done"}


@pytest.mark.parametrize("size", SIZES)
def test_a_telephone_call_from_home_to_closing_by_keyboard_alone(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        await seat.type("fall")
        await seat.press("enter")
        await seat.enter("1 High Street")
        await seat.enter("01632 960100")
        await seat.press("2", "y")
        await seat.enter("80")
        await seat.press("2")
        await seat.enter("Westford")
        await seat.enter("Fell in the kitchen")
        await seat.press("y", "0", "1", "enter", "3", "enter", "y", "u", "n")
        await seat.enter("1h 15")
        await seat.press("1")
        await seat.enter("Nothing more")
        await seat.press("y", "0")
        assert seat.call.answers == {
            "place": "1 High Street",
            "call_back": "01632 960100",
            "caller": "with_them",
            "awake": "yes",
            "age": "80",
            "sex": "male",
            "area": "Westford",
            "complaint": "Fell in the kitchen",
            "scene_safe": "yes",
            "access_needs": (),
            "alerts": ("care_plan",),
            "bleeding": ("ooze",),
            "head_hit": "yes",
            "head_thinner": NOT_KNOWN,
            "neck_pain": "no",
            "down": "1h 15",
            "keep_still": "done",
            "more": "Nothing more",
            "safe_to_talk": "yes",
            "safeguarding": (),
        }
        assert seat.at == "outcome"
        assert seat.disposition == "clinician_30", "the floor is more urgent than the visit"
        await seat.press("c", "y")
        assert (seat.at, seat.app.call) == ("home", None)
        assert seat.app.desk.open_calls() == ()
        assert "TEST-0001" not in seat.text()

    stage.play(scene, size=size)


def test_what_stands_and_what_can_still_happen_is_always_in_sight(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        text = seat.text()
        assert "00:00  Fall > Blood thinner" in text
        assert "No floor yet" in text
        assert "7 questions to come" in text
        assert "can end: A&E in 1 hour ... Visit in 2 hours" in text
        await seat.press("y")
        text = seat.text()
        assert "AT LEAST !! A&E in 1 hour: head injury on a blood thinner" in text
        assert "Fall > Neck pain" in text
        assert "6 questions to come" in text
        assert "can end: A&E in 1 hour\n" in text

    stage.play(scene, at=("fall", {**FALL, "head_hit": "yes"}, "head_thinner"))


def test_the_elapsed_time_goes_on(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        clock.move(minutes=61, seconds=1)
        await seat.press("f4", "escape", "n")
        assert seat.text().startswith(" 1:01:01  Fall > Time on the floor")

    clock = StillClock()
    stage.play(scene, at=("fall", FALL, "head_hit"), clock=clock)


def test_letters_digits_arrows_and_clicks_answer(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for keys, answer in [("y", "yes"), ("1", "yes"), ("n", "no"), ("2", "no"), ("u", NOT_KNOWN), ("3", None)]:
            await seat.press(*keys)
            assert seat.call.answers.get("head_hit") == answer
            if answer is not None:
                await seat.press("f6")
        await seat.press("up", "enter")  # from not known, which was taken back and stands ready
        assert seat.call.answers["head_hit"] == "no"
        await seat.press("f6")
        await seat.pilot.click("#answers", offset=(4, 1))
        await seat.settle()
        assert seat.call.answers["head_hit"] == "no"

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_f3_is_not_known_for_every_kind_that_has_it(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for step in ("bleeding", "head_hit", "head_thinner", "neck_pain", "down"):
            assert seat.at == step
            assert "F3 not known" in seat.text()
            await seat.press("f3")
            assert seat.call.answers[step] == NOT_KNOWN
        assert "F3 not known" not in seat.text(), "an instruction is done or not done"
        await seat.press("1")
        assert seat.at == "more"
        await seat.press("f3")
        assert seat.call.answers["more"] == NOT_KNOWN

    stage.play(scene, at=("fall", FALL, "bleeding"))


def test_a_checklist_with_nothing_ticked_is_not_answered_by_enter(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert "0 None of these" in seat.text()
        await seat.press("enter")
        assert seat.at == "bleeding"
        assert "Nothing is ticked. Press 0 for none of these, or u for not known." in seat.text()
        await seat.press("0")
        assert (seat.call.answers["bleeding"], seat.at) == ((), "head_hit")

    stage.play(scene, at=("fall", FALL, "bleeding"))


def test_ticks_are_shown_can_be_taken_back_and_all_count(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("3", "2", "1", "1", "down", "space", "space")
        assert "1 [ ] Blood is pouring" in seat.text()
        assert "2 [x] Blood soaks through a pad" in seat.text()
        assert "3 [x] A slow ooze" in seat.text()
        await seat.press("enter")
        assert seat.call.answers["bleeding"] == ("soaked", "ooze")
        assert "AT LEAST !! A&E in 1 hour: bleeding that does not stop" in seat.text()

    stage.play(scene, at=("fall", FALL, "bleeding"))


def test_what_is_no_number_or_out_of_range_is_refused_with_the_range(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        field = seat.app.screen.query_one(Input)
        assert "from 0 to 10080 minutes" in seat.text()
        for typed in ["99999", "-5", "ten", "1.5", "2 weeks", "１０", "0x10", "1e3", "NaN"]:
            field.value = typed
            await seat.press("enter")
            assert (seat.at, "down" in seat.call.answers) == ("down", False), typed
            assert seat.text().count("from 0 to 10080 minutes") == 2, "the error repeats the range"
        field.value = ""
        await seat.press("enter")
        assert seat.at == "down"
        assert "Type a number, or F3 for not known." in seat.text()

    stage.play(scene, at=("fall", FALL, "down"))


def test_a_time_may_be_typed_as_people_say_it(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for typed in ["75", "1h 15", "2 days", "1 week"]:
            await seat.enter(typed)
            assert (seat.call.answers["down"], seat.at) == (typed, "keep_still")
            await seat.press("f6")

    stage.play(scene, at=("fall", FALL, "down"))


@pytest.mark.parametrize(("key", "answer"), [("1", "done"), ("enter", "done"), ("2", "not_done")])
def test_an_instruction_is_acknowledged(stage: Stage, key: str, answer: str) -> None:
    async def scene(seat: Seat) -> None:
        assert "DO NOW: Start chest compressions." in seat.text()
        assert "Say: Push hard and fast." in seat.text()
        await seat.press("f3", "u")
        assert seat.at == "start_cpr", "not known is no acknowledgement"
        await seat.press(key)
        assert str(seat.call.answers["start_cpr"]).replace(" ", "_") == answer
        assert (seat.at, seat.disposition) == ("outcome", "ambulance_now")

    stage.play(scene, at=("fall", {**OPENING, "awake": "no"}, "start_cpr"))


@pytest.mark.parametrize("key", ["0", "u", "f3"])
def test_what_is_ticked_is_not_wiped_out_by_another_answer(stage: Stage, key: str) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("3", key)
        assert "Something is ticked: Enter confirms it." in seat.text()
        assert (seat.at, "bleeding" in seat.call.answers) == ("bleeding", False)
        await seat.press("3", key)
        assert seat.at == "head_hit"

    stage.play(scene, at=("fall", FALL, "bleeding"))


def test_a_key_that_is_no_answer_says_so(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("9")
        assert "9 is no answer here." in seat.text()
        await seat.press("w", "escape")
        assert "w is no answer here." not in seat.text()
        await seat.press("n")
        assert (seat.at, "is no answer" in seat.text()) == ("down", False)

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_words_an_area_the_directory_does_not_know_bring_its_list(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.enter("Atlantis")
        assert '"Atlantis" is not a place in this directory' in seat.words()
        assert seat.lines() == ["Westshire", "England"]
        await seat.press("escape")
        assert (seat.at, "area" in seat.call.answers) == ("area", False)
        await seat.press("enter", "1")
        assert (seat.call.answers["area"], seat.at) == ("Westshire", "complaint")

    stage.play(scene, at=("fall", FALL, "area"))


def test_the_words_to_say_fit_who_is_calling(stage: Stage) -> None:
    async def about_self(seat: Seat) -> None:
        assert "Say: Can you see far into your cut?" in seat.text()

    async def about_another(seat: Seat) -> None:
        assert "Say: Can you see far into their cut?" in seat.text()

    stage.play(about_self, at=("wound", WOUND, "deep"))
    stage.play(about_another, at=("wound", {**WOUND, "caller": "with_them"}, "deep"))


def test_on_scene_the_look_wording_stands_alone(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        text = seat.text()
        assert "Look into the cut. Is it deep?" in text
        assert "Say:" not in text
        assert "Is the cut deep?" not in text

    stage.play(scene, at=("wound", WOUND, "deep"), role="paramedic", mode="on_scene")


def test_why_says_the_reason_the_source_and_the_place_in_the_file(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        for key in ("f4", "w"):
            await seat.press(key)
            text = seat.words()
            assert "A deep cut may need closing." in text
            assert "Source: Wounds, a made-up source" in text
            assert "wound.yaml, line 14" in text
            await seat.press("enter")
            assert seat.at == "deep"

    stage.play(scene, at=("wound", WOUND, "deep"))


@pytest.mark.parametrize("key", ["f5", "t"])
def test_a_note_is_kept_with_its_step(stage: Stage, key: str) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press(key)
        await seat.enter("Neighbour is there [GP]")
        await seat.press(key, "escape")
        assert [(note.step, note.text) for note in seat.call.notes] == [("head_hit", "Neighbour is there [GP]")]
        assert seat.at == "head_hit"

    stage.play(scene, at=("fall", FALL, "head_hit"))


@pytest.mark.parametrize("key", ["f6", "b"])
def test_back_takes_one_answer_back(stage: Stage, key: str) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press(key)
        assert (seat.at, "head_thinner" in seat.call.answers) == ("head_thinner", False)
        await seat.press(key)
        assert (seat.at, "head_hit" in seat.call.answers) == ("head_hit", False)
        await seat.press("n")
        assert seat.at == "down"

    answers = {**FALL, "head_hit": "yes", "head_thinner": "no"}
    stage.play(scene, at=("fall", answers, "neck_pain"))


def test_what_was_taken_back_stands_ready_to_be_given_again(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("3", "2", "enter", "b")
        assert (seat.at, "bleeding" in seat.call.answers) == ("bleeding", False)
        assert "2 [x]" in seat.text()
        assert "3 [x]" in seat.text()
        await seat.press("enter")
        assert seat.call.answers["bleeding"] == ("soaked", "ooze")
        await seat.press("y")
        assert "[x]" not in seat.text()

    stage.play(scene, at=("fall", FALL, "bleeding"))


def test_back_takes_a_floor_back_with_its_answer(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert "AT LEAST !! A&E in 1 hour" in seat.text()
        await seat.press("f6")
        assert "No floor yet" in seat.text()

    answers = {**FALL, "head_hit": "yes", "head_thinner": "yes"}
    stage.play(scene, at=("fall", answers, "neck_pain"))


def test_there_is_nothing_before_the_first_question(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f6")
        assert seat.at == "place"
        assert "This is the first question." in seat.text()

    stage.play(scene, at=("fall", FALL, "place"))
