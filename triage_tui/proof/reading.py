"""Conditions as diagrams: over what was answered, when a condition may hold, and when it certainly does.

The truth of every part is asked of the engine's own `evaluate`, for one value of each band.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from triage_tui.proof.diagram import Diagram, Ref
from triage_tui.proof.levels import (
    MODE,
    ROLE,
    Group,
    Levels,
    add_points,
    as_fact,
    fields_read,
    greater_points,
    points_by_field,
)
from triage_tui.walk import evaluate as code
from triage_tui.walk.evaluate import FALSE, POSSIBLE, TRUE
from triage_tui.walk.plan import Condition, Instrument, Kind, Plan, PointTable, Slot, Step
from triage_tui.walk.score import read_field, score

Asked = Callable[[int], Ref]
"""Whether a step was asked, as a diagram, by its number."""


class Reader:
    """Reads the facts of one plan; `asked` says which steps were asked.

    By default a step was asked when its head is not 0, and sets of observations are read where they are told. With
    `asked`, everything is read from what a patient would answer.
    """

    def __init__(self, plan: Plan, levels: Levels, diagram: Diagram, asked: Asked | None = None) -> None:
        self.plan = plan
        self.levels = levels
        self.diagram = diagram
        self.told = asked is None
        self._asked = asked
        self._conditions: dict[Any, Ref] = {}
        self._truths: dict[tuple[Condition, int, int], Ref] = {}
        self._facts: dict[tuple[int, tuple[int, ...]], Ref] = {}
        self._set_by: dict[tuple[int, int], Ref] = {}

    def may(self, condition: Condition, before: int) -> Ref:
        """Where a condition is not certainly false, read at a step."""
        return self._known(condition, POSSIBLE, before)

    def surely(self, condition: Condition, before: int) -> Ref:
        """Where a condition is certainly true, read at a step."""
        return self._known(condition, TRUE, before)

    def _known(self, condition: Condition, least: int, before: int) -> Ref:
        key = (condition, least, before)
        found = self._truths.get(key)
        if found is None:
            found = self._truths[key] = self.truth(condition, least, before)
        return found

    def truth(self, condition: Condition, least: int, before: int) -> Ref:
        """Where a condition is at least POSSIBLE or TRUE."""
        operator = condition[0]
        diagram = self.diagram
        if operator in (code.ALL, code.ANY):
            join = diagram.both if operator == code.ALL else diagram.any_of
            found = diagram.yes if operator == code.ALL else diagram.no
            for part in reversed(condition[1]):
                found = join(self.truth(part, least, before), found)
            return found
        if operator == code.NOT:
            return diagram.opposite(self.truth(condition[1], TRUE + POSSIBLE - least, before))
        if operator == code.SURELY:
            return self.truth(condition[1], TRUE, before)
        return self._atom(condition, least, before)

    def _atom(self, condition: Condition, least: int, before: int) -> Ref:
        setters = tuple((slot, self._setters(slot, before)) for slot in sorted(code.slots_of(condition)))
        key = (condition, least, setters)
        found = self._conditions.get(key)
        if found is None:
            if condition[0] == code.COMPARE:
                found = self._comparison(condition, least, before)
            else:
                slot = condition[1]
                if self.plan.facts[slot].kind == "checklist":
                    found = self._checklist(condition, least, before)
                else:
                    facts = self.fact(slot, before)
                    found = self.diagram.map(
                        facts, (condition, least), lambda fact: self._holds(condition, fact, least)
                    )
            self._conditions[key] = found
        return found

    def _holds(self, condition: Condition, fact: Slot, least: int) -> bool:
        facts: list[Slot] = [None] * (condition[1] + 1)
        facts[condition[1]] = fact
        return code.evaluate(condition, facts) >= least

    def _setters(self, slot: int, before: int) -> tuple[int, ...]:
        return tuple(step for step in self.plan.facts[slot].steps if step < before)

    def fact(self, slot: int, before: int) -> Ref:
        """What a fact holds when it is read at a step; not for checklists."""
        if slot in (MODE, ROLE):
            marks = self.levels.all[slot].marks
            codes = {value: n for n, value in enumerate(self.plan.facts[slot].values, 1)}
            return self.diagram.node(slot, tuple(self.diagram.terminal(codes.get(mark.name)) for mark in marks))
        setters = self._setters(slot, before)
        found = self._facts.get((slot, setters))
        if found is None:
            found = self.diagram.terminal(None)
            for step in self._told_by(slot, setters):
                found = self.diagram.either(self.asked(step, slot), self._set(step, slot), found)
            self._facts[slot, setters] = found
        return found

    def _told_by(self, slot: int, setters: tuple[int, ...]) -> tuple[int, ...]:
        """The steps to look at: where several take the same set and tell it in one place, one of them."""
        if not self.told or len(setters) < 2 or self.plan.steps[setters[0]].slot == slot:
            return setters
        places = {id(self.levels.group(self.plan.steps[step]).told): step for step in setters}
        return tuple(places.values())

    def asked(self, number: int, slot: int) -> Ref:
        """Whether the step that sets a fact was asked."""
        if self._asked is not None:
            return self._asked(number)
        step = self.plan.steps[number]
        group = self.levels.group(step)
        head = group.head if group.told is None or slot == step.slot else group.told.head
        size = len(self.levels.all[head].marks)
        return self.diagram.node(head, (self.diagram.no, *[self.diagram.yes] * (size - 1)))

    def _set(self, number: int, slot: int) -> Ref:
        """What a step that was asked sets a fact to."""
        found = self._set_by.get((number, slot))
        if found is None:
            step = self.plan.steps[number]
            found = self._measured(step, slot) if step.kind == Kind.MEASURE else self._answered(number, step)
            self._set_by[number, slot] = found
        return found

    def _answered(self, number: int, step: Step) -> Ref:
        head = self.levels.group(step).head
        marks = self.levels.all[head].marks[1:]
        if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
            codes = self.plan.codes[number]
            values = [self.diagram.terminal(codes.get(mark.name)) for mark in marks]
        elif step.kind == Kind.NUMBER and step.number is not None:
            unknown = (step.number.low, step.number.high)
            values = [self.diagram.terminal(unknown), *(self.diagram.terminal(mark.fact) for mark in marks[1:])]
        else:
            values = [self.diagram.terminal(mark.fact) for mark in marks]
        return self.diagram.node(head, (values[0], *values))

    def _checklist(self, condition: Condition, least: int, before: int) -> Ref:
        operator, slot = condition[0], condition[1]
        found = self.diagram.no
        for number in self._setters(slot, before):
            step = self.plan.steps[number]
            group = self.levels.group(step)
            unknown = self.diagram.terminal(self._holds(condition, -1, least))
            if operator == code.HAS:
                level = group.parts[step.options[condition[2]].id]
                answered = self.diagram.node(level, (self.diagram.no, self.diagram.yes))
            elif operator == code.COUNT:
                answered = self._counted(condition, step, group.parts, least)
            elif operator == code.IS_NONE:
                answered = self.diagram.yes
                for level in reversed(group.parts.values()):
                    answered = self.diagram.node(level, (answered, self.diagram.no))
            else:
                answered = self.diagram.terminal(self._holds(condition, 0, least))
            value = self.diagram.node(group.head, (unknown, unknown, answered))
            found = self.diagram.either(self.asked(number, slot), value, found)
        return found

    def _counted(self, condition: Condition, step: Step, parts: dict[str, int], least: int) -> Ref:
        """How many items are ticked, compared: from the last item up."""
        own = [parts[option.id] for option in step.options]
        sizes = range(len(own) + 1)
        row = [self.diagram.terminal(self._holds(condition, (1 << n) - 1, least)) for n in sizes]
        for level in sorted(own, reverse=True):
            row = [self.diagram.node(level, (row[n], row[n + 1])) for n in range(len(row) - 1)]
        return row[0]

    def _measured(self, step: Step, slot: int) -> Ref:
        """What a set of observations sets a fact to; a total is read at its own level where there is one."""
        group = self.levels.group(step)
        instrument = self.plan.instruments[step.instrument]
        name = self.plan.facts[slot].name
        if slot == step.slot:
            nothing, given = self.diagram.terminal(0), self.diagram.terminal(1)
            return self.diagram.node(group.head, (nothing, nothing, given))
        told = group.told if self.told else None
        head, parts = (group.head, group.parts) if told is None else (told.head, told.parts)
        for item in instrument.fields:
            if name == step.prefix + item.id:
                level = parts[item.id]
                nothing = self.diagram.terminal(read_field(item, ""))
                marks = self.levels.all[level].marks
                given = self.diagram.node(level, tuple(self.diagram.terminal(mark.fact) for mark in marks))
                return self.diagram.node(head, (nothing, nothing, given))
        totals = self.levels.totals(self.plan, step)
        if told is not None and name in totals:
            level = totals[name]
            values = [self.diagram.terminal(mark.fact) for mark in self.levels.all[level].marks[1:]]
            return self.diagram.node(level, (values[0], *values))
        return self.total_from_fields(step, name)

    def total_from_fields(self, step: Step, name: str) -> Ref:
        """The total, or the highest part, of a set that was asked for, over its fields."""
        group, instrument = self.levels.group(step), self.plan.instruments[step.instrument]
        total = name == step.prefix + instrument.total
        empty = score(instrument, {})
        nothing = self.diagram.terminal(as_fact(empty.total if total else empty.highest))
        join = add_points if total else greater_points
        found: Ref | None = None
        for table in reversed(instrument.points):
            own = self.points(instrument, table, group)
            found = own if found is None else self.diagram.combine(own, found, join)
        assert found is not None
        given = self.diagram.map(found, "as a fact", as_fact)
        return self.diagram.node(group.head, (nothing, nothing, given))

    def points(self, instrument: Instrument, table: PointTable, group: Group) -> Ref:
        """The points of one field, over its own level and those its points read."""
        row = {
            chosen: self.diagram.terminal(points)
            for chosen, points in points_by_field(instrument, table, group, self.levels.all)
        }
        levels = [level for _, level in fields_read(instrument, table, group)]
        for depth in range(len(levels) - 1, -1, -1):
            size = len(self.levels.all[levels[depth]].marks)
            above = product(*(range(len(self.levels.all[level].marks)) for level in levels[:depth]))
            row = {
                chosen: self.diagram.node(levels[depth], tuple([row[*chosen, value] for value in range(size)]))
                for chosen in above
            }
        return row[()]

    def _comparison(self, condition: Condition, least: int, before: int) -> Ref:
        """Two sums compared; each is first brought to the end of its range that bears on the answer."""
        left, sign, right = self._sum(condition[1], before), condition[2], self._sum(condition[3], before)
        ends = code.ends_that_decide(sign, least)
        if ends is not None:
            left = self.diagram.map(left, ("end", ends[0]), lambda range_: range_ and range_[ends[0]])
            right = self.diagram.map(right, ("end", ends[1]), lambda range_: range_ and range_[ends[1]])
            return self.diagram.combine(left, right, lambda one, other: _compare_ends(sign, one, other))
        return self.diagram.combine(left, right, lambda one, other: _compare_ranges(sign, one, other, least))

    def _sum(self, expression: Condition, before: int) -> Ref:
        """The range a sum can be in, or None when a fact in it was never asked."""
        if expression[0] == code.FACT:
            scale = expression[2]
            return self.diagram.map(
                self.fact(expression[1], before), ("range", scale), lambda fact: _range(fact, scale)
            )
        if expression[0] == code.CONSTANT:
            return self.diagram.terminal((expression[1], expression[1]))
        left, right = self._sum(expression[1], before), self._sum(expression[2], before)
        return self.diagram.combine(left, right, lambda one, other: code.join_ranges(expression[0], one, other))


def _compare_ends(sign: int, one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and code.compare(sign, one, one, other, other) == TRUE


def _compare_ranges(sign: int, one: code.Interval | None, other: code.Interval | None, least: int) -> bool:
    return (FALSE if one is None or other is None else code.compare(sign, *one, *other)) >= least


def _range(fact: Slot, scale: int) -> tuple[float, float] | None:
    if fact is None:
        return None
    low, high = fact if isinstance(fact, tuple) else (fact, fact)
    return low / scale, high / scale
