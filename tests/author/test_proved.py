"""Proofs that are kept: runs beside each other lose nothing, and what is damaged or of another plan is not believed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from tests.author.test_cover import SEEDS, library, reach
from triage_tui.author.mutants import proved as module
from triage_tui.author.mutants.make import mutants_of
from triage_tui.author.mutants.mutant import Mutant
from triage_tui.author.mutants.proved import MOST_KEPT, Proved
from triage_tui.walk.plan import Plan

ROLES = {"call_handler": ("telephone",)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    empty = tmp_path / "empty"
    empty.mkdir()
    return empty


@pytest.fixture
def plan() -> Plan:
    return reach(SEEDS[0]).plan


@pytest.fixture
def mutants(plan: Plan) -> list[Mutant]:
    return list(mutants_of(plan))[:60]


def known(folder: Path, plan: Plan, mutants: list[Mutant]) -> list[Mutant]:
    """What a run that begins now knows."""
    again = Proved(folder, plan, ROLES)
    return [mutant for mutant in mutants if again.has(mutant)]


def test_runs_beside_each_other_keep_what_each_proved(folder: Path, plan: Plan, mutants: list[Mutant]) -> None:
    runs = [Proved(folder, plan, ROLES) for _ in range(3)]
    for place, mutant in enumerate(mutants):
        runs[place % 3].keep([mutant])
    assert known(folder, plan, mutants) == mutants


def test_runs_at_the_very_same_time_keep_what_each_proved(folder: Path, plan: Plan, mutants: list[Mutant]) -> None:
    def prove(own: list[Mutant]) -> None:
        run = Proved(folder, plan, ROLES)
        for mutant in own:
            run.keep([mutant])

    threads = [Thread(target=prove, args=[mutants[place::4]]) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert known(folder, plan, mutants) == mutants


def test_what_is_known_is_not_written_again(folder: Path, plan: Plan, mutants: list[Mutant]) -> None:
    Proved(folder, plan, ROLES).keep(mutants[:5])
    (kept,) = folder.iterdir()
    size = kept.stat().st_size
    Proved(folder, plan, ROLES).keep(mutants[:5])
    assert kept.stat().st_size == size
    assert len(set(kept.read_text(encoding="ascii").split())) == 5


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole, at: whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :],
        lambda whole, at: whole[:at] + b"\xff" + whole[at + 1 :],
        lambda whole, at: whole[:at] + whole[at + 1 :],
        lambda whole, at: whole[:at] + b"\n" + whole[at:],
    ],
)
def test_a_damaged_line_is_not_believed_and_the_others_are(
    harm: Callable[[bytes, int], bytes], folder: Path, plan: Plan, mutants: list[Mutant]
) -> None:
    Proved(folder, plan, ROLES).keep(mutants[:3])
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole, whole.index(b"\n", len(whole) // 2) - 20))
    assert len(known(folder, plan, mutants)) == 2


def test_a_line_that_was_torn_does_not_spoil_the_next(folder: Path, plan: Plan, mutants: list[Mutant]) -> None:
    Proved(folder, plan, ROLES).keep(mutants[:2])
    (kept,) = folder.iterdir()
    os.truncate(kept, kept.stat().st_size - 20)
    assert known(folder, plan, mutants) == mutants[:1]
    Proved(folder, plan, ROLES).keep([mutants[2]])
    assert known(folder, plan, mutants) == [mutants[0], mutants[2]]


def test_lines_of_another_plan_are_not_believed(folder: Path, plan: Plan, mutants: list[Mutant]) -> None:
    """Not even in the right file: a proof is about one plan."""
    other = replace(plan, title="another")
    Proved(folder, other, ROLES).keep(mutants)
    (theirs,) = folder.iterdir()
    Proved(folder, plan, ROLES).keep(mutants[:1])
    (ours,) = set(folder.iterdir()) - {theirs}
    ours.write_bytes(theirs.read_bytes())
    assert known(folder, other, mutants) == mutants
    assert known(folder, plan, mutants) == []


def test_old_versions_are_cleared_away_once_a_run(
    folder: Path, plan: Plan, mutants: list[Mutant], monkeypatch: pytest.MonkeyPatch
) -> None:
    for age in range(MOST_KEPT + 2):
        old = folder / f"mutants-{plan.pathway}-{age}.json"
        old.write_text("", encoding="ascii")
        os.utime(old, (age, age))
    other = folder / "mutants-another-0.txt"
    other.write_text("", encoding="ascii")
    run = Proved(folder, plan, ROLES)
    run.keep(mutants[:1])
    newest = {f"mutants-{plan.pathway}-{age}.json" for age in range(3, MOST_KEPT + 2)}
    left = {path.name for path in folder.iterdir()}
    assert newest | {other.name} < left
    assert len(left) == MOST_KEPT + 1

    monkeypatch.setattr(module, "keep_newest", lambda *_: pytest.fail("looked at the folder again"))
    run.keep(mutants[1:])
    assert known(folder, plan, mutants) == mutants


def test_nothing_is_written_when_nothing_was_proved(folder: Path, plan: Plan, mutants: list[Mutant]) -> None:
    Proved(folder, plan, ROLES).keep([])
    assert list(folder.iterdir()) == []
    assert library(SEEDS[0]).plan("tangle") == plan
    assert known(folder, plan, mutants) == []
