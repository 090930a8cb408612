"""The fewest walks that exercise what is missing, as far as a greedy choice finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from triage_tui.author.cover.aims import ANSWERS, Aim
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.beside import beside
from triage_tui.author.cover.hits import hits
from triage_tui.author.cover.pool import Pool, rerun
from triage_tui.author.cover.reach import Reach, UnknownError
from triage_tui.author.mutants.mutant import Mutant
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Proposal:
    """A walk, what it exercises that nothing before it does, and the mutants that it shows."""

    told: Told
    aims: list[Aim] = field(default_factory=list)
    mutants: list[Mutant] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The walks proposed, and what no walk was found for."""

    chosen: tuple[Proposal, ...]
    left: tuple[Aim, ...]


def propose(reach: Reach, known: Iterable[Told], missing: Sequence[Aim], progress: Progress | None = None) -> Proposals:
    """Walks that together exercise everything missing for which one can be found."""
    pool = Pool(reach.aims, known, reach.impossible)
    wanted, open_ = set(missing), set(missing)
    found: list[tuple[Told, set[Aim]]] = []

    def take(told: Told) -> None:
        told = _fuller(reach, told, open_)
        exercised = hits(reach.aims, told.state) & wanted
        found.append((told, exercised))
        open_.difference_update(exercised)
        pool.add(told)

    left = list(reversed(missing))
    for search in (pool.near, pool.near, _Search(reach, pool), pool.near):
        for aim in left:
            if progress is not None:
                progress(len(missing) - len(open_), len(missing))
            told = search(aim) if aim in open_ else None
            if told is not None:
                take(told)
        left = [aim for aim in left if aim in open_]
    return Proposals(tuple(cover(found)), tuple(reversed(left)))


class _Search:
    """Finds a patient for an aim by exact search; once that was too hard, beside the known walks first."""

    def __init__(self, reach: Reach, pool: Pool) -> None:
        self.reach = reach
        self.pool = pool
        self.hard = False

    def __call__(self, aim: Aim) -> Told | None:
        """A walk that exercises an aim; None when none was found."""
        told = beside(self.reach, self.pool, aim) if self.hard else None
        if told is not None:
            return told
        try:
            return self.reach.patient(aim)
        except UnknownError:
            found = None if self.hard else beside(self.reach, self.pool, aim)
            self.hard = True
            return found


def cover(found: list[tuple[Told, set[Aim]]]) -> list[Proposal]:
    """Walks that exercise all that is found: always the one that brings most that is new."""
    left = set[Aim]().union(*(aims for _, aims in found))
    chosen: list[Proposal] = []
    while left:
        told, aims = max(found, key=lambda one: (len(one[1] & left), -len(one[0].answers)))
        chosen.append(Proposal(told, sorted(aims & left, key=lambda aim: (aim.kind, aim.place, aim.value))))
        left -= aims
    return chosen


def _fuller(reach: Reach, told: Told, open_: set[Aim]) -> Told:
    """The same walk with missing answers given on the way that change nothing of its end.

    Not known is given only where nothing can be read from the answer: a walk full of it is no patient to learn from.
    """
    plan, wanted = reach.plan, end_of(reach.plan, told)
    mine = hits(reach.aims, told.state) & open_
    by_step: dict[int, list[Aim]] = {}
    for aim in open_ - mine:
        if aim.kind == ANSWERS and not aim.part and aim.place in told.answers:
            by_step.setdefault(aim.place, []).append(aim)
    pool = Pool(reach.aims)
    for place, aims in sorted(by_step.items()):
        plain = plan.steps[place].kind in (Kind.TEXT, Kind.INSTRUCTION)
        if place not in told.answers or (not plain and told.answers[place] == NOT_KNOWN):
            continue
        for aim in sorted((one for one in aims if plain or one.value), key=lambda one: one.value):
            changed = rerun(plan, told, place, pool.value(told, place, aim))
            if changed is None or end_of(plan, changed) != wanted:
                continue
            now = hits(reach.aims, changed.state) & open_
            if now > mine:
                told, mine = changed, now
    return told


def end_of(plan: Plan, told: Told) -> tuple[int, int, int]:
    """Where a walk ends: its outcome, its disposition, and its adjuncts."""
    state = told.state
    return state.at, final_disposition(plan, state), state.also | plan.outcomes[~state.at].also
