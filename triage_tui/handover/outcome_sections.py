"""The professional copy's decision: how urgent, which service, what else must happen."""

from __future__ import annotations

from collections.abc import Iterable

from triage_tui.handover.document import Block, Bullets, Row, Rows, Words
from triage_tui.handover.model import Decision, Finding, ServiceLine, Summary
from triage_tui.handover.times import clock_words, moment_words

MOST_TO_ASK = 2
SAFEGUARDING_TYPES = ("safeguarding_adult", "safeguarding_child")


def outcome(summary: Summary) -> Iterable[Block]:
    """The disposition, its time, and every reason for it."""
    decision, item = summary.decision, summary.decision.disposition
    yield Words(f"{item.symbol} {item.word}: {item.label}", strong=True)
    rows = [
        Row("Act by", _act_by(decision), strong=True),
        Row("Target", f"{item.target} (a target, not a promise)"),
        Row("Code, care", f"{item.id}; {decision.care.lower()}"),
        Row("Outcome", decision.title),
    ]
    if decision.interim:
        rows.append(Row("Interim", "the questions were not finished: this is the safe recommendation until they are"))
    rows += [Row("Why", reason) for reason in decision.because]
    rows.append(Row("Floor", decision.floor or "no answer set one"))
    if decision.emergency_reason:
        rows.append(Row("Emergency key", decision.emergency_reason, strong=True))
    rows += _override_rows(decision)
    if item.validate:
        rows.append(Row("Validation", "a clinician may validate before an ambulance or hospital is asked for"))
    rows += [Row("Also needed", line.label, strong=True) for line in summary.also]
    rows.append(Row("Chief concern", summary.asked["complaint"].words))
    if summary.mode == "telephone":
        rows.append(Row("Where they are", summary.asked["place"].words))
    rows.append(Row("Ring back on", summary.asked["call_back"].words))
    yield Rows(tuple(rows))


def _act_by(decision: Decision) -> str:
    if decision.act_by is None:
        return "no time set"
    return "NOW" if not decision.disposition.minutes else moment_words(decision.act_by)


def _override_rows(decision: Decision) -> list[Row]:
    override = decision.override
    if override is None:
        return []
    words = f"{override.how}, by {override.role}, {clock_words(override.at)}: {override.reason}"
    return [
        Row("Changed by user", words, strong=True),
        Row("Pathway said", override.recommended),
    ]


def recommended_service(summary: Summary) -> Iterable[Block]:
    """The service in full, others more shortly, and those that were not used."""
    first, *others = _chosen_first(summary)
    if first.catch_all:
        yield Words("Nothing of the kind that is needed fits: what is always there, or nearest, is shown.", strong=True)
    label = "Chosen" if summary.chosen else "Recommended"
    yield Rows((Row(label, first.name, strong=True), *_service_rows(first)))
    yield Rows((Row("Referral taken by", summary.written["service_accepted"].words),))
    if others:
        yield Bullets(tuple(_on_one_line(line) for line in others), "Also offered")
    if summary.rejected:
        lines = (f"{item.name}: {item.reason} ({clock_words(item.at)})" for item in summary.rejected)
        yield Bullets(tuple(lines), "Not used, and why")
    if summary.service_notes:
        yield Bullets(summary.service_notes, "About this search")


def _chosen_first(summary: Summary) -> list[ServiceLine]:
    return sorted(summary.services, key=lambda line: line.id != summary.chosen)


def _service_rows(line: ServiceLine) -> list[Row]:
    rows = [
        Row("Why", line.why),
        Row("Hours", line.open),
        Row("Where", line.where),
        Row("How to refer", line.refer or "not stated"),
        Row("Telephone", line.phone or "not published here"),
    ]
    if line.professional_phone:
        rows.append(Row("Professionals only", line.professional_phone))
    if line.web:
        rows.append(Row("Web", line.web))
    rows += [Row("Ask first", check) for check in line.checks]
    rows.append(Row("Directory entry", f"{line.id}; {line.entry}"))
    if line.mark:
        rows.append(Row("Mark", line.mark, strong=True))
    return rows


def _on_one_line(line: ServiceLine) -> str:
    parts = [line.open, line.refer, line.professional_phone or line.phone, line.mark]
    return f"{line.name} ({'; '.join(part.rstrip('.') for part in parts if part)})"


def safeguarding(summary: Summary) -> Iterable[Block]:
    """What was asked and said, whom to tell, and what was done."""
    asked = summary.findings.safeguarding
    if not asked:
        yield Words("not asked")
    else:
        yield Rows(tuple(Row(item.label, private_words(item), strong=bool(item.sets)) for item in asked))
    lines = [line for line in summary.also if line.services and line.services[0].type in SAFEGUARDING_TYPES]
    for line in lines:
        yield Rows((Row("Refer", line.label, strong=True),))
        yield Bullets(tuple(_on_one_line(service) for service in line.services[:MOST_TO_ASK]))
    done = summary.written["safeguarding_done"]
    if asked or done.text:
        yield Rows((Row("What was done", done.words),))
    if any(item.sets for item in asked):
        yield Words("Before a patient copy is handed over or sent, think who else may read it.", strong=True)


def private_words(item: Finding) -> str:
    """An answer with what it set and what it was before."""
    return "; ".join(part for part in (item.answer, item.sets, f"was: {item.was}" if item.was else "") if part)


def plan_and_actions(summary: Summary) -> Iterable[Block]:
    """What is asked of whom, and by when."""
    decision = summary.decision
    yield Rows((Row("Plan", summary.written["plan"].words), Row("Act by", _act_by(decision))))
    if decision.call_first:
        when = "Before conveying" if summary.mode == "on_scene" else "Before hospital"
        yield Rows((Row(when, f"ring: {decision.call_first}", strong=True),))
        if summary.ring_first:
            yield Bullets(tuple(_on_one_line(line) for line in summary.ring_first))
    others = [line for line in summary.also if not line.services or line.services[0].type not in SAFEGUARDING_TYPES]
    for line in others:
        yield Rows((Row("Also needed", line.label, strong=True),))
        if line.services:
            yield Bullets(tuple(_on_one_line(service) for service in line.services[:MOST_TO_ASK]))
    yield Rows(
        (
            Row("Patient told", summary.written["follow_up"].words),
            Row("Arrival expected", summary.written["eta"].words),
        )
    )
