"""The decision of an encounter as the summary tells it: how far it got, how urgent, why, and who changed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from triage_tui.handover.model import Decision, OverrideLine, Status
from triage_tui.handover.times import read_utc
from triage_tui.record.encounter import Encounter
from triage_tui.record.outcome import conclusion as conclude_encounter
from triage_tui.walk.conclude import CARE_WORDS, Conclusion
from triage_tui.walk.pack import Pack


def status_of(encounter: Encounter) -> Status:
    """How far the encounter got."""
    if encounter.emergency is not None:
        return Status.EMERGENCY
    if encounter.state.finished:
        return Status.COMPLETE
    if encounter.interim is not None or encounter.status == "cut_off":
        return Status.BROKE_OFF
    return {"closed": Status.CLOSED_EARLY, "parked": Status.PARKED}.get(encounter.status, Status.OPEN)


def role_words(pack: Pack, role_id: str) -> str:
    """A role's label."""
    role = pack.role(role_id)
    return role.label if role else role_id


def decide(encounter: Encounter, pack: Pack, conclusion: Conclusion) -> Decision:
    """The recommendation with its time, its reasons and any change by the user."""
    disposition, floor = conclusion.disposition, encounter.state.floor
    ended = read_utc(encounter.finished_at or encounter.last_utc)
    minutes = disposition.minutes
    status = status_of(encounter)
    title, because = conclusion.title, conclusion.because
    if conclusion.decided_by == "cut_off" and status is not Status.BROKE_OFF:
        title, because = "Questions not finished", ("The questions are not finished.", *because[1:])
    floor_words = encounter.plan.dispositions[floor.disposition].word if floor else ""
    return Decision(
        disposition=disposition,
        title=title,
        care=CARE_WORDS[conclusion.care],
        because=because,
        floor=f"at least {floor_words}: {floor.because}" if floor else "",
        act_by=None if minutes is None else ended + timedelta(minutes=minutes),
        emergency_reason=dict(pack.emergency.reasons).get(encounter.emergency or "", encounter.emergency or ""),
        override=_override(encounter, pack),
        call_first=conclusion.call_first.replace("_", " "),
        interim=status not in (Status.COMPLETE, Status.EMERGENCY),
    )


def _override(encounter: Encounter, pack: Pack) -> OverrideLine | None:
    override = encounter.override
    if override is None:
        return None
    before = conclude_encounter(replace(encounter, override=None), pack)
    recommended = before.disposition.label if before else "no recommendation yet"
    chosen = pack.disposition(override.disposition).label
    how = f"{'Raised' if override.raised else 'LOWERED'} to: {chosen}"
    return OverrideLine(how, recommended, override.reason, role_words(pack, override.role), read_utc(override.utc))
