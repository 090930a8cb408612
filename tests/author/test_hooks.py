"""The hooks for pre-commit name commands there are, and fail when a pack is wrong."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.desks import make_small_pack
from tests.source_tree import ROOT
from triage_tui.cli import main

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_on_the_pathways_folder(hook: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_small_pack(tmp_path / "repository")
    cases = "cases: [{scenario: Up, answers: {}, expect: {outcome: OUTCOME}}]\n"
    for name, outcome in (("fall", "stay_home"), ("unwell", "well")):
        file = pack / "scenarios" / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"scenarios: {name}\n" + cases.replace("OUTCOME", outcome), encoding="utf-8")
    (pack / "wound.yaml").unlink()
    monkeypatch.chdir(pack.parent)
    program, *arguments = shlex.split(hook["entry"]) + list(hook["args"])
    assert program == "triage"
    assert hook["language"] == "python"
    assert not hook["pass_filenames"]
    assert main(arguments) == 0
    broken = (pack / "fall.yaml").read_text(encoding="utf-8").replace("otherwise: stay_home", "otherwise: hospital")
    (pack / "fall.yaml").write_text(broken.replace("[stay_home]", ""), encoding="utf-8")
    assert main(arguments) == 1
    shutil.rmtree(pack)
    assert main(arguments) == 3
