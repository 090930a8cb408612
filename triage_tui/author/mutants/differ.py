"""Does a mutant do anything else for anybody? A patient for whom it does, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from operator import eq
from typing import Any, NamedTuple

from triage_tui.author.cover.arrive import Arrivals, ComesWithout, Told
from triage_tui.author.cover.pool import Pool, alternatives, complete, rerun
from triage_tui.author.mutants.mutant import Mutant, mutated
from triage_tui.author.mutants.observations import sets_of
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import BudgetError, Ref, deep
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import Roles
from triage_tui.proof.patient import number_text
from triage_tui.proof.payload import Brings, EndsIn, LessUrgentThan
from triage_tui.proof.possible import Possible, Values
from triage_tui.proof.reading import Reader
from triage_tui.proof.walks import Walks, asked_when, effects_of
from triage_tui.walk import evaluate as code
from triage_tui.walk.engine import path, start
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Condition, Instrument, Kind, Plan, Step, Value


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

    def differs(self, told: Told, mutant: Mutant, plan: Plan) -> bool:
        """Whether the same answers end otherwise on the mutant; a question only it asks is answered reassuringly."""
        before = [entry.before for entry in path(told.state) if entry.step < mutant.step]
        if mutant.outcome >= 0:
            begun = told.state
        else:
            begun = before[-1] if before else start(plan, mode=told.mode, role=told.role)
        other = complete(plan, told, begun, told.answers)
        seen = watched(self.plan, mutant)
        return other is not None and end_of(self.plan, told, seen) != end_of(plan, other, seen)

    def patient(self, mutant: Mutant) -> Told | None:
        """A patient whom the mutant treats differently; None: proved that there is none. UndecidedError."""
        plan = mutated(self.plan, mutant)
        for told in self._near(mutant):
            if self.differs(told, mutant, plan):
                return told
        try:
            if mutant.outcome >= 0:
                found = self._of_outcome(mutant)
            elif mutant.step >= 0:
                found = Region(self, mutant, plan).patient()
            else:
                return self._of_instrument(mutant, plan)
        except BudgetError:
            raise UndecidedError(mutant.what) from None
        return found

    def _near(self, mutant: Mutant) -> Iterator[Told]:
        """Known walks past what is changed, and those next to them."""
        steps = [mutant.step] if mutant.step >= 0 else self._measured(mutant.instrument)
        if mutant.outcome >= 0:
            for walks in self.pool.by_step.values():
                yield from (told for told in walks if ~told.state.at == mutant.outcome)
            return
        for number in steps:
            for told in self.pool.by_step.get(number, ()):
                yield told
                if isinstance(mutant.change, Instrument):
                    yield from self._scored(told, number, mutant.change)
                yield from self._own(told, number)
                yield from self.around(told, number)

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
        conditions = [step.guard, *(branch.when for branch in step.branches)]
        slots = set[int]().union(*(code.slots_of(one) for one in conditions if one is not None))
        return {number for slot in slots for number in self.plan.facts[slot].steps}

    def _measured(self, instrument: int) -> list[int]:
        steps = enumerate(self.plan.steps)
        return [number for number, step in steps if step.kind == Kind.MEASURE and step.instrument == instrument]

    def _of_outcome(self, mutant: Mutant) -> Told | None:
        """Somebody who ends in an outcome, and whose floor or adjuncts do not hide the change."""
        old, new = self.plan.outcomes[mutant.outcome], mutated(self.plan, mutant).outcomes[mutant.outcome]
        arrivals = Arrivals(self.plan, self.roles)
        hidden = min(self.plan.ranks[old.disposition], self.plan.ranks[new.disposition])
        if old.disposition == new.disposition:
            payload: EndsIn = _EndsWithout(self.plan, mutant.outcome, None, old.also ^ new.also)
        else:
            payload = _EndsWithout(self.plan, mutant.outcome, hidden, 0)
        with deep():
            root = Behaviour(arrivals.walks, payload).compile().root
            patient = arrivals.plainest(arrivals.diagram.both(arrivals.patients, root))
        if patient is None:
            return None
        return self.shown(arrivals, patient, mutant)

    def shown(self, arrivals: Arrivals, patient: list[int], mutant: Mutant) -> Told:
        """The patient's walk, if it does show the difference on the engine."""
        told = arrivals.walk(patient)
        if told is None or not self.differs(told, mutant, mutated(self.plan, mutant)):
            raise UndecidedError(mutant.what)
        return told

    def _of_instrument(self, mutant: Mutant, plan: Plan) -> Told | None:
        """No patient, when no set of observations changes side of anything that a condition reads."""
        arrivals = Arrivals(self.plan, self.roles)
        walks = arrivals.walks
        other = Reader(plan, walks.levels, walks.diagram)
        for number in self._measured(mutant.instrument):
            step = self.plan.steps[number]
            instrument = self.plan.instruments[step.instrument]
            for name in filter(
                None, (step.prefix + instrument.total, instrument.highest and step.prefix + instrument.highest)
            ):
                if not walks.levels.cuts.reads(name):
                    continue
                one = walks.reader.total_from_fields(step, name)
                two = other.total_from_fields(step, name)
                if _classes(walks, name, one) != _classes(walks, name, two):
                    raise UndecidedError(mutant.what)
        return None


def _classes(walks: Walks, name: str, total: Ref) -> Ref:
    """A total by what every condition that reads it says of it."""
    cuts = walks.levels.cuts
    atoms = [(atom[0], 0, *atom[2:]) for atom in cuts.atoms.get(name, ())]
    ends = cuts.ends.get(name, ())

    def what(value: Any) -> object:
        low, high = value if isinstance(value, tuple) else (value, value)
        truths = tuple(code.evaluate(atom, [value]) for atom in atoms)
        return truths, low if 0 in ends else None, high if 1 in ends else None

    return walks.diagram.map(total, ("what conditions say", name), what)


def watched(plan: Plan, mutant: Mutant) -> int:
    """The step whose being asked counts: that of a mutant of its condition."""
    if mutant.step >= 0 and isinstance(mutant.change, Step) and mutant.change.guard != plan.steps[mutant.step].guard:
        return mutant.step
    return -1


class _EndsWithout(EndsIn):
    """Whether a walk ends in an outcome with nothing on the way that hides what the outcome says itself."""

    def __init__(self, plan: Plan, outcome: int, rank: int | None, also: int) -> None:
        super().__init__(plan, frozenset((outcome,)))
        self.without = ComesWithout(plan, rank, also)
        self.also = also

    def goes_on(self, effect: Effect) -> bool:
        """A floor that is urgent enough, or the adjunct, hides it."""
        return self.without.goes_on(effect)


class Region:
    """Where a mutant of one step does something else there, and whether that changes anybody's end."""

    def __init__(self, differ: Differ, mutant: Mutant, plan: Plan) -> None:
        self.differ = differ
        self.mutant = mutant
        self.plan, self.other = differ.plan, plan
        self.number = mutant.step
        step = plan.steps[self.number]
        conditions = [one for one in (step.guard, *(branch.when for branch in step.branches)) if one is not None]
        known = set(_conditions(self.plan.steps[self.number]))
        fresh: list[Condition] = []
        for one in conditions:
            if one not in known:
                fresh += [one, (code.NOT, one)]
        self.arrivals = Arrivals(self.plan, differ.roles, fresh, lasting=True)
        self.diagram = self.arrivals.diagram

    def patient(self) -> Told | None:
        """A patient whose end differs; None: there is none."""
        walks, number = self.arrivals.walks, self.number
        with deep():
            reader = Reader(self.other, walks.levels, self.diagram)
            asked = asked_when(self.other, reader, number)
            if asked != walks.asked_when(number):
                apart = self.diagram.combine(asked, walks.asked_when(number), lambda one, two: one != two)
                return self._shown(self._who(apart, self.arrivals.in_mode(number)))
            effects = effects_of(self.other, reader, number, -1)
            pairs = self.diagram.combine(walks.effects(number, -1), effects, lambda one, two: one != two and (one, two))
            for end in self.diagram.ends(pairs):
                pair = self.diagram.value(end)
                if pair:
                    here = self.diagram.map(pairs, ("is", pair), partial(eq, pair))
                    found = self._by_pair(self.diagram.both(here, walks.asked_when(number)), *pair)
                    if found is not None:
                        return found
        return None

    def _by_pair(self, here: Ref, one: Effect, two: Effect) -> Told | None:
        """Somebody for whom one effect in place of another shows at the end."""
        values = self.arrivals.values(self.number)
        if one.go != two.go:
            return self._by_target(here, values, one, two)
        found: list[int] | None = None
        ranks = self.plan.ranks
        if one.floor != two.floor:
            rank = min(ranks[floor] for floor in (one.floor, two.floor) if floor >= 0)
            less = self._after(LessUrgentThan(self.plan, rank), one.go)
            found = self._who(self.diagram.both(here, less), values, ComesWithout(self.plan, rank, 0))
        bits = one.also ^ two.also
        for bit in (bit for bit in range(bits.bit_length()) if bits >> bit & 1 and found is None):
            brings = self._after(Brings(self.plan, bit), one.go)
            missing = self.diagram.both(here, self.diagram.opposite(brings))
            found = self._who(missing, values, ComesWithout(self.plan, None, 1 << bit))
        return None if found is None else self._shown(found)

    def _by_target(self, here: Ref, values: Values | None, one: Effect, two: Effect) -> Told | None:
        """Somebody whom two targets bring to different ends; None: every question about the end has one answer."""
        patient = self._who(here, values)
        if patient is None:
            return None
        near = self._near(patient)
        if near is not None:
            return near
        ranks = self.plan.ranks
        if len(set(ranks)) < len(ranks):
            raise UndecidedError(self.mutant.what)
        for outcome in sorted(self._reached(one.go) | self._reached(two.go)):
            ends_in = EndsIn(self.plan, frozenset((outcome,)))
            found = self._who(self.diagram.both(here, self._apart(ends_in, one, two)), values)
            if found is not None:
                return self._shown(found)
        for rank in ranks:
            apart = self._apart(LessUrgentThan(self.plan, rank), one, two)
            found = self._who(self.diagram.both(here, apart), values, ComesWithout(self.plan, rank, 0))
            if found is not None:
                return self._shown(found)
        for bit in range(len(self.plan.adjuncts)):
            apart = self._apart(Brings(self.plan, bit), one, two)
            found = self._who(self.diagram.both(here, apart), values, ComesWithout(self.plan, None, 1 << bit))
            if found is not None:
                return self._shown(found)
        return None

    def _near(self, patient: list[int]) -> Told | None:
        """Somebody next to a patient who comes where the mutant does something else, for whom it shows."""
        told = self.arrivals.walk(patient)
        if told is None:
            return None
        tried = (told, *self.differ.around(told, self.number))
        return next((one for one in tried if self.differ.differs(one, self.mutant, self.other)), None)

    def _apart(self, payload: LessUrgentThan | Brings | EndsIn, one: Effect, two: Effect) -> Ref:
        """Where a question about the end has another answer after one effect than after another."""
        behaviour = _Rest(self.arrivals.walks, payload, self.other)
        behaviour.compile_from(min((go for go in (one.go, two.go) if go >= 0), default=len(self.plan.steps)))
        left, right = (behaviour.after(effect) for effect in (one, two))
        return self.diagram.combine(left, right, lambda this, that: this != that)

    def _reached(self, go: int) -> set[int]:
        """The outcomes that can be reached from a target, whatever is answered."""
        found, seen, stack = set[int](), set[int](), [go]
        while stack:
            at = stack.pop()
            if at < 0:
                found.add(~at)
            elif at not in seen and at < len(self.plan.steps):
                seen.add(at)
                step = self.plan.steps[at]
                stack += [at + 1, *(action.go for action in step.actions), *(one.action.go for one in step.branches)]
        return found

    def _after(self, payload: LessUrgentThan | Brings | EndsIn, go: int) -> Ref:
        """A question about the rest of the walk, asked where a target is reached."""
        behaviour = _Rest(self.arrivals.walks, payload, self.other)
        behaviour.compile_from(go if go >= 0 else len(self.plan.steps))
        return behaviour.after(Effect(go, -1, 0))

    def _who(self, here: Ref, values: Values | None, payload: ComesWithout | None = None) -> list[int] | None:
        if here == self.diagram.no:
            return None
        return self.arrivals.who(self.number, lambda _: here, values, payload)

    def _shown(self, patient: list[int] | None) -> Told | None:
        return None if patient is None else self.differ.shown(self.arrivals, patient, self.mutant)


class _Rest(Behaviour):
    """A function of the steps from one on, right for whoever comes there in either of two versions of a plan."""

    def __init__(self, walks: Walks, payload: LessUrgentThan | Brings | EndsIn, other: Plan) -> None:
        super().__init__(walks, payload)
        self.possible = self.possible.joined(Possible(other, walks.levels, payload.goes_on))

    def compile_from(self, first: int) -> None:
        """Work the function out down to a step."""
        for number in range(len(self.plan.steps) - 1, first - 1, -1):
            self.at[number] = self.function_at(number)

    def after(self, effect: Effect) -> Ref:
        """The function where an effect leads."""
        if not self.payload.goes_on(effect):
            return self.diagram.terminal(self.payload.settled)
        return self.payload.end_of(~effect.go, self.walks.reader) if effect.go < 0 else self.at[effect.go]


def _conditions(step: Step) -> list[Condition]:
    return [one for one in (step.guard, *(branch.when for branch in step.branches)) if one is not None]
