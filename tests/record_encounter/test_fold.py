"""An encounter is what its events say: folded again they give the same, whatever happened in whatever order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.desks import FALL, StillClock, TestDesk, answered
from tests.record_encounter.lives import happening, life
from triage_tui.errors import AnswerError, StoreDamaged
from triage_tui.library import Library
from triage_tui.record.encounter import Encounter, Kind, apply, begin, fold
from triage_tui.record.outcome import conclusion
from triage_tui.record.store import Store
from triage_tui.walk.engine import path

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_events_give_the_same_encounter(library: Library, seed: int) -> None:
    lived = list(life(library, seed))
    events = [event for event, _ in lived]
    for number, (_, call) in enumerate(lived, 1):
        again = fold("LIFE", events[:number], library.plan)
        assert again.state.key() == call.state.key()
        assert again == call


@pytest.mark.parametrize("seed", SEEDS)
def test_an_emergency_never_goes_away_by_itself(library: Library, seed: int) -> None:
    top = library.pack.emergency.disposition
    for (_, before), (event, after) in pairwise(life(library, seed)):
        if before.emergency is None:
            continue
        assert after.emergency is not None
        found = conclusion(after, library.pack)
        assert found is not None
        lowered = after.override is not None
        assert found.disposition.id == top or lowered, event.kind


@pytest.mark.parametrize("seed", SEEDS)
def test_only_what_was_raised_outlives_a_new_answer(library: Library, seed: int) -> None:
    walking = {Kind.ANSWERED, Kind.CHANGED, Kind.WENT_BACK, Kind.SWITCHED}
    for (_, before), (event, after) in pairwise(life(library, seed)):
        if before.override is not None and event.kind in walking:
            assert after.override == (before.override if before.override.raised else None)
        if event.kind in walking:
            assert after.rejected == ()
            assert after.status == "open"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_raised_urgency_is_never_talked_down_by_answers(library: Library, seed: int) -> None:
    for _, call in life(library, seed):
        found = conclusion(call, library.pack)
        if found is None:
            continue
        override, floor = call.override, call.state.floor
        if override is not None and override.raised:
            assert found.disposition.rank <= library.pack.disposition(override.disposition).rank
        if floor is not None and (override is None or override.raised):
            assert found.disposition.rank <= floor.rank


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_was_written_down_is_lost(library: Library, seed: int) -> None:
    notes = changes = 0
    for event, call in life(library, seed):
        notes += event.kind == Kind.NOTED
        changes += event.kind == Kind.CHANGED
        assert (len(call.notes), len(call.changes)) == (notes, changes)
        assert set(call.answers) == {call.plan.steps[entry.step].id for entry in path(call.state)}


def test_the_lives_hold_everything_that_can_happen(library: Library) -> None:
    kinds = {event.kind for seed in SEEDS for event, _ in life(library, seed)}
    assert kinds == {kind.value for kind in Kind}


def _desk(library: Library, store: Store) -> TestDesk:
    return TestDesk(library, store, "call_handler", StillClock())


def test_what_the_store_gives_back_folds_to_what_was_shown(library: Library, tmp_path: Path) -> None:
    shown: dict[str, Encounter] = {}
    with Store.open(tmp_path / "encounters.db") as store:
        desk = _desk(library, store)
        for seed in range(6):
            events = [event for event, _ in life(library, seed, 30)]
            call = desk.open(str(events[0].payload["pathway"]), str(events[0].payload["mode"]))
            for event in events[1:]:
                call = desk.record(call, Kind(event.kind), **event.payload)
            shown[call.id] = call
    with Store.open(tmp_path / "encounters.db") as store:
        desk = _desk(library, store)
        assert {name: desk.load(name) for name in shown} == shown
        assert store.verify() == ()


def test_an_answer_that_cannot_be_taken_is_not_recorded(library: Library, tmp_path: Path) -> None:
    with Store.open(tmp_path / "encounters.db") as store:
        desk = _desk(library, store)
        call = answered(desk, "fall", "telephone", FALL, "down")
        before = len(store.events(call.id))
        for kind, payload in (
            (Kind.ANSWERED, {"step": "down", "value": "never"}),
            (Kind.CHANGED, {"step": "age", "value": "old"}),
            (Kind.CHANGED, {"step": "neck_pain", "value": "no"}),
        ):
            with pytest.raises(AnswerError):
                desk.record(call, kind, **payload)
        assert len(store.events(call.id)) == before
        assert desk.load(call.id) == call


def test_a_change_names_what_fell_away_and_back_brings_nothing_of_it_back(library: Library) -> None:
    opened = happening(Kind.OPENED, 0, pathway="fall", mode="telephone", known={})
    call = begin("LIFE", opened, library.plan)
    answers = {**FALL, "head_hit": "yes", "head_thinner": "yes", "neck_pain": "no"}
    number = 0
    while not call.finished:
        number += 1
        step = call.plan.steps[call.state.at].id
        call = apply(call, happening(Kind.ANSWERED, number, step=step, value=answers[step]), library.plan)
    changed = apply(call, happening(Kind.CHANGED, number + 1, step="head_hit", value="no"), library.plan)
    assert changed.changes[-1].before == "yes"
    assert changed.changes[-1].dropped == ("head_thinner", "neck_pain")
    assert changed.state.floor is None
    restored = apply(changed, happening(Kind.CHANGED, number + 2, step="head_hit", value="yes"), library.plan)
    assert restored.plan.steps[restored.state.at].id == "head_thinner", "what fell away is asked again"


@pytest.mark.parametrize(
    "events",
    [
        [],
        [happening(Kind.ANSWERED, 1, step="place", value="x")],
        [happening(Kind.OPENED, 0, pathway="fall", mode="telephone"), happening(Kind.OPENED, 1, pathway="fall")],
    ],
)
def test_what_is_no_encounter_is_refused_in_words(library: Library, events: list[object]) -> None:
    with pytest.raises(StoreDamaged) as caught:
        fold("LIFE", events, library.plan)  # type: ignore[arg-type]
    assert "LIFE" in caught.value.message or "opened" in caught.value.message


def test_random_lives_are_the_same_every_time(library: Library) -> None:
    seed = Random("seed").randrange(1_000)
    assert [event for event, _ in life(library, seed)] == [event for event, _ in life(library, seed)]
