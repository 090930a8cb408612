"""`triage check` as its user meets it: folders and files, formats, exit codes, --explain and --fix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.check.small import expand
from triage_tui.cli import main

MISSPELT = """steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    answers: {yes: ambulance, no: hospitl, not known: ambulance}
outcomes:
  ambulance: {title: Ambulance, disposition: resus, because: A bone can be seen., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: It is sore., worsning: [always]}
"""


def pack(folder: Path, text: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> Path:
    """The small pack in a folder, with an example put in."""
    for name, content in expand(text).items():
        path = folder / "pathways" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    if monkeypatch is not None:
        monkeypatch.chdir(folder)
    return folder / "pathways"


def test_a_clean_pack_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", str(pack(tmp_path))]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "0 errors, 0 warnings\n"


def test_one_file_shows_its_own_problems_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(tmp_path, "interim: nowhere\n# modules/example.yaml\nversion: 1.0\n", monkeypatch)
    assert main(["check", "--compact", "pathways/example.yaml"]) == 1
    shown = capsys.readouterr().out
    assert "REF004" in shown
    assert "modules/example.yaml" not in shown
    assert main(["check", "--compact", "pathways/modules/example.yaml"]) == 1
    assert capsys.readouterr().out.startswith("pathways/modules/example.yaml:2:10: error[YML005]")
    for clean in ("directory.yaml", "pathways/scenarios/example.yaml", "pathways/pack.yaml"):
        assert main(["check", clean]) == 0, clean


def test_warnings_fail_when_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "lint: {allow: [{rule: GRF004, reason: wanted, until: 2099-01-31, by: tests}]}"
    folder = str(pack(tmp_path, text))
    assert main(["check", folder]) == 0
    assert main(["check", "--strict", folder]) == 1
    assert "GOV009" in capsys.readouterr().out


def test_exit_codes_tell_apart_what_went_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 3
    (tmp_path / "alone.yaml").write_text("a: b\n", encoding="utf-8")
    assert main(["check", str(tmp_path / "alone.yaml")]) == 3
    assert main(["check", str(pack(tmp_path, "# without advice.yaml\n"))]) == 3
    assert main(["check", "--explain", "SCH999"]) == 2
    assert main(["check", "--dry-run"]) == 2
    assert "did you mean" in capsys.readouterr().err


def test_explain_shows_both_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "saf007"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("SAF007 silent-not-known (error; a safety rule: it cannot be accepted)")
    assert "Not so:" in shown
    assert "not known: ambulance" in shown


def test_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "json", str(pack(tmp_path, "interim: nowhere"))]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["counts"]["error"] == 1
    assert found["problems"][0]["code"] == "REF004"


def test_fix_mends_what_is_certain_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(tmp_path, MISSPELT, monkeypatch)
    file = tmp_path / "pathways" / "example.yaml"
    before = file.read_text(encoding="utf-8")
    assert main(["check", "--fix", "--dry-run", "pathways"]) == 1
    shown = capsys.readouterr()
    assert "+  hospital: {title: Hospital, disposition: ed_1h, because: It is sore., worsening: [always]}" in shown.out
    assert 'would write "worsening"' in shown.err
    assert file.read_text(encoding="utf-8") == before
    main(["check", "--fix", "pathways"])
    main(["check", "--fix", "pathways"])
    after = file.read_text(encoding="utf-8")
    assert after == before.replace("hospitl", "hospital").replace("worsning", "worsening")
    assert main(["check", "pathways"]) == 0
