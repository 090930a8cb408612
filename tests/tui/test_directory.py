"""Looking through the services in the app, a service's page, and marking one full."""

from __future__ import annotations

import pytest

from tests.desks import FALL, StillClock
from tests.tui.seat import SIZES, Seat, Stage
from triage_tui.record.shift import SHIFT


@pytest.mark.parametrize("size", SIZES)
def test_services_are_found_as_a_few_letters_are_typed(stage: Stage, size: tuple[int, int]) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f6")
        assert seat.at == "directory"
        assert "Small directory: 9 services, updated 1 January 2026" in seat.text()
        assert "open or not kind: any area: any can do: anything" in seat.words()
        await seat.type("hospital made")
        assert [line.split(":")[0] for line in seat.lines()] == ["Westford Hospital (made up)"]
        assert "1 to 1 of 1" in seat.text()
        await seat.press("enter")
        assert seat.at == "service"
        assert "DEMONSTRATION: not a real service" in seat.text()
        assert "01632 960999 (staff only)" in seat.words()
        await seat.press("escape")
        assert seat.at == "directory"
        await seat.press("escape")
        assert len(seat.lines()) > 1, "what was typed is taken back first"
        await seat.press("escape")
        assert seat.at == "home"

    stage.play(scene, size=size)


def test_filters_by_keys_alone(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f6", "f5")
        await seat.enter("community")
        assert [line.split(":")[0] for line in seat.lines()] == [
            "West Community Team (staff line)",
            "Community team by 111",
        ]
        seat.app.desk.clock.move(hours=13)  # type: ignore[attr-defined]
        await seat.press("f4")
        assert [line.split(":")[0] for line in seat.lines()] == ["Community team by 111"]
        assert "OPEN NOW kind: Community team" in seat.words()
        await seat.press("f8", "f7", "down", "enter")
        assert "can do: X-ray" in seat.words()
        assert len(seat.lines()) == 2
        await seat.press("f6")
        await seat.enter("westford")
        assert "area: Westshire" in seat.words()
        assert "within 21 km" in seat.words()

    stage.play(scene)


def test_a_place_nobody_knows_says_so_and_offers_the_areas(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f6", "f6")
        await seat.enter("G12 8QQ")
        assert "is in Scotland" in seat.words()
        await seat.press("enter")
        assert "area: Westshire" in seat.words()

    stage.play(scene)


def test_a_service_is_marked_full_and_the_mark_taken_away(stage: Stage) -> None:
    clock = StillClock()

    async def mark(seat: Seat) -> None:
        await seat.press("f6")
        await seat.type("west community")
        await seat.press("enter", "m", "1")
        assert "For 4 hours, until 14:00" in seat.text()
        await seat.press("2")
        assert "This shift      marked full by call handler 10:00, until 14:00" in seat.text()
        await seat.press("escape")
        assert "marked full by call handler 10:00, until 14:00" in seat.words()

    async def later(seat: Seat) -> None:
        await seat.press("f6")
        await seat.type("west community")
        assert "marked full" in seat.words(), "it survives a restart"
        await seat.press("escape", "f9")
        assert [line.split(":")[0] for line in seat.lines()] == ["West Community Team (staff line)"]
        await seat.press("enter", "m")
        assert "Take the mark away" in seat.text()
        await seat.press("4")
        assert "This shift" not in seat.text()
        await seat.press("m", "2", "4")
        await seat.enter("soon")
        assert '"soon" is no end of a mark' in seat.words()
        await seat.press("escape", "m", "2", "4")
        await seat.enter("18:30")
        assert "marked closed by call handler 10:00, until 18:30" in seat.text()
        kinds = [event.kind for event in seat.app.desk.store.events(SHIFT)]
        assert kinds == ["marked", "unmarked", "marked"]

    stage.play(mark, clock=clock)
    stage.play(later, clock=clock)


def test_999_cannot_be_marked(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f6")
        await seat.type("999 amb")
        await seat.press("enter", "m", "1", "1")
        assert "999 ambulance cannot be marked" in seat.words()
        assert seat.app.desk.marks() == {}

    stage.play(scene)


def test_a_service_that_is_marked_at_the_outcome_gives_way_to_the_next(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        first = seat.service
        await seat.press("i")
        assert seat.at == "service"
        assert "You" in seat.text()
        await seat.press("m", "1", "1", "escape")
        assert seat.at == "outcome"
        assert seat.service != first
        await seat.press("x")
        assert "marked full by call handler 10:00, until 12:00" in seat.words()
        place = next(place for place, line in enumerate(seat.lines()) if "marked full" in line)
        await seat.press(*(["down"] * place), "enter")
        assert seat.at == "service"
        await seat.press("m", "4", "escape")
        assert seat.service == first

    stage.play(scene, at=("fall", FALL, ""))


def test_from_the_outcome_the_list_begins_with_what_is_needed_here(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("l")
        assert seat.at == "directory"
        assert "area: Westshire" in seat.words()
        assert "kind: any" not in seat.words()
        assert len(seat.lines()) >= 1
        await seat.press("f2", "1")
        assert seat.at == "outcome"
        assert seat.disposition == "ambulance_now", "the emergency key works here as everywhere"

    stage.play(scene, at=("fall", FALL, ""))


def test_pages_hold_whole_services_and_the_arrows_go_through_them(stage: Stage) -> None:
    async def scene(seat: Seat) -> None:
        await seat.press("f6")
        seen = list(seat.lines())
        assert 1 < len(seen) < 9
        await seat.press(*(["down"] * len(seen)))
        assert seat.lines()[0] not in seen
        await seat.press("pageup")
        assert seat.lines() == seen
        while True:
            before = seat.lines()
            await seat.press("pagedown")
            if seat.lines() == before:
                break
            seen += seat.lines()
        assert len(seen) == len(set(seen)) == 9

    stage.play(scene, size=(52, 16))


def test_a_large_directory_is_looked_through_away_from_the_screen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage_tui.tui.screens.directory.LARGE", 1)
    monkeypatch.setattr("triage_tui.tui.screens.directory.PAUSE_SECONDS", 0.01)

    async def scene(seat: Seat) -> None:
        await seat.press("f6")
        assert len(seat.lines()) > 1
        await seat.type("carers")
        assert [line.split(":")[0] for line in seat.lines()] == ["Carers' help"]
        await seat.press("f5", "down", "down", "enter")
        assert "nothing fits: F8 looks for anything again" in seat.words()
        await seat.press("f8")
        assert len(seat.lines()) > 1

    stage.play(scene)
