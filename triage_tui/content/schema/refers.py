"""Which keys name something that stands elsewhere, and what of."""

from __future__ import annotations

from typing import Final

from triage_tui.content.schema.shapes import Key
from triage_tui.content.schema.written import IDENT, TEXT, Json

_KEYS: Final[dict[str, str]] = {
    "disposition": """ActionShape.floor Branch.floor Step.interim PathwayFile.interim OutcomeShape.disposition
        ClaimShape.at_least EmergencyShape.disposition ExpectShape.disposition ExpectShape.floor
        ServiceShape.dispositions""",
    "adjunct": "ActionShape.also Branch.also OutcomeShape.also ClaimShape.also ExpectShape.also",
    "advice": "OutcomeShape.advice DispositionShape.advice EmergencyShape.advice",
    "worsening": "OutcomeShape.worsening DispositionShape.worsening EmergencyShape.worsening",
    "target": """ActionShape.go Branch.go Branch.otherwise Question.answers Checklist.none Checklist.not_known
        NumberStep.not_known NumberStep.then Measure.not_known Measure.then Instruction.done Instruction.not_done
        TextStep.then""",
    "outcome": "PathwayFile.outside_ages ClaimShape.ends_in ExpectShape.outcome",
    "pathway": "OutcomeShape.continue_in ScenariosFile.scenarios",
    "module": "Use.use",
    "instrument": "Measure.measure",
    "source": "Step.source Decision.source OutcomeShape.source ClaimShape.source AdviceShape.sources",
    "condition": """Step.when Branch.when Decision.when Use.when ClaimShape.if_ ModuleFile.impossible
        PathwayFile.impossible""",
    "type": """NeedsShape.service OutcomeShape.call_first ServiceShape.type TypeShape.at_once TypeShape.instead""",
    "capability": """NeedsShape.capabilities ServiceShape.provides ServiceShape.capabilities ServiceShape.only_for
        TypeShape.has""",
    "area": "ServiceShape.areas ServiceShape.limited_to ServiceShape.promoted_to AreaShape.within",
    "service": "ReferShape.only_from",
    "provider": "ServiceShape.provider",
    "referrer": "ReferShape.roles",
    "found": "ExpectShape.service",
    "step": "ExpectShape.asked ExpectShape.not_asked",
}


def _keys(text: str) -> list[Key]:
    return [(shape, name) for shape, _, name in (word.partition(".") for word in text.split())]


REFERS: Final[dict[Key, str]] = {key: kind for kind, text in _KEYS.items() for key in _keys(text)}
"""For a key, the kind of thing it names."""

KINDS: Final[dict[str, Json]] = {kind: TEXT if kind in ("source", "condition") else IDENT for kind in _KEYS}
"""For a kind of thing, how its name is written. A name that nothing has is left for `triage check` to report."""

_DAYS = "(mon|tue|wed|thu|fri|sat|sun)"
_SESSIONS: Final[Json] = {
    "anyOf": [{"enum": ["closed", "all day"]}, {"type": "string", "pattern": "[0-9]{1,2}:[0-9]{2}"}, {"type": "array"}]
}
_HOURS: Final[Json] = {
    "anyOf": [
        {"enum": ["always", "not known"]},
        {
            "type": "object",
            "properties": {
                **dict.fromkeys(("daily", "weekdays", "weekends"), _SESSIONS),
                "bank_holidays": {"anyOf": [{"enum": ["closed", "as usual", "not known"]}, _SESSIONS]},
                "dates": {"type": "object", "additionalProperties": _SESSIONS},
                "always": {"anyOf": [{"enum": ["yes"]}, {"const": True}]},
                "otherwise": {"enum": ["not known"]},
            },
            "patternProperties": {f"^{_DAYS}(-{_DAYS})?$": _SESSIONS},
            "additionalProperties": False,
        },
    ],
}

INSTEAD: Final[dict[Key, Json]] = {
    ("ServiceShape", "hours"): _HOURS,
    ("Checklist", "mildest"): {"anyOf": [{"enum": ["none"]}, {"type": "array", "items": IDENT}]},
}
"""Keys whose schema the shape does not tell."""

OFFERED: Final[dict[Key, tuple[str, ...]]] = {("Question", "answers"): ("yes", "no", "not known")}
"""Keys to offer where the author may write any."""
