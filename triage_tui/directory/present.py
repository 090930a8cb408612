"""Verdicts as what a call handler reads out: matches, exclusions and notes."""

from __future__ import annotations

from triage_tui.directory.ask import Ask
from triage_tui.directory.filters import busy, capacity, distance_accuracy
from triage_tui.directory.hours import opening_words
from triage_tui.directory.judge import Verdict
from triage_tui.directory.model import EVERYWHERE, GP_PRACTICE, Service
from triage_tui.directory.request import Excluded, Match
from triage_tui.directory.words import area_words, capability_words, freshness_words, is_overdue, phone_words


def as_match(verdict: Verdict, ask: Ask, *, instead_of: str | None = None) -> Match:
    """A service that fits."""
    service = verdict.entry.service
    own = service.type == GP_PRACTICE and ask.request.gp_practice in (service.id, service.ods or service.id)
    return Match(
        service=service,
        name=f"{service.name} (own practice)" if own else service.name,
        why=_why(verdict, ask) + (f"; instead of: {instead_of}" if instead_of else ""),
        open=opening_words(verdict.opening, ask.moment),
        distance_km=verdict.distance,
        area=area_words(ask.index.directory, service.areas),
        freshness=freshness_words(service, ask.today),
        old=is_overdue(service, ask.today),
        via=verdict.referral.words,
        phone=phone_words(service),
        checks=verdict.checks,
        instead_of=instead_of,
        accuracy_km=distance_accuracy(service, ask),
        busy=busy(service, ask),
    )


def as_catch_all(verdict: Verdict, ask: Ask) -> Match:
    """A service that is offered because nothing else can be."""
    service = verdict.entry.service
    ambulance = verdict.opening.state == "always"
    return Match(
        service=service,
        name=f"{service.name} (Catch-all)",
        why="always there, whatever is needed" if ambulance else "nothing that was asked for fits; nearest of its kind",
        open=opening_words(verdict.opening, ask.moment) if ambulance else "hours not checked: ring first",
        distance_km=verdict.distance,
        area=area_words(ask.index.directory, service.areas),
        freshness=freshness_words(service, ask.today),
        old=is_overdue(service, ask.today),
        via=verdict.referral.words,
        phone=phone_words(service),
        catch_all=True,
        accuracy_km=distance_accuracy(service, ask),
        busy=capacity(verdict.entry, ask) or busy(service, ask),
    )


def as_excluded(verdict: Verdict) -> Excluded:
    """A service that is not offered, with every reason."""
    service = verdict.entry.service
    reasons = [*verdict.first, *verdict.second]
    if not reasons:
        return Excluded(service, "others of this kind come first", ("surplus",))
    return Excluded(service, "; ".join(one.words for one in reasons), tuple(one.test for one in reasons))


def search_notes(ask: Ask) -> tuple[str, ...]:
    """What not knowing the place, mistakes in the directory, and house rules do to the search."""
    notes, directory = [], ask.index.directory
    if directory.left_out:
        notes.append("the directory has mistakes in it, and what has them is left out: run triage check")
    if ask.chain == (EVERYWHERE,) and ask.point is None:
        notes.append("place not known: only services for the whole of England are shown")
    elif ask.chain == (EVERYWHERE,):
        notes.append("area not known: services limited to an area are left out")
    strategy = next((area for area in ask.chain if area in directory.ranks), None)
    if strategy is not None and directory.ranks[strategy].keys() & {*ask.request.types}:
        notes.append(f"kinds of service in the order of the house rules for {area_words(directory, (strategy,))}")
    return tuple(notes)


def _why(verdict: Verdict, ask: Ask) -> str:
    service: Service = verdict.entry.service
    directory = ask.index.directory
    label = directory.types[service.type].label if service.type in directory.types else service.type.replace("_", " ")
    able = [word for word in ask.request.capabilities if word in verdict.entry.able]
    what = f"{label} with {capability_words(directory, able)}" if able else label
    how = ", how to find one" if service.signpost else ""
    return f"{what} for {area_words(directory, service.areas)}{how}"
