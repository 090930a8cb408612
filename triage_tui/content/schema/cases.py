"""What a scenario of one pathway may answer: each step by its id, with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage_tui.content.schema.ids import FileIds, PackIds, StepIds
from triage_tui.content.schema.written import SCALAR, Json, offered

_NOT_KNOWN = {"not known": "asked, and not known"}
_OTHER: Json = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}, {"type": "object"}]}


def answers(pack: PackIds, ids: FileIds) -> dict[str, Json]:
    """The schema of an answer to each step."""
    return {name: {"description": step.ask, **_answer(pack, step)} for name, step in ids.steps.items()}


def given(pack: PackIds, modes: tuple[str, ...]) -> dict[str, Json]:
    """The schema of what a case is given beside answers."""
    return {
        "role": {"description": "Who takes the call: a role of pack.yaml.", **offered(pack.roles, SCALAR)},
        "mode": {"description": "telephone or on_scene.", "enum": list(modes)},
        "at": {"description": "UK time, such as 2026-01-05 10:00.", "type": "string"},
        "area": {"description": "Where the patient is: an area of directory.yaml.", **offered(pack.areas, SCALAR)},
        "age": {"description": "Such as 82 years, 18 months or 5 days.", **SCALAR},
    }


def _answer(pack: PackIds, step: StepIds) -> Json:
    if step.kind == "<checklist>":
        items: Json = {"type": "array", "items": offered(step.answers, SCALAR)}
        return {"anyOf": [offered({**_NOT_KNOWN, "none": "none of these"}, SCALAR), items]}
    if step.kind == "<measure>":
        return {"anyOf": [offered(_NOT_KNOWN, SCALAR), _fields(pack.instruments.get(step.measure, {}))]}
    if step.kind == "<instruction>":
        return offered({"done": "", "not done": ""}, SCALAR)
    if step.kind == "<question>":
        return offered({**step.answers, **_NOT_KNOWN}, SCALAR)
    return offered(_NOT_KNOWN, SCALAR)


def _fields(instrument: Mapping[str, Any]) -> Json:
    """The fields of an instrument, as they stand in its file."""
    fields = instrument.get("fields")
    found: dict[str, Json] = {}
    for name, written in fields.items() if isinstance(fields, Mapping) else ():
        choices = written.get("choices") if isinstance(written, Mapping) else None
        label = str(written.get("label", "")) if isinstance(written, Mapping) else ""
        names = (
            {key: value if isinstance(value, str) else "" for key, value in choices.items()}
            if isinstance(choices, Mapping)
            else {}
        )
        found[name] = {"description": label, **offered({**names, **_NOT_KNOWN}, SCALAR)}
    return {"type": "object", "properties": found, "additionalProperties": SCALAR}


__all__ = ["answers", "given"]
