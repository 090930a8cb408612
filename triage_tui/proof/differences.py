"""Everything that differs for patients between two versions of a pathway: who, how many, and one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import eq
from typing import Any, NamedTuple

from triage_tui.proof.asking import Asking
from triage_tui.proof.counting import Counting
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.example import Roles, plainest, possible_patients
from triage_tui.proof.levels import Levels
from triage_tui.proof.parting import Undecided
from triage_tui.proof.question import Adjunct, OnlyOneHas, OtherOutcome, Question, Urgency
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Condition, Plan

LESS, MORE, OUTCOME, LOST, GAINED, ANSWER = "less urgent", "more urgent", "other outcome", "lost", "gained", "answer"

NODES = 600_000
"""For everything that is found."""
ROOM, ROOM_OF_URGENCY = 300_000, 900_000
"""For each part of a question."""

EXAMPLES = 5
"""Patients shown of one kind of difference; the others are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of change: from what, to what, for how many combinations of answers, and the plainest patient.

    Of ranks for `less urgent` and `more urgent`, of outcomes for `other outcome`, of an adjunct for `lost`, `gained`.
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
        self.room, self.room_of_urgency = ROOM, ROOM_OF_URGENCY
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
        if self.levels.too_fine:
            facts = tuple(self.levels.too_fine)
            self.result.undecided.append(("everything", Undecided(facts[0], facts), self.result.patients))
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

    def _ask(self, name: str, question: Question, room: int) -> Ref:
        """The answer to a question for every patient who can be; what is undecided is noted."""
        diagram = self.diagram
        try:
            found = self.asking.ask(question, self.patients, diagram, room)
        except BudgetError:
            found = diagram.terminal(Undecided("", ()))
        hard = [value for end in diagram.ends(found) if isinstance(value := diagram.value(end), Undecided)]
        if hard:
            counted = self.counting.count(found)
            self.result.undecided.extend((name, value, counted[value]) for value in hard)
        return found

    def _urgency(self) -> Ref:
        """Who moved up or down the scale; every move is found by the ranks that lie between."""
        ranks = sorted(_ranks_used(self.old.plan) | _ranks_used(self.new.plan))
        moved = self.diagram.nothing
        for place, rank in enumerate(ranks[:-1]):
            crossed = self._ask(f"rank {rank}", Urgency(self.old.plan, self.new.plan, rank), self.room_of_urgency)
            if crossed != self.diagram.nothing:
                moved = self.diagram.combine(moved, crossed, partial(_further, place))
        for value, count in self._each(moved):
            names = ranks[value.first], ranks[value.last + 1]
            kind, names = (LESS, names) if value.way == "less" else (MORE, names[::-1])
            self._add(kind, names, count, moved, value, at_least=not value.decided)
        return moved

    def _outcomes(self, moved: Ref) -> None:
        """Who ends in another outcome that is as urgent."""
        found = self._ask(OUTCOME, OtherOutcome(self.old.plan, self.new.plan), self.room)
        found = self.diagram.combine(moved, found, lambda gone, ends: ends if gone is None else None)
        for value, count in self._each(found):
            self._add(OUTCOME, value, count, found, value)

    def _adjuncts(self) -> None:
        for name in sorted(_brought(self.old.plan) | _brought(self.new.plan)):
            found = self._ask(f"adjunct {name}", Adjunct(self.old.plan, self.new.plan, name), self.room)
            for value, count in self._each(found):
                self._add(value, (name, name), count, found, value)

    def _answers(self) -> None:
        """Who gives an answer that only one version has; they are left out of everything else."""
        found = self._ask(ANSWER, OnlyOneHas(), self.room)
        compared = self.diagram.map(found, "compared", lambda value: value is None or isinstance(value, Undecided))
        self.patients = self.diagram.both(self.patients, compared)
        for value, count in self._each(found):
            self._add(ANSWER, (value, value), count, found, value)

    def _each(self, ref: Ref) -> Iterator[tuple[Any, int]]:
        """What a function says that differs, and for how many combinations of answers; the most first."""
        for value, count in self.counting.count(ref).most_common():
            if value is not None and not isinstance(value, Undecided) and count:
                yield value, count

    def _add(
        self,
        kind: str,
        names: tuple[object, object],
        count: int,
        found: Ref,
        value: object,
        *,
        at_least: bool = False,
    ) -> None:
        """Note a difference, with a patient of it while there are few of the kind."""
        patient: list[int] | None = None
        if len(self.result.of(kind)) < EXAMPLES:
            walks = self.old if kind == ANSWER and value == "old" else self.new
            patient = plainest(walks, self.diagram.map(found, ("is", value), partial(eq, value)))
        self.result.found.append(Difference(kind, str(names[0]), str(names[1]), count, tuple(patient or ()), at_least))


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
