"""Earlier answers: see them, change one, and see first which later ones fall away."""

from __future__ import annotations

from tests.desks import FALL
from tests.tui.seat import Seat, Stage
from triage_tui.record.encounter import Kind

HIT = {**FALL, "head_hit": "yes", "head_thinner": "yes", "neck_pain": "no"}


def test_every_answer_is_listed_as_people_read_it(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        lines = seat.lines()
        assert lines[0] == "Where they are: 1 High Street, Westford"
        assert "Who is calling: The patient" in lines
        assert "Age: 40" in lines
        assert "Bleeding: None of these" in lines
        assert lines[-1] == "Time on the floor: 10 minutes"
        assert "> " in next(line for line in seat.text().splitlines() if "Time on the floor" in line)
        await seat.press("escape")
        assert seat.at == "keep_still"

    stage.play(scene, at=("fall", FALL, "keep_still"))


def test_nothing_answered_yet(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        assert "Nothing has been answered yet." in seat.text()
        await seat.press("enter", "escape")
        assert seat.at == "place"

    stage.play(scene, at=("fall", FALL, "place"))


def test_what_would_fall_away_is_said_first_and_may_be_declined(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        before = seat.call
        await seat.press("f7")
        await seat.choose("Head injury")
        assert seat.at == "head_hit"
        assert "CHANGING an earlier answer, now: Yes." in seat.text()
        await seat.press("n")
        words = seat.words()
        assert "These later answers would no longer count:" in words
        assert "- Blood thinner: Yes" in words
        assert "- Neck pain: No" in words
        assert "Time on the floor: 10" not in words, "it stays on the path"
        assert seat.call == before
        await seat.press("n")
        assert (seat.at, seat.call) == ("keep_still", before)
        assert "CHANGING" not in seat.text()

    stage.play(scene, at=("fall", HIT, "keep_still"))


def test_what_falls_away_is_kept_in_the_record_and_counts_no_more(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        await seat.choose("Head injury")
        await seat.press("n", "y")
        assert seat.at == "keep_still", "the call goes on where it was"
        assert seat.call.answers["head_hit"] == "no"
        assert not {"head_thinner", "neck_pain"} & seat.call.answers.keys()
        assert seat.call.answers["down"] == "10"
        assert seat.call.changes[-1].dropped == ("head_thinner", "neck_pain")
        assert "No floor yet" in seat.text(), "the floor stood on an answer that fell away"
        await seat.press("f7")
        assert "Head injury: No  (changed)" in seat.text()
        events = seat.app.desk.store.events(seat.call.id)
        given = {event.payload["step"] for event in events if event.kind == Kind.ANSWERED}
        assert {"head_thinner", "neck_pain"} <= given

    stage.play(scene, at=("fall", HIT, "keep_still"))


def test_a_change_that_drops_nothing_is_made_at_once(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        await seat.choose("Age")
        assert "CHANGING an earlier answer, now: 40." in seat.text()
        await seat.enter("41 years")
        assert (seat.call.answers["age"], seat.at) == ("41 years", "keep_still")

    stage.play(scene, at=("fall", HIT, "keep_still"))


def test_a_new_answer_that_is_refused_changes_nothing(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        before = seat.call
        await seat.press("f7")
        await seat.choose("Age")
        await seat.enter("131")
        assert "outside the plausible range" in seat.text()
        await seat.press("escape")
        assert (seat.at, seat.call) == ("keep_still", before)

    stage.play(scene, at=("fall", HIT, "keep_still"))


def test_ticks_and_highlights_begin_as_they_were(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f7")
        await seat.choose("Bleeding")
        assert "2 [x] Blood soaks through a pad" in seat.text()
        await seat.press("f6", "f7")
        await seat.choose("Head injury")
        assert "> n No" in seat.text()

    answers = {**FALL, "bleeding": ("soaked",)}
    stage.play(scene, at=("fall", answers, "down"))


def test_from_the_outcome_too_and_back_again(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        assert (seat.at, seat.disposition) == ("outcome", "hospital_1h")
        for leave in ("escape", "f6"):
            await seat.press("f7")
            await seat.choose("Blood thinner")
            assert seat.at == "head_thinner"
            await seat.press(leave)
            assert (seat.at, seat.disposition) == ("outcome", "hospital_1h")
        await seat.press("f7")
        await seat.choose("Blood thinner")
        await seat.press("n")
        assert (seat.at, seat.disposition) == ("outcome", "visit_2h")
        await seat.press("f7")
        await seat.choose("Awake")
        await seat.press("n", "n")
        assert (seat.at, seat.disposition) == ("outcome", "visit_2h"), "declined: nothing changed"
        await seat.press("f7")
        await seat.choose("Awake")
        await seat.press("n", "y")
        assert seat.at == "start_cpr", "an answer that opens a new way goes on from there"

    stage.play(scene, at=("fall", HIT, ""))
