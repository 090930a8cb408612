"""What triage test says."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data, small, triage
from triage_tui.author.mutants.apart import Apart
from triage_tui.walk.plan import Plan

__all__ = ["data", "small", "triage"]

FIRST = (
    "scenarios: fall\ncases:\n  - {scenario: Nothing hurt, expect: {disposition: home, outcome: stay_home, also: []}}\n"
)


@pytest.fixture
def pack(small: Path, tmp_path: Path) -> Path:
    """A small pack with one scenario."""
    shutil.copytree(small.parent, tmp_path / "small")
    folder = tmp_path / "small" / small.name
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "fall.yaml").write_text(FIRST, encoding="utf-8")
    return folder


def test_one_scenario_is_measured(triage: Run, pack: Path) -> None:
    ran = triage("--pack", str(pack), "test", "fall")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[0] == "fall: 1 scenarios, 0 failed"
    assert [line.split()[0] for line in lines[1:6]] == ["steps", "answers", "band", "branches", "outcomes"]
    assert "not exercised: see them with --missing" in ran.out
    assert triage("--pack", str(pack), "test", "fall", "--threshold", "90").code == 1
    assert triage("--pack", str(pack), "test", "fall", "--threshold", "101").code == 2


def test_what_is_missing_has_a_place(triage: Run, pack: Path) -> None:
    ran = triage("--pack", str(pack), "test", "fall", "--missing")
    assert "fall.yaml:22: head_hit: yes" in ran.out
    assert "fall.yaml:51: outcome visit" in ran.out


def test_what_is_written_completes_it(triage: Run, pack: Path) -> None:
    ran = triage("--pack", str(pack), "test", "fall", "--suggest", "--write")
    assert ran.code == 0, ran.err
    assert "read every one of them" in ran.err
    written = (pack / "scenarios" / "fall.yaml").read_text(encoding="utf-8")
    assert written.startswith(FIRST)
    ran = triage("--pack", str(pack), "test", "fall", "--threshold", "100")
    assert ran.code == 0, ran.out


def test_scenarios_that_cannot_be_written_leave_the_file_as_it_was(
    triage: Run, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = triage("--pack", str(pack), "test", "fall", "--suggest", "--write")
    file = pack / "scenarios" / "fall.yaml"
    assert ran.code == 1
    assert f"{file} could not be written: No space left on device\n  nothing in it was changed" in ran.err
    assert [path.name for path in file.parent.iterdir()] == ["fall.yaml"]
    assert file.read_text(encoding="utf-8") == FIRST


def test_mistakes_that_are_not_noticed_are_named_and_shown(triage: Run, pack: Path) -> None:
    mutants = ("--pack", str(pack), "test", "fall", "--mutants", "15")
    ran = triage(*mutants)
    assert "noticed (a sample: 15 of" in ran.out
    assert "that change nothing for anybody (proved)" in ran.out
    before = ran.out.count("(not noticed)")
    assert before > 2
    assert triage(*mutants, "--suggest", "--write").code == 0
    assert triage(*mutants).out.count("(not noticed)") == 0


def test_a_search_leaves_no_rings_of_garbage_behind(triage: Run, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes one large diagram after another: with garbage not looked for, the memory would not hold them."""
    looked: list[bool] = []
    begin = Apart.make_room

    def make_room(self: Apart, scored: Plan | None) -> None:
        looked.append(gc.isenabled())
        begin(self, scored)

    monkeypatch.setattr(Apart, "make_room", make_room)
    triage("--pack", str(pack), "test", "fall", "--mutants", "15")
    assert looked
    assert all(looked)
