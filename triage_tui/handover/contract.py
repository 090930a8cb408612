"""The case so far as one JSON object: the contract for scripts and other programs."""

from __future__ import annotations

from typing import Any

from triage_tui.directory.request import Found
from triage_tui.walk.conclude import Conclusion
from triage_tui.walk.engine import State, path
from triage_tui.walk.outlook import Outlook, interim_disposition
from triage_tui.walk.pack import Advice, Pack
from triage_tui.walk.plan import NOT_KNOWN, Field, Kind, NumberSpec, Plan, Step
from triage_tui.walk.reason import led_words

KINDS = {
    Kind.CHOICE: "choice",
    Kind.CHECKLIST: "checklist",
    Kind.NUMBER: "number",
    Kind.MEASURE: "observations",
    Kind.INSTRUCTION: "instruction",
    Kind.TEXT: "text",
}


def contract(
    plan: Plan,
    pack: Pack,
    state: State,
    *,
    mode: str,
    ahead: Outlook,
    conclusion: Conclusion | None = None,
    found: Found | None = None,
    first: Found | None = None,
) -> dict[str, Any]:
    """The case so far; once the walk is finished its conclusion, services, and lines to ring before conveying."""
    result: dict[str, Any] = {
        "pathway": plan.pathway,
        "version": plan.version,
        "mode": mode,
        "complete": state.finished,
    }
    if not state.finished:
        result["next"] = next_step(plan, plan.steps[state.at], mode)
        result["questions_left"] = {"fewest": ahead.fewest, "most": ahead.most}
        result["still_possible"] = [plan.dispositions[number].id for number in ahead.dispositions]
        result["look_ahead"] = "exact" if ahead.exact else "at most"
        result["if_cut_off"] = plan.dispositions[interim_disposition(plan, state)].id
    floor = state.floor
    result["floor"] = {"id": plan.dispositions[floor.disposition].id, "because": floor.because} if floor else None
    result["path"] = [{"step": plan.steps[entry.step].id, "answer": _plain(entry.value)} for entry in path(state)]
    if conclusion is not None:
        result.update(_conclusion(pack, conclusion))
        result["rule"] = led_words(plan, state)
    if found is not None:
        result["services"] = [
            {"id": match.service.id, "name": match.name, "why": match.why, "open": match.open}
            for match in found.offered
        ]
        result["call_first"] = (
            [{"id": match.service.id, "name": match.name} for match in first.offered] if first else []
        )
        result["excluded"] = [{"id": item.service.id, "why": item.why} for item in found.excluded]
    return result


def next_step(plan: Plan, step: Step, mode: str) -> dict[str, Any]:
    """What is asked next, and how it can be answered."""
    on_scene = mode == "on_scene"
    result: dict[str, Any] = {
        "step": step.id,
        "kind": KINDS[Kind(step.kind)],
        "ask": step.look or step.ask if on_scene else step.ask,
        "say": "" if on_scene and step.look else step.say_other or step.say_self,
        "answers": [{"id": option.id, "label": option.label} for option in step.options],
    }
    if step.kind == Kind.CHECKLIST:
        result["answers"].append({"id": "none", "label": "None of these"})
    if step.kind != Kind.INSTRUCTION:
        result["answers"].append({"id": NOT_KNOWN, "label": "Not known"})
    if step.why:
        result["why"] = step.why
    if step.number is not None:
        result.update(_range(step.number))
    if step.kind == Kind.MEASURE:
        result["fields"] = [
            {
                "id": field.id,
                "label": field.label,
                **(_range(field.number) if field.number else {}),
                **({"answers": _choices(field)} if field.choices else {}),
            }
            for field in plan.instruments[step.instrument].fields
        ]
    return result


def _choices(field: Field) -> list[dict[str, str]]:
    return [{"id": choice.id, "label": choice.label} for choice in field.choices]


def _range(number: NumberSpec) -> dict[str, Any]:
    if number.unit == "age":
        return {"unit": "age in days, months or years, such as 82 years", "from": "0 days", "to": "130 years"}
    scale = 10**number.decimals
    low, high = number.low / scale, number.high / scale
    if not number.decimals:
        return {"unit": number.unit, "from": int(low), "to": int(high)}
    return {"unit": number.unit, "from": low, "to": high}


def _conclusion(pack: Pack, conclusion: Conclusion) -> dict[str, Any]:
    disposition = conclusion.disposition
    return {
        "disposition": {
            "id": disposition.id,
            "label": disposition.label,
            "rank": disposition.rank,
            "minutes": disposition.minutes,
        },
        "outcome": conclusion.outcome,
        "title": conclusion.title,
        "because": " ".join(_sentence(text) for text in conclusion.because),
        "decided_by": conclusion.decided_by,
        "care": conclusion.care,
        "also": list(conclusion.also),
        "advice": [text for item in conclusion.advice for text in _lines(pack.advice.get(item))],
        "worsening": [text for item in conclusion.worsening for text in _lines(pack.worsening.get(item))],
        "continue_in": conclusion.continue_in or None,
    }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _lines(advice: Advice | None) -> tuple[str, ...]:
    if advice is None:
        return ()
    return (*advice.lines, *(f"Call 999: {line}" for line in advice.emergency))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
