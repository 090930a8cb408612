"""What an encounter recommends now: its walk, the emergency key, an override, or a call that broke off."""

from __future__ import annotations

from triage_tui.record.encounter import Encounter
from triage_tui.walk.conclude import Conclusion, change_disposition, conclude, emergency, for_mode
from triage_tui.walk.outlook import interim_disposition
from triage_tui.walk.pack import Pack
from triage_tui.walk.plan import MODES


def conclusion(encounter: Encounter, pack: Pack) -> Conclusion | None:
    """The recommendation, or None while questions remain."""
    found = _overridden(encounter, pack)
    return None if found is None else for_mode(found, pack, encounter.mode)


def _overridden(encounter: Encounter, pack: Pack) -> Conclusion | None:
    found = _before_override(encounter, pack)
    override = encounter.override
    if found is None or override is None:
        return found
    disposition = pack.disposition(override.disposition)
    if override.raised and disposition.rank >= found.disposition.rank:
        return found
    how = "raised" if override.raised else "lowered"
    return change_disposition(
        found, disposition, encounter.mode, f"{how.capitalize()} by the user: {override.reason}", how
    )


def _before_override(encounter: Encounter, pack: Pack) -> Conclusion | None:
    if encounter.emergency is not None:
        also = tuple(item.id for bit, item in enumerate(encounter.plan.adjuncts) if encounter.state.also >> bit & 1)
        return emergency(pack, encounter.emergency, encounter.mode, also)
    if encounter.state.finished:
        return conclude(encounter.plan, encounter.state, encounter.mode)
    if encounter.status in ("cut_off", "closed"):
        return cut_off(encounter)
    return None


def cut_off(encounter: Encounter) -> Conclusion:
    """The safe interim recommendation when the call breaks off before an outcome."""
    plan, state = encounter.plan, encounter.state
    disposition = plan.dispositions[interim_disposition(plan, state)]
    because = ["The call broke off before the questions were finished."]
    if state.floor is not None:
        because.append(f"At least this: {state.floor.because}")
    return Conclusion(
        disposition,
        "cut_off",
        "Call broke off",
        tuple(because),
        disposition.care[MODES.index(encounter.mode)],
        disposition.needs,
        tuple(item.id for bit, item in enumerate(plan.adjuncts) if state.also >> bit & 1),
        disposition.advice,
        disposition.worsening,
        "",
        "",
        "",
        "cut_off",
    )


def may_override(encounter: Encounter, pack: Pack, disposition_id: str, role_id: str) -> bool:
    """Whether this role may change the recommendation to this disposition: up anyone, down a clinician."""
    found = conclusion(encounter, pack)
    role = pack.role(role_id)
    if found is None or role is None:
        return False
    target = pack.disposition(disposition_id)
    return target.rank < found.disposition.rank or role.clinician
