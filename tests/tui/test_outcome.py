"""The outcome: how urgent and why, which service and why not the others, what to say, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.desks import FALL, StillClock
from tests.tui.seat import SIZES, Seat, Stage, flat
from triage_tui.walk.plan import NOT_KNOWN, Value

VISIT: Mapping[str, Value] = {**FALL, "head_hit": "yes", "head_thinner": "no", "neck_pain": "no"}
FLOORED: Mapping[str, Value] = {**VISIT, "head_thinner": "yes"}
ON_SCENE: Mapping[str, Value] = {**VISIT, "first_set": NOT_KNOWN, "second_set": NOT_KNOWN}


@pytest.mark.parametrize("size", SIZES)
def test_everything_the_outcome_owes_is_on_the_screen(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        first = seat.text().splitlines()[:6]
        assert "+  Visit in 2 hours   target: seen at home within 2 hours" in first[1]
        assert "Community visit within 2 hours" in first[2]
        assert "Hear and treat: Visit after a fall" in first[3]
        assert "Why: They fell and hit their head." in first[4]
        words = flat(await seat.whole())
        for expected in (
            "Recommended service West Community Team (staff line)",
            "Why: Community team for Westshire",
            "Hours: open now until 20:00",
            "Where: Westshire",
            "Refer: you refer",
            "Entry: historical, last checked 2016: old; test",
            "Or: Community team by 111 (open day and night; 111)",
            "ALSO: A message to your GP practice",
            "1 [ ] Keep warm: Put a blanket on. Have a hot drink if you can swallow",
            "3 [ ] If someone hurts you: Go to a friend.",
            "Worsening advice: say it, every time",
            "Get help again if: - You get worse, or you are worried: ring 111.",
            "Call 999 if: - It is hard to breathe - You faint - You have a fit",
        ):
            assert expected in words

    stage.play(scene, at=("fall", VISIT, ""), size=size)


def test_a_floor_above_the_outcome_decides_and_both_reasons_stand(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        words = seat.words()
        assert "!! A&E in 1 hour" in words
        assert "Why: At least this: head injury on a blood thinner" in words
        assert "Why: They fell and hit their head." in words
        assert "Westford Hospital (made up)" in words

    stage.play(scene, at=("fall", FLOORED, ""))


def test_a_closed_service_is_left_out_and_the_reason_is_on_a_key(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert seat.service == "any_team"
        await seat.press("x")
        assert "West Community Team (staff line): closed until tomorrow 08:00" in seat.words()
        await seat.press("escape")
        assert seat.at == "outcome"

    clock = StillClock()
    clock.move(hours=13)
    stage.play(scene, at=("fall", VISIT, ""), clock=clock)


def test_a_rejected_service_makes_room_for_the_next(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert seat.service == "west_team"
        await seat.press("r")
        assert "Why not West Community Team (staff line)?" in seat.words()
        assert seat.lines() == ["No room"], "the other reason is a clinician's"
        await seat.press("escape")
        assert seat.service == "west_team"
        await seat.press("r", "1")
        assert seat.service == "any_team"
        await seat.press("r", "1", "r", "1", "r", "1")
        assert seat.service, "never empty-handed"
        first, second = seat.call.rejected[:2]
        assert (first.service, second.service) == ("west_team", "any_team")
        assert first.reason == second.reason == "full"

    stage.play(scene, at=("fall", VISIT, ""))


def test_a_clinicians_reason_needs_words(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("r", "2", "enter")
        assert "Words are needed here." in seat.text()
        await seat.press("escape")
        assert list(seat.call.rejected) == []
        await seat.press("r", "2")
        await seat.enter("He has a dog")
        rejected = seat.call.rejected[-1]
        assert (rejected.reason, rejected.comment) == ("not_right", "He has a dog")

    stage.play(scene, at=("fall", ON_SCENE, ""), role="paramedic", mode="on_scene")


def test_anyone_may_raise_the_urgency_with_a_reason(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("v")
        assert [line.split(" ", 1)[1] for line in seat.lines()] == [
            "999 ambulance now",
            "Emergency department within 1 hour",
            "Clinician to ring back within 30 minutes",
        ], "less urgent ones are not offered to a call handler"
        await seat.press("2", "enter")
        assert "Words are needed here." in seat.text()
        await seat.press("escape")
        assert seat.disposition == "visit_2h"
        await seat.press("v", "2")
        await seat.enter("She sounds worse")
        assert (seat.disposition, seat.service) == ("hospital_1h", "westford_hospital")
        assert "Raised by the user: She sounds worse" in seat.words()
        await seat.press("b")
        assert "RAISED to !! A&E in 1 hour: She sounds worse" in seat.text()
        await seat.press("0")
        assert seat.disposition == "hospital_1h", "it survives a new answer"

    stage.play(scene, at=("fall", VISIT, ""))


def test_what_was_raised_is_lowered_by_a_clinician_only(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("v", "2")
        await seat.enter("She sounds worse")
        await seat.press("v")
        assert seat.lines() == ["!!! 999 ambulance now"]

    stage.play(scene, at=("fall", VISIT, ""))


def test_a_clinician_may_lower_it_with_a_reason(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert seat.disposition == "clinician_30"
        await seat.press("v")
        await seat.choose("Care at home")
        await seat.enter("Seen, walking, well")
        assert seat.disposition == "home"
        override = seat.call.override
        assert override is not None
        assert (override.raised, override.role, override.reason) == (False, "paramedic", "Seen, walking, well")
        assert "Lowered by the user: Seen, walking, well" in seat.words()
        assert "Floor: Clinician 30 min: no observations could be taken" in seat.words()

    stage.play(scene, at=("fall", ON_SCENE, ""), role="paramedic", mode="on_scene")


def test_advice_is_ticked_as_given_and_stays_ticked(stage: Stage) -> None:
    async def give(seat: Seat) -> None:
        await seat.press("1", "2", "2", "down", "space")
        assert seat.call.advised == {"keep_warm", "away"}
        await seat.press("enter")
        assert seat.at == "outcome"
        await seat.press("f8")

    async def look(seat: Seat) -> None:
        await seat.choose("TEST-0001")
        words = flat(await seat.whole())
        assert "1 [x] Keep warm" in words
        assert "2 [ ] If you must be quiet" in words

    stage.play(give, at=("fall", VISIT, ""))
    stage.play(look)


def test_closing_is_asked_and_says_when_no_advice_was_ticked(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("c")
        assert "No advice is ticked as given." in seat.words()
        await seat.press("enter")
        assert (seat.at, seat.call.status) == ("outcome", "open"), "Enter alone is no"
        await seat.press("1", "c")
        assert "No advice is ticked as given." not in seat.words()
        await seat.press("y")
        assert seat.at == "home"
        assert seat.app.desk.load("TEST-0001").status == "closed"

    stage.play(scene, at=("fall", VISIT, ""))


def test_notes_and_details_are_kept_with_the_outcome(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f5")
        await seat.enter("Key under the mat")
        assert [(note.step, note.text) for note in seat.call.notes] == [("outcome", "Key under the mat")]
        await seat.press("d", "enter")
        await seat.enter("O'Brien [GP]")
        assert "Patient's name: O'Brien [GP]" in seat.text()
        await seat.press("down", "enter")
        await seat.enter("943 476 5918")
        assert "Kept, but look again" in seat.text(), "the check digit is wrong"
        await seat.press("enter", "escape")
        assert seat.at == "outcome"
        assert set(seat.call.details.values()) == {"O'Brien [GP]", "943 476 5918"}

    stage.play(scene, at=("fall", VISIT, ""))


def test_going_on_in_another_pathway_carries_answers_and_the_floor(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert "F10 go on" in seat.text()
        await seat.press("f10")
        assert seat.lines()[0] == "Unwell (small)", "the one the outcome names comes first"
        await seat.press("1")
        assert (seat.at, seat.call.pathway) == ("chest_pain", "unwell"), "the opening is not asked again"
        assert "AT LEAST ! Clinician 30 min: could not say how much bleeding" in seat.text()
        await seat.press("n")
        assert seat.at == "outcome", "safeguarding is known"
        assert seat.disposition == "clinician_30", "the floor stands"
        assert seat.call.earlier_pathways == ("fall",)

    answers = {**FALL, "bleeding": NOT_KNOWN}
    stage.play(scene, at=("fall", answers, ""))


def test_another_pathway_can_be_taken_from_a_question(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f10", "escape")
        assert seat.call.pathway == "fall"
        await seat.press("f10")
        await seat.choose("Wound")
        assert (seat.at, seat.call.pathway) == ("deep", "wound")

    stage.play(scene, at=("fall", FALL, "head_hit"))


def test_another_pathway_leaves_a_change_that_was_begun(stage: Stage) -> None:
    """The step that was being changed is one of the pathway before."""

    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        await seat.choose("Head injury")
        assert "CHANGING" in seat.text()
        await seat.press("f10")
        await seat.choose("Wound")
        assert (seat.at, seat.call.pathway) == ("deep", "wound")
        assert "CHANGING" not in seat.text()

    stage.play(scene, at=("fall", {**FALL, "head_hit": "no"}, "keep_still"))


def test_outside_the_ages_the_pathway_sends_to_another(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert (seat.at, seat.disposition) == ("outcome", "clinician_30")
        assert "Another pathway for a child" in seat.text()
        await seat.press("o", "1")
        assert (seat.call.pathway, seat.at) == ("unwell", "chest_pain")

    stage.play(scene, at=("wound", {**FALL, "age": "7"}, ""))


def test_lines_to_ring_before_conveying_are_shown_to_who_may_ring_them(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert "CALL BEFORE YOU CONVEY: NHS 111" in flat(await seat.whole())

    stage.play(scene, at=("fall", {**ON_SCENE, "down": "600"}, ""), role="paramedic", mode="on_scene")


def test_on_the_telephone_nobody_is_said_to_convey(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        shown = flat(await seat.whole())
        assert "RING FIRST: NHS 111" in shown
        assert "CONVEY" not in shown

    stage.play(scene, at=("fall", {**FALL, "down": "600"}, ""), role="paramedic")


def test_a_service_that_was_put_aside_by_mistake_is_offered_again(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        first = seat.service
        await seat.press("r", "1")
        assert seat.service != first
        await seat.press("r")
        place = next(place for place, line in enumerate(seat.lines()) if line.startswith("Offer "))
        await seat.press(*(["down"] * place), "enter")
        assert (seat.service, seat.call.rejected) == (first, ())
        kinds = [event.kind for event in seat.app.desk.store.events(seat.call.id)]
        assert kinds[-2:] == ["rejected", "reconsidered"], "both are kept"

    stage.play(scene, at=("fall", VISIT, ""))
