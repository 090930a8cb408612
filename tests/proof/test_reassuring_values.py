"""The reassuring value of a question is an answer to it, also when it is 0."""

from __future__ import annotations

from pathlib import Path

from tests.desks import make_small_pack
from triage_tui.author.prove.subject import subject_of
from triage_tui.compiler import compile_pack

STEP = """
  - {id: swelling, ask: How many days?, number: {unit: days, from: 0, to: 30}, mildest: 0, not known: next}
  - decide: [{when: swelling >= 3, go: next}, {otherwise: next}]
"""


def test_a_reassuring_number_of_nought_is_not_the_question_unasked(tmp_path: Path) -> None:
    pack = make_small_pack(tmp_path)
    file = pack / "fall.yaml"
    text = file.read_text(encoding="utf-8")
    first = text.index("\n  - id: ")
    file.write_text(text[:first] + STEP.rstrip() + text[first:], encoding="utf-8")
    walks = subject_of(compile_pack(pack, pack.parent / "directory.yaml"), "fall").walks
    plan, levels = walks.plan, walks.levels
    head = levels.group(plan.steps[plan.step_index["swelling"]]).head
    mark = levels.all[head].marks[walks.mild[head]]
    assert (mark.fact, mark.low, mark.high) == (0, 0, 2)
