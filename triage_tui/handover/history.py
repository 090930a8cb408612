"""Answers that were given and no longer count: changed, taken back, or left behind in another pathway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from triage_tui.handover.answers import answer_words
from triage_tui.handover.times import read_utc
from triage_tui.record.encounter import Encounter, Kind, PlanOf, Recorded, apply, begin
from triage_tui.walk.plan import Value

_WHY = {
    Kind.WENT_BACK: "taken back",
    Kind.SWITCHED: "asked in the pathway before; not asked in this one",
    Kind.CHANGED: "fell away when an earlier answer was changed",
    Kind.ANSWERED: "fell away when an earlier answer was given again",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer as it stood before it stopped counting."""

    step: str
    label: str
    value: Value
    words: str
    gone: datetime
    why: str


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
        if answers.get(item.step) != item.value:
            kept.pop((item.step, item.words), None)
            kept[item.step, item.words] = item
    return tuple(kept.values())


def _gone(before: Encounter, after: Encounter, event: Recorded) -> list[Earlier]:
    """The answers that one event took away."""
    now = after.answers
    lost = []
    for step_id, value in before.answers.items():
        if now.get(step_id) != value:
            step = before.plan.steps[before.plan.step_index[step_id]]
            why = "changed" if step_id in now else _WHY[Kind(event.kind)]
            lost.append(Earlier(step_id, step.short, value, answer_words(step, value), read_utc(event.utc), why))
    return lost
