"""Everything of a pathway that a scenario can exercise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from triage_tui.proof.levels import atoms_of, cuts_of
from triage_tui.proof.patient import number_text
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import NOT_KNOWN, Condition, Field, Instrument, Kind, NumberSpec, Plan, Step
from triage_tui.walk.score import edges_of_bands

KINDS = ("steps", "answers", "band edges", "branches", "outcomes")
STEPS, ANSWERS, EDGES, BRANCHES, OUTCOMES = KINDS
GUARD, POINTS = -1, -2
"""In place of a branch: the condition of the step itself, or the points that an instrument gives."""


class Aim(NamedTuple):
    """One thing to exercise: a step, an answer of it or of one of its parts, a value at the edge of a band that a
    condition (`branch`) or a table of points reads, a branch (GUARD: its condition does not hold), or an outcome.
    """

    kind: str
    place: int
    part: str = ""
    value: int = 0
    branch: int = GUARD


class Cut(NamedTuple):
    """A number that a condition reads at a step, and the values on both sides of where it cuts."""

    branch: int
    slot: int
    values: frozenset[int]


class Aims:
    """The aims of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._ranges: dict[int, tuple[int, int]] = {}

    @cached_property
    def all(self) -> tuple[Aim, ...]:
        """Every aim, in reading order, outcomes last."""
        found: list[Aim] = []
        for number, step in enumerate(self.plan.steps):
            found.append(Aim(STEPS, number))
            found += self._answers(number, step)
            found += [
                Aim(EDGES, number, self.plan.facts[cut.slot].name, value, cut.branch)
                for cut in self.cuts[number]
                for value in sorted(cut.values)
            ]
            if step.guard is not None:
                found.append(Aim(BRANCHES, number))
            found += [Aim(BRANCHES, number, "", 0, branch) for branch in range(len(step.branches))]
        found += [Aim(OUTCOMES, number) for number in range(len(self.plan.outcomes))]
        return tuple(dict.fromkeys(found))

    def _answers(self, number: int, step: Step) -> Iterator[Aim]:
        if step.kind == Kind.DECISION:
            return
        codes = {Kind.CHOICE: len(step.options) + 1, Kind.INSTRUCTION: 3}.get(Kind(step.kind), 2)
        for value in range(1 if step.kind == Kind.INSTRUCTION else 0, codes):
            yield Aim(ANSWERS, number, "", value)
        if step.kind == Kind.CHECKLIST:
            yield from (Aim(ANSWERS, number, option.id, 1) for option in step.options)
        if step.kind == Kind.MEASURE:
            for item in self.plan.instruments[step.instrument].fields:
                for value in range(1 if item.assumed else 0, len(item.choices) + 1 if item.choices else 2):
                    yield Aim(ANSWERS, number, item.id, value)
            for item, values in self.points[number]:
                yield from (Aim(EDGES, number, item.id, value, POINTS) for value in sorted(values))

    @cached_property
    def cuts(self) -> tuple[tuple[Cut, ...], ...]:
        """For every step, the numbers that its conditions cut."""
        return tuple(tuple(self._cuts_at(step)) for step in self.plan.steps)

    def _cuts_at(self, step: Step) -> Iterator[Cut]:
        conditions: list[tuple[int, Condition | None]] = [(GUARD, step.guard)]
        conditions += [(place, branch.when) for place, branch in enumerate(step.branches)]
        for place, condition in conditions:
            found: dict[int, set[int]] = {}
            for atom, _ in atoms_of(condition) if condition is not None else ():
                if atom[0] == code.COMPARE_CONSTANT:
                    low, high = self._range(atom[1])
                    sides = {side for cut in cuts_of(atom[2], atom[3]) for side in (cut - 1, cut)}
                    found.setdefault(atom[1], set()).update(side for side in sides if low <= side <= high)
            yield from (Cut(place, slot, frozenset(values)) for slot, values in sorted(found.items()))

    def _range(self, slot: int) -> tuple[int, int]:
        """The lowest and highest value a number can have."""
        if slot not in self._ranges:
            name = self.plan.facts[slot].name
            specs = [self.plan.steps[number] for number in self.plan.facts[slot].steps]
            found = [_range_of(self.plan, step, name) for step in specs]
            self._ranges[slot] = min(low for low, _ in found), max(high for _, high in found)
        return self._ranges[slot]

    @cached_property
    def points(self) -> dict[int, tuple[tuple[Field, frozenset[int]], ...]]:
        """For every set of observations, the fields whose points are cut, and the values on both sides."""
        return {
            number: tuple(_edges_of_points(self.plan.instruments[step.instrument]))
            for number, step in enumerate(self.plan.steps)
            if step.kind == Kind.MEASURE
        }

    def line(self, aim: Aim) -> str:
        """An aim as one line that editors can follow."""
        item = self.plan.outcomes[aim.place] if aim.kind == OUTCOMES else self.plan.steps[aim.place]
        return f"{item.file}:{item.line}: {self.words(aim)}"

    def words(self, aim: Aim) -> str:
        """An aim in words."""
        if aim.kind == OUTCOMES:
            return f"outcome {self.plan.outcomes[aim.place].id}"
        step = self.plan.steps[aim.place]
        if aim.kind == STEPS:
            return f"{step.id}: {'decided' if step.kind == Kind.DECISION else 'asked'}"
        if aim.kind == ANSWERS:
            return f"{step.id}: {self.answer_words(aim)}"
        if aim.kind == EDGES:
            return f"{step.id}: {aim.part} {self.value_words(aim)}{self._reader(step, aim)}"
        if aim.branch == GUARD:
            return f"{step.id}: passed over"
        return f"{step.id}: {step.branches[aim.branch].text}"

    def answer_words(self, aim: Aim) -> str:
        """The answer of an aim."""
        step = self.plan.steps[aim.place]
        if aim.part and step.kind == Kind.MEASURE:
            item = next(one for one in self.plan.instruments[step.instrument].fields if one.id == aim.part)
            said = "not measured" if not aim.value else item.choices[aim.value - 1].id if item.choices else "measured"
            return f"{aim.part} {said}"
        if aim.part:
            return aim.part
        if aim.value == 0:
            return NOT_KNOWN
        if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
            return step.options[aim.value - 1].id
        return "none of these" if step.kind == Kind.CHECKLIST else "given"

    def value_words(self, aim: Aim) -> str:
        """The number of an edge, as somebody would type it."""
        spec = self.spec(aim)
        if spec is None:
            return str(aim.value)
        unit = "" if spec.unit == "age" or not spec.unit else f" {spec.unit}"
        return f"{number_text(spec, aim.value)}{unit}"

    def spec(self, aim: Aim) -> NumberSpec | None:
        """The number that an edge is a value of; None for a total."""
        for number in self._setters(aim):
            step = self.plan.steps[number]
            if step.number is not None:
                return step.number
            for item in self.plan.instruments[step.instrument].fields:
                if aim.part in (item.id, step.prefix + item.id):
                    return item.number
        return None

    def _setters(self, aim: Aim) -> tuple[int, ...]:
        return (aim.place,) if aim.branch == POINTS else self.plan.facts[self.plan.fact_index[aim.part]].steps

    def _reader(self, step: Step, aim: Aim) -> str:
        return f", read by: {step.branches[aim.branch].text}" if aim.branch >= 0 else ""


def _range_of(plan: Plan, step: Step, name: str) -> tuple[int, int]:
    if step.number is not None:
        return step.number.low, step.number.high
    instrument = plan.instruments[step.instrument]
    for item in instrument.fields:
        if step.prefix + item.id == name and item.number is not None:
            return item.number.low, item.number.high
    return 0, sum(_most_points(instrument, place) for place in range(len(instrument.fields)))


def _most_points(instrument: Instrument, place: int) -> int:
    found = [0]
    for table in instrument.points:
        if table.field == place:
            found += table.choices
            found += [points for _, bands in table.rules for _, points in bands]
    return max(found)


def _edges_of_points(instrument: Instrument) -> Iterator[tuple[Field, frozenset[int]]]:
    for place, item in enumerate(instrument.fields):
        if sides := edges_of_bands(instrument, place):
            yield item, sides
