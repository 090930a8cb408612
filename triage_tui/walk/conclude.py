"""What a finished walk recommends: the disposition, why, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from triage_tui.walk.engine import State
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.pack import Pack
from triage_tui.walk.plan import MODES, Disposition, Needs, Plan

CARE_WORDS = {
    "hear_and_treat": "Hear and treat",
    "see_and_treat": "See and treat",
    "see_treat_and_convey": "See, treat and convey",
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The recommendation: what, why (one line a reason), which services, and what to say."""

    disposition: Disposition
    outcome: str
    title: str
    because: tuple[str, ...]
    care: str
    needs: Needs
    also: tuple[str, ...]
    advice: tuple[str, ...]
    worsening: tuple[str, ...]
    say: str
    call_first: str
    continue_in: str
    decided_by: str
    """`outcome`, `floor`, `emergency`, `raised` or `lowered`."""


def conclude(plan: Plan, state: State, mode: str) -> Conclusion:
    """What this finished walk recommends."""
    outcome = plan.outcomes[~state.at]
    own = plan.dispositions[outcome.disposition]
    disposition = plan.dispositions[final_disposition(plan, state)]
    also = tuple(item.id for bit, item in enumerate(plan.adjuncts) if (state.also | outcome.also) >> bit & 1)
    place = MODES.index(mode)
    found = Conclusion(
        own,
        outcome.id,
        outcome.title,
        (outcome.because,),
        outcome.care or own.care[place],
        outcome.needs or own.needs,
        also,
        outcome.advice,
        outcome.worsening,
        outcome.say[place],
        outcome.call_first,
        outcome.continue_in,
        "outcome",
    )
    if disposition is own:
        return found
    assert state.floor is not None
    return change_disposition(found, disposition, mode, f"At least this: {state.floor.because}", "floor")


def change_disposition(
    conclusion: Conclusion, disposition: Disposition, mode: str, because: str, decided_by: str
) -> Conclusion:
    """The same conclusion with another disposition, which brings its own service, advice and worsening advice.

    What was only advised for the disposition before goes, and so do its words to close with: they fitted its urgency.
    """
    place = MODES.index(mode)
    kept = tuple(item for item in conclusion.advice if item not in conclusion.disposition.advice)
    return replace(
        conclusion,
        disposition=disposition,
        because=(because, *conclusion.because),
        care=disposition.care[place],
        needs=disposition.needs,
        advice=_joined(disposition.advice, kept),
        say=disposition.patient[place],
        worsening=_joined(disposition.worsening, conclusion.worsening),
        call_first=conclusion.call_first if disposition.rank > 2 else "",
        decided_by=decided_by,
    )


def emergency(pack: Pack, reason: str, mode: str, also: tuple[str, ...] = ()) -> Conclusion:
    """What the emergency key recommends, for one of its reasons."""
    key = pack.emergency
    disposition = pack.disposition(key.disposition)
    words = dict(key.reasons).get(reason, reason)
    return Conclusion(
        disposition,
        "emergency",
        key.title,
        (words, key.because) if words else (key.because,),
        disposition.care[MODES.index(mode)],
        disposition.needs,
        also,
        _joined(key.advice, disposition.advice),
        _joined(key.worsening, disposition.worsening),
        "",
        "",
        "",
        "emergency",
    )


def for_mode(conclusion: Conclusion, pack: Pack, mode: str) -> Conclusion:
    """The same conclusion without the advice that is only for another mode."""
    kept = tuple(name for name in conclusion.advice if name not in pack.advice or mode in pack.advice[name].modes)
    return replace(conclusion, advice=kept)


def _joined(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[str, ...]:
    return first + tuple(item for item in then if item not in first)
