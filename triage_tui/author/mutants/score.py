"""The mutation score of a suite: which mutants no scenario notices, and which of those nobody could notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from triage_tui.author.cover.arrive import Told
from triage_tui.author.mutants.differ import Differ, UndecidedError, looked_at
from triage_tui.author.mutants.mutant import Mutant, mutated
from triage_tui.author.mutants.proved import Proved
from triage_tui.author.mutants.suite import Case, Suite
from triage_tui.content.shared_files import ExpectShape
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import path
from triage_tui.walk.plan import Plan

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Score:
    """What became of every mutant; `witnesses`: patients for whom the survivors differ, with the mutants each shows."""

    killed: int = 0
    equivalent: list[Mutant] = field(default_factory=list)
    undecided: list[Mutant] = field(default_factory=list)
    survived: list[Mutant] = field(default_factory=list)
    witnesses: list[tuple[Told, list[Mutant]]] = field(default_factory=list)

    @property
    def of(self) -> int:
        """The mutants that count: all but those that are proved to change nothing."""
        return self.killed + len(self.survived) + len(self.undecided)

    @property
    def percent(self) -> int:
        """The whole percentage, rounded down."""
        return 100 if not self.of else self.killed * 100 // self.of


def sample(mutants: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """Some of the mutants, spread evenly over the pathway, the same for the same seed."""
    if size >= len(mutants):
        return list(mutants)
    random, width = Random(seed), len(mutants) / size  # noqa: S311  not a secret: the same seed, the same mutants
    places = (int(number * width + random.random() * width) for number in range(size))
    return [mutants[min(place, len(mutants) - 1)] for place in places]


def score(
    suite: Suite,
    differ: Differ,
    mutants: Sequence[Mutant],
    progress: Progress | None = None,
    proved: Proved | None = None,
) -> Score:
    """Run every mutant; decide of each survivor whether anybody could notice it. `proved`: of which it is known."""
    found, plan = Score(), suite.plan
    proved = proved or Proved(None, plan, differ.roles, differ.pool.impossible)
    survivors = []
    for number, mutant in enumerate(mutants):
        if progress is not None and number % 50 == 0:
            progress(number, len(mutants))
        if suite.kills(mutant, mutated(plan, mutant)):
            found.killed += 1
        elif proved.has(mutant):
            found.equivalent.append(mutant)
        else:
            survivors.append(mutant)
    differ.begin(survivors)
    deciding = _Deciding(suite, differ, found, proved, progress)
    deciding.decide(survivors, differ.patient)
    undecided, found.undecided = found.undecided, []
    deciding.decide(undecided, differ.near)
    return found


@dataclass(frozen=True, slots=True)
class _Deciding:
    """What becomes of survivors, noted as it is found; what is proved is kept at once."""

    suite: Suite
    differ: Differ
    found: Score
    proved: Proved
    progress: Progress | None

    def decide(self, survivors: Sequence[Mutant], find: Callable[[Mutant], Told | None]) -> None:
        """Find a patient for every survivor, or the proof that there is none; a walk that is found may show others."""
        found, left = self.found, list(survivors)
        while left:
            if self.progress is not None:
                self.progress(len(survivors) - len(left), len(survivors))
            mutant = left.pop(0)
            try:
                told = find(mutant)
            except UndecidedError:
                found.undecided.append(mutant)
                continue
            if told is None:
                found.equivalent.append(mutant)
                self.proved.keep([mutant])
                continue
            left = self._shown(told, mutant, left)

    def _shown(self, told: Told, mutant: Mutant, left: list[Mutant]) -> list[Mutant]:
        """Note a mutant's patient, with every other mutant that the same walk shows; those that are left."""
        plan = self.suite.plan
        alone = Suite(plan, [as_case(plan, told, [mutant])])
        shown = [mutant, *(one for one in left if alone.kills(one, mutated(plan, one)))]
        self.found.survived += shown
        self.found.witnesses.append((told, shown))
        self.differ.pool.add(told)
        kept = {id(one) for one in shown}
        return [one for one in left if id(one) not in kept]


def as_case(plan: Plan, told: Told, mutants: Sequence[Mutant]) -> Case:
    """A walk as a scenario that expects what the plan does now."""
    end = conclude(plan, told.state, told.mode)
    asked = {entry.step for entry in path(told.state)}
    steps = set[int]().union(*(looked_at(plan, told, mutant) for mutant in mutants))
    expect = ExpectShape(
        disposition=end.disposition.id,
        outcome=end.outcome,
        also=end.also,
        asked=tuple(plan.steps[step].id for step in sorted(steps & asked)),
        not_asked=tuple(plan.steps[step].id for step in sorted(steps - asked)),
    )
    return Case(told, told.answers, expect)
