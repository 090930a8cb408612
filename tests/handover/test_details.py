"""Details: dates of birth, NHS numbers, and how they are printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.handover.cases import FALL, desk_in, detail, summary, walk
from triage_tui.handover.details import DETAILS, birth_date, birth_problem, detail_problem, nhs_number_problem
from triage_tui.handover.model import Said, Statement

BORN = date(1935, 3, 5)


def check_digit(first: str) -> int:
    """The tenth digit of an NHS number by the published rule; 10 when there is none."""
    left = sum(weight * int(digit) for weight, digit in zip((10, 9, 8, 7, 6, 5, 4, 3, 2), first, strict=True)) % 11
    return 0 if left == 0 else 11 - left


@given(st.text("0123456789", min_size=9, max_size=9))
def test_one_digit_in_ten_fits(first: str) -> None:
    """Only the check digit of the published rule is taken; none when the rule gives 10."""
    fitting = [digit for digit in range(10) if not nhs_number_problem(f"{first}{digit}")]
    wanted = check_digit(first)
    assert fitting == ([wanted] if wanted < 10 else [])


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 9), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(first: str, place: int, by: int) -> None:
    """Modulus 11 finds every single slip."""
    digit = check_digit(first)
    if digit == 10:
        return
    number = f"{first}{digit}"
    slip = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert nhs_number_problem(slip)


@pytest.mark.parametrize("text", ["943 476 5919", "943-476-5919", "9434765919"])
def test_an_nhs_number_may_have_gaps(text: str) -> None:
    """As people write it."""
    assert detail_problem("nhs_number", text) == ""


@pytest.mark.parametrize("text", ["943476591", "94347659190", "943476591X", "٩٤٣٤٧٦٥٩١٩"])
def test_ten_digits(text: str) -> None:
    """No more, no fewer, no others."""
    assert "ten digits" in detail_problem("nhs_number", text)


@pytest.mark.parametrize(
    "text", ["5/3/1935", "05/03/1935", "5.3.1935", "5-3-1935", "5 March 1935", "5 mar 1935", "1935-03-05", " 5/3/1935 "]
)
def test_a_date_as_people_write_it(text: str) -> None:
    """Day first, or ISO."""
    assert birth_date(text) == BORN


@pytest.mark.parametrize(
    "text", ["", "31/2/1935", "5/13/1935", "3/5/35", "5 M 1935", "1935", "5/3/1935 about", "99999/1/1"]
)
def test_no_date(text: str) -> None:
    """What is not one, or could be two, is not guessed."""
    assert birth_date(text) is None


@given(st.text())
def test_any_text_is_looked_at_without_a_crash(text: str) -> None:
    """Whatever is typed."""
    for item in DETAILS:
        assert isinstance(detail_problem(item.id, text), str)


def test_a_date_of_birth_is_in_the_past_and_not_too_far() -> None:
    """Judged against the day it is printed."""
    assert birth_problem("5/3/1935", date(2026, 1, 5)) == ""
    assert birth_problem("6/1/2026", date(2026, 1, 5))
    assert birth_problem("5/3/1835", date(2026, 1, 5))


def test_nothing_is_wrong_with_nothing() -> None:
    """Nothing, none and not known are not judged."""
    for text in ("", "  ", "none", "Not known", "unknown"):
        assert detail_problem("nhs_number", text) == ""
        assert detail_problem("date_of_birth", text) == ""


@pytest.mark.parametrize(
    ("field", "text", "wanted"),
    [
        ("nhs_number", "9434765919", Statement("943 476 5919", Said.STATED, "check digit fits; not traced")),
        (
            "nhs_number",
            "9434765918",
            Statement(
                "9434765918",
                Said.STATED,
                "UNVERIFIED: The check digit does not fit: one or more digits are wrong",
            ),
        ),
        ("date_of_birth", "5/3/1943", Statement("5 March 1943 (82 years)", Said.STATED)),
        ("date_of_birth", "5/3/1953", Statement("5 March 1953 (72 years)", Said.STATED, "DOES NOT FIT the age given")),
        ("date_of_birth", "spring", Statement("spring", Said.STATED, "UNVERIFIED: not a date of birth")),
        ("date_of_birth", "5/3/2026", Statement("5/3/2026", Said.STATED, "UNVERIFIED: not a date of birth")),
        ("allergies", "None known", Statement("None known", Said.STATED)),
        ("allergies", "none", Statement(said=Said.NONE_STATED)),
        ("allergies", "not known", Statement(said=Said.NOT_KNOWN)),
        ("allergies", "", Statement(said=Said.NOT_ASKED)),
        ("plan", "", Statement(said=Said.NOT_RECORDED)),
    ],
)
def test_how_a_detail_is_printed(field: str, text: str, wanted: Statement, tmp_path: Path) -> None:
    """Kept as it was written, with what is doubtful about it."""
    desk = desk_in(tmp_path)
    call = detail(desk, walk(desk, desk.open("fall", "telephone"), FALL), **{field: text})
    assert summary(desk, call).written[field] == wanted


def test_every_detail_has_a_name_and_a_hint() -> None:
    """For the form."""
    assert len({item.id for item in DETAILS}) == len(DETAILS)
    assert all(item.label and item.hint and len(item.label) <= 40 for item in DETAILS)
