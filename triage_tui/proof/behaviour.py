"""A pathway as one function: from everything a patient could answer to where the walk ends.

Compiled backward from the outcomes, from the tables that the engine walks. At every step the function reads facts of
earlier steps (value 0: never asked) and answers to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep
from triage_tui.proof.effect import Effect, effect_of, more_urgent
from triage_tui.proof.levels import MODE, Levels
from triage_tui.proof.payload import Payload
from triage_tui.proof.possible import Possible, Values
from triage_tui.proof.reading import Reader
from triage_tui.walk.plan import MODES, Action, Kind, Plan, Step


class TooHard(Exception):
    """A function needs more nodes than the budget allows: the step at which it did, and the facts it then depends on."""

    def __init__(self, step: str, facts: tuple[str, ...]) -> None:
        super().__init__(step)
        self.step = step
        self.facts = facts


class Behaviour:
    """The function of one plan at every step; `payload` says what its values are."""

    def __init__(self, plan: Plan, levels: Levels, diagram: Diagram, payload: Payload) -> None:
        self.plan = plan
        self.levels = levels
        self.diagram = diagram
        self.payload = payload
        self.reader = Reader(plan, levels, diagram)
        self.possible = Possible(plan, levels, payload.goes_on)
        self.at: list[Ref] = [diagram.terminal(payload.ran_out)] * (len(plan.steps) + 1)
        places = {step.id: number for number, step in enumerate(plan.steps) if step.kind != Kind.DECISION}
        self._owners = [places.get(level.step, -1) for level in levels.all]
        self._effects: dict[int, Ref] = {}
        self._arrived: dict[int, tuple[Values, Ref]] = {}

    @property
    def root(self) -> Ref:
        """Where every patient ends."""
        return self.at[0]

    def compile(self) -> Behaviour:
        """Work the function out for every step; TooHard when the budget runs out."""
        with deep():
            for number in range(len(self.plan.steps) - 1, -1, -1):
                try:
                    self.at[number] = self.function_at(number)
                except BudgetError:
                    raise TooHard(self.plan.steps[number].id, self._live(number)) from None
        return self

    def function_at(self, number: int) -> Ref:
        """The function of one step, from those of the steps after it."""
        step, diagram = self.plan.steps[number], self.diagram
        values = self.possible.at[number]
        if values is None:
            return diagram.terminal(self.payload.ran_out)
        head = -1 if step.kind == Kind.DECISION else self.levels.group(step).head
        effects = self.effects(number)
        follow = {end: self._follow(number, diagram.value(end)) for end in diagram.ends(effects)}
        asked = diagram.select(effects, follow, answers_at=head)
        if step.kind == Kind.MEASURE:
            asked = self._scored(step, asked)
        condition = self.asked_when(number)
        if condition != diagram.yes:
            passed = self.possible.passed.get(number)
            if passed is not None:
                asked = diagram.either(condition, asked, self._arrive(number + 1, passed))
        return diagram.narrow(asked, self._told(number, values))

    def _told(self, number: int, values: Values) -> Values:
        """The values possible of what was answered before a step; what comes later may be anything."""
        return [
            value if owner < number else everything
            for value, owner, everything in zip(values, self._owners, self.possible.everything, strict=True)
        ]

    def _scored(self, step: Step, ref: Ref) -> Ref:
        """The function with the totals of a set worked out from its fields."""
        diagram = self.diagram
        for name, level in self.levels.group(step).totals.items():
            if not diagram.reads(ref, level):
                continue
            classes = diagram.map(
                self.reader.total_from_fields(step, name), ("class", name), partial(self.levels.class_of, name)
            )
            follow = {end: diagram.fix(ref, {level: diagram.value(end)}) for end in diagram.ends(classes)}
            ref = diagram.select(classes, follow, answers_at=self.levels.group(step).head)
        return ref

    def asked_when(self, number: int) -> Ref:
        """When a step is not passed over, from the facts before it."""
        return asked_when(self.plan, self.reader, number)

    def effects(self, number: int) -> Ref:
        """What every answer does, or which branch is taken, as a function of Effects."""
        found = self._effects.get(number)
        if found is None:
            found = self._effects[number] = effects_of(self.plan, self.reader, number, self.payload.also)
        return found

    def _follow(self, number: int, effect: Effect | None) -> Ref:
        if effect is None:
            return self.diagram.terminal(self.payload.no_such_answer)
        if not self.payload.goes_on(effect):
            return self.diagram.terminal(self.payload.settled)
        if effect.go < 0:
            ref = self.diagram.terminal(self.payload.end_of(~effect.go))
        else:
            values = self.possible.after.get((number, effect.go, effect.floor))
            if values is None:
                return self.diagram.terminal(self.payload.ran_out)
            ref = self._arrive(effect.go, values)
        change = self.payload.raising(effect)
        return ref if change is None else self.diagram.map(ref, (self.payload, effect.floor, effect.also), change)

    def _arrive(self, target: int, values: Values) -> Ref:
        """The function at a target, made simpler by what is possible on this way to it."""
        values = self._told(target, values)
        known = self._arrived.get(target)
        ref = self.at[target]
        if known is not None and all(new & ~old == 0 for new, old in zip(values, known[0], strict=True)):
            ref = known[1]
        found = self.diagram.narrow(ref, values)
        self._arrived[target] = (values, found)
        return found

    def _live(self, number: int) -> tuple[str, ...]:
        """The facts that the function of the following step depends on: those that make it hard."""
        following = self.at[number + 1]
        bits = self.diagram.support[following] if following >= 0 else 0
        own = {step.id for step in self.plan.steps[: number + 1]}
        names = (level.step or level.part for place, level in enumerate(self.levels.all) if bits >> place & 1)
        return tuple(dict.fromkeys(name for name in names if name in own or name in ("mode", "role")))


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
    memo: dict[tuple[int, tuple[int, ...], Effect], Ref] = {}
    order = sorted(parts.values())

    def under(depth: int, leaver: int, so_far: Effect, some: bool) -> Ref:
        key = (depth, (leaver, int(some)), so_far)
        found = memo.get(key)
        if found is not None:
            return found
        if depth == len(order):
            if not some:
                so_far = effect_of(plan, number, step.actions[1:2], also)
            found = diagram.terminal(so_far)
        else:
            place = mine.get(order[depth])
            without = under(depth + 1, leaver, so_far, some)
            if place is None:
                ticked = diagram.terminal(None)
            else:
                action = step.actions[place + 2]
                own = effect_of(plan, number, (action,), also)
                first = place if action.leaves and (leaver < 0 or place < leaver) else leaver
                go = own.go if first == place else so_far.go
                floor = more_urgent(plan, step, so_far.floor, own.floor)
                ticked = under(depth + 1, first, Effect(go, floor, so_far.also | own.also), True)
            found = diagram.node(order[depth], (without, ticked))
        memo[key] = found
        return found

    return under(0, -1, Effect(number + 1, -1, 0), False)


def _branches(step: Step, reader: Reader, number: int, also: int) -> Ref:
    diagram = reader.diagram
    found = diagram.terminal(None)
    for branch in reversed(step.branches):
        action = branch.action
        effect = diagram.terminal(Effect(action.go, action.floor, action.also & also))
        found = effect if branch.when is None else diagram.either(reader.may(branch.when, number), effect, found)
    return found
