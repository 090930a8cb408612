"""triage prove, run as an author runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.desks import make_small_pack
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


def test_a_patient_is_added_to_scenarios_and_never_put_in_place_of_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = make_small_pack(tmp_path / "small")
    with (own / "fall.yaml").open("a", encoding="utf-8") as file:
        file.write("claims:\n  - {if: head_hit is yes, at least: hospital_1h, because: made up}\n")
    kept, other = tmp_path / "kept.yaml", tmp_path / "other.yaml"
    before = "scenarios: fall\ncases:\n  - {scenario: Nothing wrong, expect: {disposition: home}}\n"
    kept.write_text(before, encoding="utf-8")
    other.write_text("scenarios: wound\n", encoding="utf-8")
    assert cli.main(["prove", "--pack", str(own), "fall", "--save", str(kept)]) == 1
    text = kept.read_text(encoding="utf-8")
    assert text.startswith(before)
    assert 'scenario: "breaks: if head_hit is yes: at least hospital_1h"' in text
    assert "1 scenario in" in capsys.readouterr().err
    assert cli.main(["prove", "--pack", str(own), "fall", "--save", str(other)]) != 0
    assert other.read_text(encoding="utf-8") == "scenarios: wound\n"
    assert "is there already, and has no scenarios of fall" in capsys.readouterr().err


def test_patients_that_cannot_be_saved_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever breaks something is on the screen all the same."""
    own, wanted = make_small_pack(tmp_path / "small"), tmp_path / "missing" / "broken.yaml"
    with (own / "fall.yaml").open("a", encoding="utf-8") as file:
        file.write("claims:\n  - {if: head_hit is yes, at least: hospital_1h, because: made up}\n")
    assert cli.main(["prove", "--pack", str(own), "fall", "--save", str(wanted)]) == 1
    said = capsys.readouterr()
    assert "ends: Visit in 2 hours" in said.out
    assert "1 violated" in said.err
    assert f"triage: {wanted} could not be written: No such file or directory\n  name another with --save" in said.err
