"""The outcome screen's words."""

from __future__ import annotations

from triage_tui.directory.request import Found, Match
from triage_tui.handover.model import ServiceLine
from triage_tui.handover.service_lines import old_words, rejected_lines, service_lines
from triage_tui.record.encounter import Encounter
from triage_tui.walk.conclude import CARE_WORDS, Conclusion
from triage_tui.walk.pack import Pack
from triage_tui.walk.reason import led_words


def headline(found: Conclusion) -> str:
    """The disposition in a symbol, a word and a target, and the model of care."""
    item = found.disposition
    return (
        f"{item.symbol}  {item.word}   target: {item.target}\n{item.label}\n{CARE_WORDS[found.care]}{ended_in(found)}"
    )


def ended_in(found: Conclusion) -> str:
    """The outcome's title; what the questions ended in, where something else decides."""
    decides = found.decided_by in ("floor", "raised", "lowered")
    return f" (the questions ended in: {found.title})" if decides else f": {found.title}"


def reasons(found: Conclusion, call: Encounter, pack: Pack) -> str:
    """Why: the rule, the floor, and whether a clinician may validate first."""
    lines = [f"Why: {text}" for text in found.because]
    floor = call.state.floor
    if floor is not None and found.decided_by != "floor":
        lines.append(f"Floor: {pack.dispositions[floor.disposition].word}: {floor.because}")
    if found.disposition.validate:
        lines.append("A clinician may validate this before an ambulance or the emergency department is asked for.")
    if found.say:
        lines.append(f"Say: {found.say}")
    return "\n".join(lines)


def decided(call: Encounter) -> str:
    """The rule that ended the questions, the answers it read, and where it is written."""
    return "\n".join(led_words(call.plan, call.state)) if call.state.finished and call.emergency is None else ""


def service(match: Match) -> str:
    """The recommended service in full."""
    item = match.service
    line = service_lines((match,), frozenset())[0]
    lines = [
        f"{match.name}",
        f"  Why: {match.why}",
        f"  Hours: {line.open}",
        f"  Where: {line.where}",
    ]
    lines.append(f"  Refer: {line.refer}")
    lines.append(f"  Ring: {numbers(line)}")
    lines += [f"  First: {text}" for text in match.checks]
    lines.append(f"  Entry: {match.freshness}; {item.source}")
    return "\n".join(lines)


def service_line(match: Match) -> str:
    """A service on one line, with its numbers where there are any."""
    line = service_lines((match,), frozenset())[0]
    ring = f"; {numbers(line)}" if line.phone or line.professional_phone else ""
    return f"{match.name} ({line.open}{ring}{old_words(match)})"


def line_to_ring(match: Match) -> str:
    """A service to ring, on one line."""
    line = service_lines((match,), frozenset())[0]
    return f"{match.name}: {numbers(line)} ({line.open}{old_words(match)})"


def rejected_words(call: Encounter, pack: Pack, found: Found) -> list[str]:
    """The services that were not used, and why."""
    return [f"NOT USED: {item.name}: {item.reason}" for item in rejected_lines(call, pack, found)]


def numbers(line: ServiceLine) -> str:
    """The numbers to ring, those for staff marked."""
    staff = f"{line.professional_phone} (staff only)" if line.professional_phone else ""
    return "; ".join(number for number in (line.phone, staff) if number) or "number not published here"


def adjunct_lines(found: Conclusion | None, pack: Pack) -> list[str]:
    """What must happen as well."""
    if found is None:
        return []
    labels = {item.id: item.label for item in pack.adjuncts}
    return [f"ALSO: {labels.get(name, name)}" for name in found.also]


def worsening_lines(found: Conclusion, pack: Pack) -> list[str]:
    """What to look out for, and what means 999."""
    lines: list[str] = []
    emergency: list[str] = []
    for name in found.worsening:
        item = pack.worsening.get(name)
        if item is None:
            continue
        lines.append(f"{item.title}:")
        lines += [f"  - {text}" for text in item.lines]
        emergency += [text for text in item.emergency if text not in emergency]
    if emergency:
        lines.append("Call 999 if:")
        lines += [f"  - {text}" for text in emergency]
    return lines
