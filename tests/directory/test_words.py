"""Phrases a call handler can say."""

from __future__ import annotations

import pytest

from tests.directory.make import directory, service
from triage_tui.content.ages import age_limits
from triage_tui.directory.words import (
    NO_PHONE,
    age_words,
    area_words,
    distance_range,
    distance_words,
    freshness_words,
    phone_words,
    roles_words,
)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (["under 18 years"], "for people under 18"),
        (["18 years and over"], "for people aged 18 and over"),
        (["16 years to 64 years"], "for people aged 16 to 64"),
        (["8 weeks to 5 years"], "for ages 8 weeks to 5 years"),
        (["under 6 months"], "for babies under 6 months"),
        (["6 months and over"], "for people aged 6 months and over"),
        (["3 days to 1 month"], "for ages 3 days to 1 month"),
        (["under 5 years", "65 years and over"], "for people under 5 or people aged 65 and over"),
        ([], "for all ages"),
    ],
)
def test_ages_are_said_as_they_were_written(written: list[str], words: str) -> None:
    """Through days and back, whatever the unit."""
    assert age_words(service("x", ages=tuple(age_limits(text) for text in written))) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"last_verified": "2016-05-03", "next_check_due": "2017-05-03"},
            "last checked 3 May 2016; a check was due 3 May 2017: old",
        ),
        ({"last_verified": "2025-11-03", "next_check_due": "2026-01-06"}, "last checked 3 November 2025"),
        ({"last_verified": "2016-10", "status": "historical"}, "historical, last checked October 2016: old"),
        ({"last_verified": "2014", "status": "historical"}, "historical, last checked 2014: old"),
        ({"last_verified": None}, "not yet checked with the service"),
    ],
)
def test_how_old_an_entry_is(changes: dict[str, str], words: str) -> None:
    """Old from the day after its next check was due."""
    assert freshness_words(service("x", **changes), "2026-01-06") == words


def test_phone_numbers() -> None:
    """None is invented, and a professional's is given only when asked for."""
    assert phone_words(service("x")) == NO_PHONE
    both = service("x", phone="111", professional_phone="01223 000000")
    assert phone_words(both) == "111"
    assert phone_words(both, professional=True) == "01223 000000"
    assert phone_words(service("x", professional_phone="01223 000000")) == NO_PHONE


def test_lists_of_areas_and_roles() -> None:
    """In plain words, with the names of the file."""
    one = directory()
    assert area_words(one, ("north", "south")) == "North and South"
    assert area_words(one, ("england",)) == "the whole of England"
    assert roles_words(one, ("gp", "paramedic", "police")) == "GPs, paramedics and police"


def test_distances_are_given_as_roughly_as_they_are_known() -> None:
    """Whole kilometres, and that they are not by road."""
    assert distance_words(12.4) == "about 12 km in a straight line"
    assert distance_words(0.3) == "less than 1 km away"
    assert distance_words(None) == ""
    assert distance_words(44.0, 16.0) == "about 44 km in a straight line, give or take 16 km"
    assert distance_words(9.0, 16.0) == "within about 25 km"
    assert distance_words(9.0, 0.4) == "about 9 km in a straight line"


@pytest.mark.parametrize(
    ("km", "accuracy", "words"),
    [
        (24.0, 16.0, "8 to 40 km"),
        (9.0, 16.0, "within 25 km"),
        (9.0, 0.0, "9 km"),
        (0.2, 0.5, "less than 1 km"),
        (None, 5.0, ""),
    ],
)
def test_in_a_list_a_distance_is_where_it_can_lie(km: float | None, accuracy: float, words: str) -> None:
    """Short, and no surer than it is."""
    assert distance_range(km, accuracy) == words
