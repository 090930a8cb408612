"""What should make no difference to anybody, and where in a pathway it is read all the same."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.walk.evaluate import slots_read
from triage_tui.walk.plan import Plan, Step

INDIFFERENT = ("sex", "area", "access_needs")


def readers(plan: Plan, fact: str) -> Iterator[Step]:
    """The steps with a condition that reads a fact."""
    slot = plan.fact_index[fact]
    for step in plan.steps:
        if slot in slots_read(step):
            yield step


def acts(plan: Plan, fact: str) -> bool:
    """Whether the answers to the step that asks it do something."""
    return any(action.floor >= 0 or action.leaves for action in plan.steps[plan.step_index[fact]].actions)
