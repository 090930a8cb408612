"""What a change of the directory does to where patients are sent."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.walk.conftest import ROOT
from triage_tui.cli import main


@pytest.fixture
def packs(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("old", "new"):
        shutil.copytree(ROOT / "tests" / "packs" / "small", tmp_path / name)
    return tmp_path / "old" / "pathways", tmp_path / "new" / "pathways"


def moved(packs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["diff", *map(str, packs), "--format", "json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)["services"]
    return found


def test_the_same_directory_moves_nobody(packs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert moved(packs, capsys) == {"requests": 0, "moved": []}


def test_a_team_that_is_closed_sends_its_patients_elsewhere(
    packs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = packs[1].parent / "directory.yaml"
    text = file.read_text(encoding="utf-8")
    begin, end = text.index("  - id: west_team"), text.index("  - {id: any_team")
    file.write_text(text[:begin] + text[end:], encoding="utf-8")
    found = moved(packs, capsys)
    assert isinstance(found["moved"], list)
    assert [(one["old"], one["new"]) for one in found["moved"]] == [("west_team", "any_team")]
    assert found["moved"][0]["areas"]
    assert main(["diff", *map(str, packs)]) == 0
    assert "who is now sent elsewhere" in capsys.readouterr().out
