"""The professional copy says what the next clinician must know, and says so when nobody asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handover.cases import FALL, desk_in, summary, walk
from triage_tui.handover.model import Status, Summary
from triage_tui.handover.professional import HEADINGS, professional
from triage_tui.summaries import copy_as_html, copy_as_text

Make = Callable[[str], Summary]
COMPULSORY = (
    "Record and status",
    "Outcome and urgency",
    "Recommended service",
    "Patient",
    "Caller",
    "Incident location",
    "GP practice",
    "Presenting complaint",
    "Onset, mechanism, injuries",
    "Case summary",
    "Observations",
    "Allergies and adverse reactions",
    "Medicines",
    "Relevant history",
    "Safety alerts",
    "Safeguarding",
    "Individual needs and communication",
    "Consent and legal",
    "Information and advice given",
    "Plan and requested actions",
    "Special notes",
    "Person completing the record",
    "Contact and copies",
    "Provenance",
    "Appendix",
)


def section(summary: Summary, title: str) -> str:
    """One section of the text, by the beginning of its title, as one line."""
    text = copy_as_text(summary, "professional")
    pages = re.sub(r"(?m)^\n?Professional copy .*\n(?:.*\n){1,3}?=+\n", "", text)
    parts = re.split(r"(?m)^(?=\d+\. [A-Z])", pages)
    found = [part for part in parts if part.partition(". ")[2].startswith(title.upper())]
    assert len(found) == 1, title
    return " ".join(found[0].split())


def test_every_heading_is_there_in_order(any_case: Summary) -> None:
    """Whatever happened to the call, in text and as a page."""
    text, page = copy_as_text(any_case, "professional"), copy_as_html(any_case, "professional")
    titles = [title for title, _ in HEADINGS]
    assert len(titles) == len(COMPULSORY)
    for number, (title, begins) in enumerate(zip(titles, COMPULSORY, strict=True), 1):
        assert title.startswith(begins)
        assert f"\n{number}. {title.upper()}" in text
        assert f">{number}. {title.replace(chr(39), '&#x27;')}</h2>" in page


def test_no_section_is_empty(any_case: Summary) -> None:
    """What is not stated says so."""
    for part in professional(any_case).sections:
        assert part.blocks, part.title
        assert section(any_case, part.title.partition(". ")[2].partition(",")[0]) != part.title.upper()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("finished", Status.COMPLETE),
        ("emergency", Status.EMERGENCY),
        ("broke_off", Status.BROKE_OFF),
        ("closed_early", Status.CLOSED_EARLY),
        ("parked", Status.PARKED),
    ],
)
def test_the_status(name: str, status: Status, summary_of_case: Make) -> None:
    """Says how far the encounter got."""
    summary = summary_of_case(name)
    assert summary.status is status
    assert f"Status: {status.value}" in section(summary, "Record and status")


def test_three_ways_of_saying_nothing_are_kept_apart(summary_of_case: Make) -> None:
    """Not asked, none stated, not known."""
    summary = summary_of_case("finished")
    assert "Current: not known" in section(summary, "Medicines")
    assert "Consent: none stated" in section(summary, "Consent")
    assert "Capacity: not asked" in section(summary, "Consent")
    assert "Things to know: none stated" in section(summary, "Relevant history")
    assert section(summary_of_case("parked"), "Presenting").endswith("not asked")


def test_positive_findings_come_with_what_they_set(summary_of_case: Make) -> None:
    """An answer that set a floor comes first, with the floor and its reason."""
    case = section(summary_of_case("switched"), "Case summary")
    assert (
        "Positive findings: - Is there pain in the chest? Yes [at least A&E in 1 hour: pain in the chest] - Bleeding"
        in case
    )


def test_words_are_with_the_findings(tmp_path: Path) -> None:
    """An answer to an open question is read with the case, and when the case is rung through."""
    desk = desk_in(tmp_path)
    found = summary(desk, walk(desk, desk.open("fall", "telephone"), {**FALL, "more": "Jo has the tablets"}))
    assert "Anything else: Jo has the tablets" in section(found, "Case summary")
    assert "Jo has the tablets" in copy_as_text(found, "sbar")


def test_red_flags_asked_about_are_listed(summary_of_case: Make) -> None:
    """Those that are absent by name; those that were never reached too."""
    finished = section(summary_of_case("finished"), "Case summary")
    absent = finished.partition("Red flags asked about and absent:")[2]
    for words in (
        "Are they awake and breathing? Yes",
        "Bleeding, none of: Blood is pouring; Blood soaks through a pad",
    ):
        assert words in absent
    early = section(summary_of_case("closed_early"), "Case summary")
    assert "Red flags NOT ASKED: the questions ended early: - Scene safe; Bleeding; Blood thinner" in early
    assert "NOT ASKED" not in finished


def test_not_known_is_neither_present_nor_absent(summary_of_case: Make) -> None:
    """It has a list of its own, with what it set."""
    case = section(summary_of_case("broke_off"), "Case summary")
    assert "Asked, and NOT KNOWN: - Is any of these true? not known [at least Clinician 30 min" in case


def test_changed_answers_are_marked(summary_of_case: Make) -> None:
    """With what they were; those that fell away stand apart and do not count."""
    case = section(summary_of_case("changed"), "Case summary")
    assert "Answers that were CHANGED: - Did they hit their head? Now: No. Was: Yes." in case
    lost = case.partition("Answers that NO LONGER COUNT:")[2]
    assert "Do they take a blood thinner? Yes (changed" in lost
    assert "Do they take a blood thinner? not known (taken back" in lost
    assert "Does the neck hurt? No (fell away" in lost
    assert "blood thinner" not in case.partition("Answers that NO LONGER COUNT:")[0]


def test_answers_of_the_pathway_before_stand(summary_of_case: Make) -> None:
    """They were asked of this patient; nothing of them is called lost."""
    summary = summary_of_case("switched")
    assert "Bleeding: A slow ooze" in section(summary, "Case summary")
    assert not summary.lost
    assert "Free to talk: Yes" in section(summary, "Safeguarding")
    assert "Bleeding: Is any of these true? (in: Fall (small))" in [line.question for line in summary.audit]


def test_observations_stand_side_by_side(summary_of_case: Make) -> None:
    """With the points of each value; an incomplete total is never a low number."""
    summary = summary_of_case("on_scene")
    (found,) = summary.observations
    rows = {row.label: row.values for row in found.rows}
    assert found.sets == ("First set, 14:10 GMT", "Second set, 14:11 GMT")
    assert rows["Breaths"] == ("22 per minute [2]", "26 per minute [3]")
    assert rows["Oxygen saturation"] == ("94 % [1]", "not measured [0 to 3]")
    assert rows["Oxygen scale"] == ("Scale 1 (assumed)", "Scale 1 (assumed)")
    assert rows["Small score total"] == ("3", "5 to 8, INCOMPLETE: not a low score")
    assert rows["Band"] == ("low. Home can be considered.", "high. Hospital.")
    assert rows["Against the first"] == ("", "cannot be compared: a set is incomplete")
    assert "INCOMPLETE, not measured: Oxygen saturation." in section(summary, "Observations")


def test_an_override_names_who_and_why(summary_of_case: Make) -> None:
    """And what the pathway had said."""
    outcome = section(summary_of_case("on_scene"), "Outcome")
    assert "Raised to: Emergency department within 1 hour, by Paramedic, 14:15 GMT: Looks unwell" in outcome
    assert "Pathway said: Community visit within 2 hours" in outcome


def test_services_are_explained(summary_of_case: Make) -> None:
    """Why, hours, how to refer, how old the entry is; and what was not used, with the reason."""
    summary = summary_of_case("finished")
    service = section(summary, "Recommended service")
    assert "Not used, and why: - West Community Team (staff line): No room: rang twice" in service
    assert "Hours: open day and night" in service
    assert "not yet checked with the service" in service
    hospital = section(summary_of_case("switched"), "Recommended service")
    assert "Professionals only: 01632 960999" in hospital
    assert "DEMONSTRATION: not a real service" in hospital


def test_safeguarding_stays_under_its_heading(summary_of_case: Make) -> None:
    """With whom to tell, and a word about the patient's copy."""
    summary = summary_of_case("changed")
    asked = section(summary, "Safeguarding")
    assert "The carer cannot go on; also: Adult safeguarding referral" in asked
    assert "01632 960333" in asked
    assert "think who else may read it" in asked
    assert "carer cannot go on" not in section(summary, "Case summary")
    assert "hurt by somebody" not in section(summary, "Case summary")


def test_advice_given_and_not_ticked(summary_of_case: Make) -> None:
    """Are told apart."""
    advice = section(summary_of_case("finished"), "Information and advice")
    given, _, not_ticked = advice.partition("NOT ticked as given:")
    assert "Given: - Keep warm" in given
    assert "If you must be quiet" in not_ticked
    assert "Call 999 if: It is hard to breathe; You faint; You have a fit." in not_ticked


def test_where_it_came_from(summary_of_case: Make) -> None:
    """App, pack and its hash, pathway, review state, directory, chain head."""
    summary = summary_of_case("finished")
    made = section(summary, "Provenance")
    assert re.fullmatch(r"[0-9a-f]{12}", summary.provenance.pack_hash)
    assert re.fullmatch(r"[0-9a-f]{12}", summary.provenance.chain_head)
    for words in (
        "Triage TUI 9.9.9",
        f"small 0.1.0, hash {summary.provenance.pack_hash}",
        "Fall (small), version 0.1.0",
        "DRAFT, not signed off",
        "as of 2026-01-01",
        "offline record",
        f"Chain head: {summary.provenance.chain_head}",
    ):
        assert words in made


def test_a_second_printing_says_so(summary_of_case: Make) -> None:
    """It replaces the copies before it."""
    assert "Replaces: 1 earlier printed copy" in section(summary_of_case("finished"), "Record and status")
    assert "Replaces" not in section(summary_of_case("changed"), "Record and status")


def test_the_emergency_key_and_its_reason(summary_of_case: Make) -> None:
    """At the top of the scale, now."""
    outcome = section(summary_of_case("emergency"), "Outcome")
    assert "!!! 999 now" in outcome
    assert "Act by: NOW" in outcome
    assert "Emergency key: Not breathing" in outcome


def test_an_interim_outcome_says_so(summary_of_case: Make) -> None:
    """A call that broke off has the safe recommendation, marked as interim."""
    assert "Interim: the questions were not finished" in section(summary_of_case("broke_off"), "Outcome")
    assert "The call broke off" in section(summary_of_case("broke_off"), "Outcome")
    assert "Interim" not in section(summary_of_case("finished"), "Outcome")
    for name in ("parked", "closed_early"):
        outcome = section(summary_of_case(name), "Outcome")
        assert "Why: The questions are not finished." in outcome
        assert "broke off" not in outcome
