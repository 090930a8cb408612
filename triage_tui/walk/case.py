"""Run one worked case: facts in, the state they lead to out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage_tui.errors import AnswerError
from triage_tui.walk.engine import State, answer, answers_by_step, start
from triage_tui.walk.outlook import reachable_steps
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value
from triage_tui.walk.score import field_hint


@dataclass(frozen=True, slots=True)
class CaseRun:
    """Where a case led, the answers it cannot use, and the steps that were filled in."""

    state: State
    unused: tuple[str, ...]
    filled: tuple[str, ...]


class Beginnings:
    """Walks of many cases on one plan: what they begin with alike is walked once, and its states are the same."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._starts: dict[tuple[str, str], State] = {}
        self._after: dict[tuple[int, Value | None], State] = {}
        self._kept: list[State] = []
        """The states that were answered, so that each is known by its place."""

    def start(self, mode: str, role: str) -> State:
        """The first state."""
        found = self._starts.get((mode, role))
        if found is None:
            found = self._starts[mode, role] = start(self.plan, mode=mode, role=role)
        return found

    def answer(self, state: State, value: Value, *, mild: bool) -> State:
        """The state after an answer to a state that came from here; `mild`: it is the step's mildest."""
        if not mild and not isinstance(value, str):
            return answer(self.plan, state, value)
        key = id(state), None if mild else value
        found = self._after.get(key)
        if found is None:
            found = self._after[key] = answer(self.plan, state, value)
            self._kept.append(state)
        return found


def run_case(
    plan: Plan,
    *,
    mode: str,
    role: str,
    answers: Mapping[str, Value],
    default: str = "fail",
    beginnings: Beginnings | None = None,
) -> CaseRun:
    """Answer every step the case knows; with default "mildest", fill the others with their mildest answer.

    AnswerError, with its step, for an answer that is none.
    """
    known = {name: value for name, value in answers.items() if name in plan.step_index}
    walks = beginnings or Beginnings(plan)
    state = walks.start(mode, role)
    filled: list[str] = []
    while not state.finished:
        step = plan.steps[state.at]
        if step.id in known:
            try:
                state = walks.answer(state, known[step.id], mild=False)
            except AnswerError as error:
                error.step = step.id
                raise
            continue
        value = mildest(plan, step) if default == "mildest" else None
        if value is None:
            break
        filled.append(step.id)
        state = walks.answer(state, value, mild=True)
    useful = set(answers_by_step(plan, state))
    useful |= {plan.steps[number].id for number in reachable_steps(plan, state)}
    unused = tuple(name for name in answers if name not in useful)
    return CaseRun(state, unused, tuple(filled))


def mildest(plan: Plan, step: Step) -> Value | None:
    """The reassuring answer of a step, or None where its pathway names none."""
    if step.kind == Kind.MEASURE:
        return {field.id: field.usual for field in plan.instruments[step.instrument].fields}
    return step.mildest


def explain_unused(plan: Plan, name: str) -> str:
    """Why an answer was never used, in words."""
    if name in plan.step_index:
        return f'"{name}" was never reached with these answers'
    from triage_tui.problems import did_you_mean

    return f'there is no step "{name}"; {did_you_mean(name, plan.step_index)}'.rstrip("; ")


def example(plan: Plan, step: Step) -> str:
    """How an answer to this step is written in a case file."""
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        return " | ".join([option.id for option in step.options] + ([NOT_KNOWN] if step.kind == Kind.CHOICE else []))
    if step.kind == Kind.CHECKLIST:
        return "[" + ", ".join(option.id for option in step.options) + f"] | [] | {NOT_KNOWN}"
    if step.kind == Kind.MEASURE:
        fields = plan.instruments[step.instrument].fields
        return "{" + ", ".join(f"{field.id}: {field_hint(field)}" for field in fields) + "}"
    return "text"


__all__ = ["AnswerError", "CaseRun", "example", "explain_unused", "mildest", "run_case"]
