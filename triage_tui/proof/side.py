"""One of two versions that are compared: its walks, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from triage_tui.proof.below import Written
from triage_tui.proof.form import Form
from triage_tui.proof.payload import Payload
from triage_tui.proof.possible import Possible, Values
from triage_tui.walk.plan import Kind, Step


class Side:
    """One version: its walks, what is asked of them, and what may be known at every step."""

    def __init__(self, written: Written, payload: Payload, required: Mapping[int, int]) -> None:
        self.walks = walks = written.walks
        self.plan = walks.plan
        self.payload = payload
        self.required = required
        self.below = written.below(payload)
        """A number for all that happens from a place on; the same in both versions: nothing differs from there on."""
        self.names = {(step.id, step.kind) for step in walks.plan.steps}
        measured = [step for step in walks.plan.steps if step.kind == Kind.MEASURE]
        told = {level for step in measured for level in walks.levels.told(walks.plan, step)}
        self.has = [owner >= 0 or level in told for level, owner in enumerate(walks.owners)]
        """For every level, whether this version reads or asks it."""
        self.reads = sum(1 << level for level, has in enumerate(self.has) if has)
        """The same as bits."""

    @cached_property
    def possible(self) -> Possible:
        """What may be known at every step, as far as it was asked for."""
        if not self.required:
            return self.walks.possible_as_far_as_asked(self.payload)
        return Possible(self.plan, self.walks.levels, self.payload.goes_on, self.required, until=0)

    def possible_at(self, number: int) -> Values | None:
        """What may be known at a step."""
        self.possible.go_on(number)
        return self.possible.at[number]

    def form(self, number: int) -> Form:
        """What a step does."""
        return self.walks.form(number)

    def asked_between(self, at: int, target: int) -> Iterator[int]:
        """The heads of the asking steps that a jump leaves out."""
        for step in self.plan.steps[at + 1 : max(target, 0)]:
            if step.kind != Kind.DECISION:
                yield self.walks.levels.group(step).head

    def is_past(self, level: int, place: int) -> bool:
        """Whether nothing from a place on asks a level."""
        return place < 0 or self.walks.owners[level] < place

    def has_step(self, step: Step) -> bool:
        """Whether this version has such a step."""
        return (step.id, step.kind) in self.names
