"""What a function says of a walk: one question about it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol

from triage_tui.proof.diagram import Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.reading import Reader
from triage_tui.walk.plan import Condition, Plan


class Payload(Protocol):
    """The values of a function, and how an answer on the way changes them."""

    @property
    def also(self) -> int:
        """The adjuncts that matter, as bits."""

    @property
    def ran_out(self) -> Hashable:
        """The value of a walk that passes the last step."""

    @property
    def no_such_answer(self) -> Hashable:
        """The value of an answer that this plan does not have."""

    @property
    def settled(self) -> Hashable:
        """The value once an effect does not go on."""

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """The function where nothing but an outcome decides; it may read what was answered on the way."""

    def goes_on(self, effect: Effect) -> bool:
        """Whether anything after this effect still matters."""

    def raising(self, effect: Effect) -> Callable[[Any], Hashable] | None:
        """How a value changes when this effect came before it; None: not at all."""


class LessUrgentThan:
    """Whether the walk ends less urgent than a rank."""

    also = 0
    ran_out = True
    no_such_answer = False
    settled = False

    def __init__(self, plan: Plan, rank: int) -> None:
        self.plan = plan
        self.rank = rank

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """Whether the outcome's own disposition is less urgent."""
        return reader.diagram.terminal(self.plan.ranks[self.plan.outcomes[outcome].disposition] > self.rank)

    def goes_on(self, effect: Effect) -> bool:
        """A floor that is urgent enough settles it."""
        return effect.floor < 0 or self.plan.ranks[effect.floor] > self.rank

    def raising(self, effect: Effect) -> None:
        """A floor that goes on changes nothing here."""
        return None


class EndsWithout(LessUrgentThan):
    """Whether the walk ends in an outcome without a floor of a rank, or more urgent."""

    ran_out = False

    def __init__(self, plan: Plan, outcome: int, rank: int) -> None:
        super().__init__(plan, rank)
        self.outcome = outcome

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """Whether it is the outcome."""
        return reader.diagram.terminal(outcome == self.outcome)


class Anything:
    """Every end counts: who comes through a step is all that is asked."""

    also = 0
    ran_out = settled = True
    no_such_answer = False

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """Every outcome counts."""
        return reader.diagram.yes

    def goes_on(self, effect: Effect) -> bool:
        """Everything is followed."""
        return True

    def raising(self, effect: Effect) -> None:
        """Floors change nothing."""
        return None


class EndsIn:
    """Whether the walk ends in one of some outcomes."""

    also = 0
    ran_out = no_such_answer = settled = False

    def __init__(self, plan: Plan, outcomes: frozenset[int]) -> None:
        self.outcomes = outcomes

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """Whether it is one of them."""
        return reader.diagram.terminal(outcome in self.outcomes)

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

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """Whether the outcome brings it."""
        return reader.diagram.terminal(bool(self.plan.outcomes[outcome].also & self.also))

    def goes_on(self, effect: Effect) -> bool:
        """An answer that brings it settles it."""
        return not effect.also & self.also

    def raising(self, effect: Effect) -> None:
        """What goes on does not bring it."""
        return None


class Breaks:
    """Whether the walk breaks a claim: its premise certainly holds at the end, and what it promises does not.

    `rank`: the least urgent rank allowed; `outcomes`: where it must end; `adjunct`: what must be brought. One of the
    three is given; with none of them it only asks whether the premise holds.
    """

    ran_out = no_such_answer = settled = False

    def __init__(
        self,
        plan: Plan,
        premise: Condition | None,
        *,
        rank: int | None = None,
        outcomes: frozenset[int] | None = None,
        adjunct: int | None = None,
    ) -> None:
        self.plan = plan
        self.premise = premise
        self.rank = rank
        self.outcomes = outcomes
        self.also = 0 if adjunct is None else 1 << adjunct

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """Where the premise holds, if the outcome does not keep the promise."""
        if self.kept(outcome):
            return reader.diagram.no
        if self.premise is None:
            return reader.diagram.yes
        return reader.surely(self.premise, len(self.plan.steps) + 1)

    def kept(self, outcome: int) -> bool:
        """Whether an outcome alone keeps the promise."""
        found = self.plan.outcomes[outcome]
        if self.rank is not None:
            return self.plan.ranks[found.disposition] <= self.rank
        if self.outcomes is not None:
            return outcome in self.outcomes
        return bool(found.also & self.also)

    def goes_on(self, effect: Effect) -> bool:
        """A floor that is urgent enough, or the adjunct, keeps it."""
        if self.rank is not None and effect.floor >= 0 and self.plan.ranks[effect.floor] <= self.rank:
            return False
        return not effect.also & self.also

    def raising(self, effect: Effect) -> None:
        """What goes on changes nothing."""
        return None


class Arrives:
    """Whether the walk comes to one step in a state of interest, and has no floor yet of a rank or more urgent."""

    also = 0
    ran_out = no_such_answer = settled = False

    def __init__(self, plan: Plan, rank: int | None = None) -> None:
        self.plan = plan
        self.rank = rank

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """It ended before."""
        return reader.diagram.no

    def goes_on(self, effect: Effect) -> bool:
        """A floor that is urgent enough is of no interest."""
        return self.rank is None or effect.floor < 0 or self.plan.ranks[effect.floor] > self.rank

    def raising(self, effect: Effect) -> None:
        """What goes on changes nothing."""
        return None


class While:
    """Whether the walk comes to one step in a state of interest, while everything on the way matters to a payload."""

    ran_out = no_such_answer = settled = False

    def __init__(self, payload: Payload) -> None:
        self.payload = payload
        self.also = payload.also

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """It ended before."""
        return reader.diagram.no

    def goes_on(self, effect: Effect) -> bool:
        """As long as the payload does."""
        return self.payload.goes_on(effect)

    def raising(self, effect: Effect) -> None:
        """What goes on changes nothing."""
        return None
