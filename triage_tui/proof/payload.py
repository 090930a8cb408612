"""What a function says of a walk: its whole end, or one question about it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, Protocol

from triage_tui.proof.effect import Effect
from triage_tui.walk.plan import Plan


class End(NamedTuple):
    """How a walk ends: the outcome, the floor that is more urgent than it (-1 none), and the adjuncts followed.

    Outcome -1: the walk ran past the last step. -2: this version has no such answer.
    """

    outcome: int
    floor: int
    also: int


class Payload(Protocol):
    """The values of a function, and how an answer on the way changes them."""

    also: int
    """The adjuncts that matter, as bits."""
    ran_out: Hashable
    no_such_answer: Hashable
    settled: Hashable
    """The value once an effect does not go on."""

    def end_of(self, outcome: int) -> Hashable:
        """The value where nothing but an outcome decides."""

    def goes_on(self, effect: Effect) -> bool:
        """Whether anything after this effect still matters."""

    def raising(self, effect: Effect) -> Callable[[Any], Hashable] | None:
        """How a value changes when this effect came before it; None: not at all."""


class WholeEnd:
    """The outcome, the floor that decides, and the adjuncts of `also`."""

    ran_out = settled = End(-1, -1, 0)
    no_such_answer = End(-2, -1, 0)

    def __init__(self, plan: Plan, also: int = 0) -> None:
        self.plan = plan
        self.also = also

    def end_of(self, outcome: int) -> End:
        """The outcome alone."""
        return End(outcome, -1, self.plan.outcomes[outcome].also & self.also)

    def goes_on(self, effect: Effect) -> bool:
        """Everything matters."""
        return True

    def raising(self, effect: Effect) -> Callable[[End], End] | None:
        """An end with an earlier floor; one that is not more urgent than the end changes nothing."""
        if effect.floor < 0 and not effect.also:
            return None
        ranks, outcomes = self.plan.ranks, self.plan.outcomes
        floor = effect.floor

        def raised(end: End) -> End:
            if end.outcome < 0:
                return end
            if floor >= 0 and ranks[floor] < ranks[outcomes[end.outcome].disposition]:
                if end.floor < 0 or ranks[floor] <= ranks[end.floor]:
                    end = end._replace(floor=floor)
            return end._replace(also=end.also | effect.also)

        return raised


class LessUrgentThan:
    """Whether the walk ends less urgent than a rank."""

    also = 0
    ran_out = True
    no_such_answer = False
    settled = False

    def __init__(self, plan: Plan, rank: int) -> None:
        self.plan = plan
        self.rank = rank

    def end_of(self, outcome: int) -> bool:
        """Whether the outcome's own disposition is less urgent."""
        return self.plan.ranks[self.plan.outcomes[outcome].disposition] > self.rank

    def goes_on(self, effect: Effect) -> bool:
        """A floor that is urgent enough settles it."""
        return effect.floor < 0 or self.plan.ranks[effect.floor] > self.rank

    def raising(self, effect: Effect) -> None:
        """A floor that goes on changes nothing here."""
        return None


class EndsIn:
    """Whether the walk ends in one of some outcomes."""

    also = 0
    ran_out = no_such_answer = settled = False

    def __init__(self, plan: Plan, outcomes: frozenset[int]) -> None:
        self.outcomes = outcomes

    def end_of(self, outcome: int) -> bool:
        """Whether it is one of them."""
        return outcome in self.outcomes

    def goes_on(self, effect: Effect) -> bool:
        """Everything matters."""
        return True

    def raising(self, effect: Effect) -> None:
        """Floors change no outcome."""
        return None


class Brings:
    """Whether the walk brings an adjunct."""

    ran_out = no_such_answer = False
    settled = True

    def __init__(self, plan: Plan, adjunct: int) -> None:
        self.plan = plan
        self.also = 1 << adjunct

    def end_of(self, outcome: int) -> bool:
        """Whether the outcome brings it."""
        return bool(self.plan.outcomes[outcome].also & self.also)

    def goes_on(self, effect: Effect) -> bool:
        """An answer that brings it settles it."""
        return not effect.also & self.also

    def raising(self, effect: Effect) -> None:
        """What goes on does not bring it."""
        return None
