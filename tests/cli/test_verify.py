"""What triage verify says before anyone signs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data, small, triage

__all__ = ["data", "small", "triage"]

NAMES = ("fall", "unwell", "wound")


@pytest.fixture
def pack(small: Path, tmp_path: Path) -> Path:
    """The small pack, of which no scenario is written."""
    shutil.copytree(small.parent, tmp_path / "small")
    folder = tmp_path / "small" / small.name
    (folder / "scenarios").mkdir()
    return folder


@pytest.fixture
def whole(triage: Run, pack: Path) -> Path:
    """The small pack with scenarios that exercise all of it."""
    for name in NAMES:
        (pack / "scenarios" / f"{name}.yaml").write_text(_with_one_case(name), encoding="utf-8")
        assert triage("--pack", str(pack), "test", name, "--suggest", "--write").code == 0
    return pack


def _with_one_case(name: str) -> str:
    return f"scenarios: {name}\ncases:\n  - {{scenario: Nothing wrong, expect: {{disposition: home}}}}\n"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def last(text: str) -> str:
    return text.splitlines()[-1]


def test_a_pack_with_nothing_left_is_checked_tested_and_proved(triage: Run, whole: Path) -> None:
    ran = triage("--pack", str(whole), "verify")
    assert ran.code == 0, ran.err
    assert last(ran.err) == "checked, tested and proved: nothing is left"
    assert "0 errors, 0 warnings" in ran.err
    assert [f"{name}: " in ran.err and f"{name}: " in ran.out for name in NAMES] == [True] * 3


def test_without_scenarios_it_is_not_ready(triage: Run, pack: Path) -> None:
    ran = triage("--pack", str(pack), "verify", "fall")
    assert ran.code == 1
    file = pack / "scenarios" / "fall.yaml"
    assert ran.out == f"fall has no scenarios that can be read: write them in {file}\n"
    assert last(ran.err) == "not ready to be signed: test"


def test_what_no_scenario_exercises_is_listed(triage: Run, whole: Path) -> None:
    (whole / "scenarios" / "fall.yaml").write_text(_with_one_case("fall"), encoding="utf-8")
    ran = triage("--pack", str(whole), "verify")
    assert ran.code == 1
    assert "fall.yaml:22: head_hit: yes" in ran.out
    assert last(ran.err) == "not ready to be signed: test"


def test_a_claim_that_is_broken_is_shown_with_its_walk(triage: Run, whole: Path) -> None:
    with (whole / "fall.yaml").open("a", encoding="utf-8") as file:
        file.write("claims:\n  - {if: head_hit is yes, at least: hospital_1h, because: made up}\n")
    ran = triage("--pack", str(whole), "verify", "fall")
    assert ran.code == 1
    assert "ends: Visit in 2 hours" in ran.out
    assert last(ran.err) == "not ready to be signed: prove"


def test_a_warning_is_enough_to_wait(triage: Run, whole: Path) -> None:
    change(whole / "advice.yaml", "  away: {", "  unused: {title: Unused, lines: [Nothing.]}\n  away: {")
    ran = triage("--pack", str(whole), "verify", "wound")
    assert ran.code == 1
    assert 'warning[REF005] advice "unused" is used nowhere' in ran.out
    assert last(ran.err) == "not ready to be signed: check"


def test_what_cannot_be_compiled_comes_first(triage: Run, whole: Path) -> None:
    change(whole / "dispositions.yaml", "dispositions:", "dispositons:")
    ran = triage("--pack", str(whole), "verify")
    assert ran.code == 1
    assert "error[SCH" in ran.out
    assert last(ran.err) == "nothing was tested or proved: what cannot be compiled comes first"


def test_an_unknown_pathway_is_a_usage_error(triage: Run, pack: Path) -> None:
    ran = triage("--pack", str(pack), "verify", "fal")
    assert ran.code == 2
    assert 'there is no pathway "fal"' in ran.err
    assert 'did you mean "fall"' in ran.err


def test_a_pathway_that_cannot_be_read_is_said_by_its_name_and_line(triage: Run, whole: Path) -> None:
    change(whole / "fall.yaml", "title: Fall (small)", "\ttitle: Fall (small)")
    for command in ("verify", "prove"):
        ran = triage("--pack", str(whole), command, "fall")
        assert ran.code != 0
        assert "fall.yaml:3:1: error[YML001]" in ran.out + ran.err
        assert "there is no pathway" not in ran.out + ran.err


def test_an_instrument_with_an_error_is_walked_by_nobody(triage: Run, whole: Path) -> None:
    """Its scores would be wrong; the error alone is said."""
    change(whole / "instruments" / "signs.yaml", "{to: 24, points: 2}, {points: 3}]", "{to: 24, points: 2}]")
    ran = triage("--pack", str(whole), "verify")
    assert ran.code == 1
    assert "NUM003" in ran.out
    assert "internal error" not in ran.err
    assert last(ran.err) == "nothing was tested or proved: what cannot be compiled comes first"


def test_a_scenario_that_fails_is_told_once(triage: Run, whole: Path) -> None:
    change(
        whole / "scenarios" / "fall.yaml",
        "Nothing wrong, expect: {disposition: home}",
        "Nothing wrong, expect: {disposition: visit_2h}",
    )
    ran = triage("--pack", str(whole), "verify", "fall")
    assert ran.code == 1
    assert ran.out.count("disposition is home, expected visit_2h") == 1


def test_a_scenario_of_another_pathway_is_not_left_out(triage: Run, whole: Path) -> None:
    """Only what is tested here is told by the test; the check tells the rest."""
    change(
        whole / "scenarios" / "wound.yaml",
        "wrong, expect: {disposition: home}",
        "wrong, expect: {disposition: visit_2h}",
    )
    (whole / "scenarios" / "lost.yaml").write_text(_with_one_case("lost"), encoding="utf-8")
    ran = triage("--pack", str(whole), "verify", "fall")
    assert ran.code == 1
    assert ran.out.count("disposition is home, expected visit_2h") == 1
    assert 'there is no pathway "lost"' in ran.out
    assert last(ran.err) == "not ready to be signed: check"
