"""NEWS2 against the published table's test vectors, and incomplete sets."""

from __future__ import annotations

import pytest

from triage_tui.compiler import Compiled
from triage_tui.errors import AnswerError
from triage_tui.walk.plan import Instrument
from triage_tui.walk.score import score

NAMES = ("respirations", "spo2", "oxygen", "systolic", "pulse", "consciousness", "temperature", "spo2_scale")
A, C, U = "alert", "new_confusion", "unresponsive"
VECTORS = [
    (("16", "98", "air", "125", "72", A, "36.8", "scale_1"), 0, "low"),
    (("24", "93", "air", "105", "112", A, "38.5", "scale_1"), 8, "high"),
    (("20", "95", "air", "111", "90", A, "38.0", "scale_1"), 1, "low"),
    (("25", "96", "air", "120", "80", A, "37.0", "scale_1"), 3, "low_medium"),
    (("18", "89", "air", "130", "88", A, "36.9", "scale_2"), 0, "low"),
    (("18", "89", "air", "130", "88", A, "36.9", "scale_1"), 3, "low_medium"),
    (("22", "97", "oxygen", "128", "95", A, "37.2", "scale_2"), 8, "high"),
    (("8", "83", "oxygen", "90", "131", U, "35.0", "scale_1"), 20, "high"),
    (("18", "97", "air", "118", "84", C, "36.5", "scale_1"), 3, "low_medium"),
    (("19", "96", "air", "220", "50", A, "39.1", "scale_1"), 6, "medium"),
]


@pytest.fixture
def news2(shipped: Compiled) -> Instrument:
    """The shipped NEWS2."""
    return next(item for plan in shipped.plans.values() for item in plan.instruments if item.id == "news2")


@pytest.mark.parametrize(("values", "total", "band"), VECTORS)
def test_published_vectors(news2: Instrument, values: tuple[str, ...], total: int, band: str) -> None:
    result = score(news2, dict(zip(NAMES, values, strict=True)))
    assert result.total == (total, total)
    assert result.complete
    assert result.band is not None
    assert result.band.band == band


def test_an_incomplete_set_is_a_range_and_never_a_low_number(news2: Instrument) -> None:
    values = dict(zip(NAMES, VECTORS[0][0], strict=True)) | {"pulse": "not known"}
    result = score(news2, values)
    assert result.total == (0, 3)
    assert result.missing == ("Pulse",)
    assert result.band is None


def test_what_is_known_can_already_be_enough(news2: Instrument) -> None:
    result = score(news2, {"respirations": "26", "spo2": "88", "systolic": "85"})
    assert result.total is not None
    assert result.total[0] == 9
    assert result.band is not None
    assert result.band.band == "high"
    assert not result.complete


def test_oxygen_not_known_covers_both_scales_of_points(news2: Instrument) -> None:
    values = dict(zip(NAMES, VECTORS[4][0], strict=True)) | {"spo2": "97", "oxygen": "not known"}
    result = score(news2, values)
    parts = dict(zip([field.id for field in news2.fields], result.parts, strict=True))
    assert parts["oxygen"] == (0, 2)
    assert parts["spo2"] == (0, 3)
    assert result.total == (0, 5)


@pytest.mark.parametrize(
    ("field", "value"), [("spo2", "101"), ("temperature", "3.69"), ("pulse", "x"), ("oxygen", "yes"), ("pulse", "٧٢")]
)
def test_implausible_values_are_refused_with_the_range(news2: Instrument, field: str, value: str) -> None:
    with pytest.raises(AnswerError, match=r"from|one of"):
        score(news2, {field: value})


def test_no_breaths_is_measured(news2: Instrument) -> None:
    result = score(news2, dict(zip(NAMES, VECTORS[0][0], strict=True)) | {"respirations": "0"})
    assert result.complete
    assert result.total == (3, 3)
