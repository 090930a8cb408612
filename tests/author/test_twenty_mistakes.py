"""Mistakes that are well formed and change what patients get: a proof, a scenario or a comparison names the line.

Mistakes that can be seen without following a patient are in tests/check/test_mistakes.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.walk.conftest import ROOT
from triage_tui.author.diff.compare import compare_pathway
from triage_tui.author.diff.step import Step
from triage_tui.author.diff.version import Version
from triage_tui.author.prove.answers import not_known_pairs
from triage_tui.author.prove.builtin import answer_pairs
from triage_tui.author.prove.claims import prove_claims
from triage_tui.author.prove.order import life_threats_first
from triage_tui.author.prove.proof import NOT_KNOWN, Proof
from triage_tui.author.prove.subject import Subject, subject_of
from triage_tui.author.scenarios import run_scenarios
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.content.kept import Kept
from triage_tui.proof.claim import Verdict
from triage_tui.proof.pairs import Pair
from triage_tui.proof.walks import Walks

FALLS = "falls_risk"


class Mistake(NamedTuple):
    """Below some words of the falls pathway: what is written there and what it becomes.

    `on`: words of the line that is named (empty: the line of the edit); `words`: what the message says.
    """

    what: str
    below: str
    old: str
    new: str
    words: str
    on: str = ""


CLAIMS = [
    Mistake(
        "threshold off by one",
        "id: sort_vital_signs",
        "news2 >= 7",
        "news2 >= 8",
        "if news2 is known and news2 >= 7: at least amb_emerg",
        "- {if: news2 is known and news2 >= 7, at least",
    ),
    Mistake(
        "red flag routed to self-care",
        "id: fall_check",
        "floor: ed_1h, because: knocked out",
        "floor: self_care, because: knocked out",
        "fall_check has knocked_out",
        "- {if: fall_check has knocked_out",
    ),
    Mistake(
        "floor dropped",
        "id: fall_check",
        'full breath", floor: ed_1h, because: breathing is hard or painful since the fall}',
        'full breath"}',
        "fall_check has chest_breath",
        "- {if: fall_check has knocked_out",
    ),
    Mistake(
        "not known treated as no",
        "id: fall_check",
        "not known: {floor: clinician_now, because: could not check for injury}",
        "not known: next",
        "if fall_check is not known: at least clinician_now",
        "- {if: fall_check is not known",
    ),
    Mistake(
        "another disposition",
        "id: sort_collapse",
        "ecg is abnormal, floor: ed_1h",
        "ecg is abnormal, floor: gp_24h",
        "if ecg is abnormal: at least ed_1h",
        "- {if: ecg is abnormal, at least",
    ),
    Mistake(
        "and for or",
        "id: thinner_dose",
        "(head_hit is yes and (surely alerts has blood_thinner or thinner in",
        "(head_hit is yes and (surely alerts has blood_thinner and thinner in",
        "if head_hit is yes and thinner in",
        '- {if: "head_hit is yes and thinner in',
    ),
    Mistake(
        "claim that can never apply",
        "claims:",
        "heart_signs has still_faint, at least",
        "heart_signs has still_faint and why_fell is tripped, at least",
        "heart_signs has still_faint and why_fell is tripped",
    ),
    Mistake(
        "claim of too much",
        "claims:",
        "injuries has hip, at least: ed_4h",
        "injuries has hip, at least: amb_emerg",
        "if injuries has hip: at least amb_emerg",
    ),
]


NOT_KNOWNS = [
    Mistake(
        "not known about the heart treated as no",
        "id: heart_signs",
        "not known: {floor: clinician_now, because: could not rule out the heart}",
        "not known: {floor: clinician_now, because: could not rule out the heart, go: try_get_up}",
        '"heart_signs": not known against none of these never ends less urgent',
        "- id: heart_signs",
    ),
    Mistake(
        "not known about the check skips the head",
        "id: fall_check",
        "not known: {floor: clinician_now, because: could not check for injury}",
        "not known: {floor: self_care, because: could not check for injury, go: falls_year}",
        '"fall_check": not known against none of these never ends less urgent',
        "- id: fall_check",
    ),
]

ROUTINE = """  - id: handrail
    short: Handrail
    ask: Is there a handrail on the stairs?
    why: It may prevent the next fall.
    answers: {yes: next, no: next, not known: next}
    mildest: yes
    source: [local]

"""
MOVED = Mistake(
    "question moved behind a routine one",
    "id: sort_minutes_down",
    "  - id: fall_check\n",
    f"{ROUTINE}  - id: fall_check\n",
    '"fall_check" is asked before routine questions: "handrail" comes first',
    "- id: fall_check",
)

SCENARIOS = [
    Mistake("negated guard", "id: heart_signs", 'when: "why_fell in [', 'when: "why_fell not in [', "heart_signs"),
    Mistake(
        "target of another branch",
        "id: sort_fall_check",
        "go: changed_after_fall",
        "go: hurt_on_floor",
        "changed_after_fall",
    ),
]

COMPARED = [
    Mistake(
        "age limit raised",
        "id: needs_hospital",
        "cannot_walk and age >= 65",
        "cannot_walk and age >= 75",
        "65 -> 75",
    ),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Kept, Compiled]:
    """A copy of the shipped pack, what was made of its files, and the whole as it was."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "pathways", folder / "pathways")
    shutil.copy(ROOT / "directory.yaml", folder)
    kept = Kept()
    return folder, kept, compile_pack(folder / "pathways", folder / "directory.yaml", kept=kept)


class Edited(NamedTuple):
    """The pack with a mistake in it, and the line that is to be named."""

    folder: Path
    compiled: Compiled
    line: int

    @property
    def subject(self) -> Subject:
        """The edited pathway, made ready to be proved."""
        return subject_of(self.compiled, FALLS)


@pytest.fixture
def edited(request: pytest.FixtureRequest, copied: tuple[Path, Kept, Compiled]) -> Iterator[Edited]:
    """The pack with one mistake; afterwards it is as it was."""
    mistake: Mistake = request.param
    folder, kept, _ = copied
    file = folder / "pathways" / f"{FALLS}.yaml"
    whole = file.read_text(encoding="utf-8")
    start = whole.index(mistake.below)
    at = whole.index(mistake.old, start)
    text = whole[:at] + mistake.new + whole[at + len(mistake.old) :]
    line = text.count("\n", 0, text.index(mistake.on) if mistake.on else at) + 1
    file.write_text(text, encoding="utf-8")
    try:
        compiled = compile_pack(folder / "pathways", folder / "directory.yaml", kept=kept)
        assert not compiled.errors, "the mistake is one that the compiler sees"
        yield Edited(folder, compiled, line)
    finally:
        file.write_text(whole, encoding="utf-8")


def each(mistakes: list[Mistake]) -> pytest.MarkDecorator:
    """A test for each of some mistakes."""
    return pytest.mark.parametrize(
        ("edited", "mistake"), [(one, one) for one in mistakes], ids=[one.what for one in mistakes], indirect=["edited"]
    )


def assert_named(found: list[Proof], line: int, code: str, words: str) -> Proof:
    """The one proof that failed on a line of the pathway, with the code and words."""
    failed = [proof for proof in found if proof.verdict in (Verdict.VIOLATED, Verdict.VACUOUS)]
    named = [proof for proof in failed if proof.line == line and words in proof.sentence]
    assert named, (line, [(proof.line, proof.sentence) for proof in failed])
    assert named[0].file.endswith(f"{FALLS}.yaml")
    assert named[0].code == code
    return named[0]


@each(CLAIMS)
def test_a_claim_names_it(edited: Edited, mistake: Mistake) -> None:
    subject = edited.subject
    premise = mistake.words.removeprefix("if ").partition(":")[0]
    subject.claimed = subject.claimed._replace(
        claims=tuple(placed for placed in subject.claimed.claims if premise in (placed.claim.if_ or ""))
    )
    nobody = mistake.what == "claim that can never apply"
    found = assert_named(list(prove_claims(subject)), edited.line, "SAF002" if nobody else "SAF001", mistake.words)
    assert bool(found.patient) != nobody


@each(NOT_KNOWNS)
def test_a_pair_of_answers_names_it(edited: Edited, mistake: Mistake) -> None:
    subject = edited.subject
    step = mistake.words.split('"')[1]

    def pairs(walks: Walks) -> Iterator[Pair]:
        return (pair for pair in not_known_pairs(walks) if walks.plan.steps[pair.step].id == step)

    found = assert_named(
        list(answer_pairs(subject, NOT_KNOWN, "never ends less urgent", pairs)), edited.line, "SAF007", mistake.words
    )
    assert found.patient
    assert found.beside, "both walks are shown"


@each([MOVED])
def test_a_routine_question_before_a_threat_to_life_is_named(edited: Edited, mistake: Mistake) -> None:
    assert_named(list(life_threats_first(edited.subject)), edited.line, "ORD001", mistake.words)


@each(SCENARIOS)
def test_a_scenario_names_it(edited: Edited, mistake: Mistake) -> None:
    file = edited.folder / "pathways" / "scenarios" / f"{FALLS}.yaml"
    plan, directory = edited.compiled.plans[FALLS], edited.compiled.directory
    rows = file.read_text(encoding="utf-8").split("\n")
    assert directory is not None
    results = run_scenarios(plan, ("telephone", "on_scene"), directory, file)
    problems = [problem for result in results for problem in result.problems]
    told = [one for one in problems if mistake.words in f"{one.message} {one.hint}"]
    assert told, [one.line() for one in problems]
    assert all(one.code.startswith("TST") and one.at_line <= len(rows) for one in told)
    word = mistake.words.split()[-1]
    assert word in rows[told[0].at_line - 1], (rows[told[0].at_line - 1], told[0].line())


@each(COMPARED)
def test_a_comparison_names_the_edit_and_the_step_the_version_deserves(
    edited: Edited, mistake: Mistake, copied: tuple[Path, Kept, Compiled]
) -> None:
    found = compare_pathway(Version("old", "old", copied[2]), Version("new", "new", edited.compiled), FALLS)
    assert found.less_urgent
    assert found.step is Step.MAJOR
    assert found.versions[0] == found.versions[1], "the version was not raised"
    blamed = [line for shown in found.differences for line in shown.blame]
    assert (edited.line, True) in [(line.new, mistake.words in line.what) for line in blamed], blamed
