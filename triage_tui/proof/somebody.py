"""Whether anybody can still come to what a question asks for: over what was answered before, not over what is to come.

Much smaller than the function of every answer, and right where it finds nobody; who it is, only that function tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import eq, or_

from triage_tui.proof.ahead import Ahead
from triage_tui.proof.any_value import together
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import may_be_answered
from triage_tui.proof.meets import Marked
from triage_tui.proof.payload import Payload
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Step


class Somebody(Marked, Ahead):
    """Whether any answers to come lead to an end that counts, or to one of the states marked, by step."""

    def __init__(
        self,
        walks: Walks,
        payload: Payload,
        required: Mapping[int, int] | None = None,
        marks: Mapping[int, Ref] | None = None,
        *,
        only_first: bool = False,
    ) -> None:
        super().__init__(walks, payload, or_, required)
        self.marks = marks or {}
        self.only_first = only_first

    def asked_at(self, number: int) -> Ref:
        """Whether it can be after any answer to a step."""
        step, diagram = self.plan.steps[number], self.diagram
        if step.kind == Kind.DECISION:
            return super().asked_at(number)
        group = self.levels.group(step)
        answers: Mapping[int, int] = {level: int(level == group.head) for level in group.levels}
        effects = self.walks.effects(number, self.payload.also)
        allowed = self.allowed(step)
        found = diagram.no
        for end in diagram.ends(effects):
            after = self.follow(number, diagram.value(end))
            if after == diagram.no:
                continue
            where = diagram.both(allowed, diagram.map(effects, ("is", end), partial(eq, diagram.value(end))))
            own = answers
            if group.told is not None:
                after, where, own = self._told_after(step, after, where, own)
            found = diagram.any_of(together(diagram, after, where, own), found)
        return found

    def last_end(self) -> int:
        """The last step from which anybody may end as is asked for, judged level by level; -1: none."""
        found = -1
        for (number, go, floor), values in self.possible.after.items():
            effect = Effect(go, floor, 0)
            if number > found and go < 0 and self.payload.goes_on(effect):
                found = found if self.led(effect, values) == self.diagram.no else number
        return found

    def allowed(self, step: Step) -> Ref:
        """The answers to a step that are taken and of interest."""
        diagram = self.diagram
        found = may_be_answered(self.walks, step) if step.kind == Kind.MEASURE else diagram.yes
        for level in reversed(self.levels.group(step).levels):
            bits = self.required.get(level)
            if bits is not None:
                values = range(diagram.domains[level])
                fits = tuple([diagram.yes if bits >> value & 1 else diagram.no for value in values])
                found = diagram.both(diagram.node(level, fits), found)
        return found


def nobody(walks: Walks, patients: Ref, payload: Payload, required: Mapping[int, int] | None) -> bool:
    """Whether it is plain that no possible patient ends as a payload asks; False: who knows.

    `required`: by level, the only answers with which anybody might (bits); None where nobody can.
    """
    if required is None:
        return True

    def found() -> Ref:
        some = Somebody(walks, payload, required)
        return some.compile(some.last_end() + 1).root

    return _is_plain(walks.diagram, found, patients)


def nobody_comes(walks: Walks, patients: Ref, payload: Payload, states: Mapping[int, Ref]) -> bool:
    """Whether it is plain that no possible patient comes to a step in the state given for it; False: who knows."""
    last = min(max(states) + 1, len(walks.plan.steps))

    def found() -> Ref:
        marks = {number: _before(walks, number, state) for number, state in states.items()}
        some = Somebody(walks, payload, marks=marks)
        if last in marks:
            some.at[last] = marks[last]
        return some.compile(last).root

    return _is_plain(walks.diagram, found, patients)


def _before(walks: Walks, number: int, state: Ref) -> Ref:
    """What is known on arrival at a step in a state that some answer to it belongs to."""
    if number == len(walks.plan.steps) or walks.plan.steps[number].kind == Kind.DECISION:
        return state
    step = walks.plan.steps[number]
    group = walks.levels.group(step)
    answers = {level: int(level == group.head) for level in group.levels}
    allowed = may_be_answered(walks, step) if step.kind == Kind.MEASURE else walks.diagram.yes
    return together(walks.diagram, state, allowed, answers)


def _is_plain(diagram: Diagram, found: Callable[[], Ref], patients: Ref) -> bool:
    """Whether nobody was found, in few nodes; what was spent in vain is not missing afterwards."""
    budget, spent = diagram.budget, len(diagram.level)
    diagram.budget = spent + (budget - spent) // 4
    try:
        with deep():
            return diagram.both(found(), patients) == diagram.no
    except BudgetError:
        budget += len(diagram.level) - spent
        return False
    finally:
        diagram.budget = budget
