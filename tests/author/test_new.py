"""What triage new writes: right at once, whatever the author says, and never over something else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.cli.conftest import Run, data, small, triage
from tests.content.editor import read
from tests.desks import SHIPPED
from tests.source_tree import PACKAGE
from triage_tui.author.cover.aims import ANSWERS, BRANCHES, OUTCOMES, STEPS
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.measure import coverage
from triage_tui.author.cover.reach import Reach
from triage_tui.author.new.scenarios import age_inside, age_outside
from triage_tui.author.scenarios import run_scenarios
from triage_tui.compiler import compile_pack
from triage_tui.content.ages import age_limits
from triage_tui.content.schema.files import schema
from triage_tui.content.schema.ids import read_ids
from triage_tui.content.source import read_source
from triage_tui.errors import ExitCode
from triage_tui.library import Library, is_inside_program
from triage_tui.proof.claim import Verdict, prove
from triage_tui.proof.diagram import deep
from triage_tui.proof.example import possible_patients
from triage_tui.proof.payload import Breaks
from triage_tui.proof.walks import Walks
from triage_tui.walk.compiling.claims import claims_of
from triage_tui.walk.plan import NumberSpec
from triage_tui.walk.quantity import read_number

__all__ = ["data", "small", "triage"]

NAMED = ["--title", 'Ear "pain": one # or [both]', "--owner", "Dr A. O'Neill: GP"]


def copied(triage: Run, folder: Path, source: Path | None = None) -> Path:
    """A pack of one's own: a copy of the small one, or of another."""
    ran = triage("new", "--copy-pack", str(folder), *(["--pack", str(source)] if source else []))
    assert ran.code == 0, ran.err
    assert all(Path(line).is_file() for line in ran.out.splitlines())
    return folder / "pathways"


@pytest.fixture
def pack(triage: Run, tmp_path: Path) -> Path:
    """A copy of the small pack."""
    return copied(triage, tmp_path / "own")


def test_the_shipped_pack_copied_and_added_to(triage: Run, tmp_path: Path) -> None:
    """The copy is the same but for the comments; a pathway made in it begins as every pathway does, and is right."""
    pack = copied(triage, tmp_path / "own", SHIPPED)
    for file in SHIPPED.rglob("*.yaml"):
        copy = (pack / file.relative_to(SHIPPED)).read_text(encoding="utf-8")
        assert copy.split("\n", 2)[2] == file.read_text(encoding="utf-8")
    for file in [*pack.rglob("*.yaml"), pack.parent / "directory.yaml"]:
        targets = re.findall(r"^# .*\$schema[=:] ?(\S+)$", file.read_text(encoding="utf-8"), re.M)
        assert [(file.parent / target).is_file() for target in targets] == [True, True], file
    new_pathway_is_right(triage, pack, [*NAMED, "--ages", "50 years and over"])
    steps = read(pack / "ear_pain.yaml", "1.2")["steps"]
    assert [step.get("use") for step in steps[:2]] == ["opening", "core_red_flags"]
    ran = triage("prove", "ear_pain", "--pack", str(pack))
    assert (ran.code, ran.out.count("VIOLATED"), ran.out.count("VACUOUS")) == (0, 0, 0), ran.out
    assert list(read(pack / "ear_pain.yaml", "1.2")["varies_by"]) == ["sex"]


@pytest.mark.parametrize(
    "options",
    [
        [],
        NAMED,
        ["--ages", "2 years to 17 years", "--modes", "telephone,on_scene"],
        ["--ages", "under 3 months", "--modes", "on_scene"],
        ["--modes", "telephone"],
        ["--ages", "50 years and over"],
        ["--ages", "any"],
    ],
    ids=lambda options: " ".join(options) or "plain",
)
def test_a_new_pathway_is_right_at_once(pack: Path, triage: Run, options: list[str]) -> None:
    new_pathway_is_right(triage, pack, options)


def new_pathway_is_right(triage: Run, pack: Path, options: list[str]) -> None:
    """Make one, and see that check, its scenarios, their coverage and its schemas all accept it."""
    ran = triage("new", "ear_pain", "--pack", str(pack), *options)
    assert ran.code == 0, ran.err
    file, scenarios = map(Path, ran.out.splitlines())
    assert (file, scenarios) == (pack / "ear_pain.yaml", pack / "scenarios" / "ear_pain.yaml")
    ran = triage("check", "--strict", "--compact", str(file), str(scenarios))
    assert (ran.code, ran.out) == (0, ""), ran.out
    library = Library(pack)
    plan, header = library.plan("ear_pain"), library.pack.header("ear_pain")
    assert header is not None
    results = run_scenarios(plan, header.modes, library.directory, scenarios)
    assert [problem.line() for result in results for problem in result.problems] == []
    walks = [Told(result.mode, result.role, result.run.state) for result in results if result.run is not None]
    found = coverage(Reach(plan, {role.id: role.modes for role in library.pack.roles}), walks)
    left = [found.aims.line(aim) for aim in found.missing if aim.kind in (STEPS, ANSWERS, BRANCHES, OUTCOMES)]
    assert [line for line in left if line.startswith("ear_pain.yaml")] == []
    for kind, path in (("pathway", file), ("scenarios", scenarios)):
        judge = Draft7Validator(schema(kind, read_ids(pack), "ear_pain"))
        assert [error.message for error in judge.iter_errors(read(path, "1.2"))] == []
    assert plan.review.due > (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
    if options[:4] == NAMED:
        assert (plan.title, plan.review.owner) == (NAMED[1], NAMED[3])


def test_the_claims_of_a_new_pathway_and_module_are_proved(triage: Run, pack: Path) -> None:
    for arguments in (["--module", "looks"], ["ear_pain", "--ages", "2 years to 17 years"]):
        assert triage("new", *arguments, "--pack", str(pack)).code == 0
    file = pack / "ear_pain.yaml"
    text = file.read_text(encoding="utf-8").replace("  - use: opening\n", "  - use: opening\n  - use: looks\n")
    file.write_text(text, encoding="utf-8")
    compiled = compile_pack(pack, pack.parent / "directory.yaml")
    assert compiled.pack is not None
    plan = compiled.plans["ear_pain"]
    walks = Walks.of(plan)
    with deep():
        patients = possible_patients(walks, {role.id: role.modes for role in compiled.pack.roles})
    claims = claims_of(compiled.files, "ear_pain", plan)
    assert len(claims) == 6
    for claim, premise in claims:
        assert claim.at_least is not None
        rank = plan.ranks[plan.disposition_index[claim.at_least]]
        assert prove(walks, patients, Breaks(plan, premise, rank=rank)).verdict == Verdict.PROVED, claim.if_


@pytest.mark.parametrize("kind", ["module", "instrument"])
def test_a_new_module_or_instrument_is_right_once_it_is_used(pack: Path, triage: Run, kind: str) -> None:
    ran = triage("new", f"--{kind}", "looks", "--pack", str(pack), *NAMED)
    assert ran.code == 0, ran.err
    assert triage("new", "ear_pain", "--pack", str(pack)).code == 0
    file = pack / "ear_pain.yaml"
    step = (
        "- use: looks" if kind == "module" else "- {id: score, ask: Count and look., measure: looks, not known: next}"
    )
    text = file.read_text(encoding="utf-8").replace("  - id: getting_worse\n", f"  {step}\n  - id: getting_worse\n")
    file.write_text(text, encoding="utf-8")
    new = pack / f"{kind}s" / "looks.yaml"
    ran = triage("check", "--strict", "--compact", str(new), str(file))
    assert (ran.code, ran.out) == (0, "")
    judge = Draft7Validator(schema(kind, read_ids(pack), "looks" if kind == "module" else None))
    assert [error.message for error in judge.iter_errors(read(new, "1.2"))] == []


def test_nothing_is_overwritten(triage: Run, tmp_path: Path) -> None:
    triage("new", "--copy-pack", str(tmp_path / "own"))
    pack = tmp_path / "own" / "pathways"
    (pack / "scenarios").mkdir(exist_ok=True)
    (pack / "scenarios" / "rash.yaml").write_text("kept", encoding="utf-8")
    before = {file: file.read_bytes() for file in pack.rglob("*") if file.is_file()}
    for arguments, said in (
        (["fall"], '"fall" is taken'),
        (["rash"], "rash.yaml is there already"),
        (["--module", "opening"], "opening.yaml is there already"),
        (["--instrument", "signs"], "signs.yaml is there already"),
        (["--copy-pack", str(tmp_path / "own")], "is not an empty folder"),
        (["advice"], '"advice" is taken'),
    ):
        ran = triage("--pack", str(pack), "new", *arguments)
        assert (ran.code, ran.out) == (ExitCode.USAGE, "")
        assert said in ran.err
        assert "nothing was written" in ran.err
    assert {file: file.read_bytes() for file in pack.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name one thing to begin"),
        (["rash", "--module", "rash"], "name one thing to begin"),
        (["Rash"], "is not a name"),
        (["../rash"], "is not a name"),
        (["r" * 41], "is not a name"),
        (["rash", "--title", "a\nb"], "one line of words"),
        (["rash", "--owner", "  "], "one line of words"),
        (["rash", "--ages", "young"], "is not an age range"),
        (["rash", "--modes", "by_post"], '"by_post" is no mode'),
    ],
)
def test_mistakes_are_said(triage: Run, small: Path, arguments: list[str], said: str) -> None:
    before = sorted(small.rglob("*.yaml"))
    ran = triage("new", *arguments)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert said in ran.err
    assert sorted(small.rglob("*.yaml")) == before


def test_the_programs_own_pack_is_left_alone(triage: Run, monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    assert is_inside_program(PACKAGE / "data" / "pathways")
    assert not is_inside_program(SHIPPED)
    monkeypatch.setattr("triage_tui.commands.new.is_inside_program", lambda folder: folder == small)
    ran = triage("new", "rash")
    assert ran.code == ExitCode.USAGE
    assert "--copy-pack FOLDER" in ran.err
    assert not (small / "rash.yaml").exists()


@pytest.mark.parametrize(
    "ages",
    [
        "50 years and over",
        "under 18 years",
        "16 years to 64 years",
        "8 weeks to 5 years",
        "under 3 days",
        "2 days to 5 days",
    ],
)
def test_ages_in_and_out_of_limits(ages: str) -> None:
    low, high = age_limits(ages)
    spec = NumberSpec("age", 0, 47_482, 0)
    assert low <= read_number(age_inside(ages), spec) <= high
    assert not low <= read_number(age_outside(ages), spec) <= high


def test_the_strict_reader_takes_what_is_written(triage: Run, tmp_path: Path) -> None:
    triage("new", "--copy-pack", str(tmp_path / "own"))
    pack = tmp_path / "own" / "pathways"
    triage("new", "rash", "--pack", str(pack), *NAMED)
    for file in pack.rglob("*.yaml"):
        assert read_source(file).problems == []
