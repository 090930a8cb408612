"""What two versions of a score can add up to together is never less than what the engine adds up."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.walk.conftest import ROOT
from triage_tui.author.mutants.make import mutants_of
from triage_tui.author.mutants.mutant import Mutant, mutated
from triage_tui.compiler import compile_pack
from triage_tui.proof.diagram import Diagram
from triage_tui.proof.levels import Levels, as_fact
from triage_tui.proof.patient import number_text
from triage_tui.proof.totals import totals_together
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Instrument, Kind, Plan
from triage_tui.walk.score import score

PLAN = compile_pack(ROOT / "pathways", ROOT / "directory.yaml").plans["falls_risk"]


def changed(*words: str) -> Plan:
    """The pathway with other points."""
    found = PLAN
    for word in words:
        mutant = next(one for one in mutants_of(found) if word in one.what)
        assert isinstance(mutant.change, Instrument)
        found = mutated(found, Mutant(mutant.what, "", 0, instrument=mutant.instrument, change=mutant.change))
    return found


@pytest.mark.parametrize(
    "words", [("consciousness voice: 3 became 4",), ("spo2 up to 87: 1 became 2", "pulse up to 40: 3 became 2")]
)
def test_every_pair_of_totals_can_be(words: tuple[str, ...]) -> None:
    other = changed(*words)
    levels = Levels([PLAN, other])
    diagram = Diagram(levels.domains)
    old, new = Walks(PLAN, levels, diagram), Walks(other, levels, diagram)
    step = next(step for step in PLAN.steps if step.kind == Kind.MEASURE and step.prefix == "")
    group, instruments = levels.group(step), [plan.instruments[step.instrument] for plan in (PLAN, other)]
    assert group.told is not None
    can_be = dict(totals_together(old, new))
    pairs = [
        (levels.totals(PLAN, step)[name], levels.totals(other, step)[name], name) for name in ("news2", "news2_highest")
    ]
    assert [1 << one | 1 << two for one, two, _ in pairs] == list(can_be)
    random, apart = Random(3), 0
    for _ in range(3_000):
        patient = [
            mild if random.random() < 0.6 else random.randrange(size)
            for mild, size in zip(old.mild, diagram.domains, strict=True)
        ]
        given = {}
        for item in instruments[0].fields:
            mark = levels.all[group.parts[item.id]].marks[patient[group.parts[item.id]]]
            if mark.name != "not known":
                given[item.id] = mark.name if item.number is None else number_text(item.number, mark.low)
        patient[group.head] = 2
        scores = [score(one, given) for one in instruments]
        for one, two, name in pairs:
            facts = [as_fact(found.total if name == "news2" else found.highest) for found in scores]
            patient[one], patient[two] = (levels.class_of(name, fact) for fact in facts)
            apart += patient[one] != patient[two]
            assert diagram.evaluate(can_be[1 << one | 1 << two], patient)
    assert apart > 100


def test_what_is_scored_alike_has_one_total() -> None:
    other = replace(PLAN, title="another")
    levels = Levels([PLAN, other])
    diagram = Diagram(levels.domains)
    assert list(totals_together(Walks(PLAN, levels, diagram), Walks(other, levels, diagram))) == []
