"""Properties of every walk of every shipped pathway, over random answers (seeds are in the test ids)."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random

import pytest

from tests.walk.answers import modes_of, random_value, random_walk
from triage_tui.compiler import Compiled
from triage_tui.walk.batch import LEAST_URGENT, Batch
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import State, answer, back, change, path, start
from triage_tui.walk.outlook import askable_steps, final_disposition, interim_disposition, outlook
from triage_tui.walk.plan import Plan, Value
from triage_tui.walk.trace import branches_taken

SEEDS = range(60)
ROLES = {"telephone": "call_handler", "on_scene": "paramedic"}


def walks(compiled: Compiled, seed: int) -> list[tuple[Plan, str, list[State]]]:
    """One random walk for every pathway and mode."""
    found = []
    for name, plan in compiled.plans.items():
        for mode in modes_of(plan):
            random = Random(f"{seed} {name} {mode}")
            mild = random.choice([0.0, 0.6, 0.95])
            found.append((plan, mode, random_walk(plan, mode, ROLES[mode], random, mild)))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_ends_and_its_floor_never_falls(shipped: Compiled, seed: int) -> None:
    for plan, mode, states in walks(shipped, seed):
        assert states[-1].finished
        ranks = [state.floor.rank if state.floor else 99 for state in states]
        assert ranks == sorted(ranks, reverse=True)
        final = plan.ranks[final_disposition(plan, states[-1])]
        assert final <= ranks[-1]
        assert conclude(plan, states[-1], mode).worsening


@pytest.mark.parametrize("seed", SEEDS)
def test_back_undoes_an_answer(shipped: Compiled, seed: int) -> None:
    for _, _, states in walks(shipped, seed):
        for before, after in pairwise(states):
            assert back(after).key() == before.key()


@pytest.mark.parametrize("seed", SEEDS)
def test_replaying_the_answers_gives_the_same_state(shipped: Compiled, seed: int) -> None:
    for plan, mode, states in walks(shipped, seed):
        answers = json.loads(json.dumps([(entry.step, entry.value) for entry in path(states[-1])]))
        state = start(plan, mode=mode, role=ROLES[mode])
        for step, value in answers:
            assert state.at == step
            state = answer(plan, state, tuple(value) if isinstance(value, list) else value)
        assert state.key() == states[-1].key()


@pytest.mark.parametrize("seed", SEEDS)
def test_known_answers_are_not_asked_again(shipped: Compiled, seed: int) -> None:
    for plan, mode, states in walks(shipped, seed):
        known = {plan.steps[entry.step].id: entry.value for entry in path(states[-1])}
        again = start(plan, mode=mode, role=ROLES[mode], known=known)
        assert again.at == states[-1].at
        assert again.facts == states[-1].facts
        assert again.floor == states[-1].floor


@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_still_happen_leaves_nothing_out(shipped: Compiled, seed: int) -> None:
    for plan, _, states in walks(shipped, seed):
        final = final_disposition(plan, states[-1])
        for asked, state in enumerate(states):
            ahead = outlook(plan, state)
            left = len(states) - 1 - asked
            assert ahead.fewest <= left <= ahead.most
            assert final in ahead.dispositions
            if state.floor is not None:
                assert plan.ranks[interim_disposition(plan, state)] <= state.floor.rank


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_that_is_asked_later_was_askable(shipped: Compiled, seed: int) -> None:
    for plan, _, states in walks(shipped, seed):
        asked = [entry.step for entry in path(states[-1])]
        for state in states[:-1]:
            given = {entry.step for entry in path(state)}
            assert {step for step in asked if step not in given} <= askable_steps(plan, state)


def test_a_man_of_45_is_not_said_to_miss_questions_for_others(shipped: Compiled) -> None:
    plan = shipped.plans["mental_health_press_2"]
    known: dict[str, Value] = {"place": "", "call_back": "", "caller": "self", "awake_breathing": "yes"}
    known |= {"age": "45", "sex": "male", "area": "", "complaint": ""}
    state = start(plan, mode="telephone", role="call_handler", known=known)
    ahead = {plan.steps[number].id for number in askable_steps(plan, state)}
    assert {"harm_now", "thoughts", "keep_safe"} <= ahead
    assert not ahead & {"around_birth", "pregnancy_signs", "child_signs", "child_safe", "reach", "agrees"}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_answer_is_as_if_it_had_been_given_at_once(shipped: Compiled, seed: int) -> None:
    for plan, mode, states in walks(shipped, seed):
        random = Random(seed)
        entries = path(states[-1])
        entry = random.choice(entries)
        value = random_value(plan, plan.steps[entry.step], random)
        result = change(plan, states[-1], entry.step, value)
        answers = {plan.steps[item.step].id: item.value for item in entries} | {plan.steps[entry.step].id: value}
        anew = start(plan, mode=mode, role=ROLES[mode], known=answers)
        assert (result.state.at, result.state.facts, result.state.floor) == (anew.at, anew.facts, anew.floor)
        kept = {item.step for item in path(result.state)}
        for step, _ in result.dropped:
            assert step not in kept


@pytest.mark.parametrize("seed", SEEDS)
def test_changing_an_answer_to_itself_changes_nothing(shipped: Compiled, seed: int) -> None:
    for plan, _, states in walks(shipped, seed):
        entry = Random(seed).choice(path(states[-1]))
        result = change(plan, states[-1], entry.step, entry.value)
        assert result.dropped == ()
        assert (result.state.at, result.state.facts, result.state.floor) == (
            states[-1].at,
            states[-1].facts,
            states[-1].floor,
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_all_answers_at_once_end_where_one_by_one_does(shipped: Compiled, seed: int) -> None:
    for plan, mode, states in walks(shipped, seed):
        answers = {plan.steps[entry.step].id: entry.value for entry in path(states[-1])}
        batch = Batch(plan, mode, ROLES[mode])
        floor = states[-1].floor
        assert batch.walk(batch.code(answers)) == (states[-1].at, floor.rank if floor else LEAST_URGENT)
        del answers[plan.steps[path(states[-1])[-1].step].id]
        assert batch.walk(batch.code(answers))[0] == states[-2].at


def test_a_walk_without_answers_has_passed_no_decision(shipped: Compiled) -> None:
    for plan in shipped.plans.values():
        for mode in modes_of(plan):
            assert branches_taken(plan, start(plan, mode=mode, role=ROLES[mode])) == ()
