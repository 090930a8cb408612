"""Who is now sent to another service: the first that the search offers, in both directories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from triage_tui.author.diff.directory_change import times_of, types_concerned
from triage_tui.author.diff.version import Version
from triage_tui.author.services.endings import Ending, endings_of
from triage_tui.directory.clock import uk_time_of
from triage_tui.directory.request import Request
from triage_tui.directory.search import search
from triage_tui.walk.quantity import DAYS_IN_YEAR

AGES = (10, 40, 82)
ROLES = ("call_handler", "paramedic")
MOST_ROWS = 20


@dataclass(slots=True)
class Moved:
    """Everybody whose first service changed from one to another: their outcomes, areas and times."""

    old: str
    new: str
    outcomes: dict[str, None] = field(default_factory=dict)
    areas: dict[str, None] = field(default_factory=dict)
    times: dict[str, None] = field(default_factory=dict)
    requests: int = 0


def moved_services(old: Version, new: Version, only: str = "") -> tuple[list[Moved], int]:
    """Who is now sent elsewhere, most first; and how many requests were put to both directories (0: they are alike).

    Every ending of the new version that may ask for what changed, in every area and none, for a call handler and a
    paramedic, at three ages, at three times of a week and at those at which a service is open in one version alone.
    """
    before, now = old.compiled.directory, new.compiled.directory
    concerned = types_concerned(before, now)
    if concerned == frozenset() or new.compiled.pack is None:
        return [], 0
    roles = {role.id: role.modes for role in new.compiled.pack.roles}
    plans = {name: plan for name, plan in new.compiled.plans.items() if only in ("", name)}
    asked: dict[str, tuple[Request, str]] = {}
    outcomes: dict[str, dict[str, None]] = {}
    areas, times = [None, *now.areas], times_of(before, now)
    for name, plan in plans.items():
        for ending in endings_of(name, plan, roles):
            if concerned is not None and concerned.isdisjoint(ending.needs.service):
                continue
            for when, request in _requests(ending, areas, times):
                asked[repr(request)] = request, when
                outcomes.setdefault(repr(request), {})[ending.outcome.id] = None
    found: dict[tuple[str, str], Moved] = {}
    for name, (request, when) in asked.items():
        first, then = (search(directory, request).offered[0].service for directory in (before, now))
        if first.id != then.id:
            moved = found.setdefault((first.id, then.id), Moved(first.id, then.id))
            moved.requests += 1
            moved.areas[request.area or "area not known"] = moved.times[when] = None
            moved.outcomes |= outcomes[name]
    return sorted(found.values(), key=lambda moved: (-moved.requests, moved.old, moved.new)), len(asked)


def _requests(ending: Ending, areas: Iterable[str | None], times: Mapping[str, str]) -> Iterator[tuple[str, Request]]:
    days = [age * DAYS_IN_YEAR for age in AGES]
    ages = [day for day in days if any(low <= day <= high for low, high in ending.ages)]
    who = [role for role in ROLES if role in ending.roles] or ending.roles[:1]
    for when, text in times.items():
        for area in areas:
            for age in ages:
                for role in who:
                    yield (
                        when,
                        Request(
                            ending.needs.service,
                            role,
                            ending.mode,
                            uk_time_of(text),
                            ending.needs.capabilities,
                            area,
                            age_days=age,
                            minutes=ending.disposition.minutes,
                            disposition=ending.disposition.id,
                        ),
                    )


def service_lines(moved: list[Moved], requests: int) -> Iterator[str]:
    """What moved, as lines; nothing where the directories are the same."""
    if not requests:
        return
    if not moved:
        yield f"services: the directory changed; the first service is the same in {requests:,} requests put to both"
        return
    yield f"services: who is now sent elsewhere ({requests:,} requests put to both directories)"
    for one in moved[:MOST_ROWS]:
        yield f"  {one.old} -> {one.new}: {one.requests:,} requests"
        yield f"    in {_some(one.areas)}; {_some(one.times)}; after {_some(one.outcomes)}"
    if len(moved) > MOST_ROWS:
        yield f"  and {len(moved) - MOST_ROWS} more pairs (--format json has them all)"


def _some(names: Iterable[str]) -> str:
    known = list(names)
    return ", ".join(known[:6]) + (f" and {len(known) - 6} more" if len(known) > 6 else "")
