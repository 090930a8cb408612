"""Does a mutant do anything else for anybody? A patient for whom it does, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from triage_tui.author.cover.arrive import Told, told_of
from triage_tui.author.cover.pool import Pool, alternatives, complete, rerun
from triage_tui.author.mutants.apart import Apart
from triage_tui.author.mutants.mutant import Mutant, mutated
from triage_tui.author.mutants.observations import sets_of
from triage_tui.proof.diagram import BudgetError
from triage_tui.proof.example import Roles
from triage_tui.proof.patient import number_text
from triage_tui.walk.engine import path, start
from triage_tui.walk.evaluate import slots_read
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Instrument, Kind, Plan, Step, Value

FIRST = 40
"""Walks near known ones that are tried before the exact search; the others where it is too hard."""


class UndecidedError(Exception):
    """Neither a patient nor a proof was found."""


class End(NamedTuple):
    """What of a walk counts: where it ends, how urgent, what else follows, and whether the changed step was asked."""

    outcome: int
    disposition: int
    also: int
    asked: bool


def end_of(plan: Plan, told: Told, number: int) -> End:
    """The end of a walk."""
    state = told.state
    asked = number >= 0 and any(entry.step == number for entry in path(state))
    return End(~state.at, final_disposition(plan, state), state.also | plan.outcomes[~state.at].also, asked)


class Differ:
    """Looks for patients whom the mutants of one plan treat differently, near known walks and then everywhere."""

    def __init__(self, plan: Plan, roles: Roles, pool: Pool) -> None:
        self.plan = plan
        self.roles = roles
        self.pool = pool
        self._apart: Apart | None = None

    def begin(self, mutants: Sequence[Mutant]) -> None:
        """Make ready to decide about some mutants."""
        self._apart = Apart(self.plan, self.roles, self.pool.impossible, mutants)

    def differs(self, told: Told, mutant: Mutant, plan: Plan) -> bool:
        """Whether the same answers end otherwise on the mutant; a question only it asks is answered reassuringly."""
        other = walked(told, mutant, plan)
        seen = watched(self.plan, mutant)
        return other is not None and end_of(self.plan, told, seen) != end_of(plan, other, seen)

    def patient(self, mutant: Mutant) -> Told | None:
        """A patient whom the mutant treats differently; None: proved that there is none. UndecidedError."""
        plan, near = mutated(self.plan, mutant), self._near(mutant)
        found = self._first(islice(near, FIRST), mutant, plan)
        if found is not None:
            return found
        assert self._apart is not None, "begin with the mutants first"
        parted = self._apart.parted(mutant)
        if parted is not None:
            if not parted:
                return None
            found = self._first(islice(self._parted(parted, mutant.step), FIRST * len(parted)), mutant, plan)
            if found is not None:
                return found
        try:
            patient = self._apart.patient(mutant)
        except BudgetError:
            return self._some(self._first(near, mutant, plan), mutant)
        if patient is None:
            return None
        shown = told_of(self.plan, self._apart.levels, patient)
        if shown is None or not (self.differs(shown, mutant, plan) or looked_at(self.plan, shown, mutant)):
            raise UndecidedError(mutant.what)
        return shown

    def near(self, mutant: Mutant) -> Told:
        """A patient near the walks that are known by now, of a mutant too hard to decide exactly. UndecidedError."""
        return self._some(self._first(self._near(mutant), mutant, mutated(self.plan, mutant)), mutant)

    def _some(self, found: Told | None, mutant: Mutant) -> Told:
        if found is None:
            raise UndecidedError(mutant.what)
        return found

    def _first(self, walks: Iterable[Told], mutant: Mutant, plan: Plan) -> Told | None:
        """The first of some walks that differs on the mutant, of a patient there can be."""
        return next((told for told in walks if self.differs(told, mutant, plan) and self.pool.can_be(told)), None)

    def _near(self, mutant: Mutant) -> Iterator[Told]:
        """Known walks past what is changed, and those next to them."""
        steps = [mutant.step] if mutant.step >= 0 else self.plan.measuring(mutant.instrument)
        if mutant.outcome >= 0:
            known = {id(told): told for walks in self.pool.by_step.values() for told in walks}
            for told in known.values():
                if ~told.state.at == mutant.outcome:
                    yield told
                    for number in told.answers:
                        yield from self._own(told, number)
            return
        for number in steps:
            for told in self.pool.by_step.get(number, ()):
                yield told
                if isinstance(mutant.change, Instrument):
                    yield from self._scored(told, number, mutant.change)
                yield from self._own(told, number)
                yield from self.around(told, number)
            if isinstance(mutant.change, Instrument):
                for told in self._decided(number):
                    yield from self._scored(told, number, mutant.change)

    def _decided(self, number: int) -> Iterator[Told]:
        """Known walks on every way of the decisions that read what a step measures: all that the same set can meet."""
        seen = {id(told) for told in self.pool.by_step.get(number, ())}
        for place, step in enumerate(self.plan.steps):
            if step.kind == Kind.DECISION and any(number in self.plan.facts[slot].steps for slot in slots_read(step)):
                for told in self.pool.on_every_way(place):
                    if id(told) not in seen:
                        seen.add(id(told))
                        yield told

    def _parted(self, patients: Sequence[Sequence[int]], number: int) -> Iterator[Told]:
        """The walks of some patients, and those next to them, turn about."""
        assert self._apart is not None
        walks = [told_of(self.plan, self._apart.levels, patient) for patient in patients]
        near = [chain((told,), self.around(told, number)) for told in walks if told is not None]
        for several in zip_longest(*near):
            yield from (told for told in several if told is not None)

    def _scored(self, told: Told, number: int, changed: Instrument) -> Iterator[Told]:
        """The walk with every value of a field whose points changed, and the other fields at every low total."""
        old = self.plan.instruments[self.plan.steps[number].instrument]
        fields = {one.field for one, two in zip(old.points, changed.points, strict=True) if one != two}
        for values in sets_of(old, fields):
            found = rerun(self.plan, told, number, values)
            if found is not None:
                yield found

    def _own(self, told: Told, number: int) -> Iterator[Told]:
        """The walk with every other answer at the step."""
        step = self.plan.steps[number]
        if step.kind != Kind.DECISION:
            for value in self._answers(told, number):
                changed = rerun(self.plan, told, number, value)
                if changed is not None:
                    yield changed

    def around(self, told: Told, number: int) -> Iterator[Told]:
        """The walk with one answer before, or after, changed."""
        read = self._read(self.plan.steps[number])
        for other in told.answers:
            if other in read or other > number:
                for value in self._answers(told, other):
                    changed = rerun(self.plan, told, other, value)
                    if changed is not None:
                        yield changed

    def _answers(self, told: Told, number: int) -> Iterator[Value]:
        """Other answers of a step: plain ones, and for numbers those at the edges."""
        step = self.plan.steps[number]
        if step.kind == Kind.MEASURE:
            yield from self._sets(told, number)
            return
        if step.number is not None:
            edges = {
                value for cuts in self.pool.aims.cuts for cut in cuts if cut.slot == step.slot for value in cut.values
            }
            yield from (number_text(step.number, value) for value in sorted(edges))
        yield from alternatives(step)

    def _sets(self, told: Told, number: int) -> Iterator[Value]:
        """Sets of observations with one field at an edge or another choice, or nothing."""
        step = self.plan.steps[number]
        known = told.answers.get(number)
        fields = dict(known) if isinstance(known, Mapping) else {}
        points = {item.id: values for item, values in self.pool.aims.points[number]}
        for item in self.plan.instruments[step.instrument].fields:
            if item.number is not None:
                for value in sorted(points.get(item.id, ())):
                    yield {**fields, item.id: number_text(item.number, value)}
            for choice in item.choices:
                yield {**fields, item.id: choice.id}
            yield {name: value for name, value in fields.items() if name != item.id}

    def _read(self, step: Step) -> set[int]:
        """The steps whose answers the conditions of a step read."""
        return {number for slot in slots_read(step) for number in self.plan.facts[slot].steps}


def walked(told: Told, mutant: Mutant, plan: Plan) -> Told | None:
    """The walk on the mutant's plan; a question that only it asks is answered reassuringly."""
    if mutant.outcome >= 0:
        return complete(plan, told, told.state, told.answers)
    before = [entry.before for entry in path(told.state) if entry.step < mutant.step]
    begun = before[-1] if before else start(plan, mode=told.mode, role=told.role)
    return complete(plan, told, begun, told.answers)


def looked_at(plan: Plan, told: Told, mutant: Mutant) -> set[int]:
    """The steps of which a scenario has to say whether they are asked, to notice a mutant.

    Where it ends alike with reassuring answers, the first step that only one of the two asks.
    """
    number = watched(plan, mutant)
    if number >= 0:
        return {number}
    changed = mutated(plan, mutant)
    other = walked(told, mutant, changed)
    if other is None or end_of(plan, told, -1) != end_of(changed, other, -1):
        return set()
    apart = told.answers.keys() ^ other.answers.keys()
    return {min(apart)} if apart else set()


def watched(plan: Plan, mutant: Mutant) -> int:
    """The step whose being asked counts: that of a mutant of its condition. Nobody is asked a decision."""
    if mutant.step < 0 or not isinstance(mutant.change, Step) or mutant.change.kind == Kind.DECISION:
        return -1
    return mutant.step if mutant.change.guard != plan.steps[mutant.step].guard else -1
