"""Looking through the directory: what fits, in which order, and the same from a compiled one."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.directory.generate import MOMENTS
from tests.directory.make import MONDAY_MORNING, directory, hours, marked, service
from tests.directory.test_compiled import _compiled, _large
from triage_tui.directory.browse import Listed, Wanted, browse
from triage_tui.directory.model import Directory

NORTH = (52.5, 0.0)


def _ids(one: Directory, **wanted: Any) -> list[str]:
    return [line.service.id for line in browse(one, Wanted(MONDAY_MORNING, **wanted)).lines]


def test_what_is_for_this_place_and_fresh_comes_first() -> None:
    one = directory(
        service("planned", active=False, note="not open; planned"),
        service("signpost", signpost=True, areas=("england",)),
        service("national", status="national", areas=("england",)),
        service("old", next_check_due="2025-12-31"),
        service("zebra"),
        service("aardvark"),
    )
    assert _ids(one) == ["aardvark", "zebra", "old", "national", "signpost", "planned"]


def test_a_place_brings_what_serves_it_and_what_is_near_nearest_first() -> None:
    one = directory(
        service("far", lat=52.7, lon=0.0),
        service("near", lat=52.51, lon=0.0),
        service("away", lat=54.5, lon=-1.0),
        service("visits"),
        service("elsewhere", areas=("far",)),
        service("not_ours", limited_to=("south",), lat=52.5, lon=0.0),
    )
    assert _ids(one, placed=True, area="north") == ["visits", "near", "far"]
    assert _ids(one, placed=True) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("addenbrookes", ["addenbrookes"]),
        ("ADDENBROOKE\u2019S", ["addenbrookes"]),
        ("brooke", ["addenbrookes"]),
        ("urgent", ["addenbrookes", "corby"]),
        ("corby urgent", ["corby"]),
        ("[a&e]", ["corby"]),
        ("nothing like it", []),
    ],
)
def test_a_few_letters_of_any_name(typed: str, found: list[str]) -> None:
    one = directory(
        service("corby", public_name="A & E, Corby", name="Centre"),
        service("addenbrookes", name="Addenbrooke's"),
        service("line", "professional_line", name="Line"),
    )
    assert sorted(_ids(one, text=typed)) == sorted(found)


def test_open_now_is_what_is_known_to_be_open() -> None:
    one = directory(
        service("always"),
        service("shut", hours=hours("{daily: 18:00-20:00}")),
        service("closing", hours=hours("{daily: 08:00-10:15}")),
        service("unknown", hours=hours("not known")),
        service("marked"),
        service("full"),
    )
    wanted = Wanted(MONDAY_MORNING, open_now=True, marks=marked("marked") | marked("full", state="full"))
    listing = browse(one, wanted)
    assert [line.service.id for line in listing.lines] == ["always", "closing", "full"]
    assert listing.unknown == 1
    assert _line(listing.lines, "full").capacity == "marked full by call handler 09:00, until 18:00"
    assert _line(listing.lines, "closing").open == "closes at 10:15, in less than 30 minutes"


def _line(lines: tuple[Listed, ...], name: str) -> Listed:
    return next(line for line in lines if line.service.id == name)


def test_no_more_than_anybody_reads() -> None:
    one = directory(*(service(f"s{number}") for number in range(30)))
    listing = browse(one, Wanted(MONDAY_MORNING), most=10)
    assert (len(listing.lines), listing.more) == (10, True)


@pytest.mark.parametrize("seed", range(4))
def test_a_compiled_directory_gives_the_same(seed: int) -> None:
    chance = Random(seed)
    one = _large(chance, 120)
    index = _compiled(one)
    for _ in range(25):
        placed = chance.random() < 0.5
        wanted = Wanted(
            chance.choice(MOMENTS) + timedelta(minutes=chance.randint(0, 3000)),
            text=chance.choice(("", "", "service 1", "s7", "safe place", "Service")),
            kinds=chance.choice(((), ("safe_place",), ("gp_practice", "emergency_department"))),
            capabilities=chance.choice(((), (), ("xray",), ("xray", "suturing"))),
            area=chance.choice((None, "north", "county", "england")) if placed else None,
            point=chance.choice((None, NORTH)) if placed else None,
            placed=placed,
            open_now=chance.random() < 0.4,
            marks=marked(f"s{chance.randrange(120)}", when=MONDAY_MORNING),
        )
        here, there = browse(index, wanted), browse(one, wanted)
        assert {line.service.id for line in here.lines} == {line.service.id for line in there.lines}, wanted
        assert here == there, wanted
