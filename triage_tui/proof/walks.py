"""One plan made ready for proofs: its levels, its diagram, and the conditions and effects of its steps as functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, partial, reduce
from itertools import accumulate
from operator import or_

from triage_tui.proof.any_value import together, unless_known
from triage_tui.proof.diagram import Diagram, Ref
from triage_tui.proof.effect import Effect, effect_of
from triage_tui.proof.form import Form, step_form
from triage_tui.proof.levels import MODE, Levels
from triage_tui.proof.mild import mild_values
from triage_tui.proof.payload import Arrives, Payload
from triage_tui.proof.possible import Possible
from triage_tui.proof.reading import Reader
from triage_tui.proof.tried import Tried
from triage_tui.walk.plan import MODES, Action, Condition, Kind, Plan, Step


class Walks:
    """What every proof about one plan stands on; worked out once."""

    def __init__(self, plan: Plan, levels: Levels, diagram: Diagram) -> None:
        self.plan = plan
        self.levels = levels
        self.diagram = diagram
        self.reader = Reader(plan, levels, diagram)
        places = {step.id: number for number, step in enumerate(plan.steps) if step.kind != Kind.DECISION}
        self.owners = [places.get(level.step, -1) for level in levels.all]
        """For every level, the number of the step that asks it; -1 for what no step of this plan asks."""
        self._effects: dict[tuple[int, int], Ref] = {}
        self._asked: dict[int, Ref] = {}
        self._classes: dict[tuple[str, str], Ref] = {}
        self._forms: dict[int, Form] = {}
        self._possible: dict[tuple[frozenset[int], int], Possible] = {}

    @classmethod
    def of(cls, plan: Plan, conditions: Iterable[Condition] = (), budget: int = 2_000_000) -> Walks:
        """One plan alone; `conditions`: what else is to be read, such as the premises of claims."""
        levels = Levels([plan], [(plan, condition) for condition in conditions])
        return cls(plan, levels, Diagram(levels.domains, budget))

    def version(self, plan: Plan, number: int) -> Walks:
        """Another version of the plan over the same levels; a step that alone differs (-1: more than a step does)."""
        found = Walks(plan, self.levels, self.diagram)
        if number >= 0:
            found.reader = self.reader
            found._asked.update({place: ref for place, ref in self._asked.items() if place != number})
            found._forms.update({place: form for place, form in self._forms.items() if place != number})
            found._effects.update({place: ref for place, ref in self._effects.items() if place[0] != number})
            found._classes = self._classes
        return found

    @cached_property
    def told(self) -> tuple[int, ...]:
        """For every step, and past the last, the levels of what was answered before it, as bits."""
        own = [0] * (len(self.plan.steps) + 1)
        for level, owner in enumerate(self.owners):
            own[owner + 1] |= 1 << level
        return tuple(accumulate(own, or_))

    @cached_property
    def mild(self) -> tuple[int, ...]:
        """For every level its reassuring value."""
        return mild_values(self.plan, self.levels)

    @cached_property
    def tried(self) -> Tried:
        """Walks that are reassuring but for some answers."""
        return Tried(self.plan, self.levels, self.mild, self.owners)

    def effects(self, number: int, also: int = 0) -> Ref:
        """What every answer of a step does, or which branch is taken, as Effects; `also`: the adjuncts followed."""
        also &= self._brings[number]
        found = self._effects.get((number, also))
        if found is None:
            found = self._effects[number, also] = effects_of(self.plan, self.reader, number, also)
        return found

    @cached_property
    def _brings(self) -> list[int]:
        """For every step, the adjuncts that its answers or branches bring, as bits."""
        return [reduce(or_, (action.also for action in step.ways), 0) for step in self.plan.steps]

    def classes(self, step: Step, total: str) -> Ref:
        """What conditions tell apart of a total of a set that a step asks for, over its fields."""
        found = self._classes.get((step.id, total))
        if found is None:
            points = self.reader.total_from_fields(step, total)
            found = self.diagram.map(points, ("class", total), partial(self.levels.class_of, total))
            self._classes[step.id, total] = found
        return found

    def asked_when(self, number: int) -> Ref:
        """When a step is not passed over, from the facts before it."""
        found = self._asked.get(number)
        if found is None:
            found = self._asked[number] = asked_when(self.plan, self.reader, number)
        return found

    def known_at(self, number: int, whom: Ref) -> Ref:
        """What may be known at a step of those for whom something holds; what was not asked may be anything."""
        to_come = {level: 0 for level, owner in enumerate(self.owners) if owner >= number}
        before = together(self.diagram, whom, self.diagram.yes, to_come)
        return unless_known(self.diagram, before, self.told[number])

    def form(self, number: int) -> Form:
        """What a step does, to be compared with the same step of another version."""
        if number not in self._forms:
            self._forms[number] = step_form(self.plan, number)
        return self._forms[number]

    def possible_for(self, payload: Payload) -> Possible:
        """What may be known at every step while a payload goes on."""
        found = self.possible_as_far_as_asked(payload)
        found.go_on()
        return found

    def possible_as_far_as_asked(self, payload: Payload) -> Possible:
        """The same, worked out no further than `go_on` says; once for the floors and adjuncts that end it."""
        stops = frozenset(floor for floor in self._floors if not payload.goes_on(Effect(0, floor, 0)))
        adjuncts = (1 << place for place in range(len(self.plan.adjuncts)))
        also = sum(bit for bit in adjuncts if not payload.goes_on(Effect(0, -1, bit)))
        found = self._possible.get((stops, also))
        if found is None:
            goes_on = partial(_goes_on, stops, also)
            found = self._possible[stops, also] = Possible(self.plan, self.levels, goes_on, until=0)
        return found

    @cached_property
    def _floors(self) -> frozenset[int]:
        """The floors that anything sets."""
        return frozenset(action.floor for step in self.plan.steps for action in step.ways)

    @cached_property
    def possible(self) -> Possible:
        """What may be known at every step, whatever was done on the way."""
        return self.possible_for(Arrives(self.plan))


def _goes_on(floors: frozenset[int], also: int, effect: Effect) -> bool:
    return effect.floor not in floors and not effect.also & also


def asked_when(plan: Plan, reader: Reader, number: int) -> Ref:
    """When a step is not passed over: its modes, and its condition not certainly false."""
    step, diagram = plan.steps[number], reader.diagram
    found = diagram.yes if step.guard is None else reader.may(step.guard, number)
    if step.modes & plan.modes != plan.modes:
        names = reader.levels.all[MODE].marks
        has = [diagram.terminal(bool(step.modes >> MODES.index(mark.name) & 1)) for mark in names]
        found = diagram.both(diagram.node(MODE, tuple(has)), found)
    return found


def effects_of(plan: Plan, reader: Reader, number: int, also: int) -> Ref:
    """What a step's answers or branches do; None stands for an answer this plan does not have."""
    step, diagram, levels = plan.steps[number], reader.diagram, reader.levels
    if step.kind == Kind.DECISION:
        return _branches(step, reader, number, also)
    group = levels.group(step)

    def one(actions: Sequence[Action]) -> Ref:
        return diagram.terminal(effect_of(plan, number, actions, also))

    if step.kind == Kind.CHECKLIST:
        unknown = one(step.actions[:1])
        return diagram.node(group.head, (unknown, unknown, _ticked(plan, reader, number, also)))
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        codes = plan.codes[number]
        marks = levels.all[group.head].marks[1:]
        missing = diagram.terminal(None)
        made = [one((step.actions[codes[mark.name]],)) if mark.name in codes else missing for mark in marks]
    elif step.kind == Kind.NUMBER and step.number is not None:
        inside = range(step.number.low, step.number.high + 1)
        marks = levels.all[group.head].marks[2:]
        known, missing = one(step.actions[1:2]), diagram.terminal(None)
        made = [one(step.actions[:1]), *(known if mark.low in inside else missing for mark in marks)]
    else:
        made = [one(step.actions[:1]), one(step.actions[1:2])]
    return diagram.node(group.head, (made[0], *made))


def _ticked(plan: Plan, reader: Reader, number: int, also: int) -> Ref:
    """The effects of a checklist that was answered, over its items."""
    step, diagram = plan.steps[number], reader.diagram
    parts = reader.levels.group(step).parts
    mine = {parts[option.id]: place for place, option in enumerate(step.options)}
    ranks = [plan.ranks[action.floor] if action.floor >= 0 else -1 for action in step.actions[2:]]
    nothing = effect_of(plan, number, step.actions[1:2], also)
    memo: dict[tuple[int, int, int, Effect | None], Ref] = {}
    order = sorted(parts.values())

    def under(depth: int, leaver: int, floored: int, so_far: Effect | None) -> Ref:
        """What the ticked items do: the first that leaves leads on, the first of the most urgent sets the floor."""
        key = (depth, leaver, floored, so_far)
        found = memo.get(key)
        if found is not None:
            return found
        if depth == len(order):
            found = diagram.terminal(so_far or nothing)
        else:
            place = mine.get(order[depth])
            without = under(depth + 1, leaver, floored, so_far)
            if place is None:
                ticked = diagram.terminal(None)
            else:
                action = step.actions[place + 2]
                own = effect_of(plan, number, (action,), also)
                first = place if action.leaves and (leaver < 0 or place < leaver) else leaver
                before = so_far or Effect(number + 1, -1, 0)
                go = own.go if first == place else before.go
                sets = own.floor >= 0 and (floored < 0 or (ranks[place], place) < (ranks[floored], floored))
                floor = own.floor if sets else before.floor
                effect = Effect(go, floor, before.also | own.also)
                ticked = under(depth + 1, first, place if sets else floored, effect)
            found = diagram.node(order[depth], (without, ticked))
        memo[key] = found
        return found

    return under(0, -1, -1, None)


def _branches(step: Step, reader: Reader, number: int, also: int) -> Ref:
    diagram = reader.diagram
    found = diagram.terminal(None)
    for branch in reversed(step.branches):
        action = branch.action
        effect = diagram.terminal(Effect(action.go, action.floor, action.also & also))
        found = effect if branch.when is None else diagram.either(reader.may(branch.when, number), effect, found)
    return found
