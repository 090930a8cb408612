"""The flow that every engine walks: 20 questions of three answers, two of which can end it early."""

from __future__ import annotations

from random import Random

from benchmarks.long_pathway import HEAD
from triage_tui.content.pack_files import Loaded, read_pack
from triage_tui.content.pathway_file import PathwayFile
from triage_tui.content.shape import validate
from triage_tui.content.source import parse_source
from triage_tui.library import default_pack
from triage_tui.walk.compiling.pathway import compile_pathway
from triage_tui.walk.compiling.shared import compile_shared
from triage_tui.walk.plan import Plan

QUESTIONS = 20
ANSWERS = "abc"
HOME, EARLY = "home", "early"
QUESTION = """\
  - {{id: q{n}, ask: "Question {n}?", answers: {{a: {a}, b: {then}, c: {then}, not known: {then}}}, mildest: b}}
"""
TAIL = """\
outcomes:
  home: {title: Home, disposition: self_care, because: The end., worsening: [always]}
  early: {title: Early, disposition: ed_1h, because: The early end., worsening: [always]}
"""

Answers = tuple[str, ...]


def ends(question: int, answer: str) -> bool:
    """Whether an answer ends the flow early."""
    return question % 7 == 6 and answer == "a"


def answer_sets(count: int, seed: int) -> list[Answers]:
    """Answers to every question; in half of them nothing ends early."""
    random = Random(seed)
    sets = [tuple(random.choice(ANSWERS) for _ in range(QUESTIONS)) for _ in range(count)]
    whole = [tuple("b" if ends(n, answer) else answer for n, answer in enumerate(answers)) for answers in sets]
    return sets[: count // 2] + whole[count // 2 :]


def flow_plan() -> Plan:
    """The flow as a pathway, compiled on the shipped pack."""
    head = HEAD.replace("pathway: long", "pathway: flow").replace("  - use: opening\n", "")
    following = ["next"] * (QUESTIONS - 1) + [HOME]
    steps = (QUESTION.format(n=n, a=EARLY if ends(n, "a") else go, then=go) for n, go in enumerate(following))
    source = parse_source((head + "".join(steps) + TAIL).encode(), "flow.yaml")
    model, _ = validate(PathwayFile, source)
    assert model is not None, [problem.line() for problem in source.problems]
    files = read_pack(default_pack())
    files.pathways["flow"] = Loaded(model, source)
    plan, problems = compile_pathway(files, compile_shared(files), "flow")
    assert plan is not None, [problem.line() for problem in problems]
    return plan
