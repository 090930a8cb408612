"""Who is treated differently by a mutant: an exact search from where it differs, back to the first question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triage_tui.author.cover.arrive import ComesWithout
from triage_tui.author.mutants.mutant import Mutant, mutated
from triage_tui.proof.below import Numbers, Written, answers_apart
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.example import Roles, plainest, possible_patients
from triage_tui.proof.levels import Levels
from triage_tui.proof.meets import Meets
from triage_tui.proof.parting import Parting, Undecided
from triage_tui.proof.question import Adjunct, InOutcome, OtherOutcome, Question, Urgency
from triage_tui.proof.walks import Walks
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import Condition, Instrument, Kind, Plan, Step

NODES, NODES_A_QUESTION = 600_000, 600_000


class Apart:
    """The original over one diagram, made once and again when it has grown large; every mutant is compared on it."""

    def __init__(self, plan: Plan, roles: Roles, impossible: Sequence[Condition], mutants: Sequence[Mutant]) -> None:
        self.plan = plan
        self.roles = roles
        self.impossible = tuple(impossible)
        changed = [mutated(plan, one) for one in mutants if isinstance(one.change, Instrument)]
        steps = [one.change for one in mutants if isinstance(one.change, Step)]
        conditions = {condition for step in steps for condition in step.conditions}
        turned = [(code.NOT, condition) for condition in conditions]  # both ends of what is not known count
        read = [(plan, condition) for condition in (*self.impossible, *sorted([*conditions, *turned], key=repr))]
        self.levels = Levels([*changed, plan], read)
        self._begin()

    def _begin(self) -> None:
        self.diagram = Diagram(self.levels.domains, NODES + NODES_A_QUESTION)
        self.walks = Walks(self.plan, self.levels, self.diagram)
        with deep():
            self.patients = possible_patients(self.walks, self.roles, self.impossible)

    def patient(self, mutant: Mutant) -> tuple[int, ...] | None:
        """A patient who ends elsewhere, or for whom the changed question is asked or not; None: there is none.

        BudgetError when it is too hard to decide.
        """
        if len(self.diagram.level) > NODES:
            self._begin()
        other = mutated(self.plan, mutant)
        version = self.walks.version(other, mutant.step)
        hard: Undecided | None = None
        with deep():
            asks = mutant.step >= 0 and self.plan.steps[mutant.step].kind != Kind.DECISION
            if asks and other.steps[mutant.step].guard != self.plan.steps[mutant.step].guard:
                return self._asked(mutant.step, version)
            numbers: Numbers = {}
            apart = answers_apart(self.plan, other)
            written = Written(self.walks, numbers, apart), Written(version, numbers, apart)
            places = self._places(mutant)
            for question, arrives in self._questions(other):
                found, undecided = self._by_question(places, written, question, arrives)
                if found is None and undecided is not None and isinstance(question, OtherOutcome):
                    found, undecided = self._by_outcome(places, written)
                if found is not None:
                    return found
                hard = hard or undecided
        if hard is not None:
            raise BudgetError(hard.step, hard.facts)
        return None

    def _questions(self, other: Plan) -> Iterator[tuple[Question, ComesWithout]]:
        """How urgent a walk ends, where, and what follows; each with what would hide a difference."""
        plan = self.plan
        for rank in sorted(set(plan.ranks))[:-1]:
            yield Urgency(plan, other, rank), ComesWithout(plan, rank, 0)
        yield OtherOutcome(plan, other), ComesWithout(plan, None, 0)
        for place, item in enumerate(plan.adjuncts):
            yield Adjunct(plan, other, item.id), ComesWithout(plan, None, 1 << place)

    def _by_outcome(
        self, places: Sequence[int], written: tuple[Written, Written]
    ) -> tuple[tuple[int, ...] | None, Undecided | None]:
        """Where a walk ends, asked of one outcome at a time: many questions, each a small one."""
        hard: Undecided | None = None
        old, new = (one.plan for one in written)
        for outcome in sorted(~place for place in old.reached(places) | new.reached(places) if place < 0):
            question = InOutcome(old, new, outcome)
            found, undecided = self._by_question(places, written, question, ComesWithout(self.plan, None, 0))
            if found is not None:
                return found, None
            hard = hard or undecided
        return None, hard

    def _by_question(
        self, places: Sequence[int], written: tuple[Written, Written], question: Question, arrives: ComesWithout
    ) -> tuple[tuple[int, ...] | None, Undecided | None]:
        """The plainest patient of whom a question has another answer, and whether it is undecided for somebody."""
        diagram = self.diagram
        diagram.budget = len(diagram.level) + NODES_A_QUESTION
        parting = Parting(*written, question, NODES_A_QUESTION, NODES + NODES_A_QUESTION)
        differ = {number: parting.at((number, number)) for number in places}
        undecided = [
            value
            for ref in differ.values()
            for end in diagram.ends(ref)
            if isinstance(value := diagram.value(end), Undecided)
        ]
        marks = {
            number: diagram.map(ref, "differs", lambda value: value is not None and not isinstance(value, Undecided))
            for number, ref in differ.items()
        }
        try:
            found = self._who(marks, arrives)
        except BudgetError as hard:
            return None, Undecided(hard.step, hard.facts)
        return found, None if found is not None or not undecided else undecided[0]

    def _places(self, mutant: Mutant) -> list[int]:
        """The steps from which on a mutant may do something else."""
        if mutant.step >= 0:
            return [mutant.step]
        if mutant.instrument >= 0:
            return self.plan.measuring(mutant.instrument)
        return [n for n, step in enumerate(self.plan.steps) if any(way.go == ~mutant.outcome for way in step.ways)]

    def _asked(self, number: int, version: Walks) -> tuple[int, ...] | None:
        """Somebody whom only one of the two asks a question."""
        asked, other = self.walks.asked_when(number), version.asked_when(number)
        differ = self.diagram.combine(asked, other, lambda one, two: one != two)
        return self._who({number: differ}, ComesWithout(self.plan, None, 0))

    def _who(self, marks: dict[int, Ref], arrives: ComesWithout) -> tuple[int, ...] | None:
        """The plainest patient who comes to a step where what is given for it holds."""
        marks = {number: ref for number, ref in marks.items() if ref != self.diagram.no}
        if not marks:
            return None
        meets = Meets(self.walks, arrives, marks).compile(before=max(marks) + 1)
        found = plainest(self.walks, self.diagram.both(meets.root, self.patients))
        return None if found is None else tuple(found)
