"""What can still happen, whatever is answered from some step on: over what was answered before it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from operator import eq
from typing import Any, Self, cast

from triage_tui.proof.any_value import joined
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import may_be_answered
from triage_tui.proof.payload import Payload
from triage_tui.proof.reading import Reader
from triage_tui.proof.reassured import FinalRank
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Plan, Step

NEVER = -1


class Ahead(Behaviour):
    """A function of which the answers to come are taken together: the value joined over all that can be given."""

    def __init__(
        self,
        walks: Walks,
        payload: Payload,
        join: Callable[[Any, Any], Hashable] | None,
        required: Mapping[int, int] | None = None,
    ) -> None:
        super().__init__(walks, payload, required)
        self._join = partial(_or_nothing, join) if join is not None else None

    def asked_at(self, number: int) -> Ref:
        """The value joined over every answer to a step; each answer is looked at where it leads, not all at once."""
        step, diagram = self.plan.steps[number], self.diagram
        if step.kind == Kind.DECISION or self._join is None:
            return super().asked_at(number)
        group = self.levels.group(step)
        answers: Mapping[int, int] = {level: int(level == group.head) for level in group.levels}
        effects = self.walks.effects(number, self.payload.also)
        allowed = may_be_answered(self.walks, step) if step.kind == Kind.MEASURE else diagram.yes
        found = diagram.nothing
        for end in diagram.ends(effects):
            effect = diagram.value(end)
            brings = diagram.map(effects, ("is", effect), partial(eq, effect))
            after = self.follow(number, effect)
            where, own = diagram.both(allowed, brings), answers
            if group.told is not None:
                after, where, own = self._told_after(step, after, where, own)
            found = diagram.combine(found, joined(diagram, after, where, own, self._join), self._join)
        return found

    def _told_after(
        self, step: Step, after: Ref, where: Ref, answers: Mapping[int, int]
    ) -> tuple[Ref, Ref, Mapping[int, int]]:
        """A function after a set of observations, with what is told of the set bound to the fields that were given."""
        diagram, group = self.diagram, self.levels.group(step)
        assert group.told is not None
        if group.told.head != group.head:
            after = diagram.rename(after, dict(zip(group.told.levels, group.levels, strict=True)))
        bound = dict(answers)
        for name, level in self.levels.totals(self.plan, step).items():
            if diagram.reads(after, level):
                classes, values = self.walks.classes(step, name), range(diagram.domains[level])
                same = {
                    end: diagram.node(level, tuple(diagram.terminal(value == diagram.value(end)) for value in values))
                    for end in diagram.ends(classes)
                }
                where = diagram.both(where, diagram.select(classes, same))
                bound[level] = 0
        return after, where, bound


def _or_nothing(join: Callable[[Any, Any], Hashable], one: Any, other: Any) -> Hashable:
    if one is None:
        return cast(Hashable, other)
    return one if other is None else join(one, other)


class MildestEnding(Ahead):
    """At every step the least urgent rank that the walk can still end in; from one step on, as it is `later`."""

    def __init__(self, walks: Walks, before: int, later: Callable[[int], Ref]) -> None:
        super().__init__(walks, FinalRank(walks.plan), max)
        self.before = before
        self.later = later

    def whole(self, number: int) -> Ref:
        """The function of a step, looked for only where a walk comes to."""
        return super().whole(number) if number < self.before else self.later(number)


class Questions:
    """How many questions are asked until an ending that counts; NEVER where there is none."""

    also = 0
    ran_out = no_such_answer = settled = NEVER

    def __init__(self, plan: Plan, counts: Callable[[int], bool]) -> None:
        self.plan = plan
        self.counts = counts

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """No more questions, if the outcome counts."""
        return reader.diagram.terminal(0 if self.counts(outcome) else NEVER)

    def goes_on(self, effect: Effect) -> bool:
        """Everything matters."""
        return True

    def raising(self, effect: Effect) -> None:
        """Floors are looked at where they are set."""
        return None


def _if_enough(least: int, count: int) -> int:
    return count if count >= least else NEVER


class Longest(Ahead):
    """At every step the most questions that can still be asked until an ending that counts, from that step on.

    `rank`: a floor as urgent counts too; `least`: for every step, the fewest questions that are of interest there;
    not `joined`: over the answers to come as well, so that a patient can be found.
    """

    def __init__(
        self,
        walks: Walks,
        counts: Callable[[int], bool],
        rank: int | None = None,
        least: Sequence[int] | None = None,
        *,
        joined: bool = True,
    ) -> None:
        super().__init__(walks, Questions(walks.plan, counts), max if joined else None)
        self.rank = rank
        self.least = least or [0] * len(walks.plan.steps)
        self.settled = Longest(walks, lambda _: True, least=least, joined=joined) if rank is not None else None

    def function_at(self, number: int) -> Ref:
        """The most questions from a step on, where they are enough to be of interest."""
        least = self.least[number]
        return self.diagram.map(super().function_at(number), ("at least", least), partial(_if_enough, least))

    def compile(self, before: int | None = None, first: int = 0) -> Self:
        """Work it out; with a rank, first for walks with a floor as urgent already, which count however they end."""
        if self.settled is not None:
            self.settled.compile(before, first)
        super().compile(before, first)
        return self

    def follow(self, number: int, effect: Effect | None) -> Ref:
        """The questions after an answer, counted with a floor as urgent from where it is set."""
        if self.settled is not None and effect is not None and self._is_urgent(effect):
            return self.settled.counted(number, effect)
        return self.counted(number, effect)

    def _is_urgent(self, effect: Effect) -> bool:
        return self.rank is not None and effect.floor >= 0 and self.plan.ranks[effect.floor] <= self.rank

    def counted(self, number: int, effect: Effect | None) -> Ref:
        """The questions after an answer, and the one that was answered."""
        found = super().follow(number, effect)
        if self.plan.steps[number].kind in (Kind.DECISION, Kind.INSTRUCTION):
            return found
        return self.diagram.map(found, "one more", lambda count: count + 1 if count >= 0 else NEVER)
