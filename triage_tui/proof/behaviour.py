"""A pathway as one function: from everything a patient could answer to where the walk ends.

Compiled backward from the outcomes, from the tables that the engine walks. At every step the function reads facts of
earlier steps (value 0: never asked) and answers to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from triage_tui.proof.diagram import BudgetError, Ref, deep, levels_of
from triage_tui.proof.effect import Effect
from triage_tui.proof.payload import Payload
from triage_tui.proof.possible import Possible, Values
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Step


class TooHard(BudgetError):
    """A function needs more nodes than the budget allows, at a step that is known."""


def refuse_too_fine(walks: Walks) -> None:
    """TooHard when arithmetic reads a number of more values than can be told apart: nothing is known of it."""
    names = walks.levels.too_fine
    if names:
        raise TooHard(names[0], tuple(names))


class Behaviour:
    """The function of one plan at every step; `payload` says what its values are.

    `begin`: a step to begin at and the values possible there; the function of no earlier step is of interest then.
    """

    def __init__(
        self,
        walks: Walks,
        payload: Payload,
        required: Mapping[int, int] | None = None,
        begin: tuple[int, Values] | None = None,
    ) -> None:
        self.walks = walks
        self.plan, self.levels, self.diagram = walks.plan, walks.levels, walks.diagram
        self.payload = payload
        self.required = dict(required or {})
        self.possible = (
            Possible(walks.plan, walks.levels, payload.goes_on, self.required, begin)
            if begin or any(walks.owners[level] >= 0 for level in self.required)
            else walks.possible_for(payload)
        )
        self.at: list[Ref] = [walks.diagram.terminal(payload.ran_out)] * (len(walks.plan.steps) + 1)
        self._arrived: dict[int, tuple[Values, Ref]] = {}

    @property
    def root(self) -> Ref:
        """Where every patient ends."""
        return self.at[0]

    def compile(self, before: int | None = None, first: int = 0) -> Self:
        """Work the function out for every step (before one, from a first one on); TooHard when the budget runs out."""
        refuse_too_fine(self.walks)
        with deep():
            for number in range((len(self.plan.steps) if before is None else before) - 1, first - 1, -1):
                try:
                    self.at[number] = self.function_at(number)
                except BudgetError:
                    raise TooHard(self.plan.steps[number].id, self._live(number)) from None
        return self

    def function_at(self, number: int) -> Ref:
        """The function of one step, from those of the steps after it."""
        if self.possible.at[number] is None:
            return self.diagram.terminal(self.payload.ran_out)
        return self.or_passed(number, self.asked_at(number))

    def or_passed(self, number: int, asked: Ref) -> Ref:
        """The function of one step that somebody comes to, from the function of those who are asked.

        What follows was made simpler on either way by what is possible there: no need to look through it again.
        """
        diagram, condition = self.diagram, self.walks.asked_when(number)
        if condition != diagram.yes:
            passed = self.possible.passed.get(number)
            if passed is not None:
                asked = diagram.either(condition, asked, self._arrive(number + 1, passed))
        return asked

    def asked_at(self, number: int) -> Ref:
        """The function of one step where it is not passed over."""
        step, asked = self.plan.steps[number], self.answered(number)
        return scored(self.walks, step, asked) if step.kind == Kind.MEASURE else asked

    def answered(self, number: int) -> Ref:
        """The same, over what is told of a set of observations where the step asks for one."""
        step, diagram = self.plan.steps[number], self.diagram
        head = -1 if step.kind == Kind.DECISION else self.levels.group(step).head
        effects = self.walks.effects(number, self.payload.also)
        follow = {end: self.follow(number, diagram.value(end)) for end in diagram.ends(effects)}
        asked = diagram.select(effects, follow, answers_at=head)
        return asked if head < 0 else self._only_required(step, asked)

    def told(self, number: int, ref: Ref, values: Values) -> Ref:
        """A function at a step, made simpler by the values possible of what was answered before it."""
        return self.diagram.narrow(ref, values, self.walks.told[number])

    def _only_required(self, step: Step, ref: Ref) -> Ref:
        """The function where nothing but the required answers is of interest."""
        diagram = self.diagram
        for level in self.levels.group(step).levels:
            bits = self.required.get(level)
            if bits is not None:
                size = len(self.levels.all[level].marks)
                fits = tuple(diagram.yes if bits >> value & 1 else diagram.no for value in range(size))
                if level == self.levels.group(step).head:
                    fits = (fits[1], *fits[1:])
                ref = diagram.either(diagram.node(level, fits), ref, diagram.terminal(self.payload.settled))
        return ref

    def follow(self, number: int, effect: Effect | None) -> Ref:
        """The function after what an answer or a branch does."""
        if effect is None:
            return self.diagram.terminal(self.payload.no_such_answer)
        if not self.payload.goes_on(effect):
            return self.diagram.terminal(self.payload.settled)
        values = self.possible.after.get((number, effect.go, effect.floor))
        if values is None:
            return self.diagram.terminal(self.payload.ran_out)
        return self.led(effect, values)

    def led(self, effect: Effect, values: Values) -> Ref:
        """The function where an effect leads to, with what is possible there."""
        if effect.go < 0:
            ref = self.diagram.narrow(self.payload.end_of(~effect.go, self.walks.reader), values)
        else:
            ref = self._arrive(effect.go, values)
        change = self.payload.raising(effect)
        return ref if change is None else self.diagram.map(ref, (self.payload, effect.floor, effect.also), change)

    def whole(self, number: int) -> Ref:
        """The function of a step that was worked out."""
        return self.at[number]

    def _arrive(self, target: int, values: Values) -> Ref:
        """The function at a target, made simpler by what is possible on this way to it."""
        if self.possible.lost(target, values):
            return self.diagram.terminal(self.payload.settled)
        known, ref = self._arrived.get(target), self.whole(target)
        if known is not None and self._within(target, values, known[0]):
            ref = known[1]
        found = self.told(target, ref, values)
        self._arrived[target] = (values, found)
        return found

    def _within(self, target: int, values: Values, others: Values) -> bool:
        """Whether all that is possible was possible on another way, as far as the function at a target can tell."""
        ref = self.whole(target)
        levels = self.diagram.support[ref] & self.walks.told[target] if ref >= 0 else 0
        return not any(values[level] & ~others[level] for level in levels_of(levels))

    def _live(self, number: int) -> tuple[str, ...]:
        """The facts that the function of the following step depends on: those that make it hard."""
        following = self.at[number + 1]
        bits = self.diagram.support[following] if following >= 0 else 0
        own = {step.id for step in self.plan.steps[: number + 1]}
        names = (level.step or level.part for place, level in enumerate(self.levels.all) if bits >> place & 1)
        return tuple(dict.fromkeys(name for name in names if name in own or name in ("mode", "role")))


def scored(walks: Walks, step: Step, ref: Ref, given: Mapping[int, int] | None = None) -> Ref:
    """A function with what is told of a set of observations taken from the fields of the step that asks for it.

    `given`: values of the fields, where they are known.
    """
    diagram, group = walks.diagram, walks.levels.group(step)
    told = group.told
    assert told is not None
    for name, level in walks.levels.totals(walks.plan, step).items():
        if not diagram.reads(ref, level):
            continue
        alike = diagram.alike(ref, level)
        classes = diagram.map(diagram.fix(walks.classes(step, name), given or {}), alike, alike.__getitem__)
        follow = {end: diagram.fix(ref, {level: diagram.value(end)}) for end in diagram.ends(classes)}
        ref = diagram.select(classes, follow, answers_at=group.head)
    if told.head != group.head:
        own = dict(zip(told.levels, group.levels, strict=True))
        ref = diagram.rename(ref, own)
    return ref
