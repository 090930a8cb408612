"""The patients of two versions told apart by their answer to one question that both versions ask of the same people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage_tui.proof.diagram import Ref, deep
from triage_tui.proof.meets import Meets
from triage_tui.proof.payload import Arrives
from triage_tui.proof.walks import Walks
from triage_tui.walk.evaluate import slots_read
from triage_tui.walk.plan import Kind, Plan


class Case(NamedTuple):
    """Some patients, and by level the answers that they alone give, as bits."""

    required: dict[int, int]
    patients: Ref


def cases(old: Walks, new: Walks) -> Iterator[Case]:
    """Everybody, in cases that do not overlap; none where no question tells patients apart.

    Up to the question both versions do the same, so that whoever is asked it in one is in the other.
    """
    number = _question(old, new)
    if number < 0:
        return
    diagram, level = old.diagram, old.levels.group(old.plan.steps[number]).head
    marks = {number: old.asked_when(number)}
    with deep():
        asked = Meets(old, Arrives(old.plan), marks, only_first=True).compile(before=number + 1).root
        yield Case({level: 1}, diagram.opposite(asked))
        values = range(diagram.domains[level])
        for value in values[1:]:
            answered = diagram.node(level, tuple([diagram.terminal(one == value) for one in values]))
            yield Case({level: 1 << value}, diagram.both(asked, answered))


def _question(old: Walks, new: Walks) -> int:
    """The question whose many answers matter to the most steps, of those up to which both versions are alike; or -1."""
    best, most = -1, 0
    for number, step in enumerate(old.plan.steps[: len(new.plan.steps)]):
        if old.form(number) != new.form(number):
            break
        if step.kind == Kind.CHOICE and len(old.plan.facts[step.slot].steps) == 1:
            matters = len(step.options) * max(_uses(walks.plan, number) for walks in (old, new))
            if matters > most:
                best, most = number, matters
    return best


def _uses(plan: Plan, number: int) -> int:
    """How many steps read the answer to a question, and how many other places its answers lead to."""
    step = plan.steps[number]
    readers = sum(step.slot in slots_read(other) for other in plan.steps)
    return readers + len({action.go for action in step.actions if action.leaves})
