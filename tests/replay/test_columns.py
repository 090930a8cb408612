"""Encounters walked as columns end where the engine ends them, on lists and on vectors alike."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.diff.generate import edited
from tests.diff.test_against_engine import compiled, patients
from tests.replay.patients import end_on_engine, patient
from triage_tui.author.replay.against import tally
from triage_tui.author.replay.columns import Columns, columns_of
from triage_tui.author.replay.sidecar import Alike
from triage_tui.author.replay.vectors import Ends as Coded
from triage_tui.author.replay.vectors import tally_vectors, walk_vectors
from triage_tui.author.replay.walking import Ends, tally_lists, walk_lists
from triage_tui.library import Library
from triage_tui.walk.plan import MODES, Plan, Value

Walk = Callable[[Plan, str, str, Columns], "Ends | Coded"]
SHIPPED = ("falls_risk", "hear_and_treat", "mental_health_press_2", "see_and_treat")
WAYS = pytest.mark.parametrize("walk", [walk_lists, walk_vectors])


@WAYS
@pytest.mark.parametrize("seed", range(1, 9))
def test_columns_end_where_the_engine_does(walk: Walk, seed: int, tmp_path: Path) -> None:
    """Small made-up pathways and edits of them, with every patient there can be."""
    packs = [compiled(tmp_path / name, files) for name, files in zip("on", edited(Random(seed)), strict=True)]
    plans = [one.plans["example"] for one in packs if one is not None]
    for mode, role in (("telephone", "call_handler"), ("on_scene", "paramedic")):
        rows = [known for plan in plans for at, who, known in patients((plan, plan)) if (at, who) == (mode, role)]
        columns = columns_of(rows[:4000])
        for plan in plans:
            found = walk(plan, mode, role, columns)
            wrong = [row for row in range(columns.rows) if found.of(row) != end_on_engine(plan, mode, role, rows[row])]
            assert wrong == []


@pytest.mark.parametrize("pathway", SHIPPED)
def test_every_shipped_pathway_ends_where_the_engine_does(pathway: str) -> None:
    """Random patients, with answers that no step takes among them."""
    plan, random = Library().plan(pathway), Random(pathway)
    rows = [patient(plan, random) for _ in range(250)]
    columns = columns_of(rows)
    assert [columns.row(number) for number in range(columns.rows)] == rows
    seen = Counter[object]()
    for mode, role in (("telephone", "call_handler"), ("telephone", "nurse"), ("on_scene", "paramedic")):
        if role not in plan.facts[1].values or not plan.modes >> MODES.index(mode) & 1:
            continue
        expected = [end_on_engine(plan, mode, role, answers) for answers in rows]
        seen.update(expected)
        for walk in (walk_lists, walk_vectors):
            found = walk(plan, mode, role, columns)
            assert [found.of(row) for row in range(columns.rows)] == expected
    assert len(seen) > 8


def test_pairs_of_ends_are_counted_the_same_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two modes stand in for two versions; numpy is used when it is there, and only then."""
    plan, random = Library().plan("falls_risk"), Random(4)
    columns = columns_of(patient(plan, random) for _ in range(300))
    alike = Alike("falls_risk", "telephone", "call_handler", True)
    with_numpy = tally(plan, plan, alike, columns)
    one, other = (walk_lists(plan, mode, "call_handler", columns) for mode in MODES)
    three, four = (walk_vectors(plan, mode, "call_handler", columns) for mode in MODES)
    assert tally_lists(one, other) == tally_vectors(three, four)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "triage_tui.author.replay.vectors")
    assert tally(plan, plan, alike, columns) == with_numpy
    assert "triage_tui.author.replay.vectors" not in sys.modules


def test_more_rows_than_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage_tui.author.replay.vectors.BLOCK", 7)
    monkeypatch.setattr("triage_tui.author.replay.walking.BLOCK", 11)
    monkeypatch.setattr("triage_tui.author.replay.vectors.MOST_TRUTHS", 1)
    monkeypatch.setattr("triage_tui.author.replay.vectors.WIDEST", 1)
    plan, random = Library().plan("see_and_treat"), Random(9)
    columns = columns_of(patient(plan, random) for _ in range(60))
    one, other = (walk(plan, "on_scene", "paramedic", columns) for walk in (walk_lists, walk_vectors))
    assert [one.of(row) for row in range(60)] == [other.of(row) for row in range(60)]


@WAYS
def test_nobody_ends_nowhere(walk: Walk) -> None:
    plan = Library().plan("falls_risk")
    found = walk(plan, "telephone", "call_handler", columns_of([]))
    assert (tally_lists(found, found) if isinstance(found, Ends) else tally_vectors(found, found)) == {}


def test_wide_columns_and_gaps() -> None:
    """More than 255 different answers take two bytes; a row without an answer has none."""
    rows: list[dict[str, Value]] = [{"n": str(n), "m": {"a": str(n % 3)}} for n in range(300)]
    rows[7] = {"late": ("x", "y")}
    columns = columns_of(rows)
    assert [columns.row(number) for number in range(300)] == rows
    assert {name: codes.itemsize for name, codes in columns.codes.items()} == {"n": 2, "m": 1, "m/a": 1, "late": 1}  # type: ignore[attr-defined]
