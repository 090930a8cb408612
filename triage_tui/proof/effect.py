"""What an answer does, and which answers do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from triage_tui.proof.levels import Levels
from triage_tui.walk.plan import Action, Kind, Plan, Step


class Effect(NamedTuple):
    """What an answer or a branch does: where next, the floor it sets (-1 none), adjuncts as bits."""

    go: int
    floor: int
    also: int


def effect_of(plan: Plan, number: int, actions: Sequence[Action], also: int = -1) -> Effect:
    """What several actions at one step do together: the first that leaves, the most urgent floor, every adjunct."""
    floor, bits = -1, 0
    for action in actions:
        if action.floor >= 0 and (floor < 0 or plan.ranks[action.floor] < plan.ranks[floor]):
            floor = action.floor
        bits |= action.also
    go = next((action.go for action in actions if action.leaves), number + 1)
    return Effect(go, floor, bits & also)


def effects_by_answer(plan: Plan, levels: Levels, number: int) -> Iterator[tuple[Effect, int, dict[int, int]]]:
    """Every effect of an asking step, with the values of its head (bits) and of its items that may bring it."""
    step = plan.steps[number]
    group = levels.group(step)
    marks = levels.all[group.head].marks
    if step.kind == Kind.CHECKLIST:
        yield effect_of(plan, number, step.actions[:1]), 2, {}
        yield from _of_checklist(plan, levels, number)
        return
    found: dict[Effect, int] = {}
    for place, mark in enumerate(marks[1:], 1):
        action = _action(plan, number, step, mark.name, mark.low)
        if action is not None:
            effect = effect_of(plan, number, (action,))
            found[effect] = found.get(effect, 0) | 1 << place
    for effect, head in found.items():
        yield effect, head, {}


def _action(plan: Plan, number: int, step: Step, name: str, low: int) -> Action | None:
    """What one answer does; None when this plan has no such answer."""
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        place = plan.codes[number].get(name)
        return None if place is None else step.actions[place]
    if name == "not known":
        return step.actions[0]
    if step.number is not None and not step.number.low <= low <= step.number.high:
        return None
    return step.actions[1]


def _of_checklist(plan: Plan, levels: Levels, number: int) -> Iterator[tuple[Effect, int, dict[int, int]]]:
    """The effects of a checklist that was answered: every floor with every way on, and the items that allow both."""
    step = plan.steps[number]
    parts = levels.group(step).parts
    nothing = effect_of(plan, number, step.actions[1:2])
    yield nothing, 4, dict.fromkeys(parts.values(), 1)
    own = [effect_of(plan, number, (action,)) for action in step.actions[2:]]
    for go in dict.fromkeys((number + 1, *(effect.go for effect in own))):
        for floor in dict.fromkeys((-1, *(effect.floor for effect in own))):
            items = dict.fromkeys(parts.values(), 1)
            for option, action, effect in zip(step.options, step.actions[2:], own, strict=True):
                quiet = effect.floor < 0 or (floor >= 0 and plan.ranks[effect.floor] >= plan.ranks[floor])
                stays = not action.leaves or go != number + 1 or effect.go == go
                if quiet and stays:
                    items[parts[option.id]] = 3
            yield Effect(go, floor, 0), 4, items
