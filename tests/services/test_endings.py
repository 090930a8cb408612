"""Nobody is left out: wherever a walk can end, with whoever is there, is among the endings looked at."""

from __future__ import annotations

from random import Random

import pytest

from tests.directory.make import SHIPPED
from tests.walk.answers import random_walk
from triage_tui.author.services.endings import endings_of
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.walk.engine import answers_by_step
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import MODES


@pytest.fixture(scope="module")
def shipped() -> Compiled:
    return compile_pack(SHIPPED.parent / "pathways", SHIPPED)


@pytest.mark.parametrize("name", ["falls_risk", "hear_and_treat", "mental_health_press_2", "see_and_treat"])
def test_every_random_walk_ends_where_it_may(shipped: Compiled, name: str) -> None:
    assert shipped.pack is not None
    plan, chance = shipped.plans[name], Random(7)
    endings = {
        (one.outcome.id, one.disposition.id, one.mode): one
        for one in endings_of(name, plan, {role.id: role.modes for role in shipped.pack.roles})
    }
    settings = [
        (role.id, mode) for role in shipped.pack.roles for mode in role.modes if plan.modes >> MODES.index(mode) & 1
    ]
    raised = 0
    for _ in range(300):
        role, mode = chance.choice(settings)
        state = random_walk(plan, mode, role, chance, mild=chance.choice((0.6, 0.9)))[-1]
        ends = plan.outcomes[~state.at].id, plan.dispositions[final_disposition(plan, state)].id, mode
        ending = endings[ends]
        raised += ending.raised
        age = state.facts[plan.fact_index["age"]]
        sex = answers_by_step(plan, state).get("sex")
        assert role in ending.roles
        assert ending.age_unknown if not isinstance(age, int) else any(low <= age <= high for low, high in ending.ages)
        assert (sex if sex in ("female", "male") else None) in ending.sexes
    assert raised
