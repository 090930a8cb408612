"""What a checklist does for the items that are ticked: as a function, the same as the engine takes from the actions."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from triage_tui.library import Library
from triage_tui.proof.diagram import deep
from triage_tui.proof.effect import effect_of
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Action, Kind, Plan, Step

LIBRARY = Library()
PATHWAYS = [header.id for header in LIBRARY.pack.pathways]


def _shuffled(plan: Plan, chance: Random) -> Plan:
    """The plan with the floors of every checklist's items dealt out anew, so that equally urgent ones meet."""
    floors = sorted({action.floor for step in plan.steps for action in step.ways})

    def dealt(action: Action) -> Action:
        return action._replace(floor=chance.choice(floors))

    def mixed(step: Step) -> Step:
        if step.kind != Kind.CHECKLIST:
            return step
        return replace(step, actions=(*step.actions[:2], *map(dealt, step.actions[2:])))

    return replace(plan, steps=tuple(map(mixed, plan.steps)))


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_ticked_items_do_what_their_actions_do_together(pathway: str) -> None:
    chance = Random(pathway)
    plan = _shuffled(LIBRARY.plan(pathway), chance)
    walks = Walks.of(plan)
    compared = 0
    for number, step in enumerate(plan.steps):
        if step.kind != Kind.CHECKLIST:
            continue
        group = walks.levels.group(step)
        with deep():
            effects = walks.effects(number, -1)
        for _ in range(40):
            ticked = [chance.random() < 0.4 for _ in step.options]
            known = {group.parts[one.id]: int(tick) for one, tick in zip(step.options, ticked, strict=True)}
            actions = [action for action, tick in zip(step.actions[2:], ticked, strict=True) if tick]
            found = walks.diagram.fix(effects, {group.head: 2, **known})
            assert walks.diagram.value(found) == effect_of(plan, number, actions or step.actions[1:2])
            compared += 1
    assert compared >= 200
