"""Short copies to read aloud: SBAR for ringing a hub, ATMISTER for handing over at an emergency department."""

from __future__ import annotations

from triage_tui.handover.case_sections import finding_words
from triage_tui.handover.document import Block, Bullets, Document, Row, Rows, Section
from triage_tui.handover.identity import NOTICE, born_or_age, identity
from triage_tui.handover.model import Observations, Said, Statement, Summary
from triage_tui.handover.times import moment_words

MOST_FINDINGS = 6


def sbar(summary: Summary) -> Document:
    """Situation, background, assessment, recommendation."""
    asked, written, decision = summary.asked, summary.written, summary.decision
    situation = (
        Row("Calling about", f"{identity(summary)}; {_stated(asked['sex'])}"),
        Row("Concern", asked["complaint"].words, strong=True),
        Row("Began", written["onset"].words),
        Row("Where", asked["place"].words),
        Row("Ring back on", asked["call_back"].words),
    )
    background = (
        *([Row("Pregnancy", asked["pregnant"].words)] if asked["pregnant"].said is Said.STATED else []),
        Row("History", _both(asked["alerts"], written["history"])),
        Row("Medicines", written["medicines"].words),
        Row("Allergies", written["allergies"].words),
        Row("Care plan", written["care_plan"].words),
        Row("Needs", _both(asked["access_needs"], written["communication"])),
    )
    assessment = (Bullets(_positive(summary), "Found"), *_in_words(summary), *_signs(summary), *_absent(summary))
    wanted = (
        Row("Triage says", f"{decision.disposition.symbol} {decision.disposition.label}", strong=True),
        Row("Because", " ".join(_sentence(reason) for reason in decision.because)),
        Row("Act by", _act_by(summary)),
        Row("Service", summary.services[0].name),
        Row("Asked of you", written["plan"].words),
        Row("Agreed", "......................  with ......................  at ......."),
    )
    return _brief(
        summary,
        "SBAR",
        (
            Section("S  Situation", (Rows(situation),)),
            Section("B  Background", (Rows(background),)),
            Section("A  Assessment", assessment),
            Section("R  Recommendation", (Rows(wanted),)),
        ),
    )


def atmister(summary: Summary) -> Document:
    """Age, time, mechanism, injuries or illness, signs, treatment, estimated arrival, requirements."""
    asked, written = summary.asked, summary.written
    also = tuple(line.label for line in summary.also)
    needs = (
        Row("Needs", _both(asked["access_needs"], written["communication"])),
        Row("Alerts", _both(asked["alerts"], written["risks"])),
        Row("Also", "; ".join(also) or "nothing more"),
        Row("Allergies", written["allergies"].words),
    )
    who = Row("Patient", f"{born_or_age(summary)}; {_stated(asked['sex'])}; {_named(summary)}", strong=True)
    time = (Row("Began", written["onset"].words), Row("Call or arrival", moment_words(summary.opened)))
    mechanism = Row("What happened", _both(asked["complaint"], written["mechanism"]))
    injuries = Row("Injuries", written["injuries"].words)
    given = Row("Medicines given", written["medicines_given"].words)
    triage = Row("Triage says", summary.decision.disposition.label)
    arrival = Row("Expected", written["eta"].words)
    done = Bullets(tuple(item.says for item in summary.done), "Told to do")
    return _brief(
        summary,
        "ATMISTER",
        (
            Section("A  Age and sex", (Rows((who,)),)),
            Section("T  Time", (Rows(time),)),
            Section("M  Mechanism or complaint", (Rows((mechanism,)),)),
            Section("I  Injuries, illness, information", (Rows((injuries,)), Bullets(_positive(summary), "Found"))),
            Section("S  Signs", _signs(summary) or (Rows((Row("Observations", "not asked"),)),)),
            Section("T  Treatment", (Rows((given,)), *((done,) if summary.done else ()))),
            Section("E  Estimated arrival", (Rows((arrival, triage)),)),
            Section("R  Requirements", (Rows(needs),)),
        ),
    )


def _brief(summary: Summary, title: str, sections: tuple[Section, ...]) -> Document:
    return Document(title, summary.reference, identity(summary), NOTICE, sections)


def _named(summary: Summary) -> str:
    name = summary.written["name"]
    return name.text if name.said is Said.STATED else f"name {name.said.value}"


def _stated(statement: Statement) -> str:
    return statement.text.lower() if statement.said is Said.STATED else f"sex {statement.said.value}"


def _both(first: Statement, second: Statement) -> str:
    """Two statements as one; when nothing is stated, why not (the first says)."""
    stated = [one.words for one in (first, second) if one.said is Said.STATED]
    asked = next((one for one in (first, second) if one.said not in (Said.NOT_ASKED, Said.NOT_RECORDED)), first)
    return "; ".join(stated) or asked.words


def _positive(summary: Summary) -> tuple[str, ...]:
    found = summary.findings.positive
    lines = tuple(finding_words(item) for item in found[:MOST_FINDINGS])
    more = len(found) - len(lines)
    if more:
        lines = (*lines, f"and {more} more on the professional copy")
    return lines or ("none stated" if summary.audit else "not asked",)


def _in_words(summary: Summary) -> tuple[Block, ...]:
    said = summary.findings.in_words
    return (Rows(tuple(Row(item.label, item.answer) for item in said)),) if said else ()


def _absent(summary: Summary) -> tuple[Block, ...]:
    findings = summary.findings
    asked = "; ".join(item.brief for item in findings.red_flags_absent)
    rows = [Row("Red flags asked about and absent", asked or "none asked about")]
    if findings.not_known:
        rows.append(Row("Not known", "; ".join(item.label for item in findings.not_known)))
    if findings.red_flags_not_asked:
        count = len(findings.red_flags_not_asked)
        rows.append(Row("NOT ASKED", f"{count} red-flag question{'s' * (count != 1)}: the call ended early"))
    return (Rows(tuple(rows)),)


def _signs(summary: Summary) -> tuple[Block, ...]:
    return tuple(_one_after_another(found) for found in summary.observations)


def _one_after_another(found: Observations) -> Rows:
    """Every value of every set, the first set first."""
    rows = [Row(found.title, ", then ".join(found.sets), strong=True)]
    rows += [Row(row.label, ", then ".join(value for value in row.values if value)) for row in found.rows]
    if found.missing:
        rows.append(Row("INCOMPLETE", f"not measured: {', '.join(found.missing)}", strong=True))
    return Rows(tuple(rows))


def _act_by(summary: Summary) -> str:
    act_by = summary.decision.act_by
    if act_by is None:
        return "no time set"
    return moment_words(act_by) if summary.decision.disposition.minutes else "NOW"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
