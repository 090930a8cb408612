"""From a conclusion to services: what is known of the patient, as a search of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from triage_tui.directory.model import Directory
from triage_tui.directory.place import resolve_place
from triage_tui.directory.request import Found, Mark, Request
from triage_tui.directory.search import search
from triage_tui.walk.conclude import Conclusion
from triage_tui.walk.engine import State, answers_by_step
from triage_tui.walk.plan import NOT_KNOWN, Needs, Plan


def recommend(
    directory: Directory,
    plan: Plan,
    state: State,
    conclusion: Conclusion,
    *,
    role: str,
    mode: str,
    at: datetime,
    rejected: frozenset[str] = frozenset(),
    marks: Mapping[str, Mark] | None = None,
) -> Found:
    """The services for a conclusion, best first; never empty."""
    request = request_for(directory, plan, state, conclusion.needs, role=role, mode=mode, at=at)
    disposition = conclusion.disposition
    return search(
        directory,
        replace(
            request,
            minutes=disposition.minutes,
            disposition=disposition.id,
            rejected=rejected,
            marks=dict(marks or {}),
        ),
    )


def lines_before_conveying(
    directory: Directory,
    plan: Plan,
    state: State,
    conclusion: Conclusion,
    *,
    role: str,
    mode: str,
    at: datetime,
    marks: Mapping[str, Mark] | None = None,
) -> Found | None:
    """The lines a professional rings before conveying, or None when there are none for this role."""
    if not conclusion.call_first:
        return None
    needs = Needs((conclusion.call_first,), ())
    request = request_for(directory, plan, state, needs, role=role, mode=mode, at=at)
    found = search(directory, replace(request, marks=dict(marks or {})))
    lines = tuple(match for match in found.offered if match.service.roles)
    return None if found.catch_all or not lines else replace(found, offered=lines)


def request_for(
    directory: Directory, plan: Plan, state: State, needs: Needs, *, role: str, mode: str, at: datetime
) -> Request:
    """A search for these needs with what the walk knows of the patient."""
    answers = answers_by_step(plan, state)
    area = answers.get("area")
    place = resolve_place(directory, area) if isinstance(area, str) and area not in ("", NOT_KNOWN) else None
    slot = plan.fact_index.get("age")
    age = state.facts[slot] if slot is not None else None
    sex = answers.get("sex")
    return Request(
        needs.service,
        role,
        mode,
        at,
        capabilities=needs.capabilities,
        area=place.area if place else None,
        point=place.point if place else None,
        age_days=age if isinstance(age, int) else None,
        sex=sex if isinstance(sex, str) and sex in ("female", "male") else None,
    )
