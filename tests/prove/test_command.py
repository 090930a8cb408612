"""triage prove, run as an author runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.walk.conftest import ROOT
from triage_tui import cli


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "content" / "pack", tmp_path / "pathways")
    shutil.copy(ROOT / "directory.yaml", tmp_path / "directory.yaml")
    return tmp_path / "pathways"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_unknown_pathway_is_a_usage_error(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["prove", "--pack", str(pack), "nothing_like_it"]) == 2
    assert "there is no pathway" in capsys.readouterr().err


def test_the_shipped_falls_pathway_has_every_claim_proved(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["prove", "--all", "--format", "json", "falls_risk"])
    proofs = json.loads(capsys.readouterr().out)
    claims = [proof for proof in proofs if proof["property"] == "claim"]
    assert len(claims) >= 80
    assert [proof["sentence"] for proof in claims if proof["verdict"] in ("violated", "unknown")] == []
