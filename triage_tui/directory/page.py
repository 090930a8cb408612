"""A service's page: everything the directory knows of it, as rows of a label and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from triage_tui.directory.ask import Ask
from triage_tui.directory.filters import distance_accuracy, place_of, published_capacity, standing_mark
from triage_tui.directory.index import Entry
from triage_tui.directory.model import Directory, Service
from triage_tui.directory.referral import referral
from triage_tui.directory.week import now_words, week_lines
from triage_tui.directory.words import (
    NO_PHONE,
    age_words,
    area_words,
    capability_words,
    date_words,
    distance_words,
    freshness_words,
    joined,
    mark_words,
    roles_words,
    status_words,
)

FILE: Final = "directory.yaml"


class Row(NamedTuple):
    """A label and what is said under it; a `strong` row must not be overlooked."""

    label: str
    words: str
    strong: bool = False


def service_page(entry: Entry, ask: Ask) -> tuple[Row, ...]:
    """Everything about a service, what is needed first first; what is not known is said. Who asks is in the request."""
    service, directory = entry.service, ask.index.directory
    parts = (
        _warnings(service, ask),
        _now(service, ask),
        _way_in(entry, ask),
        _what(service, directory),
        _week(service, ask),
        _place(entry, ask),
        _entry(service, ask.today),
    )
    return tuple(row for part in parts for row in part if row.words)


def _warnings(service: Service, ask: Ask) -> Iterator[Row]:
    yield Row("Mark", status_words(service), strong=True)
    if not service.active:
        yield Row("Not open", service.note or "not open", strong=True)
    mark = standing_mark(service, ask.request)
    yield Row("This shift", mark_words(mark, ask.moment.day) if mark else "", strong=True)
    yield Row("Capacity", published_capacity(service, ask) or "", strong=True)


def _now(service: Service, ask: Ask) -> Iterator[Row]:
    kind = ask.index.directory.types.get(service.type)
    how = " (how to find one)" if service.signpost else ""
    yield Row("Kind", f"{kind.label if kind else service.type}{how}")
    yield Row("Now", now_words(service.hours, ask.moment.now, ask.index.calendar) if service.active else "")


def _way_in(entry: Entry, ask: Ask) -> Iterator[Row]:
    service, directory = entry.service, ask.index.directory
    yield Row("Number", service.phone or NO_PHONE)
    yield Row("Staff number", f"{service.professional_phone} (staff only)" if service.professional_phone else "")
    yield Row("How", service.how_to_refer or "not stated")
    yield Row("You", referral(entry, ask).words if ask.request.role else "")
    everyone = set(directory.roles) <= set(service.roles)
    yield Row("Who may refer", "every role" if everyone else roles_words(directory, service.roles))
    if service.referral_only_from:
        others = [one for name in service.referral_only_from if (one := ask.index.get(name)) is not None]
        yield Row("Only through", joined((one.service.name for one in others), "or") or "nobody in this directory")
    yield Row("Patients", "can go or ring themselves" if service.self_referral else "cannot refer themselves")
    yield Row("Web", service.web or "")


def _what(service: Service, directory: Directory) -> Iterator[Row]:
    yield Row("For", "; ".join(_for_whom(service, directory)))
    yield Row("Can do", capability_words(directory, dict.fromkeys((*service.provides, *service.capabilities))))
    yield Row("Ambulances", "takes patients who come by ambulance" if service.accepts_ambulance else "")
    yield Row("Patients see", service.public_name if service.public_name != service.name else "")
    provider = directory.providers.get(service.provider)
    yield Row("Run by", provider.name if provider else service.provider)


def _for_whom(service: Service, directory: Directory) -> Iterator[str]:
    yield age_words(service).removeprefix("for ")
    if service.sexes:
        yield joined({"female": "women", "male": "men"}.get(sex, sex) for sex in service.sexes) + " only"
    if service.limited_to:
        yield f"only people who live in {area_words(directory, service.limited_to)}"
    if service.restricted:
        yield f"only patients of certain GP practices: {', '.join(service.practices)}"
    if service.only_for:
        yield f"only for {capability_words(directory, service.only_for)}"
    if service.modes:
        yield f"only used {joined(mode.replace('_', ' ') for mode in service.modes)}"


def _week(service: Service, ask: Ask) -> Iterator[Row]:
    if service.active and service.hours.known and (service.hours.dates or not service.hours.always):
        for day, words in week_lines(service.hours, ask.moment.now, ask.index.calendar):
            yield Row(day, words)


def _place(entry: Entry, ask: Ask) -> Iterator[Row]:
    service = entry.service
    yield Row("Where", area_words(ask.index.directory, service.areas))
    yield Row("Postcode", service.postcode or "")
    if service.lat is not None and service.lon is not None:
        near = f", good to {service.accuracy_km:g} km" if service.accuracy_km else ""
        yield Row("On the map", f"{service.lat:g}, {service.lon:g}{near}")
    distance = place_of(entry, ask)[1] if ask.request.area or ask.request.point else None
    yield Row("Distance", distance_words(distance, distance_accuracy(service, ask)))


def _entry(service: Service, today: str) -> Iterator[Row]:
    due = service.next_check_due
    yield Row("Entry", freshness_words(service, today))
    yield Row("Next check due", date_words(due) if due else "not stated")
    yield Row("Source", service.source)
    yield Row("Note", service.note if service.active else "")
    yield Row("ODS code", service.ods or "")
    yield Row("Written in", f"{FILE}, line {service.line} ({service.id})" if service.line else service.id)
