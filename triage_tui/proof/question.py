"""What is asked of two versions of a pathway: one thing at a time, so that what needs no telling apart is not."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from typing import Protocol

from triage_tui.proof.diagram import Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.payload import Anything, Brings, EndsIn, LessUrgentThan, Payload
from triage_tui.proof.reading import Reader
from triage_tui.walk.plan import Plan


class Course(Enum):
    """How two walks go on after what an answer did in each."""

    TOGETHER = "together"
    APART = "apart"
    SETTLED = "settled"
    """Whatever comes, nothing differs."""


class Question(Protocol):
    """One question: what is followed of each version, and what their values say together."""

    @property
    def old(self) -> Payload:
        """What is followed of the first version."""

    @property
    def new(self) -> Payload:
        """What is followed of the second."""

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """How the walks go on after two effects; None is an answer that a version does not have."""

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """What two values say; None where nothing differs."""


class _Less(LessUrgentThan):
    no_such_answer: bool | None = None  # type: ignore[assignment]


class Urgency:
    """Whether a patient crosses a rank: ended there or more urgent and ends less urgent now, or the other way."""

    def __init__(self, old: Plan, new: Plan, rank: int) -> None:
        self.old = _Less(old, rank)
        self.new = _Less(new, rank)

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """A floor that is urgent enough in both settles it."""
        return _after(self.old, self.new, old, new)

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Which way the rank is crossed."""
        return None if old is None or new is None or old == new else "less" if new is True else "more"


def _after(one: Payload, other: Payload, old: Effect | None, new: Effect | None) -> Course:
    if old is None or new is None:
        return Course.SETTLED
    goes_on = one.goes_on(old)
    if goes_on != other.goes_on(new):
        return Course.APART
    return Course.TOGETHER if goes_on else Course.SETTLED


class _Outcome:
    also = 0
    ran_out = settled = ""
    no_such_answer = ""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        return reader.diagram.terminal(self.plan.outcomes[outcome].id)

    def goes_on(self, effect: Effect) -> bool:
        return True

    def raising(self, effect: Effect) -> None:
        return None


class OtherOutcome:
    """Which outcome a patient ended in, and in which other one now."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self.old = _Outcome(old)
        self.new = _Outcome(new)

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """Floors change no outcome."""
        return Course.SETTLED if old is None or new is None else Course.TOGETHER

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Both outcomes, where they differ."""
        return None if old == new or "" in (old, new) else (old, new)


class InOutcome:
    """Whether a patient ends in one outcome in one version alone; where all outcomes at once are too hard."""

    def __init__(self, old: Plan, new: Plan, outcome: str) -> None:
        self.outcome = outcome
        self.old, self.new = (
            EndsIn(plan, frozenset(n for n, one in enumerate(plan.outcomes) if one.id == outcome))
            for plan in (old, new)
        )

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """Floors change no outcome."""
        return Course.SETTLED if old is None or new is None else Course.TOGETHER

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Left or come to."""
        return None if old == new else LEFT if old is True else COME_TO


LEFT, COME_TO = "left", "come to"


class Leaves(InOutcome):
    """Whether a patient leaves an outcome; nothing need be known of those who were not in it."""

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Left, or nothing."""
        return LEFT if super().join(old, new) == LEFT else None


class Adjunct:
    """Whether an adjunct that was brought is brought no longer, or is now and was not."""

    def __init__(self, old: Plan, new: Plan, adjunct: str) -> None:
        self.old = _Adjunct(old, adjunct)
        self.new = _Adjunct(new, adjunct)

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """Brought in both settles it."""
        return _after(self.old, self.new, old, new)

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Lost or gained."""
        return None if old is None or new is None or old == new else "lost" if old is True else "gained"


class _Adjunct(Brings):
    no_such_answer: bool | None = None  # type: ignore[assignment]

    def __init__(self, plan: Plan, name: str) -> None:
        place = next((place for place, item in enumerate(plan.adjuncts) if item.id == name), len(plan.adjuncts))
        super().__init__(plan, place)


class OnlyOneHas:
    """Whether a patient is asked for an answer that only one of the versions has."""

    old = new = Anything()

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """An answer that one version does not have is what is looked for."""
        if old is None or new is None:
            return Course.SETTLED if old is new else Course.APART
        return Course.TOGETHER

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Which version has the answer."""
        return None if old == new else "old" if old is True else "new"
