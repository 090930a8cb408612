"""Schemas for editors, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from triage_tui.errors import ExitCode


def test_one_kind_is_printed_with_the_packs_ids(triage: Run) -> None:
    ran = triage("schema", "pathway")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["definitions"]["disposition"]["anyOf"][0]["enum"][0] == "ambulance_now"
    own = triage("schema", "scenarios", "fall")
    assert "head_thinner" in own.out
    assert "head_thinner" not in ran.out


def test_all_are_written_beside_the_pack_and_leave_it_as_it_was(triage: Run, small: Path, tmp_path: Path) -> None:
    before = triage("where").out
    ran = triage("schema", "--write")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith(f"schemas written to {small / '.schema'}\n")
    assert (small / ".schema" / "pathway-fall.json").is_file()
    assert triage("where").out == before, "the pack's hash is over its own files alone"
    assert triage("schema", "--write", str(tmp_path / "else" / "where")).code == 0
    assert (tmp_path / "else" / "where" / "directory.json").is_file()


def test_mistakes_are_said(triage: Run, tmp_path: Path) -> None:
    for arguments, said in (
        (["schema"], "the kinds are: pathway, module"),
        (["schema", "pathways"], "invalid choice"),
        (["schema", "pathway", "fal"], 'did you mean "fall"?'),
        (["schema", "pack", "fall"], "leave the name out"),
        (["schema", "pathway", "--write"], "leave the kind out"),
    ):
        ran = triage(*arguments)
        assert (ran.code, ran.out) == (ExitCode.USAGE, "")
        assert said in ran.err
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = triage("schema", "--write", str(tmp_path / "file"))
    assert ran.code == ExitCode.PROBLEMS
    assert "cannot be written" in ran.err
