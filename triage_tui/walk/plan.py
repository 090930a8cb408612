"""A compiled pathway: integer tables for walking, and the words that go with them. Plain data, no YAML, no pydantic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from triage_tui.walk.scale import Adjunct as Adjunct
from triage_tui.walk.scale import Disposition as Disposition
from triage_tui.walk.scale import Needs as Needs
from triage_tui.walk.scale import Review as Review

NOT_KNOWN = "not known"
MODES = ("telephone", "on_scene")

Value: TypeAlias = "str | tuple[str, ...] | dict[str, str]"
"""An answer as it is written: one word, ticked items, or the fields of a set of observations."""

Slot: TypeAlias = "int | tuple[int, int] | None"
"""What a fact holds: None never asked; a choice's code (0 is not known); a checklist's bits (-1 is not known); a number
scaled to a whole; or the (lowest, highest) a number could be when it is not known."""

Condition: TypeAlias = tuple[Any, ...]
"""An operator of `walk.evaluate` and its operands."""


class Kind(IntEnum):
    """What a step asks for."""

    CHOICE = 0
    CHECKLIST = 1
    NUMBER = 2
    MEASURE = 3
    INSTRUCTION = 4
    TEXT = 5
    DECISION = 6


class Action(NamedTuple):
    """What an answer does: where next (a step, or ~outcome), the floor it sets (-1 none), why, adjuncts as bits.

    `leaves`: the pathway names the target, even where it is the step that follows anyway.
    """

    go: int
    floor: int
    because: str
    also: int
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question, or one item of a checklist."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """A number's unit, its plausible range scaled by 10 ** decimals, and how it was written."""

    unit: str
    low: int
    high: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of a decision; no condition means otherwise."""

    when: Condition | None
    action: Action
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `actions[0]` is not known; the others follow the kind (see `walk.engine`)."""

    id: str
    kind: int
    slot: int
    short: str
    ask: str
    say_self: str
    say_other: str
    look: str
    why: str
    modes: int
    guard: Condition | None
    red_flag: bool
    interim: int
    options: tuple[Option, ...]
    actions: tuple[Action, ...]
    branches: tuple[Branch, ...]
    number: NumberSpec | None
    instrument: int
    prefix: str
    text_kind: str
    needed: bool
    hint: str
    mildest: str | tuple[str, ...] | None
    module: str
    file: str
    line: int
    column: int
    sources: tuple[str, ...]

    @property
    def ways(self) -> tuple[Action, ...]:
        """What its answers do, or its branches."""
        return self.actions or tuple(branch.action for branch in self.branches)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Its own condition, and those of its branches."""
        return tuple(one for one in (self.guard, *(branch.when for branch in self.branches)) if one is not None)


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value: its kind (choice, checklist, number, text), answers, scale, and the steps that may set it."""

    name: str
    kind: str
    values: tuple[str, ...]
    decimals: int
    unit: str
    steps: tuple[int, ...]

    @property
    def first_step(self) -> int:
        """The first step that may set it; -1 for what is known before any question."""
        return self.steps[0] if self.steps else -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a walk ends."""

    id: str
    title: str
    disposition: int
    because: str
    care: str
    needs: Needs | None
    call_first: str
    continue_in: str
    also: int
    say: tuple[str, ...]
    """Words to close with, by mode."""
    advice: tuple[str, ...]
    worsening: tuple[str, ...]
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One choice of a field; `confirm` names who must confirm it."""

    id: str
    label: str
    confirm: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to measure: a number or a choice; `assumed` is the value when nothing is said."""

    id: str
    label: str
    short: str
    unit: str
    number: NumberSpec | None
    choices: tuple[FieldChoice, ...]
    usual: str
    assumed: str
    why: str


@dataclass(frozen=True, slots=True)
class PointTable:
    """Points of one field: by choice, or by rules: a condition, and bands of (highest value or None, points)."""

    field: int
    choices: tuple[int, ...]
    rules: tuple[tuple[Condition | None, tuple[tuple[int | None, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of a total (or of the single field), up to and including `to`; `when` decides it earlier."""

    to: int | None
    band: str
    means: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published score as tables. Conditions in it read fields by position, then total, then highest."""

    id: str
    title: str
    about: str
    not_for: str
    credit: str
    ages: tuple[int, int]
    fields: tuple[Field, ...]
    points: tuple[PointTable, ...]
    total: str
    highest: str
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Plan:
    """One pathway, ready to walk. Step targets point forward only, so every walk ends."""

    pathway: str
    version: str
    title: str
    about: str
    modes: int
    ages: str
    interim: int
    review: Review
    sources: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    outcomes: tuple[Outcome, ...]
    instruments: tuple[Instrument, ...]
    dispositions: tuple[Disposition, ...]
    adjuncts: tuple[Adjunct, ...]
    clinicians: tuple[str, ...]
    outside_ages: int

    @cached_property
    def step_index(self) -> dict[str, int]:
        """Step number by id."""
        return {step.id: number for number, step in enumerate(self.steps)}

    @cached_property
    def fact_index(self) -> dict[str, int]:
        """Slot by fact name."""
        return {fact.name: slot for slot, fact in enumerate(self.facts)}

    @cached_property
    def outcome_index(self) -> dict[str, int]:
        """Outcome number by id."""
        return {outcome.id: number for number, outcome in enumerate(self.outcomes)}

    @cached_property
    def codes(self) -> tuple[dict[str, int], ...]:
        """For every step, its answers' codes: 0 is not known."""
        return tuple(
            {NOT_KNOWN: 0, **{option.id: n for n, option in enumerate(step.options, 1)}} for step in self.steps
        )

    @cached_property
    def quick(self) -> tuple[dict[str, tuple[int, int, int]] | None, ...]:
        """For every question, its plain answers: (slot, code, next), where only going there happens."""
        return tuple(self._quick(number, step) for number, step in enumerate(self.steps))

    def _quick(self, number: int, step: Step) -> dict[str, tuple[int, int, int]] | None:
        if step.kind != Kind.CHOICE:
            return None
        found = {}
        for name, code in self.codes[number].items():
            action = step.actions[code]
            if action.floor < 0 and not action.also and self._always_asked(action.go):
                found[name] = (step.slot, code, action.go)
        return found

    def may_be_passed(self, step: Step) -> bool:
        """Whether a step has a condition, or is not for every mode of the pathway."""
        return step.guard is not None or step.modes & self.modes != self.modes

    def interim_at(self, step: Step) -> int:
        """The disposition, by place, of a call that breaks off at a step: the more urgent of its own and the plan's."""
        return min((one for one in (self.interim, step.interim) if one >= 0), key=lambda place: self.ranks[place])

    def interim_rank(self, step: Step) -> int:
        """The rank of what is done where a call breaks off at a step."""
        return self.ranks[self.interim_at(step)]

    def _always_asked(self, at: int) -> bool:
        """Whether a walk that arrives here always stops here: an outcome, or a step that is asked whatever is known."""
        if at < 0:
            return True
        step = self.steps[at]
        return step.kind != Kind.DECISION and not self.may_be_passed(step)

    @cached_property
    def targets(self) -> tuple[tuple[int, ...], ...]:
        """For every step, where its answers lead, each place once."""
        return tuple(tuple(sorted({action.go for action in step.actions})) for step in self.steps)

    @cached_property
    def arrows(self) -> tuple[frozenset[int], ...]:
        """For every step, where it leads: by an answer or a branch, and past it where it may be passed over."""
        return tuple(
            frozenset(action.go for action in step.ways) | ({number + 1} if self.may_be_passed(step) else frozenset())
            for number, step in enumerate(self.steps)
        )

    @cached_property
    def set_by_several(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Facts that more than one step sets, by slot, with those steps."""
        return tuple((slot, fact.steps) for slot, fact in enumerate(self.facts) if len(fact.steps) > 1)

    def reached(self, places: Iterable[int]) -> set[int]:
        """The steps and ~outcomes that arrows lead to from some of them, those themselves included."""
        found: set[int] = set()
        waiting = list(places)
        while waiting:
            at = waiting.pop()
            if at < len(self.steps) and at not in found:
                found.add(at)
                waiting.extend(self.arrows[at] if at >= 0 else ())
        return found

    def measuring(self, instrument: int) -> list[int]:
        """The steps that take a set of observations."""
        steps = enumerate(self.steps)
        return [number for number, step in steps if step.kind == Kind.MEASURE and step.instrument == instrument]

    @cached_property
    def floor_bits(self) -> tuple[int, ...]:
        """For every step, the dispositions that its answers and branches set as floors, as bits."""
        return tuple(sum({1 << action.floor for action in step.ways if action.floor >= 0}) for step in self.steps)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rank of every disposition."""
        return tuple(disposition.rank for disposition in self.dispositions)

    @cached_property
    def disposition_index(self) -> dict[str, int]:
        """Disposition number by id."""
        return {disposition.id: number for number, disposition in enumerate(self.dispositions)}
