"""In which order services are offered: the kind before the distance, as published, and how many of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from triage_tui.directory.ask import Ask
from triage_tui.directory.judge import Verdict
from triage_tui.directory.model import AMBULANCE, EVERYWHERE, GP_PRACTICE, Directory, Service
from triage_tui.directory.words import is_overdue

Key: TypeAlias = tuple[float, ...]
OWN_PRACTICE, COMMISSIONED_RESTRICTED, COMMISSIONED, OTHER = range(4)


def type_ranks(directory: Directory, chain: tuple[str, ...], types: tuple[str, ...]) -> dict[str, int]:
    """The rank of each type: from the nearest area that ranks types, else its place in the request, from 1."""
    strategy = next((directory.ranks[area] for area in chain if area in directory.ranks), {})
    return {one: strategy.get(one, place) for place, one in enumerate(types, 1)}


def types_at_once(directory: Directory, types: tuple[str, ...], minutes: int | None, mode: str) -> tuple[str, ...]:
    """What goes first when help is needed at once: the ambulance, and on the telephone what a type says brings it."""
    if minutes != 0:
        return ()
    first = [one for one in types if one == AMBULANCE]
    if mode == "telephone":
        known = (directory.types.get(one) for one in types)
        first.extend(one.at_once for one in known if one is not None and one.at_once is not None)
    return tuple(dict.fromkeys(first))


def levels_instead(directory: Directory, types: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The kinds that types name to try next, level by level, each kind once."""
    tried, level = list(types), types
    while level:
        following = (other for one in level if one in directory.types for other in directory.types[one].instead)
        level = tuple(other for other in dict.fromkeys(following) if other not in tried)
        tried += level
        if level:
            yield level


def order_of(verdict: Verdict, ask: Ask, ranks: dict[str, int], first: tuple[str, ...]) -> Key:
    """What a service is sorted by, smallest first; the file's order breaks ties."""
    entry, service = verdict.entry, verdict.entry.service
    at_once = service.type in first
    return (
        not at_once,
        at_once and EVERYWHERE not in entry.areas,
        bool(entry.promoted) and entry.promoted.isdisjoint(ask.areas),
        ranks[service.type],
        *preference(service, verdict, ask),
        verdict.distance or 0.0,
        entry.order,
    )


def preference(service: Service, verdict: Verdict, ask: Ask) -> Key:
    """Whom to prefer within a rank before looking at the distance."""
    return (
        service.signpost,
        service.status == "national",
        verdict.referral.way == "chained",
        _commissioned(service, ask),
        is_overdue(service, ask.today),
        verdict.opening.state == "not_known",
    )


def _commissioned(service: Service, ask: Ask) -> int:
    practice = ask.request.gp_practice
    if practice is None:
        return OTHER
    if service.type == GP_PRACTICE and practice in (service.id, service.ods):
        return OWN_PRACTICE
    if practice in service.practices:
        return COMMISSIONED_RESTRICTED if service.restricted else COMMISSIONED
    return OTHER


def best_of_each(verdicts: Iterable[Verdict], directory: Directory, more: int = 0) -> list[Verdict]:
    """The first of each type, as many as are returned of it, and some more."""
    kept: list[Verdict] = []
    counts: dict[str, int] = {}
    for verdict in verdicts:
        one = verdict.entry.service.type
        counts[one] = counts.get(one, 0) + 1
        if counts[one] <= more + (directory.types[one].most_returned if one in directory.types else 2):
            kept.append(verdict)
    return kept
