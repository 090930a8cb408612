"""The professional copy's case: what is so, what is not, what was measured, and every answer."""

from __future__ import annotations

from collections.abc import Iterable

from triage_tui.handover.document import Block, Bullets, Grid, Row, Rows, Words
from triage_tui.handover.model import AuditLine, Finding, Observations, Summary
from triage_tui.handover.times import clock_words

SETS_ON_A_PAGE = 2


def case_summary(summary: Summary) -> Iterable[Block]:
    """Findings, most important first; then what was changed and what no longer counts."""
    found = summary.findings
    nothing = ("none stated" if summary.audit else "not asked",)
    yield Bullets(tuple(map(finding_words, found.positive)) or nothing, "Positive findings")
    if found.in_words:
        yield Bullets(tuple(f"{item.label}: {item.answer}" for item in found.in_words), "In words")
    yield Bullets(tuple(map(finding_words, found.red_flags_absent)) or nothing, "Red flags asked about and absent")
    if found.not_known:
        yield Bullets(tuple(map(finding_words, found.not_known)), "Asked, and NOT KNOWN")
    if found.other_negative:
        yield Bullets(("; ".join(item.says for item in found.other_negative),), "Other answers")
    if found.red_flags_not_asked:
        yield Bullets(("; ".join(found.red_flags_not_asked),), "Red flags NOT ASKED: the questions ended early")
    changed = [line for line in summary.audit if line.was]
    if changed:
        yield Bullets(
            tuple(f"{line.question} Now: {line.answer}. Was: {line.was}." for line in changed),
            "Answers that were CHANGED",
        )
    if summary.lost:
        lines = (f"{item.says} ({item.why}, {clock_words(item.gone)})" for item in summary.lost)
        yield Bullets(tuple(lines), "Answers that NO LONGER COUNT")


def finding_words(item: Finding) -> str:
    """A finding on one line."""
    was = f" (CHANGED, was: {item.was})" if item.was else ""
    return f"{item.says}{was}{f' [{item.sets}]' if item.sets else ''}"


def observation_blocks(summary: Summary) -> Iterable[Block]:
    """Every instrument's sets side by side."""
    if not summary.observations:
        yield Words("not asked")
    for found in summary.observations:
        yield from _grids(found)
        if found.missing:
            yield Words(f"INCOMPLETE, not measured: {', '.join(found.missing)}.", strong=True)
        if found.credit:
            yield Words(found.credit)


def _grids(found: Observations) -> Iterable[Block]:
    for start in range(0, len(found.sets), SETS_ON_A_PAGE):
        part = slice(start, start + SETS_ON_A_PAGE)
        rows = tuple((row.label, *row.values[part]) for row in found.rows)
        names = found.sets[part]
        yield Grid((f"{found.title} [points]", *names), rows, (26, *((27,) * len(names))))


def appendix(summary: Summary) -> Iterable[Block]:
    """Every question that counts, in the order it was asked, and the rules that fired."""
    if not summary.audit:
        yield Words("no question was answered")
    else:
        rows = tuple((_when(line), line.question, _audit_words(line)) for line in summary.audit)
        yield Grid(("Time", "Question", "Answer, and what it set"), rows, (11, 38, 29))
    if summary.rules:
        yield Bullets(summary.rules, "Rules that decided")
    yield Rows((Row("Times", "UK local time, GMT in winter and BST in summer"),))


def _when(line: AuditLine) -> str:
    return clock_words(line.at) if line.at else "known before"


def _audit_words(line: AuditLine) -> str:
    was = f" (CHANGED, was: {line.was})" if line.was else ""
    return f"{line.answer}{was}{f' [{line.sets}]' if line.sets else ''}"
