"""Which ways a pathway can end, and who may be there: an over-approximation that never leaves anybody out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from triage_tui.proof.levels import MODE, ROLE, Levels
from triage_tui.proof.possible import Possible, Values
from triage_tui.walk.plan import NOT_KNOWN, Disposition, Kind, Needs, Outcome, Plan

Ages: TypeAlias = tuple[tuple[int, int], ...]
"""Spans of days, both ends included."""
People: TypeAlias = dict[int, int]
"""By level (mode, role, age, sex), the values possible, as bits."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome, its own disposition and the one it may end in, in one mode, and who may be there.

    `sexes` and an age may be None: not known. `age_unknown`: whether nobody may have said an age.
    """

    pathway: str
    outcome: Outcome
    own: str
    disposition: Disposition
    needs: Needs
    mode: str
    roles: tuple[str, ...]
    ages: Ages
    age_unknown: bool
    sexes: tuple[str | None, ...]

    @property
    def raised(self) -> bool:
        """Whether a floor raised it above the outcome's own disposition."""
        return self.own != self.disposition.id


def endings_of(name: str, plan: Plan, roles: Mapping[str, tuple[str, ...]]) -> Iterator[Ending]:
    """Every ending of a pathway; `roles`: by role, the modes it may work in."""
    levels = Levels([plan])
    possible = Possible(plan, levels, lambda _: True)
    age = _heads(plan, levels, plan.facts[plan.fact_index["age"]].steps if "age" in plan.fact_index else ())
    sex = _heads(plan, levels, (plan.step_index["sex"],) if "sex" in plan.step_index else ())
    for (outcome, disposition), people in _people_by_end(plan, possible, (MODE, ROLE, *age, *sex)).items():
        ending, chosen = plan.outcomes[outcome], plan.dispositions[disposition]
        own = disposition == ending.disposition
        needs = (ending.needs or chosen.needs) if own else chosen.needs
        ages, unknown = _ages(levels, people, age)
        sexes = _sexes(levels, people, sex)
        for place, mode in enumerate(levels.all[MODE].marks):
            who = tuple(
                mark.name
                for number, mark in enumerate(levels.all[ROLE].marks)
                if people[ROLE] >> number & 1 and mode.name in roles.get(mark.name, ())
            )
            if people[MODE] >> place & 1 and who:
                outcome_own = plan.dispositions[ending.disposition].id
                yield Ending(name, ending, outcome_own, chosen, needs, mode.name, who, ages, unknown, sexes)


def _people_by_end(plan: Plan, possible: Possible, read: tuple[int, ...]) -> dict[tuple[int, int], People]:
    """By outcome and final disposition, who may be there: the outcome's own, or a more urgent floor set before it."""
    found: dict[tuple[int, int], People] = {}

    def add(outcome: int, disposition: int, people: People) -> None:
        kept = found.setdefault((outcome, disposition), dict.fromkeys(read, 0))
        for level, values in people.items():
            kept[level] |= values

    ahead, settled = _outcomes_ahead(plan, possible), _Settled(plan, possible.levels)
    ends: list[tuple[int, int, People, int]] = []
    for (step, go, _), values in possible.after.items():
        if go < 0:
            people = {level: values[level] for level in read}
            add(~go, plan.outcomes[~go].disposition, people)
            ends.append((step, ~go, people, settled.packed(values)))
    for (step, go, floor), before in possible.after.items():
        if floor < 0:
            continue
        reached = ahead[go] if go >= 0 else 1 << ~go
        setting, known = settled.packed(before), settled.by(step)
        kept = [level for level in read if level in (MODE, ROLE) or known >> settled.top[level] & 1]
        for last, outcome, people, packed in ends:
            if last < step or not reached >> outcome & 1:
                continue
            more_urgent = plan.ranks[floor] < plan.ranks[plan.outcomes[outcome].disposition]
            if more_urgent and settled.shared(setting, packed, known):
                add(outcome, floor, people | {level: people[level] & before[level] for level in kept})
    return found


class _Settled:
    """Whether what is known when a floor is set can go with what is known at an end, for all steps at once.

    The values of every head are packed into one number, each with a bit above them that is set by adding to any value.
    """

    def __init__(self, plan: Plan, levels: Levels) -> None:
        self.top: dict[int, int] = {}
        """By level, the place of its bit above."""
        self._full, place = 0, 0
        self._places: dict[int, int] = {}
        heads = [levels.group(step).head if step.kind != Kind.DECISION else -1 for step in plan.steps]
        for head in (MODE, ROLE, *dict.fromkeys(head for head in heads if head >= 0)):
            width = len(levels.all[head].marks)
            self._places[head], self.top[head] = place, place + width
            self._full |= ((1 << width) - 1) << place
            place += width + 1
        last = {head: number for number, head in enumerate(heads)}
        self._by: list[int] = []
        known = 1 << self.top[MODE] | 1 << self.top[ROLE]
        for number, head in enumerate(heads):
            if head >= 0 and last[head] == number:
                known |= 1 << self.top[head]
            self._by.append(known)

    def packed(self, values: Values) -> int:
        """The values of every head."""
        return sum(values[head] << place for head, place in self._places.items())

    def by(self, step: int) -> int:
        """The heads that nothing after a step changes, by their bits above."""
        return self._by[step]

    def shared(self, one: int, other: int, known: int) -> bool:
        """Whether every one of some heads has a value in both."""
        return ((one & other) + self._full) & known == known


def _outcomes_ahead(plan: Plan, possible: Possible) -> list[int]:
    """For every step, the outcomes (bits) that may still be reached from it."""
    ahead = [0] * (len(plan.steps) + 1)
    goes: dict[int, set[int]] = {}
    for step, go, _ in possible.after:
        goes.setdefault(step, set()).add(go)
    for step in possible.passed:
        goes.setdefault(step, set()).add(step + 1)
    for step in range(len(plan.steps) - 1, -1, -1):
        for go in goes.get(step, ()):
            ahead[step] |= ahead[go] if go >= 0 else 1 << ~go
    return ahead


def _ages(levels: Levels, people: People, heads: tuple[int, ...]) -> tuple[Ages, bool]:
    """The spans of days an age may lie in, and whether it may not be known."""
    days = sorted(
        (mark.low, mark.high)
        for head in heads
        for number, mark in enumerate(levels.all[head].marks)
        if people[head] >> number & 1 and number and mark.name != NOT_KNOWN
    )
    spans: list[tuple[int, int]] = []
    for low, high in days:
        if spans and low <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return tuple(spans), all(people[head] & 3 for head in heads)


def _sexes(levels: Levels, people: People, heads: tuple[int, ...]) -> tuple[str | None, ...]:
    """What a search may be told of the sex."""
    said = {
        mark.name for head in heads for place, mark in enumerate(levels.all[head].marks) if people[head] >> place & 1
    }
    known = [sex for sex in ("female", "male") if sex in said]
    return (*known, *((None,) if not heads or said - set(known) else ()))


def _heads(plan: Plan, levels: Levels, steps: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(levels.group(plan.steps[number]).head for number in steps))
