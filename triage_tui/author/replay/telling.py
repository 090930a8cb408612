"""What a column of answers tells a plan: where each answer leads, and what it sets in the facts that conditions read.

The engine itself takes every answer, once for each that occurs and not for each encounter. A set of observations is
scored field by field, as hardly two sets are the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from triage_tui.author.replay.columns import MEASURED, Codes, Columns
from triage_tui.errors import AnswerError
from triage_tui.proof.levels import EVERY_VALUE, Levels
from triage_tui.walk.engine import store
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import NOT_KNOWN, Action, Field, Instrument, Kind, Plan, Slot, Step, Value
from triage_tui.walk.score import part_of, read_field


class Hands(Protocol):
    """What is done to whole columns, on lists or on vectors."""

    def look_up(self, table: Sequence[int], codes: Codes) -> Codes:
        """For every row, what the table has for its code."""

    def greatest(self, columns: Sequence[Codes]) -> Codes:
        """For every row, the greatest of its codes."""

    def combine(self, columns: Sequence[Codes]) -> tuple[Codes, list[tuple[int, ...]]]:
        """For every row one code for what it has in all of the columns, and what each of these codes means."""


class Effect(NamedTuple):
    """Where an answer leads, and the floor it sets as `floor_key` writes it."""

    go: int
    floor: int


NO_FLOOR = 1 << 30
RANK = 8
"""The bits of a floor below its rank."""


def floor_key(plan: Plan, actions: Iterable[Action]) -> int:
    """The most urgent floor of some actions, the first of those as urgent: its rank above its number."""
    keys = [key_of(plan, action.floor) for action in actions if action.floor >= 0]
    return min(keys, key=rank_of, default=NO_FLOOR)


def key_of(plan: Plan, disposition: int) -> int:
    """A disposition as a floor."""
    return plan.ranks[disposition] << RANK | disposition


def rank_of(floor: int) -> int:
    """The part of a floor by which it is more urgent than another: less than all that is less urgent, and no other."""
    return floor >> RANK << RANK


def disposition_of(floor: int) -> int:
    """The number of the disposition that a floor is."""
    return floor & (1 << RANK) - 1


@dataclass(frozen=True, slots=True)
class Told:
    """What one step tells of every row: a code of its effect (0: no answer that it takes), and codes of its facts."""

    codes: Codes
    effects: Sequence[Effect | None]
    facts: Mapping[int, tuple[Codes, Sequence[Slot]]] = field(default_factory=dict)
    """For every slot that a condition reads: codes, and what each holds (None, as code 0 does: nothing is set)."""


class Telling:
    """Reads the columns of one pathway as one plan understands them."""

    def __init__(self, plan: Plan, start: Sequence[Slot], columns: Columns, read: frozenset[int], hands: Hands) -> None:
        self.plan, self.start, self.columns, self.read, self.hands = plan, start, columns, read, hands
        self.levels = Levels([plan])

    def of(self, number: int) -> Told | None:
        """What a step tells; None when nobody answered it."""
        step = self.plan.steps[number]
        codes = self.columns.codes.get(step.id)
        if codes is None:
            return None
        if step.kind == Kind.MEASURE and MEASURED in self.columns.values[step.id]:
            return self._measured(number, step, codes)
        return self._plain(number, step, codes)

    def _plain(self, number: int, step: Step, codes: Codes) -> Told:
        values = self.columns.values[step.id]
        effects: list[Effect | None] = [None]
        sets: list[list[Slot]] = [[None] * len(self.plan.facts)]
        places: dict[object, int] = {}
        table = [0]
        for value in values:
            effect, facts = self._taken(number, step, value)
            key = self._class(step, effect, facts)
            if key not in places:
                places[key] = len(effects)
                effects.append(effect)
                sets.append(facts)
            table.append(places[key])
        if len(effects) <= len(values):
            codes = self.hands.look_up(table, codes)
        slots = [slot for slot in self._slots(step) if any(facts[slot] is not None for facts in sets)]
        return Told(codes, effects, {slot: (codes, [facts[slot] for facts in sets]) for slot in slots})

    def _taken(self, number: int, step: Step, value: Value) -> tuple[Effect | None, list[Slot]]:
        """What the engine does with an answer; no effect when this version does not take it."""
        facts = [*self.start]
        try:
            actions = store(self.plan, step, value, facts)
        except AnswerError:
            return None, [None] * len(facts)
        return self._effect(number, actions), [None, None, *facts[2:]]

    def _effect(self, number: int, actions: Sequence[Action]) -> Effect:
        go = next((action.go for action in actions if action.leaves), number + 1)
        return Effect(go, floor_key(self.plan, actions))

    def _class(self, step: Step, effect: Effect | None, facts: Sequence[Slot]) -> object:
        """The same for answers that no condition tells apart."""
        return effect, tuple(self._banded(slot, facts[slot]) for slot in self._slots(step))

    def _banded(self, slot: int, value: Slot) -> object:
        fact = self.plan.facts[slot]
        cuts = self.levels.cuts.of(fact.name)
        if fact.kind != "number" or not isinstance(value, int) or EVERY_VALUE in cuts:
            return value
        return "band", bisect_right(sorted(cuts), value)

    def _slots(self, step: Step) -> list[int]:
        """The facts that conditions read and this step sets."""
        number = self.plan.step_index[step.id]
        return sorted(slot for slot in self.read if number in self.plan.facts[slot].steps)

    def _measured(self, number: int, step: Step, codes: Codes) -> Told:
        instrument = self.plan.instruments[step.instrument]
        fields = [_Field(self, step, place) for place in range(len(instrument.fields))]
        known = {item.id for item in instrument.fields}
        others = [name for item, name in self.columns.fields(step.id).items() if item not in known]
        heads, effects = self._heads(number, step, codes, fields, others)
        facts = self._facts(step, instrument, fields)
        if step.slot in self.read:
            facts[step.slot] = heads, (None, 0, 1)
        return Told(heads, effects, facts)

    def _heads(
        self, number: int, step: Step, codes: Codes, fields: Sequence[_Field], others: Sequence[str]
    ) -> tuple[Codes, list[Effect | None]]:
        """Whether a set is taken, and whether anything was measured in it."""
        answers = self.columns.values[step.id]
        heads = [_REFUSED, *(_ABSENT if answer in (MEASURED, NOT_KNOWN) else _REFUSED for answer in answers)]
        states = [self.hands.look_up(heads, codes), *(one.states for one in fields if one.states is not None)]
        for name in others:
            refused = [_ABSENT, *[_REFUSED] * len(self.columns.values[name])]
            states.append(self.hands.look_up(refused, self.columns.codes[name]))
        taken = self.hands.look_up((1, 2, 0), self.hands.greatest(states))
        return taken, [None, *(self._effect(number, [step.actions[place]]) for place in (0, 1))]

    def _facts(
        self, step: Step, instrument: Instrument, fields: Sequence[_Field]
    ) -> dict[int, tuple[Codes, Sequence[Slot]]]:
        """The facts of a set that conditions read: its fields and totals."""
        found: dict[int, tuple[Codes, Sequence[Slot]]] = {}
        index = self.plan.fact_index
        for one, item in zip(fields, instrument.fields, strict=True):
            slot = index[step.prefix + item.id]
            if slot in self.read:
                found[slot] = one.codes, one.facts
        totals = {index[step.prefix + name] for name in (instrument.total, instrument.highest) if name}
        if instrument.points and totals & self.read:
            found |= self._totals(step, instrument, fields)
        return found

    def _totals(
        self, step: Step, instrument: Instrument, fields: Sequence[_Field]
    ) -> dict[int, tuple[Codes, Sequence[Slot]]]:
        parts = [self._part(instrument, place, fields) for place in range(len(instrument.points))]
        combined, meanings = self.hands.combine([codes for codes, _ in parts])
        points = [[found[code] for (_, found), code in zip(parts, meaning, strict=True)] for meaning in meanings]
        totals = [_as_fact(sum(low for low, _ in one), sum(high for _, high in one)) for one in points]
        highest = [_as_fact(max(low for low, _ in one), max(high for _, high in one)) for one in points]
        found: dict[int, tuple[Codes, Sequence[Slot]]] = {}
        for name, facts in ((instrument.total, totals), (instrument.highest, highest)):
            slot = self.plan.fact_index.get(step.prefix + name, -1) if name else -1
            if slot in self.read:
                kinds = [None, *dict.fromkeys(facts)]
                places = {fact: place for place, fact in enumerate(kinds)}
                found[slot] = self.hands.look_up([places[fact] for fact in facts], combined), kinds
        return found

    def _part(
        self, instrument: Instrument, number: int, fields: Sequence[_Field]
    ) -> tuple[Codes, list[tuple[int, int]]]:
        """The points of one field."""
        table = instrument.points[number]
        reads = sorted({table.field}.union(*(slots_of(when) for when, _ in table.rules if when is not None)))
        combined, meanings = self.hands.combine([fields[place].codes for place in reads])
        found = []
        for meaning in meanings:
            read: list[Slot] = [0] * len(fields)
            for place, code in zip(reads, meaning, strict=True):
                read[place] = fields[place].facts[code]
            found.append(part_of(instrument, table, tuple(read)))
        kinds = list(dict.fromkeys(found))
        places = {points: place for place, points in enumerate(kinds)}
        return self.hands.look_up([places[points] for points in found], combined), kinds


_ABSENT, _MEASURED, _REFUSED = range(3)
"""What a field says of its set: the greatest counts."""


def _as_fact(low: int, high: int) -> Slot:
    return low if low == high else (low, high)


class _Field:
    """One field of a set: for every row a code of what its fact holds, and whether it was measured or is refused."""

    def __init__(self, telling: Telling, step: Step, place: int) -> None:
        plan = telling.plan
        item = plan.instruments[step.instrument].fields[place]
        name = telling.columns.fields(step.id).get(item.id)
        self.facts: list[Slot] = [None, read_field(item, "")]
        self.states: Codes | None = None
        starts = sorted(mark.low for mark in telling.levels.all[telling.levels.group(step).parts[item.id]].marks)
        exact = item.number is None or EVERY_VALUE in telling.levels.cuts.of(step.prefix + item.id)
        table, states = [1], [_ABSENT]
        places: dict[object, int] = {self.facts[1]: 1}
        for text in telling.columns.values[name] if name else ():
            fact, state = _read(telling, step, item, str(text))
            key = fact if exact or not isinstance(fact, int) else ("band", bisect_right(starts, fact))
            if key not in places:
                places[key] = len(self.facts)
                self.facts.append(fact)
            table.append(places[key])
            states.append(state)
        codes = telling.columns.codes[name] if name else telling.columns.codes[step.id]
        if name:
            self.states = telling.hands.look_up(states, codes)
        else:
            table = [1] * (len(telling.columns.values[step.id]) + 1)
        self.codes = telling.hands.look_up(table, codes)


def _read(telling: Telling, step: Step, item: Field, text: str) -> tuple[Slot, int]:
    """What a field's text is, as the engine takes it."""
    facts = [*telling.start]
    try:
        store(telling.plan, step, {item.id: text}, facts)
        fact = read_field(item, text)
    except AnswerError:
        return read_field(item, ""), _REFUSED
    return fact, _ABSENT if text in ("", NOT_KNOWN) else _MEASURED
