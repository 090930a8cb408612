"""Who may refer: this user, the patient, or another service that must be rung."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from triage_tui.directory.ask import Ask
from triage_tui.directory.filters import PATIENT_AND_PLACE
from triage_tui.directory.hours import opening, opening_words
from triage_tui.directory.index import Entry
from triage_tui.directory.model import Service
from triage_tui.directory.words import joined, roles_words

Way: TypeAlias = Literal["direct", "chained", "none"]


class Referral(NamedTuple):
    """How this user gets the patient there, or what to say when that cannot be done."""

    way: Way
    words: str


def is_direct(entry: Entry, ask: Ask) -> bool:
    """Whether this user refers there, or the patient goes or rings, with nobody between."""
    service, request = entry.service, ask.request
    allowed = request.role in entry.roles or service.self_referral
    return allowed or not request.referrers.isdisjoint(service.referral_only_from)


def way_in(entry: Entry, ask: Ask) -> Way:
    """How this user gets a patient there, without the words for it."""
    if is_direct(entry, ask):
        return "direct"
    return referral(entry, ask).way if entry.service.referral_only_from else "none"


def referral(entry: Entry, ask: Ask, seen: frozenset[str] = frozenset()) -> Referral:
    """Whether this user can get the patient there: refer, send the patient, or ring the one service that may refer."""
    service, request = entry.service, ask.request
    directory = ask.index.directory
    if request.role in entry.roles:
        return Referral("direct", "you refer, or the patient can go or ring" if service.self_referral else "you refer")
    if service.self_referral:
        return Referral("direct", "the patient can go or ring")
    if is_direct(entry, ask):
        return Referral("direct", "you refer")
    if service.referral_only_from:
        return _through_another(service, ask, seen | {service.id})
    if not service.roles:
        return Referral("none", "nobody can refer to it")
    return Referral("none", f"professionals only: {roles_words(directory, service.roles)} can refer")


def _through_another(service: Service, ask: Ask, seen: frozenset[str]) -> Referral:
    why_not = ""
    names = []
    for other in service.referral_only_from:
        entry = ask.index.get(other)
        if entry is None or other in seen:
            continue
        names.append(entry.service.name)
        obstacle = _obstacle(entry, ask, seen)
        if obstacle is None:
            return Referral("chained", f"only {entry.service.name} can refer: ring them")
        why_not = why_not or obstacle
    if not names:
        return Referral("none", "nobody can refer to it")
    return Referral("none", f"only {joined(names, 'or')} can refer ({why_not})")


def _obstacle(entry: Entry, ask: Ask, seen: frozenset[str]) -> str | None:
    """Why the service that may refer cannot be used for this patient now."""
    for test in PATIENT_AND_PLACE:
        if words := test(entry, ask):
            return words
    found = opening(entry.service.hours, ask.moment, ask.index.calendar)
    if not found.in_time:
        return opening_words(found, ask.moment)
    other = referral(entry, ask, seen)
    return other.words if other.way == "none" else None
