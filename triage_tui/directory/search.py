"""Which services to offer a patient now, and why not the others. Pure: the clock is in the request."""

from __future__ import annotations

from triage_tui.directory.filters import Ask, Referral, Verdict, judge
from triage_tui.directory.hours import Opening, opening_words
from triage_tui.directory.index import Entry, index_of
from triage_tui.directory.model import (
    AMBULANCE,
    DAY_AND_NIGHT,
    EMERGENCY_DEPARTMENT,
    EVERYWHERE,
    GP_PRACTICE,
    Directory,
    Service,
)
from triage_tui.directory.place import distance_km, in_box
from triage_tui.directory.ranking import best_of_each, order_of, type_ranks, types_at_once
from triage_tui.directory.request import DEFAULT_KM, Excluded, Found, Match, Request
from triage_tui.directory.words import area_words, capability_words, freshness_words, phone_words

MOST_EXPLAINED = 60

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


def search(directory: Directory, request: Request) -> Found:
    """The services to offer, best first and never none; ValueError when the time of the request has no time zone."""
    ask = Ask(index_of(directory), request)
    verdicts, chosen = _of_types(ask, request.types)
    offered = [_match(verdict, ask) for verdict in chosen]
    if all(verdict.entry.service.signpost for verdict in chosen):
        more, also = _instead(ask, chosen)
        verdicts += more
        offered += also
    catch_all = not offered
    if catch_all:
        offered = _catch_all(ask)
    excluded = _excluded(verdicts, {match.service.id for match in offered})
    near_misses = tuple(one for one, verdict in excluded if not verdict.first and len(verdict.second) == 1)
    return Found(tuple(offered), tuple(one for one, _ in excluded), near_misses, catch_all, tuple(_notes(ask)))


def _of_types(ask: Ask, types: tuple[str, ...]) -> tuple[list[Verdict], list[Verdict]]:
    """Every verdict on services of some types near enough to matter, and those to offer, in order."""
    directory, request = ask.index.directory, ask.request
    first = types_at_once(directory, types, request.minutes, request.mode)
    types = tuple(dict.fromkeys((*first, *types)))
    ranks = type_ranks(directory, ask.chain, types)
    verdicts = [found for one in types for entry in ask.index.of_type(one) if (found := judge(entry, ask))]
    fitting = sorted((one for one in verdicts if one.fits), key=lambda one: order_of(one, ask, ranks, first))
    return verdicts, best_of_each(fitting, directory)


def _instead(ask: Ask, chosen: list[Verdict]) -> tuple[list[Verdict], list[Match]]:
    """Real services of the kinds that the types name to try next, one level at a time, when nothing asked for is one."""
    types = ask.index.directory.types
    tried = list(ask.request.types)
    level, verdicts = tried, list[Verdict]()
    asked = types.get(tried[0]) if tried else None
    while level:
        following = (other for one in level if one in types for other in types[one].instead)
        level = [other for other in dict.fromkeys(following) if other not in tried]
        tried += level
        more, found = _of_types(ask, tuple(level))
        verdicts += more
        found = [one for one in found if not (chosen and one.entry.service.signpost)]
        if found:
            return verdicts, [_match(one, ask, instead_of=asked.label if asked else None) for one in found]
    return verdicts, []


def _catch_all(ask: Ask) -> list[Match]:
    """The two nearest emergency departments, full or not, and 999: when nothing asked for fits."""
    near: list[tuple[float, int, Entry]] = []
    for entry in ask.index.of_type(EMERGENCY_DEPARTMENT):
        service, point = entry.service, entry.point
        if not service.active or service.id in ask.request.rejected or point is None or ask.point is None:
            continue
        if in_box(ask.point, point, DEFAULT_KM):
            near.append((distance_km(ask.point, point), entry.order, entry))
    found = [
        _match(Verdict(entry, distance, opening=Opening("not_known")), ask, catch_all=True)
        for distance, _, entry in sorted(near, key=lambda one: one[:2])[:2]
    ]
    return [*found, _match(Verdict(_ambulance(ask), None, opening=Opening("always")), ask, catch_all=True)]


def _ambulance(ask: Ask) -> Entry:
    known = ask.index.ambulance
    return known if known and known.service.id not in ask.request.rejected else Entry(LAST_RESORT, -1)


def _match(verdict: Verdict, ask: Ask, *, instead_of: str | None = None, catch_all: bool = False) -> Match:
    service, directory = verdict.entry.service, ask.index.directory
    words = opening_words(verdict.opening, ask.moment)
    return Match(
        service=service,
        name=_name(service, ask, catch_all=catch_all),
        why=_why(verdict, ask, instead_of, catch_all=catch_all),
        open="hours not checked: ring first" if catch_all and verdict.opening.state == "not_known" else words,
        distance_km=verdict.distance,
        area=area_words(directory, service.areas),
        freshness=freshness_words(service, ask.today),
        via=verdict.referral.words or "the patient can go or ring",
        phone=phone_words(service),
        checks=verdict.checks,
        instead_of=instead_of,
        catch_all=catch_all,
    )


def _name(service: Service, ask: Ask, *, catch_all: bool) -> str:
    own = service.type == GP_PRACTICE and ask.request.gp_practice in (service.id, service.ods)
    return (
        service.name
        + (" (own practice)" if own and ask.request.gp_practice else "")
        + (" (Catch-all)" if catch_all else "")
    )


def _why(verdict: Verdict, ask: Ask, instead_of: str | None, *, catch_all: bool) -> str:
    directory, service = ask.index.directory, verdict.entry.service
    if catch_all:
        return "nothing that was asked for fits: this is always there"
    label = directory.types[service.type].label if service.type in directory.types else service.type.replace("_", " ")
    able = [word for word in ask.request.capabilities if word in verdict.entry.able]
    what = f"{label} with {capability_words(directory, able)}" if able else label
    where = f" for {area_words(directory, service.areas)}"
    signpost = ": how to find one" if service.signpost else ""
    return f"{what}{where}{signpost}" + (f"; instead of: {instead_of}" if instead_of else "")


def _excluded(verdicts: list[Verdict], offered: set[str]) -> list[tuple[Excluded, Verdict]]:
    """Those not offered, fewest failures first, then nearest."""
    found: list[tuple[Excluded, Verdict]] = []
    left = (one for one in verdicts if one.entry.service.id not in offered)
    for verdict in sorted(
        left, key=lambda one: (len(one.first) + len(one.second), one.distance or 0.0, one.entry.order)
    ):
        reasons = [*verdict.first, *verdict.second]
        if reasons:
            one = Excluded(verdict.entry.service, "; ".join(r.words for r in reasons), tuple(r.test for r in reasons))
        else:
            one = Excluded(verdict.entry.service, "others of this kind come first", ("surplus",))
        found.append((one, verdict))
    return found[:MOST_EXPLAINED]


def _notes(ask: Ask) -> list[str]:
    request = ask.request
    notes = []
    if ask.chain == (EVERYWHERE,) and ask.point is None:
        notes.append("place not known: only services for the whole of England are shown")
    elif ask.chain == (EVERYWHERE,):
        notes.append("area not known: services limited to an area are left out")
    if ask.age is None:
        notes.append("age not known: check it with the service")
    if request.sex is not None and ask.sex is None:
        notes.append("sex not known: check it with the service")
    return notes
