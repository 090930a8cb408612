"""What can still happen from here, at most: questions left and dispositions; and the safe interim disposition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from triage_tui.walk.engine import State
from triage_tui.walk.evaluate import FALSE, TRUE, evaluate
from triage_tui.walk.plan import Kind, Plan, Slot


class Outlook(NamedTuple):
    """Fewest and most questions still to come (this one included), dispositions still possible most urgent first.

    `exact`: each of them comes true for somebody; otherwise they are the most that is possible.
    """

    fewest: int
    most: int
    dispositions: tuple[int, ...]
    exact: bool = False


def outlook(plan: Plan, state: State) -> Outlook:
    """What can still happen, judged from everything known; never leaves out anything possible."""
    if state.at < 0:
        return Outlook(0, 0, (final_disposition(plan, state),), exact=True)
    ahead: dict[int, tuple[int, int, int]] = {}
    floors = 0
    for at, moves in sorted(_all_moves(plan, state).items(), reverse=True):
        asks = 0 if plan.steps[at].id in state.pending else 1
        fewest, most, ends = len(plan.steps), 0, 0
        for targets, questions in ((moves.answered, asks), (moves.passed, 0)):
            for target in targets:
                few, many, end = ahead[target] if target >= 0 else (0, 0, 1 << plan.outcomes[~target].disposition)
                ends |= end
                if few + questions < fewest:
                    fewest = few + questions
                if many + questions > most:
                    most = many + questions
        floors |= plan.floor_bits[at]
        ahead[at] = fewest, most, ends
    fewest, most, ends = ahead[state.at]
    return Outlook(fewest, most, _possible(plan, state, ends, floors))


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


def askable_steps(plan: Plan, state: State) -> set[int]:
    """Every step that may still be put to somebody, the current one included: not those certain to be passed over."""
    return {at for at, moves in _all_moves(plan, state).items() if moves.answered}


def _all_moves(plan: Plan, state: State) -> dict[int, _Moves]:
    """Every step that may still be reached, and where each may lead, whatever is set again on the way."""
    open_slots = _open_slots(plan, state)
    while True:
        found = _moves_from(plan, state, open_slots)
        set_again = {
            slot
            for slot, steps in plan.set_by_several
            if state.facts[slot] is not None and any(step in found and found[step].answered for step in steps)
        }
        if set_again <= open_slots:
            return found
        open_slots |= set_again


def _moves_from(plan: Plan, state: State, open_slots: frozenset[int]) -> dict[int, _Moves]:
    """Every step that may be reached when some slots may still be set, and where each may lead."""
    found: dict[int, _Moves] = {}
    stack = [state.at] if state.at >= 0 else []
    facts = list(state.facts)
    for slot in open_slots:
        facts[slot] = None
    while stack:
        at = stack.pop()
        if at not in found:
            moves = found[at] = _moves(plan, state, facts, at, open_slots)
            stack += [target for target in (*moves.answered, *moves.passed) if target >= 0]
    return found


class _Moves(NamedTuple):
    """Where a step may lead: by an answer, and without being asked."""

    answered: tuple[int, ...]
    passed: tuple[int, ...]


def _moves(plan: Plan, state: State, facts: Sequence[Slot], at: int, open_slots: frozenset[int]) -> _Moves:
    """Where a step may lead, given what is known now."""
    step = plan.steps[at]
    mode = 1 << state.facts[0] - 1  # type: ignore[operator]
    if not step.modes & mode:
        return _Moves((), (at + 1,))
    found: list[int] = []
    if at != state.at and step.guard is not None:
        holds = evaluate(step.guard, facts, open_slots)
        if holds == FALSE:
            return _Moves((), (at + 1,))
        if holds != TRUE:
            found.append(at + 1)
    if step.kind != Kind.DECISION:
        return _Moves(plan.targets[at], tuple(found))
    for branch in step.branches:
        holds = TRUE if branch.when is None else evaluate(branch.when, facts, open_slots)
        if holds != FALSE:
            found.append(branch.action.go)
        if holds == TRUE:
            break
    return _Moves((), tuple(found))


def _open_slots(plan: Plan, state: State) -> frozenset[int]:
    """Slots of which nothing is known yet and that a step from here on may set."""
    return frozenset(
        slot
        for slot, fact in enumerate(plan.facts)
        if state.facts[slot] is None and fact.steps and fact.steps[-1] >= state.at
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
    candidates = [plan.interim_at(plan.steps[state.at])]
    if state.floor is not None:
        candidates.append(state.floor.disposition)
    return min(candidates, key=lambda number: plan.ranks[number])
