"""The professional copy: every heading the next clinician looks for, in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from triage_tui.handover.case_sections import appendix, case_summary, observation_blocks
from triage_tui.handover.document import Block, Bullets, Document, Row, Rows, Section, Words
from triage_tui.handover.identity import NOTICE, identity
from triage_tui.handover.model import AdviceLine, Said, Statement, Summary
from triage_tui.handover.outcome_sections import outcome, plan_and_actions, recommended_service, safeguarding
from triage_tui.handover.times import clock_words, moment_words

MODE_WORDS = {"telephone": "on the telephone", "on_scene": "on scene"}


def professional(summary: Summary) -> Document:
    """The whole record for the next clinician."""
    sections = tuple(
        Section(f"{number}. {title}", tuple(blocks(summary))) for number, (title, blocks) in enumerate(HEADINGS, 1)
    )
    return Document(
        title="Professional copy",
        reference=summary.reference,
        identity=identity(summary),
        notice=NOTICE,
        sections=sections,
    )


def said(*statements: tuple[str, Statement]) -> Rows:
    """Labelled statements; what nobody was asked says so."""
    return Rows(tuple(Row(label, statement.words) for label, statement in statements))


def _record(summary: Summary) -> Iterable[Block]:
    rows = [
        Row("Status", summary.status.value, strong=True),
        Row("Encounter", f"{summary.reference}, {MODE_WORDS[summary.mode]}; role: {summary.role}"),
        Row("Began", moment_words(summary.opened)),
        Row("Ended", moment_words(summary.ended) if summary.ended else "not ended"),
        Row("Printed", moment_words(summary.printed)),
    ]
    if summary.printed_before:
        count = len(summary.printed_before)
        rows.append(Row("Replaces", f"{count} earlier printed cop{'y' if count == 1 else 'ies'} of this encounter"))
    rows.append(Row("Content", summary.provenance.review, strong=True))
    rows.append(Row("Notice", summary.provenance.notice))
    yield Rows(tuple(rows))


def _patient(summary: Summary) -> Iterable[Block]:
    asked, written = summary.asked, summary.written
    yield said(
        ("Name", written["name"]),
        ("Date of birth", written["date_of_birth"]),
        ("Age given", asked["age"]),
        ("Sex", asked["sex"]),
        ("Gender, pronouns", written["gender"]),
        ("Pregnancy", asked["pregnant"]),
        ("NHS number", written["nhs_number"]),
        ("Address", written["address"]),
        ("Telephone", written["telephone"]),
    )


def _caller(summary: Summary) -> Iterable[Block]:
    yield said(("Who is calling", summary.asked["caller"]), ("Name, relationship", summary.written["caller_name"]))


def _location(summary: Summary) -> Iterable[Block]:
    asked, written = summary.asked, summary.written
    yield said(
        ("Place", asked["place"]),
        ("Area", asked["area"]),
        ("Way in, hazards", written["access"]),
        ("Scene safe", asked["scene_safe"]),
    )


def _onset(summary: Summary) -> Iterable[Block]:
    written = summary.written
    yield said(("Began", written["onset"]), ("Mechanism", written["mechanism"]), ("Injuries", written["injuries"]))


def _medicines(summary: Summary) -> Iterable[Block]:
    written = summary.written
    yield said(("Current", written["medicines"]), ("Given by the crew", written["medicines_given"]))


def _history(summary: Summary) -> Iterable[Block]:
    yield said(("Things to know", summary.asked["alerts"]), ("Past and usual", summary.written["history"]))


def _communication(summary: Summary) -> Iterable[Block]:
    yield said(("Needed", summary.asked["access_needs"]), ("Language, support", summary.written["communication"]))


def _consent(summary: Summary) -> Iterable[Block]:
    written = summary.written
    yield said(("Consent", written["consent"]), ("Capacity", written["capacity"]), ("Care plan", written["care_plan"]))


def _advice(summary: Summary) -> Iterable[Block]:
    given = [advice for advice in summary.advice if advice.given]
    not_ticked = [advice for advice in summary.advice if not advice.given]
    yield Bullets(tuple(_advice_words(advice) for advice in given) or ("none ticked as given",), "Given")
    if not_ticked:
        yield Bullets(tuple(_advice_words(advice) for advice in not_ticked), "NOT ticked as given")
    worsening = [*map(_advice_words, summary.worsening), *_emergency_words(summary)]
    yield Bullets(tuple(worsening) or ("none",), "Worsening advice")
    if summary.done:
        yield Bullets(tuple(item.says for item in summary.done), "Told to do during the call")
    yield said(("Understood", summary.written["understood"]))


def _advice_words(advice: AdviceLine) -> str:
    return f"{advice.title}: {' '.join(advice.lines)}"


def _emergency_words(summary: Summary) -> list[str]:
    lines = dict.fromkeys(line for advice in summary.worsening for line in advice.emergency)
    return [f"Call 999 if: {'; '.join(lines)}."] if lines else []


def _notes(summary: Summary) -> Iterable[Block]:
    special = summary.written["special_notes"]
    if special.said is Said.STATED or not summary.notes:
        yield Words(special.words)
    if summary.notes:
        notes = (
            f"{clock_words(note.at)}{f', at {note.step}' if note.step else ''}: {note.text}" for note in summary.notes
        )
        yield Bullets(tuple(notes), "Notes made during the call")


def _completed(summary: Summary) -> Iterable[Block]:
    written = summary.written
    yield said(
        ("Completed by", written["completed_by"]),
        ("Role", Statement(summary.role, Said.STATED)),
        ("Organisation", written["organisation"]),
        ("Senior spoken to", written["senior"]),
    )
    override = summary.decision.override
    if override is not None:
        changed = f"{override.how}, by {override.role}, {clock_words(override.at)}. Reason: {override.reason}"
        yield Rows((Row("Urgency changed", changed, strong=True),))
    yield Words("Signed ......................  Name ......................  Time ........")


def _contact(summary: Summary) -> Iterable[Block]:
    yield said(("Ring for more", summary.written["contact"]), ("Copies sent to", summary.written["copies_to"]))
    copy = "wanted" if summary.decision.disposition.gp_copy else "not usual for this outcome"
    yield Rows((Row("Copy to the GP", copy),))


def _provenance(summary: Summary) -> Iterable[Block]:
    made = summary.provenance
    rows = [
        Row("Program", made.app),
        Row("Pack", f"{made.pack}, hash {made.pack_hash}, not signed electronically"),
        Row("Pathway", made.pathway),
        Row("Review state", made.review),
    ]
    if made.earlier_pathways:
        rows.append(Row("Came from", " > ".join(made.earlier_pathways)))
    rows += [
        Row("Directory", f"as of {made.directory_date}"),
        Row("Record", "offline record, made on this computer; times by its own clock, in UK local time"),
        Row("Chain head", made.chain_head),
    ]
    yield Rows(tuple(rows))


def _statement(field: str) -> Callable[[Summary], Iterable[Block]]:
    def blocks(summary: Summary) -> Iterable[Block]:
        yield Words(summary.written[field].words)

    return blocks


def _complaint(summary: Summary) -> Iterable[Block]:
    yield Words(summary.asked["complaint"].words)


HEADINGS: tuple[tuple[str, Callable[[Summary], Iterable[Block]]], ...] = (
    ("Record and status", _record),
    ("Outcome and urgency", outcome),
    ("Recommended service", recommended_service),
    ("Patient", _patient),
    ("Caller", _caller),
    ("Incident location", _location),
    ("GP practice", _statement("gp_practice")),
    ("Presenting complaint, in their words", _complaint),
    ("Onset, mechanism, injuries", _onset),
    ("Case summary", case_summary),
    ("Observations", observation_blocks),
    ("Allergies and adverse reactions", _statement("allergies")),
    ("Medicines", _medicines),
    ("Relevant history", _history),
    ("Safety alerts (to self, to others, from others)", _statement("risks")),
    ("Safeguarding (never on the patient's copy)", safeguarding),
    ("Individual needs and communication", _communication),
    ("Consent and legal", _consent),
    ("Information and advice given", _advice),
    ("Plan and requested actions", plan_and_actions),
    ("Special notes", _notes),
    ("Person completing the record", _completed),
    ("Contact and copies", _contact),
    ("Provenance", _provenance),
    ("Appendix: question by question", appendix),
)
