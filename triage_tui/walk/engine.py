"""Walk a compiled pathway: pure, the same step function under everything.

Codes of `actions`: 0 not known; a question's answers from 1; a checklist's 1 none of these, then its items from 2; a
number, observations or text 1; an instruction 1 done, 2 not done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from triage_tui.errors import AnswerError
from triage_tui.walk.evaluate import FALSE, evaluate
from triage_tui.walk.plan import MODES, NOT_KNOWN, Action, Instrument, Kind, Plan, Slot, Step, Value
from triage_tui.walk.quantity import read_number
from triage_tui.walk.score import score

NOTHING: Mapping[str, Value] = MappingProxyType({})
_DECISION = int(Kind.DECISION)


class Floor(NamedTuple):
    """The least urgent disposition still allowed, why, and the step that set it (-1: another pathway)."""

    rank: int
    disposition: int
    because: str
    step: int


class State(NamedTuple):
    """Where a walk stands, and the answer that led here.

    `at`: a step, or ~outcome. `also`: adjunct bits. `pending`: answers waiting for their step. `before`: the state in
    which `value` was given (None at the start); `carried`: it was known already and not asked.
    """

    at: int
    facts: tuple[Slot, ...]
    floor: Floor | None
    also: int
    pending: Mapping[str, Value]
    before: State | None
    value: Value
    carried: bool

    @property
    def finished(self) -> bool:
        """Whether an outcome is reached."""
        return self.at < 0

    def key(self) -> tuple[object, ...]:
        """Everything that makes two states the same, without the chain of earlier states."""
        answers = tuple((entry.step, entry.value, entry.carried) for entry in path(self))
        return self.at, self.facts, self.floor, self.also, answers, dict(self.pending)


class Entry(NamedTuple):
    """One answer on the path, and the state in which it was given; `carried` answers were not asked again."""

    step: int
    value: Value
    carried: bool
    before: State


_state = tuple.__new__


def start(
    plan: Plan, *, mode: str, role: str, known: Mapping[str, Value] = NOTHING, floor: Floor | None = None, also: int = 0
) -> State:
    """The first state; answers in `known` are taken without asking when their step is reached."""
    facts: list[Slot] = [None] * len(plan.facts)
    for slot, (name, value) in enumerate((("mode", mode), ("role", role))):
        values = plan.facts[slot].values
        if value not in values:
            raise AnswerError(f'unknown {name} "{value}"; there are {", ".join(values)}')
        facts[slot] = values.index(value) + 1
    if not plan.modes >> MODES.index(mode) & 1:
        raise AnswerError(f'pathway "{plan.pathway}" has no mode {mode}')
    return _settle(plan, 0, facts, floor, also, dict(known), None, "")


def answer(plan: Plan, state: State, value: Value) -> State:
    """The state after answering the current step; AnswerError when the step cannot take the value."""
    at, facts, floor, also, pending, _, _, _ = state
    if at < 0:
        raise AnswerError("this walk has ended; there is no question to answer")
    quick = plan.quick[at]
    if quick is not None and not pending and type(value) is str:
        hit = quick.get(value)
        if hit is not None:
            slot, code, go = hit
            changed = [*facts]
            changed[slot] = code
            return _state(State, (go, tuple(changed), floor, also, pending, state, value, False))
    changed = [*facts]
    go, floor, also = _take(plan, at, value, changed, floor, also)
    return _settle(plan, go, changed, floor, also, pending, state, value)


def back(state: State) -> State:
    """The state before the last answer that was asked for; the same state when there is none."""
    found = state
    while found.before is not None:
        if not found.carried:
            return found.before
        found = found.before
    return state


def path(state: State) -> tuple[Entry, ...]:
    """The answers that count, first to last."""
    found: list[Entry] = []
    while state.before is not None:
        found.append(Entry(state.before.at, state.value, state.carried, state.before))
        state = state.before
    return tuple(reversed(found))


def answers_by_step(plan: Plan, state: State) -> dict[str, Value]:
    """The answers that count, by step id."""
    return {plan.steps[entry.step].id: entry.value for entry in path(state)}


class Change(NamedTuple):
    """What changing an answer does: the new state, and the answers that no longer count, as (step, value)."""

    state: State
    dropped: tuple[tuple[int, Value], ...]


def change(plan: Plan, state: State, step: int, value: Value) -> Change:
    """Answer an earlier step differently; later answers that are still on the path are kept, the others dropped."""
    entries = path(state)
    place = next((number for number, entry in enumerate(entries) if entry.step == step), None)
    if place is None:
        raise AnswerError("that question has not been answered")
    entry = entries[place]
    base = entry.before
    later = {plan.steps[item.step].id: item.value for item in entries[place + 1 :]}
    waiting = {**state.pending, **later}
    changed = answer(plan, base._replace(pending=MappingProxyType(waiting)), value)
    kept = {item.step for item in path(changed)}
    reachable = _reachable(plan, changed)
    lost = [item for item in entries[place + 1 :] if item.step not in kept and item.step not in reachable]
    for item in lost:
        waiting.pop(plan.steps[item.step].id, None)
    return Change(changed._replace(pending=MappingProxyType(waiting)), tuple((item.step, item.value) for item in lost))


def _reachable(plan: Plan, state: State) -> set[int]:
    from triage_tui.walk.outlook import reachable_steps

    return reachable_steps(plan, state)


def _settle(
    plan: Plan,
    at: int,
    facts: list[Slot],
    floor: Floor | None,
    also: int,
    pending: Mapping[str, Value],
    before: State | None,
    value: Value,
) -> State:
    """Pass decisions, steps of other modes, steps whose condition is false, and steps whose answer is known."""
    steps = plan.steps
    mode = 1 << facts[0] - 1  # type: ignore[operator]
    carried = False
    while at >= 0:
        step = steps[at]
        if not step.modes & mode or (step.guard is not None and evaluate(step.guard, facts) == FALSE):
            at += 1
            continue
        if step.kind == _DECISION:
            action = choose(step, facts)
            floor, also = _apply(plan, at, action, floor, also)
            at = action.go
            continue
        if not pending or step.id not in pending:
            break
        here = State(at, tuple(facts), floor, also, pending, before, value, carried)
        try:
            go, floor, also = _take(plan, at, pending[step.id], facts, floor, also)
        except AnswerError:
            break
        before, value, carried = here, pending[step.id], True
        at = go
    return State(at, tuple(facts), floor, also, pending, before, value, carried)


def choose(step: Step, facts: list[Slot] | tuple[Slot, ...]) -> Action:
    """The branch a decision takes: the first that is not certainly false."""
    for branch in step.branches:
        if branch.when is None or evaluate(branch.when, facts) != FALSE:
            return branch.action
    raise AssertionError("a decision without otherwise was compiled")


def _take(
    plan: Plan, at: int, value: Value, facts: list[Slot], floor: Floor | None, also: int
) -> tuple[int, Floor | None, int]:
    """Store a value in the facts; where it leads, and the floor and adjuncts after it."""
    step = plan.steps[at]
    actions = store(plan, step, value, facts)
    for action in actions:
        floor, also = _apply(plan, at, action, floor, also)
    go = next((action.go for action in actions if action.leaves), at + 1)
    return go, floor, also


def store(plan: Plan, step: Step, value: Value, facts: list[Slot]) -> tuple[Action, ...]:
    """Set the facts this answer tells, and name its actions, first things first."""
    kind = step.kind
    if kind in (Kind.CHOICE, Kind.INSTRUCTION):
        code = plan.codes[plan.step_index[step.id]].get(value) if isinstance(value, str) else None
        if code is None or (kind == Kind.INSTRUCTION and code == 0):
            raise _not_an_answer(step, value)
        facts[step.slot] = code
        return (step.actions[code],)
    if kind == Kind.CHECKLIST:
        return _store_checklist(step, value, facts)
    if kind == Kind.MEASURE:
        return (_store_measure(plan, step, value, facts),)
    if not isinstance(value, str):
        raise AnswerError(f"{step.short}: this takes one value")
    if kind == Kind.NUMBER:
        spec = step.number
        assert spec is not None
        if value == NOT_KNOWN:
            facts[step.slot] = (spec.low, spec.high)
            return (step.actions[0],)
        facts[step.slot] = read_number(value, spec)
        return (step.actions[1],)
    if step.needed and not value.strip():
        raise AnswerError(f"{step.short}: needed; type it, or answer not known")
    facts[step.slot] = 0 if value == NOT_KNOWN else 1
    return (step.actions[0 if value == NOT_KNOWN else 1],)


def _store_checklist(step: Step, value: Value, facts: list[Slot]) -> tuple[Action, ...]:
    if value == NOT_KNOWN:
        facts[step.slot] = -1
        return (step.actions[0],)
    if value == "none":
        value = ()
    if not isinstance(value, tuple | list):
        raise AnswerError(f"{step.short}: give a list of what is true, [] for none of these, or not known")
    places = {option.id: place for place, option in enumerate(step.options)}
    bits = 0
    for item in value:
        if item not in places:
            raise _not_an_answer(step, item)
        bits |= 1 << places[item]
    facts[step.slot] = bits
    if not bits:
        return (step.actions[1],)
    return tuple(step.actions[place + 2] for place in range(len(step.options)) if bits >> place & 1)


def _store_measure(plan: Plan, step: Step, value: Value, facts: list[Slot]) -> Action:
    """Set every field's fact, the total and the highest part; fields not measured become ranges."""
    instrument = plan.instruments[step.instrument]
    if value == NOT_KNOWN:
        value = {}
    if not isinstance(value, Mapping):
        raise AnswerError(f"{step.short}: give the fields of {instrument.title}, or not known")
    _check_confirmed(plan, instrument, dict(value), facts)
    result = score(instrument, dict(value))
    nothing = not any(text not in ("", NOT_KNOWN) for text in value.values())
    index = plan.fact_index
    for field, slot_value in zip(instrument.fields, result.values, strict=True):
        facts[index[step.prefix + field.id]] = slot_value
    for name, total in ((instrument.total, result.total), (instrument.highest, result.highest)):
        if name and total is not None:
            facts[index[step.prefix + name]] = total[0] if total[0] == total[1] else total
    facts[step.slot] = 0 if nothing else 1
    return step.actions[0 if nothing else 1]


def _check_confirmed(plan: Plan, instrument: Instrument, values: dict[str, str], facts: list[Slot]) -> None:
    """Refuse a choice that only a clinician may make, when the role is known and is not one."""
    role = facts[1]
    if not isinstance(role, int) or plan.facts[1].values[role - 1] in plan.clinicians:
        return
    for field in instrument.fields:
        for choice in field.choices:
            if choice.confirm and values.get(field.id) == choice.id:
                raise AnswerError(f"{field.label}: {choice.label} can only be chosen by a clinician")


def _apply(plan: Plan, at: int, action: Action, floor: Floor | None, also: int) -> tuple[Floor | None, int]:
    if action.floor >= 0:
        rank = plan.dispositions[action.floor].rank
        if floor is None or rank < floor.rank:
            floor = Floor(rank, action.floor, action.because, at)
    return floor, also | action.also


def _not_an_answer(step: Step, value: object) -> AnswerError:
    known = ", ".join([option.id for option in step.options] + ([NOT_KNOWN] if step.kind != Kind.INSTRUCTION else []))
    said = f'"{value}"' if isinstance(value, str) and len(value) <= 40 else "this"
    return AnswerError(f"{step.short}: {said} is not one of the answers", f"the answers are: {known}")


def red_flags(plan: Plan, state: State) -> Iterator[tuple[Entry, Action]]:
    """Every answer on the path that set a floor or an adjunct, with the action that did."""
    for entry in path(state):
        facts: list[Slot] = [None] * len(plan.facts)
        for action in store(plan, plan.steps[entry.step], entry.value, facts):
            if action.floor >= 0 or action.also:
                yield entry, action
