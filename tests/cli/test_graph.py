"""Pictures of a pathway, from the command line."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desks import make_small_pack
from tests.hostile import NASTY, Hostile
from triage_tui.library import Library
from triage_tui.text import columns, printable

GOLDENS = Path(__file__).parent / "graphs"
SUFFIX = {"tree": "txt", "mermaid": "mmd", "dot": "dot"}
STRING = r'"(?:[^"\\\n]|\\.)*"'
DOT = re.compile(
    rf"digraph {STRING} {{|\s*(?:subgraph \w+ {{|}}|(?:graph|node|edge|\w+(?: -> \w+)*) \[\w+=(?:{STRING}|\w+)"
    rf"(?:, \w+=(?:{STRING}|\w+))*\];)"
)
TEXT = r'"[^"\[\]{}<>`|%;&]*(?:(?:#\d+;|<br/>)[^"\[\]{}<>`|%;&]*)*"'
MERMAID = re.compile(
    rf"flowchart TD|\s*(?:end|subgraph \w+\[{TEXT}\]"
    rf"|\w+(?:\[{TEXT}\]|\[\[{TEXT}\]\]|\(\[{TEXT}\]\)|{{{{{TEXT}}}}}|\[/{TEXT}/\])"
    rf"|\w+ (?:-->|-\.->|==>)(?:\|{TEXT}\|)? \w+|classDef \w+ [\w:#,-]+|class [\w,]+ \w+|linkStyle [\d,]+ [\w:#,-]+)"
)


@pytest.mark.parametrize("format_name", SUFFIX)
def test_the_small_pathway_is_drawn_as_somebody_read_it(triage: Run, format_name: str) -> None:
    ran = triage("graph", "fall", "--format", format_name)
    assert (ran.code, ran.err) == (0, "")
    golden = GOLDENS / f"fall.{SUFFIX[format_name]}"
    if os.environ.get("UPDATE_GOLDENS") == "1":
        golden.write_text(ran.out, encoding="utf-8", newline="\n")
    assert ran.out == golden.read_text(encoding="utf-8")
    assert max(columns(line) for line in ran.out.splitlines()) <= 80 or format_name != "tree"


def test_what_is_not_opened_is_one_line(triage: Run) -> None:
    own = triage("graph", "fall", "--module", "fall").out
    assert "opening (steps 1 to 12)" in own
    assert "Where they are" not in own
    assert "Blood thinner" in own
    part = triage("graph", "fall", "--steps", "head_hit..down").out
    assert "Head injury" in part
    assert "Neck pain" in part
    assert "Keep still (" not in part
    assert triage("graph", "fall", "--steps", "14..17").out == part
    sections = triage("graph", "fall", "--depth", "1").out
    assert "safeguarding (steps 22 to 23)" in sections
    assert "Head injury" not in sections
    steps = triage("graph", "fall", "--depth", "2").out
    assert "Head injury" in steps
    assert "Blood is pouring" not in steps
    mermaid = triage("graph", "fall", "--format", "mermaid", "--section", "safeguarding").out
    assert "Safeguarding" in mermaid
    assert "Neck pain" not in mermaid


def test_coverage_marks_what_no_scenario_exercises(triage: Run, small: Path) -> None:
    without = triage("graph", "unwell", "--coverage")
    assert (without.code, without.out) == (3, "")
    assert "has no scenarios" in without.err
    scenarios = small / "scenarios"
    scenarios.mkdir(exist_ok=True)
    file = scenarios / "unwell.yaml"
    file.write_text(
        "scenarios: unwell\ncases:\n  - {scenario: Mild, source: tests, given: {age: 40 years}, answers: {}}\n",
        encoding="utf-8",
    )
    try:
        out = triage("graph", "unwell", "--coverage").out
        assert "tested: 1 of 3 answers" in _row(out, "Chest pain, question")
        assert "[no scenario]" in _row(out, "Not known → Chest pain: !! A&E in 1 hour")
        assert "[no scenario]" in _row(out, "Chest pain: !! A&E in 1 hour (hospital)")
        assert "[no scenario]" not in _row(out, "At home: - Home care (well)")
        closed = triage("graph", "unwell", "--coverage", "--depth", "1").out
        assert "[no scenario: 2 answers]" in _row(closed, "the pathway's own steps (unwell, step 13)")
        told = triage("graph", "unwell", "--case", "mil", "--format", "dot").out
        assert "on this walk" in told
    finally:
        file.unlink()


def test_a_case_is_marked_and_told(triage: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "given: {mode: telephone, age: 40 years}\nanswers: {head_hit: yes, head_thinner: no}\ndefault: mildest\n",
        encoding="utf-8",
    )
    out = triage("graph", "fall", "--case", str(case)).out
    assert "[on this walk]" in _row(out, "Head injury (head_hit)")
    assert "[on this walk]" in _row(out, "Yes → next <!! A&E in 1 hour to + Visit in 2 hours>")
    assert "[on this walk]" not in _row(out, "Observations (first_set)")
    told = out[out.index("This walk: case.yaml (telephone)") :]
    assert "Did they hit their head? - Yes" in told
    assert "Rule: head_hit is yes" in told
    assert "Community visit within 2 hours. They fell and hit their head." in _row(told, "Ends in: Visit after a fall")
    page = tmp_path / "walk.md"
    triage("graph", "fall", "--case", str(case), "--format", "mermaid", "-o", str(page))
    assert "\n## This walk: case.yaml (telephone)\n\n- 1 Where is the patient" in page.read_text(encoding="utf-8")


def test_what_changed_is_marked(triage: Run, small: Path, tmp_path: Path) -> None:
    text = (small / "fall.yaml").read_text(encoding="utf-8")
    old = tmp_path / "old.yaml"
    edits = {
        "down >= 240": "down >= 60",
        "Does the neck hurt?": "Is the neck sore?",
        "id: keep_still": "id: stay_still",
        "disposition: visit_2h": "disposition: home",
    }
    for new, was in edits.items():
        assert new in text
        text = text.replace(new, was)
    old.write_text(text, encoding="utf-8")
    out = triage("graph", "fall", "--diff", str(old)).out
    assert "[changed: rules]" in _row(out, "24 Sort, rule")
    assert "[reworded]" in _row(out, "16 Neck pain, question")
    assert "[added]" in _row(out, "20 Keep still, do")
    assert "removed: Keep still (stay_still)" in out
    assert "[changed: disposition]" in _row(out, "Visit after a fall: + Visit in 2 hours (visit)")
    assert "[" not in _row(out, "14 Head injury (head_hit), question")
    same = triage("graph", "fall", "--diff", str(small)).out
    assert not re.search(r"\[(added|changed: |reworded)", same.partition("how to read it")[0])


def test_a_page_of_mermaid(triage: Run, tmp_path: Path) -> None:
    page = tmp_path / "picture.md"
    ran = triage("graph", "fall", "--format", "mermaid", "-o", str(page))
    assert (ran.code, ran.out, ran.err) == (0, "", f"written to {page}\n")
    alone = triage("graph", "fall", "--format", "mermaid").out
    assert page.read_text(encoding="utf-8") == f"# fall 0.1.0: Fall (small)\n\n```mermaid\n{alone}```\n"


def test_mistakes_are_said(triage: Run, tmp_path: Path) -> None:
    for arguments, said in (
        (["--module", "openin"], 'did you mean "opening"?'),
        (["--section", "nowhere"], 'expected one of "fall", "fall-2", "opening", "safeguarding"'),
        (["--steps", "head_hit..neck_pian"], 'did you mean "neck_pain"?'),
        (["--steps", "down..head_hit"], '"down" is after "head_hit"'),
        (["--module", "opening", "--steps", "down"], "no step is both"),
        (["--format", "dot", "--depth", "1"], "--depth is for --format tree"),
        (["-o", "fall.svg"], "dot -Tsvg picture.dot -o picture.svg"),
        (["--diff", "nowhere.yaml"], '"nowhere.yaml" is no file, no folder, and no git revision'),
        (["--case", "nobody"], 'no file "nobody"'),
    ):
        ran = triage("graph", "fall", *arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert said in ran.err
    assert triage("graph", "fall", "-o", str(tmp_path / "no" / "where.txt")).code == 1


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Hostile]:
    """A pack with hostile texts."""
    folder = make_small_pack(tmp_path_factory.mktemp("hostile"))
    made = Hostile()
    made.pack(folder)
    return folder, made


@pytest.mark.parametrize("format_name", SUFFIX)
def test_hostile_text_is_only_text(triage: Run, hostile: tuple[Path, Hostile], format_name: str) -> None:
    """Whatever a label holds, the file keeps its grammar, and the label reads as it was written."""
    folder, made = hostile
    out = triage("graph", "fall", "--format", format_name, "--pack", str(folder)).out
    if format_name == "dot":
        assert [line for line in out.splitlines() if not DOT.fullmatch(line) and " -> legend" not in line] == []
        read = unescape(re.sub(r"\\(.)", lambda found: found[1].removeprefix("n"), out))
    elif format_name == "mermaid":
        assert [line for line in out.splitlines() if not MERMAID.fullmatch(line)] == []
        read = unescape(re.sub(r"#(\d+);", r"&#\1;", out))
    else:
        assert "\x1b" not in out
        read = re.sub(r"[│├└─]", "", out)
    seen = _bare(read)
    plan = Library(folder).plan("fall")
    names = {step.short for step in plan.steps} & set(made.texts["short"])
    names |= {outcome.title for outcome in plan.outcomes} & set(made.texts["title"])
    assert [text for text in names if _bare(printable(text)) not in seen] == []
    assert len({ending for ending in NASTY if any(text.endswith(ending) for text in names)}) > 8


def test_an_old_terminal_and_no_colour(program: Run) -> None:
    """A screen that has only ASCII, and colours switched off: the same words."""
    plain = program("graph", "unwell", PYTHONIOENCODING="ascii", NO_COLOR="1")
    assert plain.code == 0
    assert plain.out.isascii()
    assert "Yes -> Chest pain: !! A&E in 1 hour" in plain.out
    assert "?" not in plain.out


def _row(out: str, text: str) -> str:
    """The row of the tree that begins with a text, unfolded."""
    rows: list[str] = []
    for line in out.splitlines():
        bare = line.lstrip("│ ")
        if bare.startswith(("├── ", "└── ")):
            rows.append(bare[4:])
        elif rows:
            rows[-1] += " " + bare
    found = [row for row in (" ".join(row.split()) for row in rows) if text in row]
    assert found, text
    return found[0]


def _bare(text: str) -> str:
    return "".join(text.split())
