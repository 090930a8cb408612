"""Whoever is led to an end, or through a step, comes there on the engine; nobody is led where no patient comes."""

from __future__ import annotations

from functools import cache, partial
from operator import eq

import pytest

from tests.author.tangled import everybody
from tests.author.test_cover import SEEDS, library
from triage_tui.author.cover.aims import Aims
from triage_tui.author.cover.arrive import Told
from triage_tui.proof.example import possible_patients
from triage_tui.proof.leading import Through, led
from triage_tui.proof.leading import met as met_by
from triage_tui.proof.meets import Meets
from triage_tui.proof.patient import walk
from triage_tui.proof.payload import Anything, Arrives, EndsWithout
from triage_tui.proof.somebody import Somebody
from triage_tui.proof.walks import Walks
from triage_tui.walk.engine import State
from triage_tui.walk.plan import Kind, Plan
from triage_tui.walk.trace import PASSED_OVER, met


@cache
def patients(seed: int) -> tuple[Told, ...]:
    own = library(seed)
    return tuple(everybody(own, Aims(own.plan("tangle"))))


def ends_without(plan: Plan, state: State, outcome: int, rank: int) -> bool:
    milder = state.floor is None or plan.ranks[state.floor.disposition] > rank
    return ~state.at == outcome and milder


def passes(plan: Plan, state: State, number: int) -> bool:
    return any(one.step == number and one.how != PASSED_OVER for one in met(plan, state))


@pytest.mark.parametrize("seed", SEEDS)
def test_somebody_is_led_to_an_end_just_when_somebody_comes_to_it(seed: int) -> None:
    own = library(seed)
    plan, walks = own.plan("tangle"), Walks.of(own.plan("tangle"))
    possible = possible_patients(walks, {role.id: role.modes for role in own.pack.roles})
    nobody = 0
    for outcome in range(len(plan.outcomes)):
        for rank in sorted(set(plan.ranks)):
            question = Somebody(walks, EndsWithout(plan, outcome, rank))
            question.compile()
            found = led(question, possible)
            if found is None:
                nobody += 1
                assert not any(ends_without(plan, told.state, outcome, rank) for told in patients(seed))
            else:
                assert ends_without(plan, walk(plan, walks.levels, found), outcome, rank)
    assert nobody


@pytest.mark.parametrize("seed", SEEDS)
def test_somebody_is_led_through_a_step_just_when_somebody_passes_it(seed: int) -> None:
    own = library(seed)
    plan, walks = own.plan("tangle"), Walks.of(own.plan("tangle"))
    possible = possible_patients(walks, {role.id: role.modes for role in own.pack.roles})
    for number in range(len(plan.steps)):
        effects = walks.effects(number)
        for end in walks.diagram.ends(effects):
            given = walks.diagram.map(effects, ("is", end), partial(eq, walks.diagram.value(end)))
            question = Through(walks, Anything(), number, given)
            question.compile()
            found = led(question, possible)
            if found is not None:
                assert passes(plan, walk(plan, walks.levels, found), number)
        question = Through(walks, Anything(), number, walks.diagram.yes)
        question.compile()
        somebody = led(question, possible) is not None
        assert somebody == any(passes(plan, told.state, number) for told in patients(seed)), plan.steps[number].id


@pytest.mark.parametrize("seed", SEEDS)
def test_somebody_is_met_just_when_somebody_comes(seed: int) -> None:
    """In states that read what was answered before, at the step itself, and after it."""
    own = library(seed)
    plan, walks = own.plan("tangle"), Walks.of(own.plan("tangle"))
    possible = possible_patients(walks, {role.id: role.modes for role in own.pack.roles})
    met = nobody = 0
    for number in range(len(plan.steps)):
        for later in range(number, len(plan.steps)):
            if plan.steps[later].kind == Kind.DECISION and later > number:
                continue
            effects = walks.effects(later)
            for end in walks.diagram.ends(effects):
                given = walks.diagram.map(effects, ("is", end), partial(eq, walks.diagram.value(end)))
                state = walks.diagram.both(walks.asked_when(number), given)
                exact = Meets(walks, Arrives(plan), {number: state}).compile(before=number + 1)
                found = met_by(walks, Arrives(plan), {number: state}, possible) if state != walks.diagram.no else None
                somebody = walks.diagram.both(exact.root, possible)
                assert (found is None) == (somebody == walks.diagram.no)
                if found is None:
                    nobody += 1
                else:
                    met += 1
                    assert walks.diagram.fix(somebody, dict(enumerate(found))) == walks.diagram.yes
                    assert passes(plan, walk(plan, walks.levels, found), number)
    assert met > nobody
