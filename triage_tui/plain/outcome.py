"""The outcome in plain text, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from triage_tui.desk import Desk
from triage_tui.directory.request import Match
from triage_tui.errors import AnswerError
from triage_tui.handover.details import DETAILS, detail_problem
from triage_tui.handover.model import ServiceLine
from triage_tui.handover.service_lines import old_words, rejected_lines, service_lines
from triage_tui.plain.console import place_of
from triage_tui.record.encounter import Encounter, Kind
from triage_tui.record.outcome import may_override
from triage_tui.walk.conclude import CARE_WORDS
from triage_tui.walk.pack import Advice
from triage_tui.walk.reason import led_words

if TYPE_CHECKING:
    from triage_tui.plain.console import Console


def outcome_lines(desk: Desk, call: Encounter) -> list[str]:
    """The outcome, one fact a line."""
    found = desk.conclusion(call)
    assert found is not None
    pack = desk.library_of(call).pack
    disposition = found.disposition
    lines = [
        "",
        f"OUTCOME: {disposition.word}. {disposition.label}.",
        f"Target: {disposition.target}.",
        f"{CARE_WORDS[found.care]}. {found.title}.",
    ]
    lines += [f"Why: {text}" for text in found.because]
    if call.state.floor is not None:
        lines.append(f"Floor: {call.plan.dispositions[call.state.floor.disposition].word}: {call.state.floor.because}.")
    if found.call_first and (to_ring := desk.professional_lines(call, found)) is not None:
        ringing = _with_lines(to_ring.offered)
        when = "Call before you convey" if call.mode == "on_scene" else "Ring first"
        lines += [f"{when}: {match.name}. {line.open}. Ring: {_numbers(line)}." for match, line in ringing]
    if found.say:
        lines.append(f"Say: {found.say}")
    services = desk.services(call, found)
    first, *rest = services.offered
    line = service_lines((first,), frozenset())[0]
    lines.append(f"Service: {first.name}. {first.why}. {line.open}. {line.where}. {line.refer}.")
    lines.append(f"Ring: {_numbers(line)}.")
    lines.append(f"Entry: {first.freshness}. Source: {first.service.source}.")
    lines += [f"First: {text}" for text in first.checks]
    lines += [f"Not used: {item.name}: {item.reason}." for item in rejected_lines(call, pack, services)]
    if rest or services.excluded:
        lines.append(f"{len(rest)} more services, and {len(services.excluded)} left out: x.")
    labels = {adjunct.id: adjunct.label for adjunct in pack.adjuncts}
    lines += [f"Also: {labels.get(name, name)}" for name in found.also]
    for place, item in enumerate(_advice(desk, call), 1):
        given = "given" if item.id in call.advised else "not yet given"
        lines.append(f"Advice {place}, {given}. {item.title}: {' '.join(item.lines)}")
    for name in found.worsening:
        if advice := pack.worsening.get(name):
            lines.append(f"{advice.title}: {' '.join(advice.lines)}")
            lines += [f"Call 999 if: {text}" for text in advice.emergency]
    if call.state.finished and call.emergency is None:
        lines += led_words(call.plan, call.state)
    return lines


def other_services(desk: Desk, call: Encounter) -> list[str]:
    """The services after the recommended one, and those left out with the reason."""
    services = desk.services_of(call)
    words = [f"Or: {match.name}. {line.open}{old_words(match)}." for match, line in _with_lines(services.offered[1:])]
    words += [f"Left out: {left.service.name}: {left.why}." for left in services.excluded]
    return [f"{number}. {line}" for number, line in enumerate(words, 2)]


def _with_lines(matches: tuple[Match, ...]) -> Iterator[tuple[Match, ServiceLine]]:
    return zip(matches, service_lines(matches, frozenset()), strict=True)


def _numbers(line: ServiceLine) -> str:
    staff = f"{line.professional_phone}, for staff only" if line.professional_phone else ""
    return " or ".join(number for number in (line.phone, staff) if number) or "number not published here"


def _advice(desk: Desk, call: Encounter) -> list[Advice]:
    """The advice to give, in its order."""
    found = desk.conclusion(call)
    known = desk.library_of(call).pack.advice
    return [known[name] for name in found.advice if name in known] if found is not None else []


def give_advice(desk: Desk, call: Encounter, console: Console, typed: str) -> Encounter:
    """Tick the advice of this number as given, or take the tick away again."""
    advice = _advice(desk, call)
    place = place_of(typed, len(advice))
    if place is None:
        raise AnswerError("type a and the number of the advice")
    item = advice[place]
    given = item.id not in call.advised
    call = desk.record(call, Kind.ADVISED, item=item.id, given=given)
    console.say(f"{item.title}: {'given' if given else 'not given'}.")
    return call


def reject_service(desk: Desk, call: Encounter, console: Console) -> Encounter:
    """Ask why the recommended service is not used; the next one comes."""
    pack = desk.library_of(call).pack
    role = pack.role(desk.role)
    reasons = [reason for reason in pack.reject_reasons if not reason.clinician or (role and role.clinician)]
    services = desk.services_of(call)
    names = {item.service.id: item.service.name for item in services.excluded}
    again = list({item.service: names.get(item.service, item.service) for item in call.rejected}.items())
    labels = [reason.label for reason in reasons] + [f"Offer {name} after all" for _, name in again]
    place = console.choose(f"Why not {services.offered[0].name}? Number:", labels)
    if place is None:
        return call
    if place >= len(reasons):
        return desk.record(call, Kind.RECONSIDERED, service=again[place - len(reasons)][0])
    chosen = reasons[place]
    comment = console.ask("In a few words:") if chosen.comment else ""
    if chosen.comment and not comment:
        raise AnswerError("this reason needs a few words")
    service = services.offered[0].service.id
    return desk.record(call, Kind.REJECTED, service=service, reason=chosen.id, comment=comment)


def write_detail(desk: Desk, call: Encounter, console: Console) -> Encounter:
    """Write one detail for the summary; what does not fit is kept, and said."""
    labels = [f"{item.label}: {call.details.get(item.id, 'not asked')}" for item in DETAILS]
    place = console.choose("Which detail? Number (anything else goes back):", labels)
    if place is None:
        return call
    item = DETAILS[place]
    text = console.ask(f"{item.label}. {item.hint}" if item.hint else f"{item.label}:")
    call = desk.record(call, Kind.DETAIL, field=item.id, text=text)
    console.say(detail_problem(item.id, text) or "Kept.")
    return call


def change_urgency(desk: Desk, call: Encounter, console: Console) -> Encounter:
    """Choose another disposition, with a reason: up anyone, down a clinician."""
    pack = desk.library_of(call).pack
    found = desk.conclusion(call)
    assert found is not None
    allowed = [
        item
        for item in pack.dispositions
        if item.id != found.disposition.id and may_override(call, pack, item.id, desk.role)
    ]
    prompt = "Change the urgency to number (less urgent needs a clinician role):"
    place = console.choose(prompt, [item.label for item in allowed])
    if place is None:
        return call
    reason = console.ask("Why? A reason is needed:")
    if not reason:
        raise AnswerError("the urgency is changed only with a reason")
    chosen = allowed[place]
    raised = chosen.rank < found.disposition.rank
    return desk.record(call, Kind.OVERRODE, disposition=chosen.id, reason=reason, raised=raised)
