"""Which questions somebody is asked and which branches somebody takes: seen on walks, or else proved.

Scenarios, and plain patients with some answers changed (always the same ones), show almost everything that can happen.
What none of them shows is proved: first level by level, then exactly, within a budget.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cached_property, partial
from typing import TypeVar

from triage_tui.author.check.cases import case_results
from triage_tui.author.check.context import Context
from triage_tui.errors import AnswerError
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import BudgetError, Ref, deep
from triage_tui.proof.example import possible_patients
from triage_tui.proof.levels import MODE, ROLE
from triage_tui.proof.patient import walk
from triage_tui.proof.payload import Arrives
from triage_tui.proof.possible import Possible
from triage_tui.proof.walks import Walks
from triage_tui.walk.compiling.claims import impossible_of
from triage_tui.walk.engine import State, path
from triage_tui.walk.evaluate import FALSE, evaluate
from triage_tui.walk.plan import Condition, Plan
from triage_tui.walk.trace import met_since, stops_once

Place = TypeVar("Place")

MOST_WALKS = 4_000
QUIET_WALKS = 120
MOST_ANSWERS = 150_000
"""Answers given on all the walks tried together, so that a very long pathway does not take minutes."""
MOST_WORK = 20_000_000
"""Steps times levels of all the exact proofs together: two hundred proofs of the longest shipped pathway."""
MOST_HARD = 3
BUDGET = 400_000


class Reached(Enum):
    """Whether somebody comes to a place."""

    SEEN = "seen"
    NEVER = "never"
    UNKNOWN = "unknown"


class Reach:
    """What can happen on the walks of one pathway."""

    def __init__(self, context: Context, plan: Plan) -> None:
        self.context = context
        self.plan = plan
        self.asked: set[int] = set()
        self.passed: set[int] = set()
        self._conditional = {n: step.guard for n, step in enumerate(plan.steps) if step.guard is not None}
        """The conditions of steps that nobody was seen to pass over."""
        self.taken: set[tuple[int, int]] = set()
        self._work = self._hard = self._answers = 0
        self._tried = False
        results = case_results(context, plan.pathway)
        self._note(result.run.state for result in results if result.run is not None)

    def step(self, number: int) -> Reached:
        """Whether anybody is asked at a step (or comes to a decision)."""
        if self._seen(self.asked, number):
            return Reached.SEEN
        return self._proved(number, lambda: self._walks.asked_when(number))

    def branch(self, number: int, place: int) -> Reached:
        """Whether anybody takes a branch."""
        if self._seen(self.taken, (number, place)):
            return Reached.SEEN
        return self._proved(number, lambda: self._taken(number, place))

    def condition(self, number: int, place: int) -> Reached:
        """Whether a branch's condition holds, or may hold, for anybody who comes to the decision."""
        when = self.plan.steps[number].branches[place].when
        if when is None or self._seen(self.taken, (number, place)):
            return Reached.SEEN
        return self._proved(number, lambda: self._walks.reader.may(when, number))

    def shadow(self, number: int, place: int) -> int | None:
        """The one branch above another that takes everybody the other is for; None when it takes several."""
        branches = self.plan.steps[number].branches
        when = branches[place].when
        for above, branch in enumerate(branches[:place]):
            if when is None or branch.when is None:
                continue
            left = partial(self._left_by, number, branch.when, when)
            if self._proved(number, left) == Reached.NEVER:
                return above
        return None

    def _left_by(self, number: int, above: Condition, when: Condition) -> Ref:
        """Who would take a branch and does not leave by one above it."""
        reader, diagram = self._walks.reader, self._walks.diagram
        return diagram.both(reader.may(when, number), diagram.opposite(reader.may(above, number)))

    def answered(self, number: int, name: str) -> Reached:
        """Whether a possible patient gives a question one of its answers: always proved, because walks are tried
        with impossible patients too.
        """
        return self._proved(number, lambda: self._answer(number, name))

    def _answer(self, number: int, name: str) -> Ref:
        diagram, levels = self._walks.diagram, self._walks.levels
        head = levels.group(self.plan.steps[number]).head
        fits = tuple(diagram.yes if mark.name == name else diagram.no for mark in levels.all[head].marks)
        return diagram.both(self._walks.asked_when(number), diagram.node(head, fits))

    def passed_over(self, number: int) -> Reached:
        """Whether anybody comes to a step and is not asked."""
        if self._seen(self.passed, number):
            return Reached.SEEN
        return self._proved(number, lambda: self._walks.diagram.opposite(self._walks.asked_when(number)))

    def never_known(self, number: int, slot: int) -> bool:
        """Whether no walk to a step has asked what sets a fact."""
        values = self._possible.at[number]
        setters = [place for place in self.plan.facts[slot].steps if place < number]
        if values is None or not setters:
            return False
        heads = [self._walks.levels.group(self.plan.steps[place]).head for place in setters]
        return all(values[head] == 1 for head in heads)

    def _seen(self, places: set[Place], place: Place) -> bool:
        """Whether a place is among those seen; plain patients are tried when no scenario shows one."""
        if place not in places and not self._tried:
            self._tried = True
            self._try_patients()
        return place in places

    def _try_patients(self) -> None:
        """Every answer of every question that somebody was asked, once; then answers changed at random."""
        chance = random.Random(self.plan.pathway)  # noqa: S311
        pool = [list(self._walks.mild)]
        waiting: list[tuple[list[int], int, int]] = []
        given: set[int] = set()
        quiet = 0
        for _ in range(MOST_WALKS):
            if waiting:
                patient, level, value = waiting.pop()
                patient = self._with(patient, level, value)
            else:
                patient = self._changed(chance.choice(pool[-40:]), chance) if given else pool[0]
                quiet += 1
            before = len(self.asked) + len(self.taken) + len(self.passed)
            asked = self._walk(patient)
            if len(self.asked) + len(self.taken) + len(self.passed) > before:
                pool.append(patient)
                quiet = 0
            for level in self._levels_of({MODE, ROLE} - given, asked):
                if level not in given:
                    given.add(level)
                    marks = self._walks.levels.all[level].marks
                    waiting += [(patient, level, value) for value in range(len(marks)) if value != patient[level]]
            self._answers += len(asked)
            if quiet > QUIET_WALKS or self._answers > MOST_ANSWERS:
                return

    def _walk(self, patient: list[int]) -> set[str]:
        """The steps a patient is asked, noted; none for one who cannot be."""
        self.context.pause()
        try:
            state = walk(self.plan, self._walks.levels, patient)
        except (AnswerError, LookupError):
            return set()
        self._note([state])
        return {self.plan.steps[entry.step].id for entry in path(state)}

    def _levels_of(self, first: set[int], asked: set[str]) -> list[int]:
        """The levels of some steps."""
        return [*sorted(first), *(place for place, level in enumerate(self._walks.levels.all) if level.step in asked)]

    def _with(self, patient: list[int], level: int, value: int) -> list[int]:
        """The patient with one answer changed; an item is ticked in a list that was answered."""
        found = list(patient)
        found[level] = value
        part = self._walks.levels.all[level]
        if part.part:
            found[self._heads.get(part.step, level)] = 2
        return found

    def _changed(self, patient: list[int], chance: random.Random) -> list[int]:
        """The patient with the mode, the role or some answers changed."""
        ids = {self.plan.steps[number].id for number in self.asked}
        for level in chance.choices(self._levels_of({MODE, ROLE}, ids), k=chance.randint(1, 4)):
            patient = self._with(patient, level, chance.randrange(len(self._walks.levels.all[level].marks)))
        return patient

    @cached_property
    def _heads(self) -> dict[str, int]:
        levels = self._walks.levels
        return {levels.all[group.head].step: group.head for group in levels.groups.values()}

    def _note(self, ends: Iterable[State]) -> None:
        """What some walks show."""
        for stop in stops_once(ends):
            self.context.pause()
            if stop.before is not None:
                self.asked.add(stop.before.at)
            for one in met_since(self.plan, stop, 0):
                if one.how >= 0:
                    self.asked.add(one.step)
                    self.taken.add((one.step, one.how))
            if self._conditional:
                self._note_passed(stop)

    def _note_passed(self, stop: State) -> None:
        """The steps that a walk passes over or jumps over, to come here, while their condition does not hold."""
        after = 0 if stop.before is None else stop.before.at + 1
        here = len(self.plan.steps) if stop.finished else stop.at
        for place in [place for place in self._conditional if after <= place < here]:
            if evaluate(self._conditional[place], stop.facts) == FALSE:
                del self._conditional[place]
                self.passed.add(place)

    def _taken(self, number: int, place: int) -> Ref:
        """When a branch is taken: it may hold, and no earlier one does."""
        reader, diagram = self._walks.reader, self._walks.diagram
        found = self._walks.asked_when(number)
        branches = self.plan.steps[number].branches
        for earlier in branches[:place]:
            if earlier.when is not None:
                found = diagram.both(found, diagram.opposite(reader.may(earlier.when, number)))
        when = branches[place].when
        return found if when is None else diagram.both(found, reader.may(when, number))

    def _proved(self, number: int, condition: Callable[[], Ref]) -> Reached:
        """Whether a condition holds for anybody who comes to a step."""
        self.context.pause()
        if self._possible.at[number] is None:
            return Reached.NEVER
        self._work += len(self.plan.steps) * len(self._walks.levels.all)
        if self._walks.levels.too_fine or self._work > MOST_WORK or self._hard >= MOST_HARD:
            return Reached.UNKNOWN
        walks = self._walks
        try:
            with deep():
                behaviour = Behaviour(walks, Arrives(self.plan))
                if behaviour.possible.at[number] is None:
                    return Reached.NEVER
                behaviour.at[number] = condition()
                behaviour.compile(before=number)
                found = walks.diagram.both(self._patients, behaviour.root)
        except BudgetError:
            self._hard += 1
            for name in ("_walks", "_patients", "_heads", "_possible"):
                self.__dict__.pop(name, None)
            return Reached.UNKNOWN
        return Reached.NEVER if found == walks.diagram.no else Reached.SEEN

    @cached_property
    def _possible(self) -> Possible:
        return self._walks.possible

    @cached_property
    def _walks(self) -> Walks:
        return Walks.of(self.plan, self._impossible, BUDGET)

    @cached_property
    def _patients(self) -> Ref:
        pack = self.context.compiled.pack
        roles = {role.id: role.modes for role in pack.roles} if pack is not None else {}
        return possible_patients(self._walks, roles, self._impossible)

    @cached_property
    def _impossible(self) -> tuple[Condition, ...]:
        return impossible_of(self.context.files, self.plan.pathway, self.plan)


def reach_of(context: Context, plan: Plan) -> Reach:
    """What can happen in a pathway, worked out once for every rule."""
    return context.kept(f"reach {plan.pathway}", lambda: Reach(context, plan))
