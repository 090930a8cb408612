"""Random lives of encounters: answers, changes of mind, emergencies, overrides, parking, closing, as events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from tests.desks import MONDAY
from tests.walk.answers import random_value
from triage_tui.errors import AnswerError
from triage_tui.library import Library
from triage_tui.record.encounter import Encounter, Kind, apply, begin
from triage_tui.walk.engine import path

WEIGHTS = {
    Kind.ANSWERED: 30,
    Kind.CHANGED: 5,
    Kind.WENT_BACK: 4,
    Kind.SWITCHED: 2,
    Kind.NOTED: 2,
    Kind.DETAIL: 1,
    Kind.EMERGENCY: 1,
    Kind.OVERRODE: 2,
    Kind.REJECTED: 1,
    Kind.RECONSIDERED: 1,
    Kind.CHOSE: 1,
    Kind.ADVISED: 2,
    Kind.PARKED: 2,
    Kind.RESUMED: 2,
    Kind.CUT_OFF: 1,
    Kind.CLOSED: 1,
    Kind.PRINTED: 1,
}


@dataclass(frozen=True)
class Happening:
    """An event as the record gives it back: its payload has been through JSON."""

    kind: str
    payload: Mapping[str, Any]
    utc: str
    role: str = "paramedic"
    pack: str = "small"
    hash: str = ""


def happening(kind: Kind, number: int, **payload: object) -> Happening:
    """An event, with its number in its time and its hash."""
    utc = (MONDAY + timedelta(seconds=number)).isoformat()
    return Happening(kind.value, json.loads(json.dumps(payload)), utc, hash=f"{number:064x}")


def life(library: Library, seed: int, length: int = 40) -> Iterator[tuple[Happening, Encounter]]:
    """Every event of one random encounter, and the encounter after it."""
    random = Random(seed)
    pathway = random.choice(["fall", "unwell", "wound"])
    mode = random.choice(["telephone", "on_scene"])
    event = happening(Kind.OPENED, 0, pathway=pathway, mode=mode, known={})
    call = begin("LIFE", event, library.plan)
    yield event, call
    for number in range(1, length):
        kind, payload = _next(library, call, random)
        event = happening(kind, number, **payload)
        try:
            call = apply(call, event, library.plan)
        except AnswerError:
            continue
        yield event, call


def _next(library: Library, call: Encounter, random: Random) -> tuple[Kind, dict[str, object]]:
    kinds = [kind for kind in WEIGHTS if _may(kind, call)]
    kind = random.choices(kinds, [WEIGHTS[kind] for kind in kinds])[0]
    return kind, _payload(kind, library, call, random)


def _may(kind: Kind, call: Encounter) -> bool:
    if kind == Kind.ANSWERED:
        return not call.state.finished
    if kind == Kind.CHANGED:
        return bool(path(call.state))
    if kind == Kind.WENT_BACK:
        return call.state.before is not None
    return True


def _payload(kind: Kind, library: Library, call: Encounter, random: Random) -> dict[str, object]:
    plan, pack = call.plan, library.pack
    if kind == Kind.ANSWERED:
        step = plan.steps[call.state.at]
        return {"step": step.id, "value": random_value(plan, step, random)}
    if kind == Kind.CHANGED:
        step = plan.steps[random.choice(path(call.state)).step]
        return {"step": step.id, "value": random_value(plan, step, random)}
    if kind == Kind.OVERRODE:
        chosen = random.choice(pack.dispositions).id
        return {"disposition": chosen, "reason": "a reason", "raised": random.random() < 0.5}
    others: dict[Kind, dict[str, object]] = {
        Kind.SWITCHED: {"pathway": random.choice(["fall", "unwell", "wound"])},
        Kind.NOTED: {"step": "outcome", "text": "a note"},
        Kind.DETAIL: {"field": "name", "text": "Somebody"},
        Kind.EMERGENCY: {"reason": random.choice(pack.emergency.reasons)[0]},
        Kind.REJECTED: {"service": "west_team", "reason": "full", "comment": ""},
        Kind.RECONSIDERED: {"service": "west_team"},
        Kind.CHOSE: {"service": "any_team"},
        Kind.ADVISED: {"item": random.choice(list(pack.advice)), "given": random.random() < 0.7},
        Kind.CUT_OFF: {"disposition": "clinician_30"},
        Kind.PRINTED: {"copy": "patient"},
    }
    return others.get(kind, {})
