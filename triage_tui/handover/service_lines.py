"""Services as lines of the summary, and which of them the patient may be told about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage_tui.directory.model import AMBULANCE
from triage_tui.directory.request import Found, Match
from triage_tui.directory.words import NO_PHONE, distance_words, phone_words, status_words
from triage_tui.handover.findings import only_said_privately
from triage_tui.handover.history import Given
from triage_tui.handover.model import AlsoLine, RejectedLine, ServiceLine
from triage_tui.handover.times import read_utc
from triage_tui.record.encounter import Encounter
from triage_tui.walk.pack import Pack


def private_types(pack: Pack) -> frozenset[str]:
    """Types of service that only things the patient's copy leaves out ask for."""
    silent = {name for item in pack.adjuncts if item.needs and not item.patient_copy for name in item.needs.service}
    open_types = {name for item in pack.adjuncts if item.needs and item.patient_copy for name in item.needs.service}
    usual = {name for item in pack.dispositions for name in item.needs.service}
    return frozenset(silent - open_types - usual)


def service_lines(found: Iterable[Match], private: frozenset[str]) -> tuple[ServiceLine, ...]:
    """Services in the order they are offered."""
    return tuple(_line(match, private) for match in found)


def _line(match: Match, private: frozenset[str]) -> ServiceLine:
    service = match.service
    where = [match.area, distance_words(match.distance_km, match.accuracy_km), service.postcode or ""]
    refer = [match.via, service.how_to_refer]
    professional = phone_words(service, professional=True) if service.professional_phone else ""
    reachable = service.self_referral or service.type == AMBULANCE
    return ServiceLine(
        id=service.id,
        type=service.type,
        name=match.name,
        public_name="" if service.type in private else service.public_name,
        why=match.why,
        open="; ".join(part for part in (match.open, match.busy) if part),
        where="; ".join(part for part in where if part),
        refer="; ".join(part.rstrip(".") for part in refer if part),
        phone="" if match.phone == NO_PHONE else match.phone,
        professional_phone=professional,
        web=service.web or "",
        checks=match.checks,
        entry=f"{match.freshness}; {service.source}",
        mark=status_words(service),
        public=reachable and not service.restricted and service.type not in private,
        catch_all=match.catch_all,
    )


def old_words(match: Match) -> str:
    """That an entry is historical or old, behind a service on one line."""
    historical = match.service.status == "historical"
    return "; historical" if historical else "; old entry" if match.old else ""


def rejected_lines(encounter: Encounter, pack: Pack, found: Found) -> tuple[RejectedLine, ...]:
    """The services that were not used, with the reasons given."""
    names = {item.service.id: item.service.name for item in found.excluded}
    reasons = {reason.id: reason.label for reason in pack.reject_reasons}
    return tuple(
        RejectedLine(
            names.get(item.service, item.service.replace("_", " ")),
            ": ".join(part for part in (reasons.get(item.reason, item.reason), item.comment) if part),
            read_utc(item.utc),
        )
        for item in encounter.rejected
    )


def also_lines(
    pack: Pack, also: tuple[str, ...], also_found: Mapping[str, Found], answers: tuple[Given, ...]
) -> tuple[AlsoLine, ...]:
    """What must happen as well, with whom to ask for it."""
    private = private_types(pack)
    silent = only_said_privately(answers)
    known = {item.id: item for item in pack.adjuncts}
    lines = []
    for name in also:
        item = known.get(name)
        found = also_found.get(name)
        services = service_lines(found.offered, private) if found else ()
        shown = item is not None and item.patient_copy and not silent.get(name, False)
        lines.append(AlsoLine(item.label if item else name, services, shown))
    return tuple(lines)
