"""Everything that differs for patients between two versions of a pathway: who, how many, and one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from operator import eq
from typing import Any, NamedTuple

from triage_tui.proof.asking import Asking
from triage_tui.proof.counting import Counting
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.example import Roles, plainest, possible_patients
from triage_tui.proof.levels import Levels
from triage_tui.proof.parting import Undecided
from triage_tui.proof.question import LEFT, Adjunct, Leaves, OnlyOneHas, OtherOutcome, Question, Urgency
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Condition, Plan

LESS, MORE, OUTCOME, LOST, GAINED, ANSWER = "less urgent", "more urgent", "other outcome", "lost", "gained", "answer"

NODES = 600_000
"""For everything that is found."""
ROOM, ROOM_OF_ONE = 300_000, 900_000
"""For each part of a question; of one about urgency, or about one outcome."""

EXAMPLES = 5
"""Patients shown of one kind of difference; the others are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of change: from what, to what, for how many combinations of answers, and the plainest patient.

    Of ranks for `less urgent` and `more urgent`, of outcomes for `other outcome` (empty: any other, where each of them
    was too hard to tell), of an adjunct for `lost`, `gained`.
    `at_least`: it was too hard to decide whether they moved further than that.
    """

    kind: str
    old: str
    new: str
    count: int
    patient: tuple[int, ...]
    at_least: bool = False


@dataclass(slots=True)
class Differences:
    """What was found, out of how many combinations of answers; what could not be decided."""

    levels: Levels
    patients: int
    found: list[Difference] = field(default_factory=list)
    undecided: list[tuple[str, Undecided, int]] = field(default_factory=list)
    """The question, where it was too hard, and for how many combinations of answers at most."""

    def of(self, *kinds: str) -> list[Difference]:
        """The differences of some kinds."""
        return [one for one in self.found if one.kind in kinds]


class Versions:
    """Two versions, and one diagram of all that is found."""

    def __init__(self, old: Plan, new: Plan, roles: Roles, impossible: Sequence[Condition] = ()) -> None:
        self.levels = Levels([old, new], [(new, condition) for condition in impossible])
        self.diagram = Diagram(self.levels.domains, NODES)
        self.room, self.room_of_one = ROOM, ROOM_OF_ONE
        self.old = Walks(old, self.levels, self.diagram)
        self.new = Walks(new, self.levels, self.diagram)
        self.asking = Asking(old, new, self.levels)
        self.counting = Counting(self.diagram, self.levels)
        with deep():
            self.patients = self.diagram.both(
                possible_patients(self.old, roles), possible_patients(self.new, roles, impossible)
            )
        self.result = Differences(self.levels, self.counting.count(self.patients)[True])

    def compare(self) -> Differences:
        """Everything that differs."""
        if self._too_fine():
            return self.result
        with deep():
            try:
                self._answers()
                self._outcomes(self._urgency())
                self._adjuncts()
            except BudgetError:
                self.result.undecided.append(("everything else", Undecided("", ()), 0))
        self.result.found.sort(key=lambda one: (_ORDER[one.kind], -one.count, one.old, one.new))
        return self.result

    def less_urgent(self) -> Differences:
        """Whether anybody ends less urgent: one such patient, with nobody counted; much sooner known than all of it."""
        if self._too_fine():
            return self.result
        for rank, below in pairwise(self._ranks):
            question = Urgency(self.old.plan, self.new.plan, rank)
            found = self.asking.somebody(question, "less", self.patients, self.diagram, self.room_of_one)
            if isinstance(found, Undecided):
                self.result.undecided.append((f"rank {rank}", found, 0))
            elif found is not None:
                self.result.found.append(Difference(LESS, str(rank), str(below), 0, found, at_least=True))
                break
        return self.result

    def _too_fine(self) -> bool:
        """Whether nothing can be said, which is noted."""
        facts = tuple(self.levels.too_fine)
        if facts:
            self.result.undecided.append(("everything", Undecided(facts[0], facts), self.result.patients))
        return bool(facts)

    @property
    def _ranks(self) -> list[int]:
        """The ranks that a walk of either version can end with."""
        return sorted(_ranks_used(self.old.plan) | _ranks_used(self.new.plan))

    def _ask(self, name: str, question: Question, room: int, who: Ref) -> Ref:
        """The answer to a question for some patients, of the diagram it was asked on; what is undecided is noted."""
        found = self.asking.ask(question, who, self.diagram, room)
        if hard := undecided_in(self.asking.diagram, found):
            counted = self.asking.count(found)
            self.result.undecided.extend((name, value, counted[value]) for value in hard)
        return found

    def _urgency(self) -> Ref:
        """Who moved up or down the scale; every move is found by the ranks that lie between."""
        ranks = self._ranks
        moved = self.diagram.nothing
        for place, rank in enumerate(ranks[:-1]):
            question = Urgency(self.old.plan, self.new.plan, rank)
            crossed = self._kept(self._ask(f"rank {rank}", question, self.room_of_one, self.patients))
            if crossed != self.diagram.nothing:
                moved = self.diagram.combine(moved, crossed, partial(_further, place))
        furthest = sorted(_differing(self.counting.count(moved)), key=lambda one: one[0].first - one[0].last)
        for value, count in furthest:  # of those first, an example is shown
            names = ranks[value.first], ranks[value.last + 1]
            kind, names = (LESS, names) if value.way == "less" else (MORE, names[::-1])
            patient = self._plainest(self.new, kind, moved, value)
            self._add(Difference(kind, str(names[0]), str(names[1]), count, patient, not value.decided))
        return moved

    def _kept(self, found: Ref) -> Ref:
        """What was answered, to be read with other answers."""
        return self.diagram.copied(self.asking.diagram, found)

    def _outcomes(self, moved: Ref) -> None:
        """Who ends in another outcome that is as urgent; where that is too hard, by one outcome after another."""
        who = self.diagram.both(self.patients, self.diagram.map(moved, "as urgent", lambda gone: gone is None))
        found = self.asking.ask(OtherOutcome(self.old.plan, self.new.plan), who, self.diagram, self.room)
        if undecided_in(self.asking.diagram, found):
            self._by_outcome(who)
            return
        for value, count in _differing(self.asking.count(found)):
            patient = self._plainest(self.asking.new, OUTCOME, found, value)
            self._add(Difference(OUTCOME, value[0], value[1], count, patient))

    def _by_outcome(self, who: Ref) -> None:
        """Who leaves each outcome, asked of one after another; for which other one is left open."""
        found = []
        for name in dict.fromkeys(one.id for plan in (self.old.plan, self.new.plan) for one in plan.outcomes):
            question = Leaves(self.old.plan, self.new.plan, name)
            ref = self._kept(self._ask(f"outcome {name}", question, self.room_of_one, self.patients))
            ref = self.diagram.either(who, ref, self.diagram.nothing) if ref != self.diagram.nothing else ref
            count = self.counting.count(ref)[LEFT]
            if count:
                found.append(Difference(OUTCOME, name, "", count, self._plainest(self.new, OUTCOME, ref, LEFT)))
        for one in sorted(found, key=lambda one: -one.count):
            self._add(one)

    def _adjuncts(self) -> None:
        for name in sorted(_brought(self.old.plan) | _brought(self.new.plan)):
            question = Adjunct(self.old.plan, self.new.plan, name)
            found = self._ask(f"adjunct {name}", question, self.room, self.patients)
            for value, count in _differing(self.asking.count(found)):
                patient = self._plainest(self.asking.new, value, found, value)
                self._add(Difference(value, name, name, count, patient))

    def _answers(self) -> None:
        """Who gives an answer that only one version has; they are left out of everything else."""
        found = self._kept(self._ask(ANSWER, OnlyOneHas(), self.room, self.patients))
        compared = self.diagram.map(found, "compared", lambda value: value is None or isinstance(value, Undecided))
        self.patients = self.diagram.both(self.patients, compared)
        for value, count in _differing(self.counting.count(found)):
            patient = self._plainest(self.old if value == "old" else self.new, ANSWER, found, value)
            self._add(Difference(ANSWER, value, value, count, patient))

    def _plainest(self, walks: Walks, kind: str, found: Ref, value: object) -> tuple[int, ...]:
        """The plainest patient with a value, while few are shown of the kind."""
        if len(self.result.of(kind)) >= EXAMPLES:
            return ()
        return tuple(plainest(walks, walks.diagram.map(found, ("is", value), partial(eq, value))) or ())

    def _add(self, one: Difference) -> None:
        if len(self.result.of(one.kind)) >= EXAMPLES:
            one = replace(one, patient=())
        self.result.found.append(one)


def undecided_in(diagram: Diagram, found: Ref) -> list[Undecided]:
    """Where a question was too hard for somebody."""
    return [value for end in diagram.ends(found) if isinstance(value := diagram.value(end), Undecided)]


def _differing(counted: Counter[Any]) -> Iterator[tuple[Any, int]]:
    """What a function says that differs, and for how many combinations of answers; the most first."""
    for value, count in counted.most_common():
        if value is not None and not isinstance(value, Undecided) and count:
            yield value, count


_ORDER = {LESS: 0, MORE: 1, LOST: 2, OUTCOME: 3, GAINED: 4, ANSWER: 5}


class _Moved(NamedTuple):
    """Which way, the first and last place on the scale that was crossed, and whether every other place was decided."""

    way: str
    first: int
    last: int
    decided: bool


def _further(
    place: int, so_far: _Moved | Undecided | None, crossed: str | Undecided | None
) -> _Moved | Undecided | None:
    """What is known when one more place on the scale was asked about."""
    if crossed is None:
        return so_far
    if isinstance(crossed, Undecided):
        return so_far._replace(decided=False) if isinstance(so_far, _Moved) else crossed
    if isinstance(so_far, _Moved):
        return so_far._replace(last=place)
    return _Moved(crossed, place, place, so_far is None)


def _ranks_used(plan: Plan) -> set[int]:
    """The ranks that a walk can end with: of an outcome, or of a floor that anything sets."""
    floors = (action.floor for step in plan.steps for action in step.ways if action.floor >= 0)
    return {plan.ranks[place] for place in (*floors, *(outcome.disposition for outcome in plan.outcomes))}


def _brought(plan: Plan) -> set[str]:
    """The adjuncts that anything in a pathway brings."""
    bits = 0
    for step in plan.steps:
        for action in step.ways:
            bits |= action.also
    for outcome in plan.outcomes:
        bits |= outcome.also
    return {item.id for place, item in enumerate(plan.adjuncts) if bits >> place & 1}
