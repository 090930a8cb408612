"""Mistakes of the kind authors make, each a small edit of a shipped file: caught, on the right line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.check.small import TODAY
from triage_tui.author.check.context import read_context
from triage_tui.author.check.run import check
from triage_tui.content.kept import Kept

ROOT = Path(__file__).parents[2]
HEAR, SEE, FALLS, PRESS_2, RED_FLAGS, NEWS2, GCS, ADVICE, DIRECTORY, CASES = (
    "pathways/hear_and_treat.yaml",
    "pathways/see_and_treat.yaml",
    "pathways/falls_risk.yaml",
    "pathways/mental_health_press_2.yaml",
    "pathways/modules/sudden_dangers.yaml",
    "pathways/instruments/news2.yaml",
    "pathways/instruments/gcs.yaml",
    "pathways/advice.yaml",
    "directory.yaml",
    "pathways/scenarios/falls_risk.yaml",
)


class Mistake(NamedTuple):
    """In a file, below some words: what is written there, what it becomes, and what is said, on the line with `on`."""

    what: str
    file: str
    below: str
    old: str
    new: str
    code: str
    words: str
    on: str = ""


MISTAKES = [
    Mistake("threshold off by one", FALLS, "sort_vital_signs", "news2 >= 7", "news2 > 7", "NUM004", "7 or more"),
    Mistake("one value for a range", FALLS, "sort_minutes_down", ">= 4 hours,", "== 4 hours,", "NUM004", "or more"),
    Mistake("band off by one", NEWS2, "points:", "to: 20,", "to: 21,", "SCR001", "21 per minute brings 0 points"),
    Mistake("hours for minutes", FALLS, "sort_minutes_down", ">= 60,", ">= 60 hours,", "REA003", "narrower"),
    Mistake(
        "silent red flag", FALLS, "id: fall_check", "  not known: {", "  # {", "SAF007", "not known", "id: fall_check"
    ),
    Mistake("years for months", RED_FLAGS, "sort_hospital", "age < 3 months", "age < 3", "REF007", "needs a unit"),
    Mistake("service misspelt", FALLS, "outcomes:", "[ambulance", "[ambulence", "REF004", "ambulance"),
    Mistake("outcome misspelt", FALLS, "sort_fall_check", "changed_after_fall", "changed_after_fal", "REF001", "mean"),
    Mistake("disposition misspelt", FALLS, "", "interim: clinician_now", "interim: clinicain_now", "REF004", "mean"),
    Mistake("key misspelt", FALLS, "id: fall_check", "red_flag: true", "red_flags: true", "SCH001", "red_flag"),
    Mistake("answer misspelt", FALLS, "id: heart_signs", "[dizzy,", "[dizy,", "REF003", "dizzy"),
    Mistake(
        "fact misspelt", FALLS, "sort_minutes_down", "minutes_down is", "minutes_dwon is", "REF002", "minutes_down"
    ),
    Mistake(
        "no worsening advice",
        FALLS,
        "outcomes:",
        "  worsening: [",
        "  # [",
        "SAF011",
        "get help again",
        "  not_this_pathway:",
    ),
    Mistake("no otherwise", FALLS, "sort_fall_check", "- {otherwise: next}", "#", "REA006", "otherwise", "decide:"),
    Mistake("an answer leads back", FALLS, "sort_fall_check", "go: spine_emergency", "go: age", "GRF001", "forward"),
    Mistake("one id twice", FALLS, "", "id: why_fell", "id: minutes_down", "SCH004", "already used"),
    Mistake("breaks off at home", FALLS, "id: minutes_down", "amb_urgent", "self_care", "SAF008", "at home"),
    Mistake("hours reversed", DIRECTORY, "services:", "08:00-18:30", "18:30-13:00", "DIR003", "ends before"),
    Mistake(
        "service twice", DIRECTORY, "services:", "id: transport_local", "id: intermediate_care_local", "SCH004", "used"
    ),
    Mistake("bands of a total overlap", GCS, "bands:", "to: 12,", "to: 7,", "NUM002", "low to high"),
    Mistake(
        "years for months, beside its words",
        HEAR,
        "id: sort_baby_fever",
        "age < 3 months",
        "age < 3 years",
        "NUM004",
        'says 3 years, the reason beside it "under 3 months"',
    ),
    Mistake("hours without a unit", FALLS, "sort_minutes_down", ">= 4 hours,", ">= 4,", "NUM004", "says 4 minutes"),
    Mistake("source misspelt", FALLS, "sort_vital_signs", "[RCP, local]", "[RPC, local]", "REF010", "RCP"),
    Mistake(
        "not known treated as no",
        FALLS,
        "id: head_signs",
        "{floor: clinician_now, because: could not check a head injury}",
        "next",
        "SAF015",
        "what the reassuring answer does",
    ),
    Mistake(
        "an emergency led to words for home",
        FALLS,
        "id: hurt_from_high",
        "go: high_fall_emergency",
        "go: steady_now",
        "SAF004",
        "the words of an outcome at home",
    ),
    Mistake(
        "a case that expects nothing",
        CASES,
        "cases:",
        "expect: {",
        "expect: {} # {",
        "TST007",
        "expects nothing",
        "scenario: ",
    ),
    Mistake("approved by nobody", FALLS, "", "state: draft", "state: approved", "GOV003", "approver"),
    Mistake("jargon said to a patient", ADVICE, "advice:", '"Rinse now', '"Start IV fluids', "TXT004", "explained"),
    Mistake("module misspelt", FALLS, "steps:", "use: danger_signs", "use: danger_sign", "REF004", "danger_signs"),
    Mistake("age range without a unit", FALLS, "", "50 years and over", "50 and over", "SCH003", "50 years and over"),
    Mistake("a tab for spaces", FALLS, "steps:", "  - use: opening", "\t- use: opening", "YML001", "spaces, not tabs"),
    Mistake("a case that fails", CASES, "cases:", "{disposition: ", "{disposition: not_", "TST001", "expected not_"),
    Mistake("a case's answer misspelt", CASES, "cases:", "fall_check: [neck]", "fall_check: [nek]", "TST004", "neck"),
    Mistake("a case about nothing", CASES, "cases:", "still_down: ", "still_dwn: ", "TST004", "still_down"),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Kept]:
    """A copy of the shipped pack, and what was made of its files so far."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "pathways", folder / "pathways")
    shutil.copy(ROOT / "directory.yaml", folder)
    return folder, Kept()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_a_mistake_is_caught(mistake: Mistake, copied: tuple[Path, Kept], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, kept = copied
    monkeypatch.chdir(folder)
    file = Path(mistake.file)
    whole = file.read_text(encoding="utf-8")
    start = whole.index(mistake.below)
    at = whole.index(mistake.old, start)
    edited = whole[:at] + mistake.new + whole[at + len(mistake.old) :]
    line = edited.count("\n", 0, edited.index(mistake.on, start) if mistake.on else at) + 1
    file.write_text(edited, encoding="utf-8")
    try:
        slow = mistake.code.startswith(("REA", "TST"))
        context = read_context(Path("pathways"), Path("directory.yaml"), TODAY, [mistake.file], kept=kept)
        found = [problem for problem in check(context, quick=not slow) if problem.code == mistake.code]
    finally:
        file.write_text(whole, encoding="utf-8")
    said = [f"{problem.at_line}: {problem.message} {problem.hint}" for problem in found]
    assert any(one.startswith(f"{line}: ") and mistake.words in one for one in said), (line, said)


def test_what_a_file_that_cannot_be_read_may_use_is_not_called_unused(
    copied: tuple[Path, Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept = copied
    monkeypatch.chdir(folder)
    file = Path(SEE)
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("steps:\n", "steps:\n\t", 1), encoding="utf-8")
    try:
        context = read_context(Path("pathways"), Path("directory.yaml"), TODAY, kept=kept)
        found = {(problem.code, problem.file) for problem in check(context, quick=True)}
    finally:
        file.write_text(whole, encoding="utf-8")
    assert ("YML001", SEE) in found
    assert {code for code, _ in found}.isdisjoint({"REF005", "DIR004", "GOV009"})
