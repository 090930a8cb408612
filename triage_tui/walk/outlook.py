"""What can still happen from here: questions left, dispositions still possible, and the safe interim disposition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage_tui.walk.engine import State
from triage_tui.walk.evaluate import FALSE, TRUE, evaluate
from triage_tui.walk.plan import Action, Kind, Plan


class Outlook(NamedTuple):
    """Fewest and most questions still to come (this one included), dispositions still possible most urgent first."""

    fewest: int
    most: int
    dispositions: tuple[int, ...]


class _Ahead(NamedTuple):
    fewest: int
    most: int
    ends: int


def outlook(plan: Plan, state: State) -> Outlook:
    """What can still happen, judged from everything known; never leaves out anything possible."""
    if state.at < 0:
        return Outlook(0, 0, (final_disposition(plan, state),))
    ahead: dict[int, _Ahead] = {}
    floors = 0
    for at, moves in sorted(_all_moves(plan, state).items(), reverse=True):
        step = plan.steps[at]
        counts = 1 if step.kind != Kind.DECISION and step.id not in state.pending else 0
        fewest = min(_fewest(ahead, move.target) + (counts if move.asked else 0) for move in moves)
        most = max(_most(ahead, move.target) + (counts if move.asked else 0) for move in moves)
        ends = 0
        for move in moves:
            ends |= ahead[move.target].ends if move.target >= 0 else 1 << plan.outcomes[~move.target].disposition
        for action in _actions(plan, at):
            if action.floor >= 0:
                floors |= 1 << action.floor
        ahead[at] = _Ahead(fewest, most, ends)
    here = ahead[state.at]
    return Outlook(here.fewest, here.most, _possible(plan, state, here.ends, floors))


def _fewest(ahead: dict[int, _Ahead], target: int) -> int:
    return ahead[target].fewest if target >= 0 else 0


def _most(ahead: dict[int, _Ahead], target: int) -> int:
    return ahead[target].most if target >= 0 else 0


def _possible(plan: Plan, state: State, ends: int, floors: int) -> tuple[int, ...]:
    """Dispositions by urgency: outcomes ahead, raised to the floor, and floors that may yet be set."""
    found = set()
    for number, rank in enumerate(plan.ranks):
        if ends >> number & 1:
            found.add(state.floor.disposition if state.floor and rank > state.floor.rank else number)
        elif floors >> number & 1 and (state.floor is None or rank < state.floor.rank):
            found.add(number)
    return tuple(sorted(found, key=lambda number: (plan.ranks[number], number)))


def reachable_steps(plan: Plan, state: State) -> set[int]:
    """Every step that may still be reached, the current one included."""
    return set(_all_moves(plan, state))


def _all_moves(plan: Plan, state: State) -> dict[int, list[_Move]]:
    """Every step that may still be reached, and where each may lead."""
    found: dict[int, list[_Move]] = {}
    stack = [state.at] if state.at >= 0 else []
    open_slots = _open_slots(plan, state)
    while stack:
        at = stack.pop()
        if at not in found:
            found[at] = _moves(plan, state, at, open_slots)
            stack.extend(move.target for move in found[at] if move.target >= 0)
    return found


class _Move(NamedTuple):
    target: int
    asked: bool


def _moves(plan: Plan, state: State, at: int, open_slots: frozenset[int]) -> list[_Move]:
    """Where a step may lead, and whether it is asked on that way, given what is known now."""
    step = plan.steps[at]
    mode = 1 << state.facts[0] - 1  # type: ignore[operator]
    passed = _Move(at + 1, False)
    if not step.modes & mode:
        return [passed]
    found: list[_Move] = []
    if at != state.at and step.guard is not None:
        holds = evaluate(step.guard, state.facts, open_slots)
        if holds == FALSE:
            return [passed]
        if holds != TRUE:
            found.append(passed)
    if step.kind != Kind.DECISION:
        return found + [_Move(target, True) for target in sorted({action.go for action in step.actions})]
    for branch in step.branches:
        holds = TRUE if branch.when is None else evaluate(branch.when, state.facts, open_slots)
        if holds != FALSE:
            found.append(_Move(branch.action.go, False))
        if holds == TRUE:
            break
    return found


def _actions(plan: Plan, at: int) -> Iterator[Action]:
    step = plan.steps[at]
    yield from step.actions
    for branch in step.branches:
        yield branch.action


def _open_slots(plan: Plan, state: State) -> frozenset[int]:
    """Slots that a step from here on may still set."""
    return frozenset(
        slot for slot, fact in enumerate(plan.facts) if state.facts[slot] is None and fact.step >= state.at
    )


def final_disposition(plan: Plan, state: State) -> int:
    """The more urgent of the outcome's disposition and the floor; equal ranks keep the outcome's."""
    outcome = plan.outcomes[~state.at]
    if state.floor is not None and state.floor.rank < plan.ranks[outcome.disposition]:
        return state.floor.disposition
    return outcome.disposition


def interim_disposition(plan: Plan, state: State) -> int:
    """The safe disposition if the call breaks off now."""
    if state.at < 0:
        return final_disposition(plan, state)
    candidates = [plan.interim]
    if plan.steps[state.at].interim >= 0:
        candidates.append(plan.steps[state.at].interim)
    if state.floor is not None:
        candidates.append(state.floor.disposition)
    return min(candidates, key=lambda number: plan.ranks[number])
