"""What authors are told: every mistake in a file at once, each with its place, against golden files.

UPDATE_GOLDENS=1 writes the golden files anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from triage_tui.compiler import compile_pack

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
ROOT = HERE.parents[1]


def problems_of(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every problem of one pathway file put into the tiny pack, one a line."""
    shutil.copytree(HERE / "pack", folder / "pathways")
    shutil.copy(ROOT / "directory.yaml", folder / "directory.yaml")
    shutil.copy(file, folder / "pathways" / file.name)
    monkeypatch.chdir(folder)
    found = compile_pack(Path("pathways"), Path("directory.yaml")).problems
    return "".join(f"{problem.line()}\n" for problem in found)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_every_mistake_is_named_with_its_place(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems_of(file, tmp_path, monkeypatch)
    golden = file.with_suffix(".out")
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
    assert found, "a bad file has at least one problem"


def test_the_tiny_pack_itself_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "good.yaml"
    text = (HERE / "bad" / "unreached.yaml").read_text(encoding="utf-8").split("  - id: never")[0]
    outcomes = (HERE / "bad" / "unreached.yaml").read_text(encoding="utf-8").split("outcomes:")[1]
    good.write_text(text.replace("unreached", "good") + "outcomes:" + outcomes, encoding="utf-8")
    assert problems_of(good, tmp_path / "pack", monkeypatch) == ""
