"""Is there a patient who comes to a step so that something holds there? Exactly, or why it is too hard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import and_
from typing import NamedTuple

from triage_tui.errors import AnswerError
from triage_tui.proof.behaviour import Behaviour
from triage_tui.proof.diagram import Ref, deep
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import Roles, plainest, possible_patients
from triage_tui.proof.levels import MODE, ROLE, Levels
from triage_tui.proof.meets import Meets
from triage_tui.proof.patient import answer_of, setting
from triage_tui.proof.payload import Arrives, EndsIn, Payload
from triage_tui.proof.possible import Values
from triage_tui.proof.walks import Walks
from triage_tui.walk.case import mildest
from triage_tui.walk.engine import State, answer, path, start
from triage_tui.walk.evaluate import POSSIBLE
from triage_tui.walk.plan import MODES, NOT_KNOWN, Condition, Kind, Plan, Step, Value

QUICK, NODES = 15_000, 60_000
"""A question that needs more nodes than this is given up as too hard: while somebody waits, and when all is wanted."""


class Told(NamedTuple):
    """A patient's walk: the setting, what was answered, and the state at the end."""

    mode: str
    role: str
    state: State

    @property
    def answers(self) -> dict[int, Value]:
        """The answers by step."""
        return {entry.step: entry.value for entry in path(self.state)}


class ComesWithout(Arrives):
    """Whether the walk comes to a step without a floor of a rank, or more urgent, and without some adjuncts."""

    def __init__(self, plan: Plan, rank: int | None, also: int) -> None:
        super().__init__(plan, rank)
        self.also = also

    def goes_on(self, effect: Effect) -> bool:
        """A floor that is urgent enough, or one of the adjuncts, is of no interest."""
        return super().goes_on(effect) and not effect.also & self.also


class Arrivals:
    """Finds patients of one plan; `impossible`: what none of them can be, as declared."""

    def __init__(self, plan: Plan, roles: Roles, nodes: int = NODES, impossible: Sequence[Condition] = ()) -> None:
        self.nodes = nodes
        self.plan = plan
        self.roles = roles
        self.impossible = tuple(impossible)
        self._fresh()
        self.possible = self.walks.possible

    def _fresh(self) -> None:
        self.walks = Walks.of(self.plan, self.impossible, self.nodes)
        self.diagram = self.walks.diagram
        self.patients = possible_patients(self.walks, self.roles, self.impossible)
        asking = (step for step in self.plan.steps if step.kind != Kind.DECISION)
        self.heads = frozenset(self.walks.levels.group(step).head for step in asking)

    def _make_room(self) -> None:
        """Begin anew where diagrams have grown large."""
        if len(self.diagram.level) > self.nodes // 2:
            self._fresh()

    def in_mode(self, number: int) -> Values | None:
        """What may be known on arrival at a step in one of its modes; None where nobody can come so."""
        arrived = self.possible.at[number]
        if arrived is None:
            return None
        inside = arrived[MODE] & sum(fits << place for place, fits in enumerate(self._modes(number)))
        return [*arrived[:MODE], inside, *arrived[MODE + 1 :]] if inside else None

    def mode_fits(self, number: int) -> Ref:
        """Whether a step has the mode of the walk."""
        return self.diagram.node(MODE, tuple(self.diagram.terminal(fits) for fits in self._modes(number)))

    def _modes(self, number: int) -> list[bool]:
        own = self.plan.steps[number].modes
        return [bool(own >> MODES.index(mark.name) & 1) for mark in self.walks.levels.all[MODE].marks]

    def values(self, number: int) -> Values | None:
        """What may be known at a step that is asked or decided; None where nobody can come."""
        arrived = self.in_mode(number)
        step = self.plan.steps[number]
        if arrived is None or step.guard is None:
            return arrived
        return self.possible.assume(step.guard, POSSIBLE, True, arrived, number)

    def at_branch(self, number: int, branch: int) -> Values | None:
        """What may be known where a branch is looked at."""
        found = self.values(number)
        for earlier in self.plan.steps[number].branches[:branch]:
            if found is None or earlier.when is None:
                return None
            found = self.possible.assume(earlier.when, POSSIBLE, False, found, number)
        return found

    def looked_at(self, number: int, branch: int) -> Ref:
        """When a branch is looked at: the step is reached and every earlier branch is refused."""
        found = self.walks.asked_when(number)
        for earlier in self.plan.steps[number].branches[:branch]:
            if earlier.when is None:
                return self.diagram.no
            refused = self.diagram.opposite(self.walks.reader.may(earlier.when, number))
            found = self.diagram.both(found, refused)
        return found

    def who(
        self,
        number: int,
        holds: Callable[[Walks], Ref],
        values: Values | None,
        payload: Payload | None = None,
        also: Callable[[Walks], Ref] | None = None,
        around: Values | None = None,
    ) -> list[int] | None:
        """The plainest patient who comes to a step where `holds` does; None when there is none.

        `values`: what may be known there, to look no further; `also`: what else must be so of the patient; `around`:
        the only values to look at, by level; TooHard when it takes too many nodes.
        """
        if values is None:
            return None
        self._make_room()
        everything = self.possible.everything
        inside = values if around is None else list(map(and_, values, self._or_passed(around)))
        required = {level: bits for level, bits in enumerate(inside) if bits != everything[level]}
        with deep():
            begin = None if around is None else self._begin(around)
            behaviour = Behaviour(self.walks, payload or Arrives(self.plan), required, begin)
            behaviour.at[number] = holds(self.walks)
            found = self.diagram.both(self._patients(around), behaviour.compile(before=number).root)
            if also is not None and found != self.diagram.no:
                found = self.diagram.both(found, also(self.walks))
            return self.plainest(found)

    def _or_passed(self, around: Values) -> Values:
        """The same, of those too who are not asked: what is to be looked at is said of answers."""
        return [bits | (level in self.heads) for level, bits in enumerate(around)]

    def _begin(self, around: Values) -> tuple[int, Values]:
        """The first step, and what is known there, in one mode and role."""
        return 0, [around[level] if level in (MODE, ROLE) else 1 for level in range(len(around))]

    def _patients(self, around: Values | None) -> Ref:
        """The patients there can be; of those, the ones in some modes and roles."""
        found = self.patients
        for level in (MODE, ROLE) if around is not None else ():
            assert around is not None
            fits = (self.diagram.terminal(bool(around[level] >> n & 1)) for n in range(self.diagram.domains[level]))
            found = self.diagram.both(found, self.diagram.node(level, tuple(fits)))
        return found

    def nobody_meets(self, marks: Mapping[int, Callable[[Walks], Ref]], outcomes: frozenset[int]) -> bool:
        """Whether no patient at all comes to any of some steps where what is given for it holds, or to an outcome."""
        self._make_room()
        with deep():
            states = {number: mark(self.walks) for number, mark in marks.items()}
            meets = Meets(self.walks, EndsIn(self.plan, outcomes), states)
            return self.diagram.both(self.patients, meets.compile(before=len(self.plan.steps)).root) == self.diagram.no

    def who_ends_in(self, outcomes: frozenset[int]) -> list[int] | None:
        """The plainest patient whose walk ends in one of some outcomes."""
        self._make_room()
        with deep():
            root = Behaviour(self.walks, EndsIn(self.plan, outcomes)).compile().root
            return self.plainest(self.diagram.both(self.patients, root))

    def plainest(self, condition: Ref) -> list[int] | None:
        """The plainest patient, who rather knows an answer than not: what is next to the reassuring value is tried."""
        found = plainest(self.walks, condition)
        if found is None:
            return None
        mild = self.walks.mild
        for level in sorted(self.heads):
            if found[level] == mild[level] or found[level] > 1:
                continue
            known = range(2, len(self.walks.levels.all[level].marks))
            for value in (*sorted(known, key=lambda value: abs(value - mild[level])), 1):
                found[level] = value
                if self.diagram.evaluate(condition, found):
                    break
        return found

    def walk(self, patient: Sequence[int], instead: Mapping[int, Value] | None = None) -> Told | None:
        """The patient's walk on the engine; None where the role may not give an answer."""
        return told_of(self.plan, self.walks.levels, patient, instead)


def told_of(
    plan: Plan, levels: Levels, patient: Sequence[int], instead: Mapping[int, Value] | None = None
) -> Told | None:
    """A patient's walk on the engine, as reassuring as a scenario where it does not matter, with some other answers.

    None where the role may not give an answer.
    """
    mode, role = setting(levels, patient)
    state = start(plan, mode=mode, role=role)
    try:
        while not state.finished:
            value = (instead or {}).get(state.at)
            if value is None:
                value = answer_of(plan, levels, patient, state.at)
                usual = mildest(plan, plan.steps[state.at])
                if usual is not None and _says_the_same(plan.steps[state.at], value, usual):
                    value = usual
            state = answer(plan, state, value)
    except AnswerError:
        return None
    return Told(mode, role, state)


def _says_the_same(step: Step, value: Value, usual: Value) -> bool:
    """Whether an answer says what the reassuring one says: any words do where words are optional."""
    text = step.kind == Kind.TEXT and not step.needed
    return value == usual or (text and NOT_KNOWN not in (value, usual))
