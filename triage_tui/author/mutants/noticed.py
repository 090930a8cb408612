"""By which questions a mutant can be noticed: what it leaves as it was need not be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage_tui.author.mutants.mutant import Mutant
from triage_tui.walk.plan import Action, Outcome, Plan, Step


class Noticed(NamedTuple):
    """The ranks of which somebody may cross one, whether anybody may end elsewhere, the adjuncts that may change."""

    ranks: tuple[int, ...]
    elsewhere: bool
    also: int


def noticed_by(plan: Plan, other: Plan, mutant: Mutant) -> Noticed:
    """What of a walk may be otherwise on a mutant, whose plan is given.

    Where nothing but floors or an outcome's disposition differ, whoever crosses any rank crosses the most urgent one of
    those that were put in the place of each other.
    """
    everything = Noticed(tuple(sorted(set(plan.ranks))[:-1]), True, (1 << len(plan.adjuncts)) - 1)
    if mutant.outcome >= 0:
        one, two = plan.outcomes[mutant.outcome], other.outcomes[mutant.outcome]
        return Noticed(_of_ends(plan, one, two), False, one.also ^ two.also)
    if mutant.step < 0:
        return everything
    old, new = plan.steps[mutant.step], other.steps[mutant.step]
    if not _lead_alike(old, new):
        return everything
    changed = list(_changed(old, new))
    floors = {_rank(plan, action) for pair in changed if pair[0].floor != pair[1].floor for action in pair}
    also = 0
    for one_way, other_way in changed:
        also |= one_way.also ^ other_way.also
    return Noticed((min(floors),) if floors else (), False, also)


def _of_ends(plan: Plan, one: Outcome, two: Outcome) -> tuple[int, ...]:
    if one.disposition == two.disposition:
        return ()
    return (min(plan.ranks[one.disposition], plan.ranks[two.disposition]),)


def _rank(plan: Plan, action: Action) -> int:
    return plan.ranks[action.floor] if action.floor >= 0 else max(plan.ranks) + 1


def _lead_alike(old: Step, new: Step) -> bool:
    """Whether two versions of a step ask the same of the same patients, and lead each the same way."""
    ways = zip(old.ways, new.ways, strict=False)
    return (
        old.guard == new.guard
        and len(old.ways) == len(new.ways)
        and [branch.when for branch in old.branches] == [branch.when for branch in new.branches]
        and all((one.go, one.leaves) == (two.go, two.leaves) for one, two in ways)
    )


def _changed(old: Step, new: Step) -> Iterator[tuple[Action, Action]]:
    yield from ((one, two) for one, two in zip(old.ways, new.ways, strict=True) if one != two)
