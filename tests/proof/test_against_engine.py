"""What the diagrams say of a patient is what the engine does with the patient."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.walk.conftest import ROOT
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.errors import AnswerError
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.levels import Levels
from triage_tui.proof.patient import walk
from triage_tui.proof.payload import Brings, EndsIn, LessUrgentThan, Payload
from triage_tui.proof.walks import Walks
from triage_tui.walk.engine import State
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Plan


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


def check(plan: Plan, question: Payload, of_state: Callable[[State], bool]) -> None:
    """Random patients, by the diagram and by the engine."""
    walks = Walks.of(plan)
    behaviour = Behaviour(walks, question).compile()
    random = Random(7)
    answers = []
    for _ in range(1_500):
        patient = random_patient(walks.levels, random)
        try:
            state = walk(plan, walks.levels, patient)
        except AnswerError:
            continue
        answers.append(of_state(state))
        assert walks.diagram.evaluate(behaviour.root, patient) == answers[-1]
    assert len(answers) > 500


@pytest.mark.parametrize(
    ("name", "rank"), [("falls_risk", 6), ("mental_health_press_2", 4), ("hear_and_treat", 3), ("see_and_treat", 1)]
)
def test_how_urgent_it_ends(shipped: Compiled, name: str, rank: int) -> None:
    plan = shipped.plans[name]
    check(plan, LessUrgentThan(plan, rank), lambda state: plan.ranks[final_disposition(plan, state)] > rank)


def test_where_it_ends(shipped: Compiled) -> None:
    plan = shipped.plans["hear_and_treat"]
    urgent = frozenset(place for place, item in enumerate(plan.outcomes) if plan.ranks[item.disposition] <= 2)
    check(plan, EndsIn(plan, urgent), lambda state: ~state.at in urgent)


def test_what_it_brings(shipped: Compiled) -> None:
    plan = shipped.plans["falls_risk"]
    police = next(place for place, item in enumerate(plan.adjuncts) if item.id == "police_999")
    check(
        plan,
        Brings(plan, police),
        lambda state: bool((state.also | plan.outcomes[~state.at].also) >> police & 1),
    )
