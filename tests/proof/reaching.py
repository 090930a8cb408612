"""Somebody for whom what is said to be possible comes true: answers that lead there, given to the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, combinations
from random import Random

from tests.walk.answers import random_field
from triage_tui.errors import AnswerError
from triage_tui.proof.levels import Levels
from triage_tui.proof.patient import number_text
from triage_tui.walk.ahead import Tables
from triage_tui.walk.engine import State, answer, path
from triage_tui.walk.outlook import Outlook, final_disposition, outlook
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value

Wanted = Callable[[Outlook, int], bool]
"""Whether an outlook after so many further answers still allows what is wanted."""


def everything_comes_true(plan: Plan, levels: Levels, found: Tables, state: State, ahead: Outlook) -> None:
    """Every disposition, and both counts, on the engine."""
    for number in ahead.dispositions:
        end = reach(plan, levels, found, state, partial(_still, number))
        assert end is not None, f"{plan.steps[state.at].id}: nobody ends in {plan.dispositions[number].id}"
        assert final_disposition(plan, end) == number
    for wanted, count in ((_fewest, ahead.fewest), (_most, ahead.most)):
        end = reach(plan, levels, found, state, partial(wanted, count))
        assert end is not None, f"{plan.steps[state.at].id}: nobody is asked {count} questions"
        assert len(path(end)) - len(path(state)) == count


def _still(number: int, ahead: Outlook, asked: int) -> bool:
    return number in ahead.dispositions


def _fewest(count: int, ahead: Outlook, asked: int) -> bool:
    return ahead.fewest == count - asked


def _most(count: int, ahead: Outlook, asked: int) -> bool:
    return ahead.most == count - asked


def reach(plan: Plan, levels: Levels, tables: Tables, state: State, wanted: Wanted) -> State | None:
    """A walk from a state to its end on which what is wanted stays possible at every step; None when there is none."""
    asked = 0
    while not state.finished:
        asked += 1
        for value in answers(plan, levels, plan.steps[state.at]):
            try:
                following = answer(plan, state, value)
            except AnswerError:
                continue
            found = outlook(plan, following) if following.finished else tables.look(plan, following)
            if found is not None and wanted(found, asked):
                state = following
                break
        else:
            return None
    return state


def answers(plan: Plan, levels: Levels, step: Step) -> Iterator[Value]:
    """Answers of every kind that a condition may tell apart; of a set of observations a good many of them."""
    marks = levels.all[levels.group(step).head].marks
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        yield from (mark.name for mark in marks[1:])
    elif step.kind == Kind.TEXT:
        yield from ("-", NOT_KNOWN)
    elif step.kind == Kind.NUMBER and step.number is not None:
        yield NOT_KNOWN
        yield from (number_text(step.number, mark.low) for mark in marks[2:])
    elif step.kind == Kind.CHECKLIST:
        yield NOT_KNOWN
        names = [option.id for option in step.options]
        yield from chain.from_iterable(combinations(names, count) for count in range(len(names) + 1))
    else:
        yield from _observations(plan, levels, step)


def _observations(plan: Plan, levels: Levels, step: Step) -> Iterator[Value]:
    yield NOT_KNOWN
    fields, parts = plan.instruments[step.instrument].fields, levels.group(step).parts
    usual = {field.id: field.usual or NOT_KNOWN for field in fields}
    yield usual
    for one in fields:
        for mark in levels.all[parts[one.id]].marks:
            plain = one.number is None or mark.name == NOT_KNOWN
            yield usual | {one.id: mark.name if plain or one.number is None else number_text(one.number, mark.low)}
    random = Random(3)
    for _ in range(3_000):
        yield {field.id: random_field(field, random) for field in fields}
