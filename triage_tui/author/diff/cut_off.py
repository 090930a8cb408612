"""Where a call that breaks off may now count as less urgent: a question's own disposition, or a floor, was lowered."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from triage_tui.proof.form import answers_of, condition_form
from triage_tui.walk.plan import Action, Kind, Plan, Step

NOTHING = "nothing"


def lowered_meanwhile(old: Plan, new: Plan) -> Iterator[tuple[Step, str]]:
    """Every question with a less urgent disposition for a call that breaks off there than it had, and how."""
    before = {step.id: step for step in old.steps}
    for step in new.steps:
        one = before.get(step.id)
        if one is None or Kind.DECISION in (one.kind, step.kind):
            continue
        was, now = old.interim_at(one), new.interim_at(step)
        if new.ranks[now] > old.ranks[was]:
            yield step, f"{old.dispositions[was].id} -> {new.dispositions[now].id}"


def cut_offs(old: Plan, new: Plan) -> Iterator[str]:
    """A line for everything that was lowered. A floor matters where questions follow; another may still hold there."""
    for step, what in lowered_meanwhile(old, new):
        yield f'at "{step.id}": interim {what}'
    before = {step.id: step for step in old.steps}
    for step in new.steps:
        one = before.get(step.id)
        if one is None or one.kind != step.kind:
            continue
        ways = dict(_ways(old, one))
        for name, action in _ways(new, step):
            was = ways.get(name)
            if was is None or was.floor < 0 or action.go < 0:
                continue
            if action.floor < 0 or new.ranks[action.floor] > old.ranks[was.floor]:
                now = new.dispositions[action.floor].id if action.floor >= 0 else NOTHING
                said = f'after "{name}"' if isinstance(name, str) else "in a branch"
                yield f'{said} at "{step.id}": floor {old.dispositions[was.floor].id} -> {now}'


def _ways(plan: Plan, step: Step) -> list[tuple[Hashable, Action]]:
    """What a step does, by the answer or by the condition of the branch."""
    if step.kind == Kind.DECISION:
        return [(condition_form(plan, branch.when), branch.action) for branch in step.branches]
    return [*answers_of(step).items()]
