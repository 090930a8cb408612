"""What the diagrams say of a patient is what the engine does with the patient."""

from __future__ import annotations

from random import Random

import pytest

from tests.walk.conftest import ROOT
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.errors import AnswerError
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import Diagram
from triage_tui.proof.levels import Levels
from triage_tui.proof.patient import walk
from triage_tui.proof.payload import Brings, EndsIn, LessUrgentThan
from triage_tui.walk.outlook import final_disposition


@pytest.fixture(scope="module")
def shipped() -> Compiled:
    return compile_pack(ROOT / "pathways", ROOT / "directory.yaml")


def random_patient(levels: Levels, random: Random) -> list[int]:
    """A value for every level; the reassuring ones more often, so that walks go on."""
    found = []
    for level in levels.all:
        size = len(level.marks)
        head = level.part == "" and level.step != ""
        if level.part and level.step and size == 2:
            found.append(int(random.random() < 0.06))
        else:
            found.append(random.randrange(1 if head else 0, size))
    return found


@pytest.mark.parametrize("name", ["falls_risk", "mental_health_press_2", "hear_and_treat", "see_and_treat"])
def test_a_random_patient_ends_where_the_diagram_says(shipped: Compiled, name: str) -> None:
    plan = shipped.plans[name]
    levels = Levels([plan])
    diagram = Diagram(levels.domains)
    random = Random(7)
    ranks = sorted({plan.ranks[outcome.disposition] for outcome in plan.outcomes})[:-1]
    rank = random.choice(ranks)
    less_urgent = Behaviour(plan, levels, diagram, LessUrgentThan(plan, rank)).compile()
    outcomes = frozenset(random.sample(range(len(plan.outcomes)), 12))
    ends_in = Behaviour(plan, levels, diagram, EndsIn(plan, outcomes)).compile()
    adjunct = random.randrange(len(plan.adjuncts))
    brings = Behaviour(plan, levels, diagram, Brings(plan, adjunct)).compile()
    walked = 0
    for _ in range(3_000):
        patient = random_patient(levels, random)
        try:
            state = walk(plan, levels, patient)
        except AnswerError:
            continue
        walked += 1
        own_rank = plan.ranks[final_disposition(plan, state)]
        assert diagram.evaluate(less_urgent.root, patient) == (own_rank > rank)
        assert diagram.evaluate(ends_in.root, patient) == (~state.at in outcomes)
        also = state.also | plan.outcomes[~state.at].also
        assert diagram.evaluate(brings.root, patient) == bool(also >> adjunct & 1)
    assert walked > 1_000
