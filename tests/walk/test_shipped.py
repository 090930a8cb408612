"""The shipped pack: clean, its scenarios pass and cover every answer, and its claims hold on random walks."""

from __future__ import annotations

from random import Random

import pytest

from tests.walk.answers import modes_of, random_walk
from tests.walk.conftest import ROOT
from triage_tui.author.cover.arrive import QUICK, Told
from triage_tui.author.cover.measure import coverage
from triage_tui.author.cover.reach import Reach
from triage_tui.author.scenarios import run_scenarios
from triage_tui.compiler import Compiled
from triage_tui.content.pathway_file import ClaimShape
from triage_tui.walk.compiling.claims import claims_of
from triage_tui.walk.conclude import Conclusion, conclude
from triage_tui.walk.engine import answers_by_step
from triage_tui.walk.evaluate import TRUE, evaluate
from triage_tui.walk.plan import MODES, Plan

PATHWAYS = ["falls_risk", "hear_and_treat", "mental_health_press_2", "see_and_treat"]


def test_the_pack_has_no_problems(shipped: Compiled) -> None:
    assert [problem.line() for problem in shipped.problems] == []


def test_the_pathways_are_there(shipped: Compiled) -> None:
    assert sorted(shipped.plans) == PATHWAYS


@pytest.mark.parametrize("name", PATHWAYS)
def test_scenarios_pass_and_leave_nothing_out(shipped: Compiled, name: str) -> None:
    plan = shipped.plans[name]
    assert shipped.directory is not None
    file = ROOT / "pathways" / "scenarios" / f"{name}.yaml"
    results = run_scenarios(plan, tuple(modes_of(plan)), shipped.directory, file)
    assert [problem.line() for result in results for problem in result.problems] == []
    assert len(results) >= 12
    assert shipped.pack is not None
    roles = {role.id: role.modes for role in shipped.pack.roles}
    walks = [Told(one.mode, one.role, one.run.state) for one in results if one.run is not None]
    found = coverage(Reach(plan, roles, nodes=QUICK), walks)
    assert [found.aims.line(aim) for aim in found.missing] == []


@pytest.mark.parametrize("name", PATHWAYS)
@pytest.mark.parametrize("seed", range(4))
def test_claims_hold_on_random_walks(shipped: Compiled, name: str, seed: int) -> None:
    plan = shipped.plans[name]
    claims = claims_of(shipped.files, name, plan)
    assert len(claims) >= 8
    random = Random(seed)
    for _ in range(150):
        for mode in modes_of(plan):
            role = "paramedic" if mode == "on_scene" else "call_handler"
            state = random_walk(plan, mode, role, random, mild=random.choice([0.3, 0.8, 0.95]))[-1]
            found = conclude(plan, state, mode)
            for claim, condition in claims:
                if condition is None or evaluate(condition, state.facts) == TRUE:
                    kept = holds(claim, found, plan)
                    assert kept, f"{claim} is broken by {answers_by_step(plan, state)}"


def holds(claim: ClaimShape, found: Conclusion, plan: Plan) -> bool:
    """Whether a conclusion keeps a claim."""
    if claim.at_least is not None:
        least = plan.ranks[plan.disposition_index[claim.at_least]]
        if found.disposition.rank > least:
            return False
    if claim.ends_in is not None and found.outcome not in claim.ends_in:
        return False
    return claim.also is None or claim.also in found.also


@pytest.mark.parametrize("name", PATHWAYS)
def test_on_scene_nobody_is_told_that_an_ambulance_is_being_asked_for(shipped: Compiled, name: str) -> None:
    """Somebody is there already; on the telephone it is what happens next."""
    plan, place = shipped.plans[name], MODES.index("on_scene")
    asked_for = {outcome.id for outcome in plan.outcomes if "asking for an ambulance" in outcome.say[place]}
    assert asked_for == set()


@pytest.mark.parametrize("mode", MODES)
def test_the_words_to_close_with_are_those_of_the_mode_and_of_the_urgency(shipped: Compiled, mode: str) -> None:
    """An outcome's own words, or those of the disposition where a floor is more urgent than the outcome."""
    plan, place, random = shipped.plans["falls_risk"], MODES.index(mode), Random(1)
    seen = set[str]()
    for _ in range(200):
        state = random_walk(plan, mode, "paramedic", random, mild=0.8)[-1]
        found, outcome = conclude(plan, state, mode), plan.outcomes[~state.at]
        own = found.decided_by == "outcome"
        assert found.say == (outcome.say[place] if own else found.disposition.patient[place])
        seen.add("the mode's" if own and outcome.say[0] != outcome.say[1] else found.decided_by)
    assert seen == {"outcome", "floor", "the mode's"}
