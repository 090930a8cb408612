"""What may be known at every step: for each level the values it can have there, judged level by level.

An over-approximation that costs next to nothing. What it rules out need not be told apart by the exact function, which
keeps that function small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import or_
from typing import TypeAlias

from triage_tui.proof.effect import Effect, effects_by_answer
from triage_tui.proof.levels import MODE, ROLE, Levels, add_points, as_fact, greater_points, sums
from triage_tui.walk import evaluate as code
from triage_tui.walk.evaluate import POSSIBLE, TRUE
from triage_tui.walk.plan import MODES, NOT_KNOWN, Condition, Kind, Plan, Slot, Step
from triage_tui.walk.score import score

Values: TypeAlias = list[int]
"""For every level, the values it may have, as bits."""


@dataclass(slots=True)
class _Kept:
    """What every look at a plan over the same levels needs again."""

    everything: Values
    asked: dict[int, int]
    """By its head, the step that asks for an answer."""
    truths: dict[tuple[Condition, int, int], tuple[int, int]] = field(default_factory=dict)
    unmeasured: dict[tuple[int, str, int], Slot] = field(default_factory=dict)
    effects: dict[int, tuple[tuple[Effect, int, dict[int, int]], ...]] = field(default_factory=dict)


def _kept(plan: Plan, levels: Levels) -> _Kept:
    asking = [(number, step) for number, step in enumerate(plan.steps) if step.kind != Kind.DECISION]
    return _Kept(
        [(1 << len(level.marks)) - 1 for level in levels.all],
        {levels.group(step).head: number for number, step in asking},
    )


class Possible:
    """The values possible on arrival at every step.

    `goes_on`: whether a walk with this effect is still of interest; `required`: by level, the answers that are (bits);
    `begin`: a step to begin at and the values possible there, instead of the first step; `until`: a step to wait at,
    where what comes later may never be asked for (`go_on`).
    """

    def __init__(
        self,
        plan: Plan,
        levels: Levels,
        goes_on: Callable[[Effect], bool],
        required: Mapping[int, int] | None = None,
        begin: tuple[int, Values] | None = None,
        until: int | None = None,
    ) -> None:
        self.prepare(plan, levels)
        self.goes_on = goes_on
        self.required = required or {}
        asked = self._kept.asked
        self._needed = [(asked[level], level, bits) for level, bits in self.required.items() if level in asked]
        """Where answers are required: the step, its head, and the values."""
        self.at: list[Values | None] = [None] * (len(plan.steps) + 1)
        self.after: dict[tuple[int, int, int], Values] = {}
        """By step, where an answer leads and the floor it sets: the values possible after it."""
        self.passed: dict[int, Values] = {}
        """By step, the values possible when it is passed over."""
        self._reached, start = begin or (0, self._before_any_question())
        self.at[self._reached] = start
        self.go_on(until)

    def go_on(self, until: int | None = None) -> None:
        """Work out what is possible on arrival at every step up to one, or at all of them."""
        last = len(self.plan.steps) if until is None else until
        for number in range(self._reached, last):
            arrived = self.at[number]
            if arrived is not None:
                self._leave(number, arrived)
        self._reached = max(self._reached, last)

    def _leave(self, number: int, arrived: Values) -> None:
        """What is possible after one step."""
        step = self.plan.steps[number]
        asked = self._asked(number, step, arrived, wanted=True)
        skipped = self._asked(number, step, arrived, wanted=False)
        if skipped is not None:
            self.passed[number] = skipped
            self._join(number + 1, skipped)
        if asked is None:
            return
        for effect, values in self._effects(number, step, asked):
            name = (number, effect.go, effect.floor)
            kept = self.after.get(name)
            self.after[name] = values if kept is None else _either(kept, values)
            if effect.go >= 0 and self.goes_on(effect):
                self._join(effect.go, values)

    def prepare(self, plan: Plan, levels: Levels) -> None:
        """What conditions can be assumed on, without looking at the steps."""
        self.plan = plan
        self.levels = levels
        self._kept = levels.keep(plan, lambda: _kept(plan, levels))
        self.everything = self._kept.everything

    def _before_any_question(self) -> Values:
        start = [1] * len(self.levels.all)
        start[MODE], start[ROLE] = self.everything[MODE], self.everything[ROLE]
        return start

    def lost(self, number: int, values: Values) -> bool:
        """Whether a walk that comes to a step with these values went past an answer that is required."""
        return any(owner < number and not values[level] & bits for owner, level, bits in self._needed)

    def _join(self, number: int, values: Values) -> None:
        if self.lost(number, values):
            return
        known = self.at[number]
        self.at[number] = values if known is None else _either(known, values)

    def _asked(self, number: int, step: Step, values: Values, *, wanted: bool) -> Values | None:
        """The values with which a step is asked, or passed over; None where it cannot be."""
        own = sum(1 << n for n, mark in enumerate(self.levels.all[MODE].marks) if self._has(step, mark.name))
        inside = values[MODE] & own
        if wanted:
            if not inside:
                return None
            found = values if inside == values[MODE] else _with(values, MODE, inside)
            return found if step.guard is None else self.assume(step.guard, POSSIBLE, True, found, number)
        outside = values[MODE] & ~own
        other = _with(values, MODE, outside) if outside else None
        if not inside or step.guard is None:
            return other
        refused = self.assume(step.guard, POSSIBLE, False, _with(values, MODE, inside), number)
        if other is None or refused is None:
            return other or refused
        return _either(other, refused)

    def _has(self, step: Step, mode: str) -> bool:
        return bool(step.modes >> MODES.index(mode) & 1)

    def _effects(self, number: int, step: Step, values: Values) -> Iterator[tuple[Effect, Values]]:
        if step.kind == Kind.DECISION:
            yield from self._branches(number, step, values)
            return
        group = self.levels.group(step)
        effects = self._kept.effects.get(number)
        if effects is None:
            effects = self._kept.effects[number] = tuple(effects_by_answer(self.plan, self.levels, number))
        for effect, head, items in effects:
            head &= self.required.get(group.head, head)
            if not head:
                continue
            found = _with(values, group.head, head)
            for level, allowed in items.items():
                found[level] = allowed & self.required.get(level, allowed)
            if not all(found[level] for level in items):
                continue
            if step.kind == Kind.MEASURE:
                self._measured(step, found, head)
            yield effect, found

    def _measured(self, step: Step, values: Values, head: int) -> None:
        """A set that was taken, and where it is told."""
        group = self.levels.group(step)
        told = group.told
        assert told is not None
        values[told.head] = head
        totals = self.levels.totals(self.plan, step)
        if head >> 2 & 1:
            for own, there in zip(group.parts.values(), told.parts.values(), strict=True):
                values[own] = values[there] = self.everything[own] & self.required.get(own, -1)
            asked_for = any(own in self.required for own in group.parts.values())
            for name, level in totals.items():
                values[level] = self._totals(step, name, values) if asked_for else self.everything[level]
            return
        instrument = self.plan.instruments[step.instrument]
        empty = score(instrument, {})
        for name, level in totals.items():
            points = empty.total if name == step.prefix + instrument.total else empty.highest
            values[level] = 1 << self.levels.class_of(name, as_fact(points))

    def _totals(self, step: Step, name: str, values: Values) -> int:
        """What a total of a set that was taken can be, by the values of its fields."""
        instrument, group = self.plan.instruments[step.instrument], self.levels.group(step)
        join = add_points if name == step.prefix + instrument.total else greater_points
        found = sums(instrument, group, self.levels.all, join, values)
        return sum({1 << self.levels.class_of(name, as_fact(points)) for points in found})

    def _branches(self, number: int, step: Step, values: Values) -> Iterator[tuple[Effect, Values]]:
        left: Values | None = values
        for branch in step.branches:
            if left is None:
                return
            effect = Effect(branch.action.go, branch.action.floor, branch.action.also)
            if branch.when is None:
                yield effect, left
                return
            taken = self.assume(branch.when, POSSIBLE, True, left, number)
            if taken is not None:
                yield effect, taken
            left = self.assume(branch.when, POSSIBLE, False, left, number)

    def assume(self, condition: Condition, least: int, wanted: bool, values: Values, before: int) -> Values | None:
        """The values with which a condition is (or is not) at least `least`; None when it cannot be."""
        operator = condition[0]
        if operator == code.NOT:
            return self.assume(condition[1], TRUE + POSSIBLE - least, not wanted, values, before)
        if operator == code.SURELY:
            return self.assume(condition[1], TRUE, wanted, values, before)
        if operator in (code.ALL, code.ANY):
            found: Values | None = values
            if (operator == code.ALL) == wanted:
                for part in condition[1]:
                    if found is None:
                        return None
                    found = self.assume(part, least, wanted, found, before)
                return found
            open_parts = [self.assume(part, least, wanted, values, before) for part in condition[1]]
            left = [part for part in open_parts if part is not None]
            if not left:
                return None
            joined = left[0]
            for part in left[1:]:
                joined = _either(joined, part)
            return joined
        if operator == code.COMPARE:
            return values
        return self._atom(condition, least, wanted, values, before)

    def _atom(self, condition: Condition, least: int, wanted: bool, values: Values, before: int) -> Values | None:
        slot = condition[1]
        if slot in (MODE, ROLE):
            names = self.plan.facts[slot].values
            marks = self.levels.all[slot].marks
            fits = sum(
                1 << n
                for n, mark in enumerate(marks)
                if mark.name in names and self._holds(condition, names.index(mark.name) + 1, least) == wanted
            )
            return _narrowed(values, slot, fits)
        setters = [step for step in self.plan.facts[slot].steps if step < before]
        if not setters:
            return values if self._holds(condition, None, least) == wanted else None
        step = self.plan.steps[setters[0]]
        group = self.levels.group(step)
        own = slot == step.slot
        if len(setters) > 1 and (
            own or any(self.levels.group(self.plan.steps[n]).told is not group.told for n in setters)
        ):
            return values
        told = None if own else group.told
        top = group.head if told is None else told.head
        part = self._part(step, slot, condition)
        if part < 0:
            return _narrowed(values, top, self._fits(condition, top, least, wanted))
        inner = values[part] & self._fits(condition, part, least, wanted)
        unknown: Slot = -1 if step.kind == Kind.CHECKLIST else self._nothing(step, slot)
        outer = 1 * (self._holds(condition, None, least) == wanted) | 2 * (
            self._holds(condition, unknown, least) == wanted
        )
        head = values[top] & (outer | (4 if inner else 0))
        if not head:
            return None
        found = _with(values, top, head)
        if head & 4:
            found[part] = inner
        return found

    def _part(self, step: Step, slot: int, condition: Condition) -> int:
        """The level below the head that a condition reads; -1 for the head, which decides alone or cannot be split."""
        group = self.levels.group(step)
        if step.kind == Kind.MEASURE and group.told is not None and slot != step.slot:
            name = self.plan.facts[slot].name
            part = group.told.parts.get(name.removeprefix(step.prefix), -1)
            return self.levels.totals(self.plan, step).get(name, part)
        if step.kind == Kind.CHECKLIST and condition[0] == code.HAS:
            return group.parts[step.options[condition[2]].id]
        return -1

    def _nothing(self, step: Step, slot: int) -> Slot:
        """What a field or a total holds when nothing was measured."""
        key = (step.instrument, step.prefix, slot)
        if key not in self._kept.unmeasured:
            self._kept.unmeasured[key] = self._without_values(step, slot)
        return self._kept.unmeasured[key]

    def _without_values(self, step: Step, slot: int) -> Slot:
        instrument, name = self.plan.instruments[step.instrument], self.plan.facts[slot].name
        empty = score(instrument, {})
        for place, item in enumerate(instrument.fields):
            if step.prefix + item.id == name:
                return empty.values[place]
        return as_fact(empty.total if name == step.prefix + instrument.total else empty.highest)

    def _fits(self, condition: Condition, level: int, least: int, wanted: bool) -> int:
        """The values of a level for which a condition is (or is not) at least `least`."""
        key = (condition, level, least)
        found = self._kept.truths.get(key)
        if found is None:
            yes = no = 0
            for n, fact in enumerate(self._facts(condition, level)):
                truths = {self._holds(condition, one, least) for one in fact}
                yes |= (True in truths) << n
                no |= (False in truths) << n
            found = self._kept.truths[key] = yes, no
        return found[0 if wanted else 1]

    def _facts(self, condition: Condition, level: int) -> Iterator[tuple[Slot, ...]]:
        """For every value of a level, what the fact that a condition reads may hold."""
        place = self.levels.all[level]
        fact = self.plan.facts[condition[1]]
        kind = fact.kind
        codes = {name: n for n, name in enumerate(fact.values, 1)}
        own = self.plan.steps[fact.first_step].number if fact.steps else None
        for mark in place.marks:
            if kind == "checklist" and place.part:
                bit = 1 << condition[2]
                yield (bit if mark.fact else 0,)
            elif kind == "checklist" and mark.fact == 0:
                yield tuple((1 << n) - 1 for n in range(len(fact.values) + 1))
            elif kind == "choice" and mark.name in codes:
                yield (codes[mark.name],)
            elif mark.name == NOT_KNOWN and own is not None:
                yield ((own.low, own.high),)
            else:
                yield (mark.fact,)

    def _holds(self, condition: Condition, fact: Slot, least: int) -> bool:
        return code.evaluate((condition[0], 0, *condition[2:]), (fact,)) >= least


def _with(values: Values, level: int, allowed: int) -> Values:
    found = values.copy()
    found[level] = allowed
    return found


def _narrowed(values: Values, level: int, fits: int) -> Values | None:
    left = values[level] & fits
    if not left:
        return None
    return values if left == values[level] else _with(values, level, left)


def _either(one: Values, other: Values) -> Values:
    return list(map(or_, one, other))
