"""Who is treated differently by a mutant: an exact search from where it differs, back to the first question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial, reduce
from itertools import islice
from operator import eq, ne
from typing import TypeAlias

from triage_tui.author.cover.arrive import ComesWithout
from triage_tui.author.mutants.mutant import Mutant, mutated
from triage_tui.author.mutants.noticed import Noticed, noticed_by
from triage_tui.proof.below import Numbers, Written, answers_apart
from triage_tui.proof.boxes import boxes
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import Roles, possible_patients
from triage_tui.proof.leading import Through, led, met
from triage_tui.proof.levels import Levels
from triage_tui.proof.parting import BOXES, Parting, Undecided, values_with
from triage_tui.proof.payload import Anything, EndsWithout, LessUrgentThan
from triage_tui.proof.question import Adjunct, InOutcome, OtherOutcome, Question, Urgency
from triage_tui.proof.somebody import Somebody
from triage_tui.proof.totals import points_apart
from triage_tui.proof.walks import Walks
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import Condition, Instrument, Kind, Plan, Step

NODES, NODES_A_QUESTION = 300_000, 1_300_000
"""A diagram with more nodes than the first is left behind; the second is for every question."""

WAYS = 3
"""So many patients for whom a step does something else are enough to begin with."""

Found: TypeAlias = "tuple[int, ...] | None"


class Apart:
    """The original over one diagram, made once and again when it has grown large; every mutant is compared on it."""

    def __init__(self, plan: Plan, roles: Roles, impossible: Sequence[Condition], mutants: Sequence[Mutant]) -> None:
        self.plan = plan
        self.roles = roles
        self.impossible = tuple(impossible)
        steps = [one.change for one in mutants if isinstance(one.change, Step)]
        conditions = {condition for step in steps for condition in step.conditions}
        turned = [(code.NOT, condition) for condition in conditions]  # both ends of what is not known count
        self._read = [(plan, condition) for condition in (*self.impossible, *sorted([*conditions, *turned], key=repr))]
        self._begin(None)

    def _begin(self, scored: Plan | None) -> None:
        self._scored = scored
        self.levels = Levels([self.plan] if scored is None else [scored, self.plan], self._read)
        self.diagram = Diagram(self.levels.domains, NODES + NODES_A_QUESTION)
        self.walks = Walks(self.plan, self.levels, self.diagram)
        with deep():
            self.patients = possible_patients(self.walks, self.roles, self.impossible)

    def make_room(self, scored: Plan | None) -> None:
        """Begin anew when a diagram has grown, or for a version that scores observations otherwise."""
        if scored is not self._scored or len(self.diagram.level) > NODES:
            self._begin(scored)
        self.diagram.budget = len(self.diagram.level) + NODES_A_QUESTION

    def parted(self, mutant: Mutant) -> list[tuple[int, ...]] | None:
        """The plainest patients for whom the changed step does something else, one for each way; None: not known.

        Whether they end elsewhere is another matter; but when there are none, nobody does.
        """
        search = _Search(self, mutant)
        if mutant.step < 0 or search.asks_others:
            return None
        try:
            with deep():
                return list(islice(search.parted(), WAYS))
        except BudgetError:
            return None

    def patient(self, mutant: Mutant) -> Found:
        """A patient who ends elsewhere, or for whom the changed question is asked or not; None: there is none.

        BudgetError when it is too hard to decide.
        """
        with deep():
            return _Search(self, mutant).patient()


class _Search:
    """One mutant, compared with the original by one question after another."""

    def __init__(self, apart: Apart, mutant: Mutant) -> None:
        self.apart, self.mutant = apart, mutant
        self.plan, self.other = apart.plan, mutated(apart.plan, mutant)
        self.places = self._places()
        self._on: Diagram | None = None

    def _places(self) -> list[int]:
        """The steps from which on a mutant may do something else."""
        mutant = self.mutant
        if mutant.step >= 0:
            return [mutant.step]
        if mutant.instrument >= 0:
            return self.plan.measuring(mutant.instrument)
        return [n for n, step in enumerate(self.plan.steps) if any(way.go == ~mutant.outcome for way in step.ways)]

    @property
    def asks_others(self) -> bool:
        """Whether the mutant is one of the condition of a question."""
        number = self.mutant.step
        if number < 0 or self.plan.steps[number].kind == Kind.DECISION:
            return False
        return self.other.steps[number].guard != self.plan.steps[number].guard

    def _ready(self) -> None:
        """Both versions on a diagram that has room for one more question."""
        apart = self.apart
        apart.make_room(self.other if isinstance(self.mutant.change, Instrument) else None)
        if self._on is not apart.diagram:
            self._on = apart.diagram
            self.version = apart.walks.version(self.other, self.mutant.step)
            numbers: Numbers = {}
            reads = answers_apart(self.plan, self.other)
            self.written = Written(apart.walks, numbers, reads), Written(self.version, numbers, reads)
            self.whom = {number: self._whom(number) for number in self.places}
            """By the step, for whom it may do something else."""

    def parted(self) -> Iterator[tuple[int, ...]]:
        """The plainest patient of each way in which the changed step does something else."""
        self._ready()
        apart = self.apart
        for where, _ in self._ways((1 << len(self.plan.adjuncts)) - 1):
            question = Through(apart.walks, Anything(), self.mutant.step, where)
            found = led(question.compile(), apart.patients)
            if found is not None:
                yield found

    def _ways(self, also: int) -> Iterator[tuple[Ref, Effect]]:
        """Every way in which the changed step does something else: for whom, and what.

        `also`: the adjuncts that count, as bits.
        """
        diagram, old, number = self.apart.diagram, self.apart.walks, self.mutant.step
        one, other = old.effects(number, also), self.version.effects(number, also)
        joint = diagram.combine(one, other, lambda before, now: (before, now) if before != now else None)
        for end in diagram.ends(joint):
            way = diagram.value(end)
            if way is not None:
                where = diagram.map(joint, ("is", way), partial(eq, way))
                yield diagram.both(old.asked_when(number), where), way[1]

    def patient(self) -> Found:
        """The plainest patient of the first question that has another answer for somebody."""
        if self.asks_others:
            return self._asked(self.mutant.step)
        noticed = noticed_by(self.plan, self.other, self.mutant)
        if not noticed.elsewhere:
            for rank in noticed.ranks:
                found = self._crosses(rank)
                if found is not None:
                    return found
        hard: Undecided | None = None
        for question, arrives in self._questions(noticed):
            found, undecided = self._by_question(question, arrives)
            if found is None and undecided is not None and isinstance(question, OtherOutcome):
                found, undecided = self._by_outcome()
            if found is not None:
                return found
            hard = hard or undecided
        if hard is not None:
            raise BudgetError(hard.step, hard.facts)
        return None

    def _crosses(self, rank: int) -> Found:
        """Somebody who crosses a rank, where nothing but the urgency of what they are given or come to differs."""
        self._ready()
        apart, mutant = self.apart, self.mutant
        if mutant.outcome >= 0:
            question: Somebody = Somebody(apart.walks, EndsWithout(self.plan, mutant.outcome, rank))
        else:
            given = reduce(apart.diagram.any_of, (where for where, _ in self._ways(0)))
            question = Through(self.version, LessUrgentThan(self.other, rank), mutant.step, given)
        return led(question.compile(), apart.patients)

    def _questions(self, noticed: Noticed) -> Iterator[tuple[Question, ComesWithout]]:
        """How urgent a walk ends, where, and what follows; each with what would hide a difference."""
        plan, other = self.plan, self.other
        if noticed.elsewhere:
            for rank in noticed.ranks:
                yield Urgency(plan, other, rank), ComesWithout(plan, rank, 0)
            yield OtherOutcome(plan, other), ComesWithout(plan, None, 0)
        for place, item in enumerate(plan.adjuncts):
            if noticed.also >> place & 1:
                yield Adjunct(plan, other, item.id), ComesWithout(plan, None, 1 << place)

    def _by_outcome(self) -> tuple[Found, Undecided | None]:
        """Where a walk ends, asked of one outcome at a time: many questions, each a small one."""
        hard: Undecided | None = None
        reached = self.plan.reached(self.places) | self.other.reached(self.places)
        for outcome in sorted(~place for place in reached if place < 0):
            question = InOutcome(self.plan, self.other, self.plan.outcomes[outcome].id)
            found, undecided = self._by_question(question, ComesWithout(self.plan, None, 0))
            if found is not None:
                return found, None
            hard = hard or undecided
        return None, hard

    def _by_question(self, question: Question, arrives: ComesWithout) -> tuple[Found, Undecided | None]:
        """The plainest patient of whom a question has another answer, and whether it is undecided for somebody."""
        self._ready()
        diagram = self.apart.diagram
        try:
            differ = {number: self._said(number, question) for number in self.places}
            found = self._who(
                {number: diagram.map(ref, "differs", _differs) for number, ref in differ.items()}, arrives
            )
            if found is not None:
                return found, None
            hard = {number: diagram.map(ref, "undecided", _undecided) for number, ref in differ.items()}
            if self._who(hard, arrives) is None:
                return None, None
        except BudgetError as error:
            return None, Undecided(error.step, error.facts)
        ends = (diagram.value(end) for ref in differ.values() for end in diagram.ends(ref))
        return None, next(value for value in ends if isinstance(value, Undecided))

    def _said(self, number: int, question: Question) -> Ref:
        """What a question says of those who come to a step, where it may do something else for them."""
        diagram, found = self.apart.diagram, self.apart.diagram.nothing
        for box in (box for who in self.whom[number] for box in boxes(diagram, who, BOXES)):
            required = values_with(diagram, box)
            parting = Parting(*self.written, question, NODES_A_QUESTION, NODES + NODES_A_QUESTION, required)
            found = diagram.either(box, parting.at((number, number)), found)
        return self._scored_alike_before(number, found)

    def _scored_alike_before(self, number: int, found: Ref) -> Ref:
        """What is said where every set before a step has the same totals in both: the others differ from there on."""
        levels, place = self.apart.levels, self.mutant.instrument
        if place < 0:
            return found
        own = levels.group(self.plan.steps[number]).told
        for before in self.plan.measuring(place):
            step = self.plan.steps[before]
            if before < number and levels.group(step).told is not own:
                totals, others = levels.totals(self.plan, step), levels.totals(self.other, step)
                for name, level in totals.items():
                    found = self._equal(found, level, others[name])
        return found

    def _equal(self, found: Ref, level: int, other: int) -> Ref:
        """A function where one level has the value of another."""
        diagram = self.apart.diagram
        if level == other or not diagram.reads(found, other):
            return found
        size, equal = diagram.domains[level], found
        for value in range(size):
            here = diagram.node(level, tuple(diagram.yes if one == value else diagram.no for one in range(size)))
            equal = diagram.either(here, diagram.fix(found, {other: value}), equal)
        return equal

    def _whom(self, number: int) -> list[Ref]:
        """For whom a step may do something else: of points, by the way in which a set measured there brings others."""
        diagram, walks, place = self.apart.diagram, self.apart.walks, self.mutant.instrument
        if place < 0:
            return [diagram.yes]
        instruments = self.plan.instruments[place], self.other.instruments[place]
        group = walks.levels.group(self.plan.steps[number])
        asked = diagram.any_of(walks.asked_when(number), self.version.asked_when(number))
        return [
            diagram.both(asked, diagram.node(group.head, (diagram.no, diagram.no, way)))
            for way in points_apart(walks, self.version, instruments, group)
        ]

    def _asked(self, number: int) -> Found:
        """Somebody whom only one of the two asks a question."""
        self._ready()
        asked, other = self.apart.walks.asked_when(number), self.version.asked_when(number)
        differ = self.apart.diagram.combine(asked, other, ne)
        return self._who({number: differ}, ComesWithout(self.plan, None, 0))

    def _who(self, marks: dict[int, Ref], arrives: ComesWithout) -> Found:
        """The plainest patient who comes to a step where what is given for it holds."""
        marks = {number: ref for number, ref in marks.items() if ref != self.apart.diagram.no}
        return met(self.apart.walks, arrives, marks, self.apart.patients) if marks else None


def _undecided(value: object) -> bool:
    return isinstance(value, Undecided)


def _differs(value: object) -> bool:
    return value is not None and not _undecided(value)
