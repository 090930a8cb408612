"""What is asked of two versions of a pathway: one thing at a time, so that what needs no telling apart is not."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from typing import Protocol

from triage_tui.proof.diagram import Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.payload import Brings, LessUrgentThan, Payload
from triage_tui.proof.reading import Reader
from triage_tui.walk.plan import Plan

MOVED = "moved"


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


class LessUrgent:
    """Whether a patient ended at one rank or more urgent, and now ends less urgent than another (not before the one)."""

    def __init__(self, old: Plan, new: Plan, rank: int, than: int) -> None:
        self.old = _Less(old, rank)
        self.new = _Less(new, than)

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """A floor that is urgent enough now settles it; one that was urgent enough before only the one side."""
        if old is None or new is None or not self.new.goes_on(new):
            return Course.SETTLED
        return Course.TOGETHER if self.old.goes_on(old) else Course.APART

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Moved, where it was not less urgent and is now."""
        return MOVED if old is False and new is True else None


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
        return None if old == new or not old or not new else (old, new)


class Adjunct:
    """Whether an adjunct that was brought is brought no longer (swap the versions for one that is new)."""

    def __init__(self, old: Plan, new: Plan, adjunct: str) -> None:
        self.old = _Adjunct(old, adjunct)
        self.new = _Adjunct(new, adjunct)

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """Once it is brought now, it is not lost."""
        if old is None or new is None or not self.new.goes_on(new):
            return Course.SETTLED
        return Course.TOGETHER if self.old.goes_on(old) else Course.APART

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Moved, where it was brought and is not now."""
        return MOVED if old is True and new is False else None


class _Adjunct(Brings):
    no_such_answer: bool | None = None  # type: ignore[assignment]

    def __init__(self, plan: Plan, name: str) -> None:
        place = next((place for place, item in enumerate(plan.adjuncts) if item.id == name), len(plan.adjuncts))
        super().__init__(plan, place)


class _Has:
    also = 0
    ran_out = settled = True
    no_such_answer = False

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        return reader.diagram.yes

    def goes_on(self, effect: Effect) -> bool:
        return True

    def raising(self, effect: Effect) -> None:
        return None


class OnlyOneHas:
    """Whether a patient is asked for an answer that only one of the versions has."""

    old = new = _Has()

    def after(self, old: Effect | None, new: Effect | None) -> Course:
        """An answer that one version does not have is what is looked for."""
        if old is None or new is None:
            return Course.SETTLED if old is new else Course.APART
        return Course.TOGETHER

    def join(self, old: Hashable, new: Hashable) -> Hashable:
        """Which version has the answer."""
        return None if old == new else "old" if old else "new"
