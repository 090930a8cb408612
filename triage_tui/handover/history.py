"""Answers that were given and no longer stand where they stood: changed, taken back, or of the pathway before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from triage_tui.handover.times import read_utc
from triage_tui.record.encounter import Encounter, Kind, PlanOf, Recorded, apply, begin
from triage_tui.walk.engine import path
from triage_tui.walk.plan import Plan, Step, Value

_WHY = {
    Kind.CHANGED: "fell away when an earlier answer was changed",
    Kind.WENT_BACK: "taken back",
    Kind.ANSWERED: "fell away when an earlier answer was given again",
    Kind.SWITCHED: "",
}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: the plan its step is of, and when (None: known beforehand)."""

    plan: Plan
    step: Step
    value: Value
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that stopped standing, when and why; `pathway_before`: it was asked there and is still true."""

    given: Given
    gone: datetime
    why: str
    pathway_before: bool


def earlier_answers(events: Iterable[Recorded], plan_of: PlanOf) -> tuple[Earlier, ...]:
    """Every answer that an encounter's events gave and took away again, in order; those that came back are left out."""
    encounter: Encounter | None = None
    found: list[Earlier] = []
    for event in events:
        before = encounter
        encounter = begin("", event, plan_of) if before is None else apply(before, event, plan_of)
        if before is not None and event.kind in _WHY:
            found += _gone(before, encounter, event)
    answers = encounter.answers if encounter is not None else {}
    kept: dict[tuple[str, str], Earlier] = {}
    for item in found:
        step = item.given.step.id
        if answers.get(step) != item.given.value:
            kept.pop((step, repr(item.given.value)), None)
            kept[step, repr(item.given.value)] = item
    return tuple(kept.values())


def standing_answers(encounter: Encounter, earlier: tuple[Earlier, ...]) -> tuple[Given, ...]:
    """The answers that are true of the patient: those of pathways before that were not asked again, then the path."""
    answers = encounter.answers
    before = [item.given for item in earlier if item.pathway_before and item.given.step.id not in answers]
    plan = encounter.plan
    now = [_given(encounter, plan, plan.steps[entry.step], entry.value) for entry in path(encounter.state)]
    return (*before, *now)


def _gone(before: Encounter, after: Encounter, event: Recorded) -> list[Earlier]:
    """The answers that one event took away."""
    now = after.answers
    switched = event.kind == Kind.SWITCHED
    lost = []
    for step_id, value in before.answers.items():
        if now.get(step_id) != value:
            step = before.plan.steps[before.plan.step_index[step_id]]
            why = "changed" if step_id in now else _WHY[Kind(event.kind)]
            lost.append(Earlier(_given(before, before.plan, step, value), read_utc(event.utc), why, switched))
    return lost


def _given(encounter: Encounter, plan: Plan, step: Step, value: Value) -> Given:
    at = encounter.answered_at.get(step.id)
    return Given(plan, step, value, read_utc(at) if at else None)
