"""Questions about two versions, one after another, on a diagram that is begun anew when it has grown."""

from __future__ import annotations

import gc
from collections import Counter
from typing import Any

from triage_tui.proof.below import Numbers, Written, answers_apart
from triage_tui.proof.cases import Case, cases
from triage_tui.proof.counting import Counting
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.first_apart import FirstApart, either_said
from triage_tui.proof.levels import Levels
from triage_tui.proof.parting import Parting, Undecided, Value
from triage_tui.proof.question import Question
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Plan

NODES = 1_200_000
GROWN = 300_000
"""A diagram with more nodes than this is left behind: what the next question needs again is soon made."""


class Asking:
    """Two versions, asked about. What is answered is a function of the diagram, which the next question may replace.

    `thorough`: what is too hard to tell of everybody at once is asked case by case, which takes minutes.
    """

    def __init__(self, old: Plan, new: Plan, levels: Levels, *, thorough: bool = False) -> None:
        self.thorough = thorough
        self._plans = old, new
        self._levels = levels
        self._apart = answers_apart(old, new)
        self._known_cases: tuple[Diagram, tuple[Case, ...]] | None = None
        self._begin()

    def _begin(self) -> None:
        self.diagram = Diagram(self._levels.domains)
        numbers: Numbers = {}
        self.old, self.new = (Walks(plan, self._levels, self.diagram) for plan in self._plans)
        self._written = Written(self.old, numbers, self._apart), Written(self.new, numbers, self._apart)
        self._counting = Counting(self.diagram, self._levels)

    def ask(self, question: Question, patients: Ref, of: Diagram, room: int) -> Ref:
        """What a question says of some patients of another diagram; `room`: nodes for each of its parts."""
        found = self._ask(question, Case({}, patients), of, room)
        if self.thorough and is_hard(self.diagram, found) and self._cases(of):
            return self._case_by_case(question, patients, of, room)
        return found

    def _ask(self, question: Question, case: Case, of: Diagram, room: int) -> Ref:
        try:
            parting, whom = self._begun(question, case, of, room)
            if FirstApart(parting).nobody_differs(whom):
                return self.diagram.nothing
            found = parting.root()
            self.diagram.budget = NODES + room
            return self.diagram.either(whom, found, self.diagram.nothing)
        except BudgetError:
            self._begin()
            hard = self.diagram.terminal(Undecided("", ()))
            return self.diagram.either(self.diagram.copied(of, case.patients), hard, self.diagram.nothing)

    def _case_by_case(self, question: Question, patients: Ref, of: Diagram, room: int) -> Ref:
        """The same, asked of one case of patients after another: each is much less hard."""
        with deep():
            kept = Diagram(self._levels.domains, NODES)
            joined = kept.nothing
            for case in self._cases(of):
                part = self._ask(question, case._replace(patients=of.both(case.patients, patients)), of, room)
                joined = kept.combine(joined, kept.copied(self.diagram, part), either_said)
            self._begin()
            return self.diagram.copied(kept, joined)

    def somebody(
        self, question: Question, value: Value, patients: Ref, of: Diagram, room: int
    ) -> tuple[int, ...] | Undecided | None:
        """The plainest of some patients of whom a question says a value; Undecided where it is too hard to tell."""
        try:
            parting, whom = self._begun(question, Case({}, patients), of, room)
            return FirstApart(parting).somebody(value, whom)
        except BudgetError:
            self._begin()
            return Undecided("", ())

    def _begun(self, question: Question, case: Case, of: Diagram, room: int) -> tuple[Parting, Ref]:
        self._make_room()
        whom = self.diagram.copied(of, case.patients)
        return Parting(*self._written, question, room, NODES, case.required), whom

    def _cases(self, of: Diagram) -> tuple[Case, ...]:
        """The cases of patients, over a diagram; none where it has no room for them."""
        if self._known_cases is None or self._known_cases[0] is not of:
            old, new = (Walks(plan, self._levels, of) for plan in self._plans)
            try:
                self._known_cases = of, tuple(cases(old, new))
            except BudgetError:
                self._known_cases = of, ()
        return self._known_cases[1]

    def _make_room(self) -> None:
        if len(self.diagram.level) > GROWN:
            self._begin()
            gc.collect()  # what was left behind is large, and functions that call themselves hold it in rings

    def count(self, found: Ref) -> Counter[Any]:
        """For every value of what was answered, how many combinations of answers have it."""
        return self._counting.count(found)


def is_hard(diagram: Diagram, found: Ref) -> bool:
    """Whether a question was too hard for somebody."""
    return any(isinstance(diagram.value(end), Undecided) for end in diagram.ends(found))
