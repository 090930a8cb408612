"""Questions about two versions, one after another, on a diagram that is begun anew when it has grown."""

from __future__ import annotations

import gc

from triage_tui.proof.below import Numbers, Written, answers_apart
from triage_tui.proof.diagram import Diagram, Ref
from triage_tui.proof.levels import Levels
from triage_tui.proof.parting import Parting
from triage_tui.proof.question import Question
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Plan

NODES = 1_200_000
GROWN = 300_000
"""A diagram with more nodes than this is left behind: what the next question needs again is soon made."""


class Asking:
    """Two versions, asked about."""

    def __init__(self, old: Plan, new: Plan, levels: Levels) -> None:
        self._plans = old, new
        self._levels = levels
        self._apart = answers_apart(old, new)
        self._begin()

    def _begin(self) -> None:
        self.diagram = Diagram(self._levels.domains)
        numbers: Numbers = {}
        old, new = (Walks(plan, self._levels, self.diagram) for plan in self._plans)
        self._written = Written(old, numbers, self._apart), Written(new, numbers, self._apart)

    def ask(self, question: Question, patients: Ref, of: Diagram, room: int) -> Ref:
        """What a question says of some patients of another diagram, there; `room`: nodes for each of its parts."""
        if len(self.diagram.level) > GROWN:
            self._begin()
            gc.collect()  # what was left behind is large, and functions that call themselves hold it in rings
        found = Parting(*self._written, question, room, NODES).root()
        self.diagram.budget = NODES + room
        found = self.diagram.either(self.diagram.copied(of, patients), found, self.diagram.nothing)
        return of.copied(self.diagram, found)
