"""Which services to offer a patient now, and why not the others. Pure: the clock is in the request."""

from __future__ import annotations

from dataclasses import replace
from heapq import nsmallest
from itertools import islice

from triage_tui.directory.ask import Ask
from triage_tui.directory.hours import Opening
from triage_tui.directory.index import EXPLAINED, SURPLUS, Entry, Index, Lookup, index_of
from triage_tui.directory.judge import Verdict, judge
from triage_tui.directory.model import (
    AMBULANCE,
    DAY_AND_NIGHT,
    EMERGENCY_DEPARTMENT,
    EVERYWHERE,
    Directory,
    Service,
)
from triage_tui.directory.packing import DamagedError
from triage_tui.directory.place import distance_km
from triage_tui.directory.present import as_catch_all, as_excluded, as_match, search_notes
from triage_tui.directory.ranking import best_of_each, levels_instead, order_of, type_ranks, types_at_once
from triage_tui.directory.referral import Referral
from triage_tui.directory.request import DEFAULT_KM, Excluded, Found, Match, Request

MOST_EXPLAINED = 60
CATCH_ALL_DEPARTMENTS = 2

LAST_RESORT = Service(
    id="emergency_999",
    name="999 emergency services",
    type=AMBULANCE,
    hours=DAY_AND_NIGHT,
    areas=(EVERYWHERE,),
    status="national",
    source="built in: used when the directory has nobody else",
    phone="999",
    self_referral=True,
)


def search(directory: Directory | Lookup, request: Request) -> Found:
    """The services to offer, best first and never none; ValueError when the time of the request has no time zone."""
    index = index_of(directory)
    try:
        return _search(Ask(index, request))
    except DamagedError as error:
        nobody = Index(replace(index.directory, services=()))
        found = _search(Ask(nobody, request))
        return replace(found, notes=(f"{error.message}; {error.hint}", *found.notes))


def _search(ask: Ask) -> Found:
    request = ask.request
    verdicts, chosen = _of_types(ask, request.types)
    offered = [as_match(verdict, ask) for verdict in chosen]
    if all(verdict.entry.service.signpost for verdict in chosen):
        more, others = _instead(ask, signposted=bool(chosen))
        verdicts += more
        offered += others
    if _needs_ambulance_first(ask, offered):
        offered.insert(0, as_catch_all(Verdict(_ambulance(ask), None, Opening("always"), _ANYBODY), ask))
    catch_all = not offered
    if catch_all:
        offered = _catch_all(ask)
    excluded, near_misses = _excluded(verdicts, {match.service.id for match in offered})
    return Found(tuple(offered), excluded, near_misses, catch_all, search_notes(ask))


def _of_types(ask: Ask, types: tuple[str, ...]) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts worth telling on services of some types, and those to offer, in order."""
    directory, request = ask.index.directory, ask.request
    first = types_at_once(directory, types, request.minutes, request.mode)
    types = tuple(dict.fromkeys((*first, *types)))
    ranks = type_ranks(directory, ask.chain, types)
    fitting: list[Verdict] = []
    failing: list[Verdict] = []
    for one in types:
        entries = ask.index.candidates(one, ask, at_once=one in first)
        verdicts = [found for entry in entries if (found := judge(entry, ask))]
        fitting += (verdict for verdict in verdicts if verdict.fits)
        failing += nsmallest(EXPLAINED, (verdict for verdict in verdicts if not verdict.fits), key=_told_first)
    fitting.sort(key=lambda one: order_of(one, ask, ranks, first))
    return best_of_each(fitting, directory, SURPLUS) + failing, best_of_each(fitting, directory)


def _told_first(verdict: Verdict) -> tuple[int, float, int]:
    """Whose reason is told first: those with the fewest, then the nearest."""
    return verdict.failures, verdict.distance or 0.0, verdict.entry.order


def _instead(ask: Ask, *, signposted: bool) -> tuple[list[Verdict], list[Match]]:
    """Services of the kinds that the types name to try next, level by level; real ones only after signposts."""
    types = ask.index.directory.types
    asked, verdicts = ask.request.types, list[Verdict]()
    label = types[asked[0]].label if asked and asked[0] in types else "what was asked for"
    for level in levels_instead(ask.index.directory, asked):
        more, found = _of_types(ask, level)
        verdicts += more
        real = [one for one in found if not (signposted and one.entry.service.signpost)]
        if real:
            return verdicts, [as_match(one, ask, instead_of=label) for one in real]
    return verdicts, []


_ANYBODY = Referral("direct", "the patient can go or ring")


def _needs_ambulance_first(ask: Ask, offered: list[Match]) -> bool:
    """Whether help is needed at once by ambulance and the first offer is not one for everybody everywhere."""
    request, directory = ask.request, ask.index.directory
    if AMBULANCE not in types_at_once(directory, request.types, request.minutes, request.mode):
        return False
    rejected = (ask.index.get(one) for one in request.rejected)
    if any(entry is not None and entry.service.type == AMBULANCE for entry in rejected):
        return False
    return not offered or offered[0].service.type != AMBULANCE or EVERYWHERE not in offered[0].service.areas


def _catch_all(ask: Ask) -> list[Match]:
    """The two nearest emergency departments, full or not, and 999: when nothing asked for fits."""
    found = [
        Verdict(entry, distance_km(ask.point, entry.point), Opening("not_known"), _ANYBODY)
        for entry in departments_near(ask)
        if ask.point is not None and entry.point is not None
    ]
    found.append(Verdict(_ambulance(ask), None, Opening("always"), _ANYBODY))
    return [as_catch_all(verdict, ask) for verdict in found]


def departments_near(ask: Ask) -> tuple[Entry, ...]:
    """The nearest emergency departments that are there at all."""
    near = ask.index.nearest(EMERGENCY_DEPARTMENT, ask.point, DEFAULT_KM) if ask.point is not None else ()
    there = (one for one in near if one.service.active and one.service.id not in ask.request.rejected)
    return tuple(islice(there, CATCH_ALL_DEPARTMENTS))


def _ambulance(ask: Ask) -> Entry:
    """The directory's ambulance for everybody, or the one built in, which cannot be rejected."""
    known = ask.index.ambulance
    return known if known and known.service.id not in ask.request.rejected else Entry(LAST_RESORT, -1)


def _excluded(verdicts: list[Verdict], offered: set[str]) -> tuple[tuple[Excluded, ...], tuple[Excluded, ...]]:
    """Those not offered, fewest failures first, then nearest; and of them, those that failed one published test."""
    left = {verdict.entry.order: verdict for verdict in verdicts if verdict.entry.service.id not in offered}
    ordered = sorted(left.values(), key=_told_first)
    excluded = [(as_excluded(verdict), verdict) for verdict in ordered[:MOST_EXPLAINED]]
    near_misses = tuple(one for one, verdict in excluded if not verdict.first and len(verdict.second) == 1)
    return tuple(one for one, _ in excluded), near_misses
