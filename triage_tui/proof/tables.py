"""Work out the tables of `walk.ahead` for one plan: what can still happen at every step, over what is known there."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import or_
from typing import NamedTuple

from triage_tui.proof.ahead import NEVER, Ahead, Questions
from triage_tui.proof.behaviour import TooHard
from triage_tui.proof.diagram import Ref
from triage_tui.proof.effect import Effect
from triage_tui.proof.levels import MODE, ROLE, Levels
from triage_tui.proof.reading import Reader
from triage_tui.proof.walks import Walks
from triage_tui.walk.ahead import MAGIC, NAMES, NO_ENTRANCE, START, VALUE, Variable
from triage_tui.walk.plan import Kind, Plan, Step

BUDGET = 1_600_000
"""Nodes for one table: about 650 megabytes while it is worked out."""

MOST_WORDS = 8_000_000
"""Words of one table in the file: 32 megabytes. Steps from the last one back have their entrance until it is full."""


class Endings:
    """Every way a walk can end, as bits: dispositions of outcomes, then those of floors that were set on the way."""

    also = 0
    ran_out = no_such_answer = settled = 0

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def end_of(self, outcome: int, reader: Reader) -> Ref:
        """The outcome's own disposition."""
        return reader.diagram.terminal(1 << self.plan.outcomes[outcome].disposition)

    def goes_on(self, effect: Effect) -> bool:
        """Everything matters."""
        return True

    def raising(self, effect: Effect) -> Callable[[int], int] | None:
        """The endings with an earlier floor: it yields to what is more urgent, and to an outcome as urgent."""
        return partial(self._raised, effect.floor) if effect.floor >= 0 else None

    def _raised(self, floor: int, ends: int) -> int:
        ranks, count = self.plan.ranks, len(self.plan.ranks)
        found = 0
        for number, rank in enumerate(ranks):
            if ends >> number & 1:
                found |= 1 << count + floor if ranks[floor] < rank else 1 << number
            if ends >> count + number & 1:
                found |= 1 << count + floor if ranks[floor] <= rank else 1 << count + number
        return found


class Asked(Ahead):
    """The fewest or most times that something is put to somebody from a step on, this step included."""

    def __init__(self, walks: Walks, better: Callable[[int, int], int]) -> None:
        super().__init__(walks, Questions(walks.plan, lambda _: True), partial(_better, better))

    def follow(self, number: int, effect: Effect | None) -> Ref:
        """The questions after an answer, and the one that was answered."""
        found = super().follow(number, effect)
        if self.plan.steps[number].kind == Kind.DECISION:
            return found
        return self.diagram.map(found, "one more", lambda count: count + 1 if count >= 0 else NEVER)


def _better(better: Callable[[int, int], int], one: int, other: int) -> int:
    if one == NEVER or other == NEVER:
        return max(one, other)
    return better(one, other)


def tables_of(plan: Plan, budget: int = BUDGET) -> bytes:
    """The tables of one plan as `walk.ahead` reads them; steps that are too hard have no entrance."""
    makers: dict[str, Callable[[Walks], Ahead]] = {
        "fewest": lambda walks: Asked(walks, min),
        "most": lambda walks: Asked(walks, max),
        "ends": lambda walks: Ahead(walks, Endings(plan), or_),
    }
    variables: list[Variable] = []
    words, places, values = array("I"), {}, {}
    for name in NAMES:
        walks = Walks.of(plan, budget=budget)
        variables = variables or list(_variables(plan, walks.levels))
        written = _written(makers[name](walks))
        middle = len(words) + len(written.entrances)
        places[name] = (len(words), middle, middle + len(written.nodes))
        values[name] = written.values
        words += written.entrances + written.nodes
    header = {
        "byteorder": sys.byteorder,
        "variables": [(one.places, one.bit, [*one.known.items()], *one[3:]) for one in variables],
        "places": places,
        "values": values,
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text = text.ljust(-(-len(text) // 8) * 8)
    rest = text + words.tobytes()
    return START.pack(MAGIC, len(text), zlib.crc32(rest)) + rest


class _Written(NamedTuple):
    entrances: array[int]
    nodes: array[int]
    values: list[int]


def _written(ahead: Ahead) -> _Written:
    """A function as words, from the last step back, for as many steps as the budgets allow."""
    diagram, steps = ahead.diagram, ahead.plan.steps
    hardest = -1
    try:
        ahead.compile()
    except TooHard as hard:
        hardest = ahead.plan.step_index.get(hard.step, len(steps))
    entrances, nodes = array("I", [NO_ENTRANCE] * len(steps)), array("I")
    values: list[int] = []
    words: dict[Ref, int] = {}
    for number in range(len(steps) - 1, hardest, -1):
        if steps[number].kind == Kind.DECISION or ahead.possible.at[number] is None:
            continue
        for ref in _below(ahead.at[number], diagram.children, words):
            if ref < 0:
                words[ref] = VALUE + len(values)
                values.append(diagram.value(ref))
            else:
                words[ref] = len(nodes)
                nodes.append(diagram.level[ref])
                nodes.extend([words[child] for child in diagram.children[ref]])
        if len(nodes) > MOST_WORDS:
            break
        entrances[number] = words[ahead.at[number]]
    return _Written(entrances, nodes, values)


def _below(ref: Ref, children: list[tuple[Ref, ...]], done: dict[Ref, int]) -> Iterator[Ref]:
    """The functions under one that are not written yet, each after those it leads to."""
    stack = [ref]
    while stack:
        top = stack[-1]
        open_children = [child for child in {*children[top]} if child not in done] if top >= 0 else []
        if open_children:
            stack += open_children
            continue
        stack.pop()
        if top not in done:
            yield top


def _variables(plan: Plan, levels: Levels) -> Iterator[Variable]:
    """For every level, where a state holds it."""
    places = {slot: _Place(((-1, slot),)) for slot in (MODE, ROLE)}
    told: dict[int, list[int]] = {}
    for number, step in enumerate(plan.steps):
        if step.kind == Kind.DECISION:
            continue
        group = levels.group(step)
        first = 2 if step.kind in (Kind.NUMBER, Kind.CHECKLIST) else -1
        places[group.head] = _Place(((number, step.slot),), first=first)
        for part, level in group.parts.items():
            places[level] = _part(plan, step, part, [number])
        if group.told is not None:
            told.setdefault(id(group.told), []).append(number)
    classes: dict[int, str] = {}
    for numbers in told.values():
        step = plan.steps[numbers[-1]]
        found = levels.group(step).told
        assert found is not None
        places[found.head] = _Place(tuple((number, plan.steps[number].slot) for number in numbers))
        for part, level in found.parts.items():
            places[level] = _part(plan, step, part, numbers)
        for name, level in levels.totals(plan, step).items():
            places[level] = _Place(tuple((number, plan.fact_index[name]) for number in numbers))
            classes[level] = name
    of_totals = levels.cuts.class_of.items()
    for number, level_found in enumerate(levels.all):
        place = places[number]
        known = {mark.fact: value for value, mark in enumerate(level_found.marks)}
        if number in classes:
            known = {value: code for (name, value), code in of_totals if name == classes[number]}
        lows = () if place.first < 0 else tuple(mark.low for mark in level_found.marks[place.first :])
        yield Variable(place.places, place.bit, known, place.first, lows)


class _Place(NamedTuple):
    places: tuple[tuple[int, int], ...]
    bit: int = -1
    first: int = -1


def _part(plan: Plan, step: Step, part: str, numbers: Sequence[int]) -> _Place:
    """Where an item of a checklist, or a field of a set of observations, is held."""
    if step.kind == Kind.CHECKLIST:
        item = next(n for n, option in enumerate(step.options) if option.id == part)
        return _Place(tuple((number, step.slot) for number in numbers), item)
    field = next(field for field in plan.instruments[step.instrument].fields if field.id == part)
    first = -1 if field.number is None else 0 if field.assumed else 1
    slot = plan.fact_index[step.prefix + part]
    return _Place(tuple((number, slot) for number in numbers), first=first)
