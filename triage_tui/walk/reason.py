"""Why a walk ended where it did: the rule that fired, or the answer, and what it read."""

from __future__ import annotations

from typing import NamedTuple

from triage_tui.walk.engine import Entry, State, path
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import Plan
from triage_tui.walk.trace import branches_taken
from triage_tui.walk.voice import shown_value


class Led(NamedTuple):
    """What led to the outcome: a decision's rule ("" when an answer did), where it is written, and the answers."""

    rule: str
    where: str
    answers: tuple[Entry, ...]


def what_led_here(plan: Plan, state: State) -> Led:
    """The rule or answer that ended this walk; needs a walk that reached an outcome."""
    entries = path(state)
    branches = branches_taken(plan, state)
    if branches:
        number, place = branches[-1]
        step = plan.steps[number]
        branch = step.branches[place]
        if branch.action.go == state.at:
            read = slots_of(branch.when) if branch.when is not None else set()
            steps = {step for slot in read for step in plan.facts[slot].steps}
            told = tuple(entry for entry in entries if entry.step in steps)
            return Led(branch.text, f"{step.file}:{step.line}", told)
    if not entries:
        return Led("", "", ())
    last = plan.steps[entries[-1].step]
    return Led("", f"{last.file}:{last.line}", entries[-1:])


def led_words(plan: Plan, state: State) -> list[str]:
    """The same in words, one line each."""
    led = what_led_here(plan, state)
    rule = {"": "the answer itself", "otherwise": "otherwise (no branch before it held)"}.get(led.rule, led.rule)
    lines = [f"Rule: {rule}"]
    for entry in led.answers:
        step = plan.steps[entry.step]
        lines.append(f"Answer: {step.short}: {shown_value(plan, step, entry.value)}")
    if led.where:
        lines.append(f"Written in: {led.where}")
    return lines
