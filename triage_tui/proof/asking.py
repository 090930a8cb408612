"""Questions about two versions, one after another, on a diagram that is begun anew when it has grown."""

from __future__ import annotations

import gc
from collections import Counter
from typing import Any

from triage_tui.proof.below import Numbers, Written, answers_apart
from triage_tui.proof.counting import Counting
from triage_tui.proof.diagram import BudgetError, Diagram, Ref
from triage_tui.proof.first_apart import FirstApart
from triage_tui.proof.levels import Levels
from triage_tui.proof.parting import Parting, Undecided, Value
from triage_tui.proof.question import Question
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Plan

NODES = 1_200_000
GROWN = 300_000
"""A diagram with more nodes than this is left behind: what the next question needs again is soon made."""


class Asking:
    """Two versions, asked about. What is answered is a function of the diagram, which the next question may replace."""

    def __init__(self, old: Plan, new: Plan, levels: Levels) -> None:
        self._plans = old, new
        self._levels = levels
        self._apart = answers_apart(old, new)
        self._begin()

    def _begin(self) -> None:
        self.diagram = Diagram(self._levels.domains)
        numbers: Numbers = {}
        self.old, self.new = (Walks(plan, self._levels, self.diagram) for plan in self._plans)
        self._written = Written(self.old, numbers, self._apart), Written(self.new, numbers, self._apart)
        self._counting = Counting(self.diagram, self._levels)

    def ask(self, question: Question, patients: Ref, of: Diagram, room: int) -> Ref:
        """What a question says of some patients of another diagram; `room`: nodes for each of its parts."""
        try:
            parting, whom = self._begun(question, patients, of, room)
            if FirstApart(parting).nobody_differs(whom):
                return self.diagram.nothing
            found = parting.root()
            self.diagram.budget = NODES + room
            return self.diagram.either(whom, found, self.diagram.nothing)
        except BudgetError:
            self._begin()
            hard = self.diagram.terminal(Undecided("", ()))
            return self.diagram.either(self.diagram.copied(of, patients), hard, self.diagram.nothing)

    def somebody(
        self, question: Question, value: Value, patients: Ref, of: Diagram, room: int
    ) -> tuple[int, ...] | Undecided | None:
        """The plainest of some patients of whom a question says a value; Undecided where it is too hard to tell."""
        try:
            parting, whom = self._begun(question, patients, of, room)
            return FirstApart(parting).somebody(value, whom)
        except BudgetError:
            self._begin()
            return Undecided("", ())

    def _begun(self, question: Question, patients: Ref, of: Diagram, room: int) -> tuple[Parting, Ref]:
        self._make_room()
        return Parting(*self._written, question, room, NODES), self.diagram.copied(of, patients)

    def _make_room(self) -> None:
        if len(self.diagram.level) > GROWN:
            self._begin()
            gc.collect()  # what was left behind is large, and functions that call themselves hold it in rings

    def count(self, found: Ref) -> Counter[Any]:
        """For every value of what was answered, how many combinations of answers have it."""
        return self._counting.count(found)
