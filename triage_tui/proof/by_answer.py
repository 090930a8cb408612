"""Where walks end when nothing bad is said, told apart by the answer to the question that parts the ways the most.

After it most of what is known is the same for everybody who gave one answer, so that each case is a small function of
its own: who says what the trouble is has not been asked about any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from triage_tui.proof.diagram import Ref
from triage_tui.proof.reassured import Reassured
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Plan

FEW = 0.5
"""The share of the steps after a question that arrows lead to from an answer, below which to tell the cases apart."""


MANY = 4
"""Places that the answers to one question lead to, from which on it may part the ways of patients for good."""


class ByAnswer(Reassured):
    """The final rank at every step; after one question, a function for each answer to it."""

    def __init__(self, walks: Walks, step: int, level: int, cases: dict[int, Reassured]) -> None:
        super().__init__(walks)
        self.step = step
        self.level = level
        self.cases = cases
        """By the answer's value; 0: never asked."""
        self._whole: dict[int, Ref] = {}

    def compile(self, before: int | None = None, first: int = 0) -> Self:
        """Work every case out, and what comes before they part."""
        for case in self.cases.values():
            case.compile(first=self.step + 1)
        super().compile(self.step + 1, first)
        return self

    def whole(self, number: int) -> Ref:
        """The function of one step, over every case."""
        if number <= self.step:
            return self.at[number]
        if number not in self._whole:
            self._whole[number] = self.over(number, lambda case: case.at[number], self.at[number])
        return self._whole[number]

    def over(self, number: int, find: Callable[[Reassured], Ref], otherwise: Ref) -> Ref:
        """What is found of those who come to a step, case by case."""
        if number <= self.step:
            return super().over(number, find, otherwise)
        diagram = self.diagram
        found = {value: case.over(number, find, otherwise) for value, case in self.cases.items()}
        values = range(diagram.domains[self.level])
        which = diagram.node(self.level, tuple([diagram.terminal(value) for value in values]))
        return diagram.select(which, {diagram.terminal(value): found.get(value, otherwise) for value in values})


def reassured(walks: Walks) -> Reassured:
    """Where walks end when nothing bad is said from some step on, to be worked out."""
    step = _deciding(walks.plan)
    if step < 0:
        return Reassured(walks)
    level = walks.levels.group(walks.plan.steps[step]).head
    values = walks.possible.at[step]
    cases = {0: Reassured(walks, {level: 1})}
    if values is not None:
        answers = range(1, walks.diagram.domains[level])
        cases |= {value: Reassured(walks, {level: 1 << value}, (step, values)) for value in answers}
    return ByAnswer(walks, step, level, cases)


def _deciding(plan: Plan) -> int:
    """The question whose answers lead to the most places, with the most steps after it, if they part ways; else -1."""
    ways = {}
    for number, step in enumerate(plan.steps):
        if step.kind == Kind.CHOICE and len(plan.facts[step.slot].steps) == 1:
            places = {action.go for action in step.actions if action.go >= 0}
            if len(places) >= MANY:
                ways[number] = len(places) * (len(plan.steps) - number)
    if not ways:
        return -1
    most = max(ways, key=ways.__getitem__)
    ahead = [sum(at >= 0 for at in plan.reached((action.go,))) for action in plan.steps[most].actions]
    return most if sum(ahead) < FEW * len(ahead) * (len(plan.steps) - most) else -1
