"""Where a walk ends when everything asked from some step on is answered as reassuringly as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from triage_tui.proof.behaviour import Behaviour, scored
from triage_tui.proof.diagram import Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.possible import Values
from triage_tui.proof.reading import Reader
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Plan

LEAST_URGENT = 1 << 30
"""The rank of a walk that ends nowhere."""


class FinalRank:
    """The rank a walk ends in."""

    also = 0
    ran_out = no_such_answer = settled = LEAST_URGENT

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """The rank of the outcome's own disposition."""
        return reader.diagram.terminal(self.plan.ranks[self.plan.outcomes[outcome].disposition])

    def goes_on(self, effect: Effect) -> bool:
        """Everything matters."""
        return True

    def raising(self, effect: Effect) -> Callable[[int], int] | None:
        """A rank with an earlier floor."""
        if effect.floor < 0:
            return None
        floor = self.plan.ranks[effect.floor]
        return lambda rank: min(rank, floor)


class Reassured(Behaviour):
    """The final rank at every step, over what was answered before it."""

    def __init__(
        self, walks: Walks, required: Mapping[int, int] | None = None, begin: tuple[int, Values] | None = None
    ) -> None:
        super().__init__(walks, FinalRank(walks.plan), required, begin)
        self._open: dict[int, Ref] = {}
        self._parts: dict[tuple[int, Ref], frozenset[Ref]] = {}
        self._after: dict[tuple[int, Effect], Ref] = {}

    def over(self, number: int, find: Callable[[Reassured], Ref], otherwise: Ref) -> Ref:
        """What is found of those who come to a step; `otherwise` where nobody does."""
        return otherwise if self.possible.at[number] is None else find(self)

    def open(self, number: int) -> Ref:
        """The final rank at a step, over its own answer as well."""
        if number not in self._open:
            comes = self.possible.at[number] is not None
            self._open[number] = self.or_passed(number, super().asked_at(number)) if comes else self.at[number]
        return self._open[number]

    def parts(self, number: int, whom: Ref) -> frozenset[Ref]:
        """What is left of the final rank at a set of observations, for those who are asked and some only, once
        everything before it is known.
        """
        if (number, whom) not in self._parts:
            step, diagram, values = self.plan.steps[number], self.diagram, self.possible.at[number]
            assert values is not None
            first = min(self.levels.group(step).levels)
            who = diagram.both(whom, self.walks.asked_when(number))
            asked = diagram.either(who, self.answered(number), diagram.terminal(LEAST_URGENT))
            before = self.walks.told[number] & ~sum(1 << level for level in self.levels.told(self.plan, step))
            left = diagram.parts(diagram.narrow(asked, values, before), first)
            self._parts[number, whom] = frozenset({scored(self.walks, step, part) for part in left})
        return self._parts[number, whom]

    def given(self, number: int, answers: Mapping[int, int]) -> Ref:
        """The final rank after what is answered where a set of observations is asked for."""
        step, diagram = self.plan.steps[number], self.diagram
        effect = diagram.value(diagram.fix(self.walks.effects(number, self.payload.also), answers))
        return diagram.fix(scored(self.walks, step, self.follow(number, effect), answers), answers)

    def after(self, number: int, effect: Effect) -> Ref:
        """The final rank after what an answer does."""
        if (number, effect) not in self._after:
            self._after[number, effect] = self.follow(number, effect)
        return self._after[number, effect]

    def function_at(self, number: int) -> Ref:
        """The function of one step; of one that changes nothing when it is passed over, that of the next."""
        following = self._whether_asked_or_not(number)
        return super().function_at(number) if following is None else following

    def _whether_asked_or_not(self, number: int) -> Ref | None:
        """The function of the next step, where the reassuring answer does no more there than passing this step over."""
        step, diagram = self.plan.steps[number], self.diagram
        if step.kind in (Kind.DECISION, Kind.MEASURE) or not self.plan.may_be_passed(step):
            return None
        group, mild = self.levels.group(step), self.walks.mild
        effect = diagram.fix(self.walks.effects(number), {level: mild[level] for level in group.levels})
        if diagram.value(effect) != Effect(number + 1, -1, 0):
            return None
        following = self.whole(number + 1)
        asked = diagram.fix(following, {level: mild[level] for level in group.levels})
        return asked if asked == diagram.fix(following, {group.head: 0}) else None

    def asked_at(self, number: int) -> Ref:
        """The function of one step with its own answer reassuring."""
        step, diagram = self.plan.steps[number], self.diagram
        if step.kind == Kind.DECISION:
            return super().asked_at(number)
        mild = {level: self.walks.mild[level] for level in self.levels.group(step).levels}
        if step.kind == Kind.MEASURE:
            return self.given(number, mild)
        effect = diagram.value(diagram.fix(self.walks.effects(number, self.payload.also), mild))
        values = None if effect is None else self.possible.after.get((number, effect.go, effect.floor))
        if values is None:
            return self.follow(number, effect)
        return self.led(effect, [1 << mild[level] if level in mild else bits for level, bits in enumerate(values)])
