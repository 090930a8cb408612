"""The patient's copy: plain, safe to be found, and whole."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handover.cases import FALL, desk_in, detail, summary, walk
from triage_tui.handover.model import Summary
from triage_tui.handover.patient import is_safe_on_paper
from triage_tui.record.encounter import Kind
from triage_tui.summaries import copy_as_html, copy_as_text
from triage_tui.walk.plan import MODES, Value

Make = Callable[[str], Summary]
PRIVATE = re.compile(r"safeguard|abus|harm|violen|police|carer|hurts you|press 5 twice|board", re.IGNORECASE)


def both(found: Summary) -> list[str]:
    """The copy as text and as a page."""
    return [copy_as_text(found, "patient"), copy_as_html(found, "patient")]


WORRIES: list[tuple[Value, str]] = [
    (("adult_harm",), "yes"),
    (("carer_strain",), "no"),
    (("adult_harm", "danger_now", "carer_strain"), "not known"),
]


@pytest.mark.parametrize(("worry", "free_to_talk"), WORRIES)
@pytest.mark.parametrize("key", [False, True])
def test_nothing_of_safeguarding(worry: Value, free_to_talk: str, key: bool, tmp_path: Path) -> None:
    """No worry, no service for it, no adjunct that only the worry set, however the call ended."""
    desk = desk_in(tmp_path)
    call = walk(desk, desk.open("fall", "telephone"), {**FALL, "safe_to_talk": free_to_talk, "safeguarding": worry})
    call = desk.record(call, Kind.NOTED, step="safeguarding", text="She says that he harms her")
    call = detail(desk, call, safeguarding_done="Board rung", risks="Violent partner", special_notes="Police told")
    if key:
        call = desk.record(call, Kind.EMERGENCY, reason="danger")
    found = summary(desk, call)
    assert PRIVATE.search(copy_as_text(found, "professional"))
    for copy in both(found):
        assert not PRIVATE.findall(copy)


def test_a_worry_of_the_pathway_before_stays_hidden(tmp_path: Path) -> None:
    """Help for the carer, set by a worry about harm, is not named after going on in another pathway either."""
    desk = desk_in(tmp_path)
    answers: dict[str, Value] = {**FALL, "head_hit": "no", "down": "5", "safeguarding": ("carer_strain",)}
    call = walk(desk, desk.open("fall", "telephone"), answers)
    call = desk.record(call, Kind.SWITCHED, pathway="unwell")
    call = walk(desk, call, {"chest_pain": "no", "safe_to_talk": "yes", "safeguarding": ()})
    found = summary(desk, call)
    assert "carers_support" not in [line.label for line in found.also if line.open_to_patient]
    for copy in both(found):
        assert not PRIVATE.findall(copy)


def test_what_was_agreed_is_on_their_copy(tmp_path: Path) -> None:
    """Their own plan and the next contact, in their words; a line that could harm them is left out."""
    desk = desk_in(tmp_path)
    agreed = walk(desk, desk.open("fall", "telephone"), {**FALL, "more": "My sister Jo comes at two"})
    for copy in both(summary(desk, agreed)):
        assert "My sister Jo comes at two" in copy
    worry = walk(desk, desk.open("fall", "telephone"), {**FALL, "more": "Ring the police if he hits out"})
    nothing = walk(desk, desk.open("fall", "telephone"), {**FALL, "more": "not known"})
    for call in (worry, nothing):
        for copy in both(summary(desk, call)):
            assert "agreed, in your words" not in copy.lower()


def test_no_number_for_professionals(any_case: Summary) -> None:
    """None that is in the directory for staff, and no name of a service that only staff can use."""
    numbers = {line.professional_phone for line in any_case.services if line.professional_phone}
    numbers |= {one.professional_phone for line in any_case.also for one in line.services if one.professional_phone}
    for copy in both(any_case):
        assert not [number for number in numbers if number in copy]
        assert "staff line" not in copy


def test_no_answers_and_no_hashes(any_case: Summary) -> None:
    """No list of questions, no codes, no chain head, no pack hash."""
    for copy in both(any_case):
        assert any_case.provenance.chain_head not in copy
        assert any_case.provenance.pack_hash not in copy
        assert "_" not in any_case.decision.disposition.id or any_case.decision.disposition.id not in copy
        for line in any_case.audit:
            assert line.question not in copy
            assert not (len(line.answer) > 12 and line.answer in copy)


def test_it_says_what_to_do_and_when_to_come_back(any_case: Summary) -> None:
    """The patient's words of the disposition, when, what to look out for, when to ring 999, who will ring."""
    copy = " ".join(copy_as_text(any_case, "patient").split())
    assert " ".join(any_case.decision.disposition.patient[MODES.index(any_case.mode)].split()) in copy
    for title in ("WHAT WE THINK YOU SHOULD DO", "WHERE TO GO", "WHAT TO LOOK OUT FOR", "CALL 999 IF", "WHO WILL"):
        assert title in copy
    for advice in any_case.worsening:
        for line in (*advice.lines, *advice.emergency):
            assert line in copy


def test_advice_that_could_give_them_away_is_said_not_printed(summary_of_case: Make) -> None:
    """A whole piece of advice goes when one of its lines could; the professional copy has it."""
    summary = summary_of_case("finished")
    copy = copy_as_text(summary, "patient")
    assert "If you must be quiet" not in copy
    assert "If someone hurts you" not in copy
    assert "Keep warm" in copy
    assert "If you must be quiet" in copy_as_text(summary, "professional")


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ("Ring the police if you can.", False),
        ("If anyone hurts you, leave.", False),
        ("Help with domestic abuse", False),
        ("Your adult safeguarding worker", False),
        ("You are violently sick.", True),
        ("Keep it still, in the way that hurts least.", True),
        ("You have hurt yourself or taken too much of anything", True),
        ("Someone else is in danger", True),
    ],
)
def test_what_is_safe_on_paper(line: str, safe: bool) -> None:
    """Words about harm by somebody are not; words about being ill are."""
    assert is_safe_on_paper(line) is safe


def test_who_will_contact_them(summary_of_case: Make, tmp_path: Path) -> None:
    """What was written for the patient is printed, unless it gives something away."""
    assert "A nurse will ring you by 6 pm." in copy_as_text(summary_of_case("finished"), "patient")
    desk = desk_in(tmp_path)
    call = walk(desk, desk.open("fall", "telephone"), FALL)
    call = detail(desk, call, follow_up="The safeguarding team will ring.")
    assert "safeguarding" not in copy_as_text(summary(desk, call), "patient")
    call = detail(desk, call, follow_up="The team, on 01632-960 222.")
    assert "960 222" not in copy_as_text(summary(desk, call), "patient")


def test_a_team_that_staff_ask_for(summary_of_case: Make, tmp_path: Path) -> None:
    """Is named by its public name, with no number to ring."""
    desk = desk_in(tmp_path)
    call = walk(desk, desk.open("fall", "telephone"), FALL)
    found = summary(desk, call)
    assert found.services[0].name == "West Community Team (staff line)"
    copy = copy_as_text(found, "patient")
    assert "We will ask this team to help you: The community team." in copy
    assert "01632 960222" not in copy


def test_what_must_be_given_away_to_be_useful_is_not_guessed(summary_of_case: Make) -> None:
    """A service without a public name that the patient cannot use is not named at all."""
    summary = summary_of_case("changed")
    line = dataclasses.replace(summary.services[0], public=False, public_name="", name="Secret line", phone="01632 1")
    copy = copy_as_text(dataclasses.replace(summary, services=(line,)), "patient")
    assert "We will ask a health team to help you." in copy
    assert "Secret line" not in copy
    assert "01632 1" not in copy


def test_a_call_that_broke_off_says_what_is_missing(summary_of_case: Make) -> None:
    """The patient is told that the questions were not finished."""
    assert "We did not get to the end of our questions." in copy_as_text(summary_of_case("broke_off"), "patient")
    assert "We did not get to the end" not in copy_as_text(summary_of_case("emergency"), "patient")


def test_the_date_can_be_read_tomorrow(any_case: Summary) -> None:
    """No "today" on a sheet that is kept."""
    copy = copy_as_text(any_case, "patient")
    assert not re.search(r"\b(today|tomorrow|tonight)\b", copy)


VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)


def grade(text: str) -> float:
    """The school grade of a text by Flesch and Kincaid's formula, syllables counted as groups of vowels."""
    sentences = [part for part in re.split(r"[.!?:\n]+", text) if re.search("[A-Za-z]{2}", part)]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(VOWELS.findall(word.removesuffix("e")))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_it_reads_at_about_eleven_years(any_case: Summary) -> None:
    """Grade 6 or less (11 to 12 years), name and numbers left out."""
    body = copy_as_text(any_case, "patient").partition("=" * 80)[2].partition("Your number with us")[0]
    words = " ".join(
        line.strip(" -") + ("" if line.endswith((",", ".")) else ".") for line in body.lower().splitlines()
    )
    assert grade(words) <= 6
