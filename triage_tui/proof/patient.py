"""A patient of a proof: one value for every level, as answers that the engine takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage_tui.proof.levels import MODE, ROLE, Levels, Mark
from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.plan import NOT_KNOWN, Kind, NumberSpec, Plan, Step, Value
from triage_tui.walk.quantity import DAYS_IN_MONTH, DAYS_IN_YEAR


def setting(levels: Levels, patient: Sequence[int]) -> tuple[str, str]:
    """The mode and the role."""
    return levels.all[MODE].marks[patient[MODE]].name, levels.all[ROLE].marks[patient[ROLE]].name


def answer_of(plan: Plan, levels: Levels, patient: Sequence[int], number: int) -> Value:
    """What the patient answers at a step."""
    step = plan.steps[number]
    group = levels.group(step)
    head = levels.all[group.head].marks[patient[group.head]]
    if step.kind == Kind.NUMBER and step.number is not None:
        return NOT_KNOWN if head.name == NOT_KNOWN else number_text(step.number, head.low)
    if step.kind == Kind.TEXT:
        return NOT_KNOWN if head.name == NOT_KNOWN else "-"
    if head.name == NOT_KNOWN or step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        return head.name
    marks = {part: levels.all[level].marks[patient[level]] for part, level in group.parts.items()}
    if step.kind == Kind.CHECKLIST:
        here = [option.id for option in step.options]
        elsewhere = [part for part in marks if part not in here]  # an item of the other version: the engine refuses it
        return tuple(part for part in (*here, *elsewhere) if marks[part].fact)
    return _observations(plan, step, marks)


def _observations(plan: Plan, step: Step, marks: Mapping[str, Mark]) -> dict[str, str]:
    found = {}
    for item in plan.instruments[step.instrument].fields:
        mark = marks[item.id]
        if mark.name != NOT_KNOWN:
            found[item.id] = mark.name if item.number is None else number_text(item.number, mark.low)
    return found


def number_text(spec: NumberSpec, value: int) -> str:
    """A number as somebody would type it; it reads back as the same number."""
    if spec.unit == "age":
        for unit, days in (("years", DAYS_IN_YEAR), ("months", DAYS_IN_MONTH)):
            whole = round(value / days)
            if whole and int(whole * days) == value:
                return f"{whole} {unit}"
        return f"{value} days"
    return f"{value / 10**spec.decimals:.{spec.decimals}f}" if spec.decimals else str(value)


def walk(plan: Plan, levels: Levels, patient: Sequence[int]) -> State:
    """The patient's walk on the engine; AnswerError when a role may not give one of the answers."""
    mode, role = setting(levels, patient)
    return walk_on(plan, levels, patient, start(plan, mode=mode, role=role))


def walk_on(plan: Plan, levels: Levels, patient: Sequence[int], state: State) -> State:
    """The rest of a walk with a patient's answers."""
    while not state.finished:
        state = answer(plan, state, answer_of(plan, levels, patient, state.at))
    return state
