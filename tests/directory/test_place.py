"""Places: what people type, area chains, distances."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.directory.make import SHIPPED, directory
from triage_tui.directory.building.build import load_directory
from triage_tui.directory.place import area_chain, areas_like, distance_km, in_box, postcode_parts, resolve_place

SHIPPED_DIRECTORY = load_directory(SHIPPED)


@pytest.mark.parametrize(
    ("text", "area", "phrase"),
    [
        ("fenland", "fenland", "Fenland (distances"),
        ("  FENLAND ", "fenland", "Fenland"),
        ("PE13", "fenland", "PE13, Fenland"),
        ("pe13 3ab", "fenland", "PE13 3AB, Fenland"),
        ("PE133AB", "fenland", "PE13 3AB, Fenland"),
        ("PE1 3AB", "peterborough", "PE1 3AB, Peterborough"),
        ("PE13AB", "peterborough", "PE1 3AB, Peterborough"),
        ("CB2 1", "cambridge", "CB2, Cambridge"),
        ("Wisbech", "fenland", "Wisbech, Fenland"),
        ("st. neots", "huntingdonshire", "St Neots, Huntingdonshire"),
        ("Stoke on Trent", "stoke_on_trent", "Stoke-on-Trent"),
        ("City of York", "york", "York"),
        ("windsor_ascot_maidenhead", "windsor_ascot_maidenhead", "Windsor, Ascot and Maidenhead"),
        ("Cambridgeshire & Peterborough", "cambridgeshire_peterborough", "Cambridgeshire and Peterborough"),
        ("fenlnad", None, "did you mean Fenland?"),
        ("Wisbeach", None, "did you mean Wisbech?"),
        ("", None, "place not known"),
        ("G12 8QQ", None, "G12 8QQ is in Scotland"),
        ("CF10", None, "CF10 is in Wales"),
        ("BT1 1AA", None, "Northern Ireland"),
        ("JE2 3AB", None, "Jersey"),
        ("SW1A 1AA", None, "SW1A 1AA is not in an area of this directory"),
        ("75001", None, '"75001" is not a British postcode'),
        ("ZZ9 9ZZ", None, '"ZZ9 9ZZ" is not a British postcode'),
        ("Paris", None, '"Paris" is not a place in this directory'),
    ],
)
def test_what_people_type(text: str, area: str | None, phrase: str) -> None:
    """Postcodes in whole or part, names, towns, ids, with odd spacing; and what is said when it is none of them."""
    place = resolve_place(SHIPPED_DIRECTORY, text)
    assert place.area == area
    assert phrase in place.phrase
    assert (place.point is None) is (area is None)


def test_areas_to_choose_from_begin_with_those_that_may_be_meant() -> None:
    """What was typed begins their name, or a town of theirs; the others follow by name, and England is last."""
    names = [area.name for area in areas_like(SHIPPED_DIRECTORY, "cambr")]
    assert names[:2] == ["Cambridge", "Cambridgeshire and Peterborough"]
    assert names[-1] == "England"
    assert names[3:-1] == sorted(names[3:-1])
    assert len(names) == len(SHIPPED_DIRECTORY.areas)
    assert areas_like(SHIPPED_DIRECTORY, "fenlund")[0].name == "Fenland"
    assert "did you mean Cambridge" in resolve_place(SHIPPED_DIRECTORY, "cambr").phrase


def test_a_district_in_two_areas_says_so() -> None:
    """The first is taken, and the other is named."""
    areas = dict(directory().areas)
    areas["south"] = areas["south"].__class__("south", "South", ("county",), ("NN1",), (), 52.2, 0.0, 5)
    place = resolve_place(directory(areas=areas), "NN1 2AB")
    assert place.area == "north"
    assert "shared with South" in place.phrase


def test_every_postcode_and_town_of_the_shipped_areas_is_found() -> None:
    """Each outward postcode and town leads to an area that lists it."""
    for area in SHIPPED_DIRECTORY.areas.values():
        for outward in area.postcodes:
            found = resolve_place(SHIPPED_DIRECTORY, outward.lower()).area
            assert found is not None, outward
            assert outward in SHIPPED_DIRECTORY.areas[found].postcodes
        for town in area.towns:
            assert resolve_place(SHIPPED_DIRECTORY, town).area is not None, town


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(text: str) -> None:
    """No text makes it fail, and it always says something."""
    assert resolve_place(SHIPPED_DIRECTORY, text).phrase


def test_area_chain_is_nearest_first() -> None:
    """And England alone when the area is not known."""
    assert area_chain(directory(), "north") == ("north", "county", "england")
    assert area_chain(directory(), "england") == ("england",)
    assert area_chain(directory(), None) == ("england",)
    assert area_chain(directory(), "nowhere") == ("england",)


def test_distance_is_along_the_ground() -> None:
    """A degree of latitude, Cambridge to Peterborough, and nothing at all."""
    assert distance_km((52.0, 0.0), (53.0, 0.0)) == pytest.approx(111.19, abs=0.01)
    assert distance_km((52.205, 0.122), (52.573, -0.241)) == pytest.approx(47.8, abs=0.3)
    assert distance_km((52.0, 0.1), (52.0, 0.1)) == 0


points = st.tuples(st.floats(50, 55), st.floats(-6, 2))


@given(points, points)
def test_the_box_holds_the_circle_and_not_much_more(a: tuple[float, float], b: tuple[float, float]) -> None:
    """A square reaches 60 km to its sides and 85 km to its corners, as published."""
    km = distance_km(a, b)
    if in_box(a, b, 60.0):
        assert km <= 60 * math.sqrt(2) * 1.03
    else:
        assert km >= 60 * 0.97


@pytest.mark.parametrize(
    ("text", "parts"),
    [("CB2 0QQ", ("CB2", "0QQ")), ("e1w", ("E1W", None)), ("SW1A1AA", ("SW1A", "1AA")), ("X1 1XX", None), ("", None)],
)
def test_postcode_parts(text: str, parts: tuple[str, str | None] | None) -> None:
    """Outward and inward, or neither."""
    assert postcode_parts(text) == parts
