"""What is left of the end at a set of observations, once all before it is known, hides nothing of the end itself."""

from __future__ import annotations

from pathlib import Path

from triage_tui.author.prove.answers import worse_pairs
from triage_tui.author.prove.subject import subject_of
from triage_tui.compiler import compile_pack
from triage_tui.proof.beside import exceeds
from triage_tui.proof.diagram import deep
from triage_tui.walk.plan import Kind

ROOT = Path(__file__).parents[2]


def test_a_pair_that_may_end_less_urgent_is_not_passed_over() -> None:
    """Several steps of this pathway take one set, so that it is read from levels that none of them answers."""
    subject = subject_of(compile_pack(ROOT / "pathways", ROOT / "directory.yaml"), "see_and_treat")
    plan, reassured = subject.plan, subject.reassured
    diagram = subject.walks.diagram
    seen = 0
    with deep():
        for pair in worse_pairs(subject.walks):
            step = plan.steps[pair.step]
            if step.kind != Kind.MEASURE or step.id != "vital_signs":
                continue
            answers = {**dict(pair.better), **dict(pair.worse)}, {**dict(pair.worse), **dict(pair.better)}
            whole = reassured.open(pair.step)
            asked = diagram.either(subject.walks.asked_when(pair.step), whole, diagram.terminal(0))
            if exceeds(diagram, [(asked, asked)], *answers):
                seen += 1
                parts = reassured.parts(pair.step, diagram.yes)
                assert exceeds(diagram, [(part, part) for part in parts], *answers), pair.what
    assert seen
