"""The scenarios of a pathway, ready to be run again on mutants: only from where a mutant differs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from triage_tui.author.cover.arrive import Told
from triage_tui.author.mutants.mutant import Mutant
from triage_tui.author.scenarios import CaseResult, case_answers
from triage_tui.content.shared_files import CaseShape, ExpectShape
from triage_tui.errors import AnswerError
from triage_tui.walk.case import mildest
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import State, answer, path, start
from triage_tui.walk.plan import Plan, Value
from triage_tui.walk.trace import met


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario: its walk, the answers it gives by step, and what it expects."""

    told: Told
    answers: Mapping[int, Value]
    expect: ExpectShape
    fills_in: bool = True


class Suite:
    """The scenarios of one plan, by what they pass."""

    def __init__(self, plan: Plan, cases: Iterable[Case]) -> None:
        self.plan = plan
        self.cases = tuple(cases)
        self._states = [_states(case.told.state) for case in self.cases]
        self._by_step: dict[int, list[tuple[int, int]]] = {}
        self._by_outcome: dict[int, list[int]] = {}
        for place, case in enumerate(self.cases):
            for one in met(plan, case.told.state):
                self._by_step.setdefault(one.step, []).append((place, one.before))
            self._by_outcome.setdefault(~case.told.state.at, []).append(place)

    def kills(self, mutant: Mutant, plan: Plan) -> bool:
        """Whether any scenario fails on the mutant, whose plan is given."""
        if mutant.outcome >= 0:
            places = self._by_outcome.get(mutant.outcome, ())
            return any(_fails(plan, self.cases[place], self.cases[place].told.state, set()) for place in places)
        return any(self._killed_by(plan, place, before) for place, before in self._passing(mutant))

    def _passing(self, mutant: Mutant) -> Sequence[tuple[int, int]]:
        """The scenarios that pass what is changed, and after how many answers."""
        if mutant.step >= 0:
            return self._by_step.get(mutant.step, ())
        return [found for step in self.plan.measuring(mutant.instrument) for found in self._by_step.get(step, ())]

    def _killed_by(self, plan: Plan, place: int, before: int) -> bool:
        case, states = self.cases[place], self._states[place]
        given = set(path_steps(states[: before + 1]))
        try:
            state = _to(plan, case.told, states, before)
            count = before
            while True:
                known = states[count] if count < len(states) else None
                if count > before and known is not None and _same(state, known):
                    return False
                if state.finished:
                    return _fails(plan, case, state, given)
                value = case.answers.get(state.at)
                if value is None and case.fills_in:
                    value = mildest(plan, plan.steps[state.at])
                if value is None:
                    return True
                given.add(state.at)
                state = answer(plan, state, value)
                count += 1
        except AnswerError:
            return True


def path_steps(states: Sequence[State]) -> list[int]:
    """The steps that were answered on the way."""
    return [state.at for state in states[:-1]]


def _to(plan: Plan, told: Told, states: Sequence[State], before: int) -> State:
    """The state after some answers, on another version of the plan that is the same up to there."""
    if before == 0:
        return start(plan, mode=told.mode, role=told.role)
    return answer(plan, states[before - 1], states[before].value)


def _same(one: State, other: State) -> bool:
    return one.at == other.at and one.facts == other.facts and one.floor == other.floor and one.also == other.also


def _states(state: State) -> list[State]:
    return [*(entry.before for entry in path(state)), state]


def _fails(plan: Plan, case: Case, state: State, given: set[int]) -> bool:
    """Whether a scenario that ends here fails: an expectation, or an answer that was never asked for."""
    expect = case.expect
    asked = {entry.step for entry in path(state)}
    if given and any(step not in asked for step in case.answers):
        return True
    names = {plan.steps[step].id for step in asked}
    if not names.issuperset(expect.asked) or not names.isdisjoint(expect.not_asked):
        return True
    end = conclude(plan, state, case.told.mode)
    if expect.also is not None and set(expect.also) != set(end.also):
        return True
    floor = plan.dispositions[state.floor.disposition].id if state.floor else None
    wanted = (expect.disposition, expect.outcome, expect.care, expect.floor)
    actual = (end.disposition.id, end.outcome, end.care, floor)
    return any(one is not None and one != other for one, other in zip(wanted, actual, strict=True))


def suite_of(plan: Plan, cases: Sequence[CaseShape], results: Sequence[CaseResult]) -> Suite:
    """The suite of scenarios that were run and passed."""
    return Suite(
        plan,
        [
            Case(
                Told(result.mode, result.role, result.run.state),
                {plan.step_index[name]: value for name, value in case_answers(case).items()},
                case.expect or ExpectShape(),
                case.default != "fail",
            )
            for case, result in zip(cases, results, strict=True)
            if result.run is not None and result.run.state.finished and not result.problems
        ],
    )
