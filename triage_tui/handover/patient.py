"""The patient's copy: plain words, and nothing that could harm them if somebody else reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from triage_tui.directory.model import AMBULANCE
from triage_tui.handover.document import Block, Bullets, Document, Row, Rows, Section, Words
from triage_tui.handover.identity import identity
from triage_tui.handover.model import AdviceLine, Said, ServiceLine, Summary
from triage_tui.handover.times import local, patient_day, patient_words
from triage_tui.walk.conclude import CARE_WORDS
from triage_tui.walk.plan import MODES

NOTICE = "Advice for you. It is not a diagnosis."
MORE_SERVICES = 2
NATIONAL = ("111", "111 option 2", "999")
LONG = timedelta(days=2)

_DANGEROUS = re.compile(
    r"safeguard|abus(e|er|ed|ive)\b|domestic|violen(t|ce)\b|coerc|\bpolice\b|press 5 twice|"
    r"(anyone|someone|somebody|who) (may |might |could )?(hurts?|harms?|frightens?|controls?) you",
    re.IGNORECASE,
)
"""Words that could put somebody at risk on paper that others may read; such lines are said, not printed."""


def patient(summary: Summary) -> Document:
    """What the patient takes home."""
    sections = [
        Section("What we think you should do", tuple(_what_to_do(summary)), boxed=True),
        Section("Where to go, or who will help", tuple(_where(summary))),
        Section("What we agreed, in your words", tuple(_agreed(summary))),
        Section("What to do now", tuple(_now(summary.advice))),
        Section("What to look out for", tuple(_look_out(summary.worsening))),
        Section("Call 999 if", (_call_999(summary.worsening),), boxed=True),
        Section("Who will contact you", tuple(_contact(summary))),
    ]
    return Document(
        title="Your advice",
        reference=summary.reference,
        identity=identity(summary, cautions=False),
        notice=NOTICE,
        sections=tuple(section for section in sections if section.blocks),
        large=True,
    )


def is_safe_on_paper(line: str) -> bool:
    """Whether a line of shared advice may be on a sheet that others can pick up."""
    return _DANGEROUS.search(line) is None


def _what_to_do(summary: Summary) -> Iterator[Block]:
    decision = summary.decision
    yield Words(decision.disposition.patient[MODES.index(summary.mode)], strong=True)
    if decision.interim:
        yield Words("We did not get to the end of our questions. Ring 111 to finish them. If it is urgent, ring 999.")
    minutes = decision.disposition.minutes
    if decision.act_by is None or minutes is None:
        return
    if not minutes:
        yield Rows((Row("How soon", "Now.", strong=True),))
        return
    day_only = timedelta(minutes=minutes) >= LONG
    when = patient_day(decision.act_by) if day_only else patient_words(decision.act_by)
    yield Rows((Row("How soon", f"By {when}.", strong=True),))
    whom = "your GP practice" if day_only else "111"
    yield Words(f"This is what we aim for. If it does not happen by then, ring {whom}.")


def _where(summary: Summary) -> Iterator[Block]:
    lines = sorted(summary.services, key=lambda line: line.id != summary.chosen)
    first = lines[0]
    if summary.mode == "on_scene" and summary.decision.care == CARE_WORDS["see_treat_and_convey"]:
        yield Words(
            "The crew who are with you will tell you where you are going. Ring 999 again if you get worse later."
        )
        return
    if first.type == AMBULANCE:
        here = "The crew who are with you will tell you what happens next. Ring 999 again if you get worse later."
        coming = "Stay where you are. Help comes to you. Ring 999 again if you get worse."
        yield Words(here if summary.mode == "on_scene" else coming)
        return
    if not first.public:
        team = f"this team to help you: {first.public_name}." if first.public_name else "a health team to help you."
        yield Words(f"We will ask {team} You do not need to ring them.", strong=True)
        return
    alike = [line for line in lines if line.public and line.type == first.type]
    for line in alike[: MORE_SERVICES + 1]:
        label = "Place or number" if line is first else "Or"
        yield Rows((Row(label, _name(line), strong=True), *_reach(line)))


def _name(line: ServiceLine) -> str:
    return line.public_name or line.name.removesuffix(" (Catch-all)")


def _reach(line: ServiceLine) -> Iterable[Row]:
    if line.phone:
        yield Row("Phone", line.phone)
    if line.web:
        yield Row("Website", line.web)
    yield Row("Open", _plain_hours(line))
    if line.mark and line.phone not in NATIONAL:
        yield Row("Check first", "This may be out of date. If you are not sure, ring 111.")


def _plain_hours(line: ServiceLine) -> str:
    """Opening hours without what only staff need."""
    if "not published" in line.open or "not checked" in line.open:
        return "We do not know. Ring before you go." if line.phone else "We do not know."
    return line.open.removesuffix(" (within the time asked)").replace("open now until", "open until").capitalize()


def _agreed(summary: Summary) -> Iterator[Block]:
    told = (item for item in summary.findings.agreed if is_safe_on_paper(item.answer))
    rows = tuple(Row(item.label, item.answer) for item in told if not _has_staff_number(item.answer, summary))
    if rows:
        yield Rows(rows)


def _now(advice: tuple[AdviceLine, ...]) -> Iterator[Block]:
    ordered = sorted(advice, key=lambda item: not item.given)
    for item in ordered:
        if all(is_safe_on_paper(line) for line in (item.title, *item.lines)):
            yield Bullets(item.lines, item.title)


def _look_out(worsening: tuple[AdviceLine, ...]) -> Iterator[Block]:
    for item in worsening:
        lines = tuple(line for line in item.lines if is_safe_on_paper(line))
        if lines and is_safe_on_paper(item.title):
            yield Bullets(lines, item.title)


def _call_999(worsening: tuple[AdviceLine, ...]) -> Block:
    lines = dict.fromkeys(line for item in worsening for line in item.emergency if is_safe_on_paper(line))
    return Bullets((*lines, "You think that a life may be in danger."))


def _has_staff_number(text: str, summary: Summary) -> bool:
    """Whether a text holds a number that is for staff alone, however it is spaced."""
    every = (*summary.services, *summary.ring_first, *(one for line in summary.also for one in line.services))
    numbers = {_digits(line.professional_phone) for line in every if line.professional_phone}
    return any(number in _digits(text) for number in numbers)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _contact(summary: Summary) -> Iterator[Block]:
    told = summary.written["follow_up"]
    if told.said is Said.STATED and is_safe_on_paper(told.text) and not _has_staff_number(told.text, summary):
        yield Words(told.text, strong=True)
    if summary.services[0].type == AMBULANCE:
        yield Words("Keep your phone near you. We may need to ring you.")
    else:
        yield Words("If we said that someone will ring or visit you, and they have not, ring 111.")
    also = tuple(line.label for line in summary.also if line.open_to_patient and is_safe_on_paper(line.label))
    if also:
        yield Bullets(also, "Other help")
    sheet = f"{patient_words(summary.printed)} {local(summary.printed).year}"
    yield Rows((Row("Your number with us", summary.reference), Row("Date of this sheet", sheet)))
