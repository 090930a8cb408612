"""Whether a walk comes to any of several steps in a state that is marked there: many questions in one pass."""

from __future__ import annotations

from collections.abc import Mapping

from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import Ref
from triage_tui.proof.payload import Payload
from triage_tui.proof.walks import Walks


class Marked(Behaviour):
    """A function that also holds in the states marked, by step; `only_first`: a walk ends at the first step marked."""

    marks: Mapping[int, Ref]
    only_first = False

    def function_at(self, number: int) -> Ref:
        """What is met here, or later."""
        marked, values = self.marks.get(number), self.possible.at[number]
        if marked is None or values is None:
            return super().function_at(number)
        here = self.told(number, marked, values)
        return here if self.only_first else self.diagram.any_of(here, super().function_at(number))


class Meets(Marked):
    """Whether a walk meets any of the states marked, by step, or ends as the payload says."""

    def __init__(self, walks: Walks, payload: Payload, marks: Mapping[int, Ref], *, only_first: bool = False) -> None:
        super().__init__(walks, payload)
        self.marks = marks
        self.only_first = only_first
