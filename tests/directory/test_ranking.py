"""Order: the kind before the distance, then whom to prefer within a kind; how many of each; what goes first at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.directory.make import directory, find, hours, offered, service

UTC, ED, GP = "urgent_treatment_centre", "emergency_department", "gp_practice"


def _at(name: str, km_north: float, kind: str = UTC, **changes: Any) -> Any:
    return service(name, kind, lat=52.5 + km_north / 111.19, lon=0.0, **changes)


def test_the_kind_outranks_the_distance() -> None:
    """The pathway's order of types comes first, as published."""
    one = directory(_at("near_ed", 1, ED), _at("far_utc", 40))
    assert offered(find(one, UTC, ED)) == ["far_utc", "near_ed"]
    assert offered(find(one, ED, UTC)) == ["near_ed", "far_utc"]


def test_an_area_may_rank_the_kinds_otherwise() -> None:
    """The nearest area that ranks types decides; types it leaves out keep their place in the request."""
    services = (_at("utc", 5), _at("ed", 40, ED))
    assert offered(find(directory(*services, ranks={"county": {ED: 1, UTC: 2}}), UTC, ED)) == ["ed", "utc"]
    both = {"county": {ED: 1, UTC: 2}, "north": {UTC: 1, ED: 2}}
    assert offered(find(directory(*services, ranks=both), UTC, ED)) == ["utc", "ed"]
    assert offered(find(directory(*services, ranks=both), UTC, ED, area="county")) == ["ed", "utc"]
    assert offered(find(directory(*services, ranks={"far": {ED: 1, UTC: 2}}), UTC, ED)) == ["utc", "ed"]
    said = "kinds of service in the order of the house rules for the county"
    assert said in find(directory(*services, ranks={"county": {ED: 1, UTC: 2}}), UTC, ED).notes
    assert find(directory(*services, ranks={"far": {ED: 1, UTC: 2}}), UTC, ED).notes == ()
    assert find(directory(*services, ranks={"county": {GP: 1}}), UTC, ED).notes == ()


def test_distance_within_a_kind_and_the_file_breaks_ties() -> None:
    """Nearest first; a service that comes to people has no distance."""
    one = directory(_at("b", 10), _at("a", 5), service("visits"))
    assert offered(find(one)) == ["visits", "a"]
    assert offered(find(directory(service("second"), service("first")))) == ["second", "first"]


def test_two_of_a_kind_and_one_of_the_single_kinds() -> None:
    """The rest are said to come after."""
    one = directory(*(_at(f"u{km}", km) for km in (3, 1, 2)), *(_at(f"g{km}", km, GP) for km in (3, 1, 2)))
    found = find(one, UTC, GP)
    assert offered(found) == ["u1", "u2", "g1"]
    assert {x.service.id: x.why for x in found.excluded} == dict.fromkeys(
        ["u3", "g2", "g3"], "others of this kind come first"
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"hours": hours("not known")}),
        ({}, {"next_check_due": "2025-12-31"}),
        ({}, {"status": "historical"}),
        ({}, {"status": "national"}),
        ({}, {"signpost": True}),
        ({}, {"promoted_to": ("south",)}),
        ({"promoted_to": ("county",)}, {"promoted_to": ("south",)}),
        ({"practices": ("A1",)}, {}),
        ({"practices": ("A1",), "restricted": True}, {"practices": ("A1",)}),
        ({"self_referral": True}, {"self_referral": False, "referral_only_from": ("better",)}),
        ({"hours": hours("not known")}, {"signpost": True}),
        ({"practices": ("A1",), "hours": hours("not known")}, {}),
        ({"hours": hours("{daily: 08:00-18:00}")}, {"hours": hours("not known")}),
        ({"hours": hours("{daily: 11:00-18:00}")}, {"hours": hours("not known")}),
        ({"hours": hours("not known")}, {"hours": hours("{daily: 08:00-18:00}"), "next_check_due": "2025-12-31"}),
    ],
)
def test_whom_to_prefer_within_a_kind(better: dict[str, Any], worse: dict[str, Any]) -> None:
    """Each row: the better one is farther away and later in the file, and still comes first."""
    one = directory(_at("worse", 1, **worse), _at("better", 30, **better))
    assert offered(find(one, gp_practice="A1")) == ["better", "worse"]


def test_the_patients_own_practice_comes_first() -> None:
    """By id or ODS code, and it says so."""
    one = directory(_at("near", 1, GP), _at("own", 30, GP, ods="D81001"))
    assert offered(find(one, GP)) == ["near"]
    found = find(one, GP, gp_practice="D81001")
    assert [(match.service.id, match.name) for match in found.offered] == [("own", "Own (own practice)")]


class TestAtOnce:
    """Help that is needed at once is 999 first, and not one that is limited by area."""

    everywhere = service("ambulance_999", "ambulance", areas=("england",))
    local = service("local_ambulance", "ambulance", limited_to=("north",))

    def test_the_ambulance_comes_first(self) -> None:
        """Whatever the order, the ranks or the distance."""
        one = directory(_at("ed", 1, ED), self.local, self.everywhere, ranks={"north": {ED: 1, "ambulance": 9}})
        assert offered(find(one, ED, "ambulance", minutes=0)) == ["ambulance_999", "ed"]
        assert offered(find(one, ED, "ambulance", minutes=60)) == ["ed", "local_ambulance"]

    def test_a_kind_may_bring_the_ambulance_on_the_telephone(self) -> None:
        """A crew on scene is the ambulance."""
        one = directory(_at("ed", 1, ED), self.everywhere)
        assert offered(find(one, ED, minutes=0)) == ["ambulance_999", "ed"]
        assert offered(find(one, ED, minutes=0, mode="on_scene")) == ["ed"]
        assert offered(find(one, ED, minutes=60)) == ["ed"]
        assert offered(find(one, ED, minutes=None)) == ["ed"]

    def test_without_one_for_everybody_the_built_in_one_is_used(self) -> None:
        """A local ambulance, or none, is not enough."""
        for services in ((_at("ed", 1, ED),), (_at("ed", 1, ED), self.local)):
            assert offered(find(directory(*services), ED, minutes=0))[0] == "emergency_999"

    def test_what_the_hospital_must_have_is_not_asked_of_the_ambulance(self) -> None:
        """The department needs the X-ray."""
        one = directory(_at("ed", 1, ED), _at("xray", 9, ED, capabilities=("xray",)), self.everywhere)
        found = find(one, "ambulance", ED, minutes=0, capabilities=("xray",))
        assert offered(found) == ["ambulance_999", "xray"]
        assert found.offered[0].checks == ()

    def test_a_refused_ambulance_is_not_offered_again(self) -> None:
        """The next best is."""
        one = directory(_at("ed", 1, ED), self.everywhere)
        assert offered(find(one, "ambulance", ED, minutes=0, rejected=frozenset({"ambulance_999"}))) == ["ed"]


class TestWhenNothingFits:
    """The kinds to try instead, then the two nearest emergency departments and 999."""

    def test_the_kinds_to_try_instead(self) -> None:
        """Level by level, and it says instead of what."""
        one = directory(_at("utc", 5, capacity="red"), _at("ed", 5, ED))
        found = find(one, GP)
        assert offered(found) == ["ed"]
        assert found.offered[0].instead_of == "GP practice"
        assert found.offered[0].why.endswith("instead of: GP practice")
        assert not found.catch_all
        assert [x.service.id for x in found.near_misses] == ["utc"]

    def test_signposts_are_followed_by_real_services(self) -> None:
        """A way to find one is offered first, but never alone when something near would do."""
        one = directory(service("find_utc", signpost=True), _at("ed", 5, ED), service("find_ed", ED, signpost=True))
        found = find(one)
        assert offered(found) == ["find_utc", "ed"]
        assert [match.instead_of for match in found.offered] == [None, "Urgent treatment centre"]

    def test_the_catch_all(self) -> None:
        """Full or closed departments count, farther ones and those that are gone do not; 999 is last."""
        departments = [
            _at("third", 30, ED, capacity="red"),
            _at("nearest", 5, ED, hours=hours("{daily: closed}")),
            _at("second", 20, ED, capacity="red"),
            _at("gone", 1, ED, active=False),
            _at("rejected", 2, ED),
            _at("away", 80, ED),
        ]
        found = find(directory(*departments), "crisis", rejected=frozenset({"rejected"}), distance_km=10.0)
        assert found.catch_all
        assert offered(found) == ["nearest", "second", "emergency_999"]
        assert [match.name for match in found.offered][:2] == ["Nearest (Catch-all)", "Second (Catch-all)"]
        assert all(match.catch_all for match in found.offered)

    def test_an_empty_directory_still_has_999(self) -> None:
        """With its number."""
        found = find(directory())
        assert [(match.service.id, match.phone) for match in found.offered] == [("emergency_999", "999")]

    def test_999_of_the_directory_is_used_when_it_is_there(self) -> None:
        """Unless it was already refused: then the one built in, which cannot be."""
        one = directory(TestAtOnce.everywhere)
        assert offered(find(one, "nonsense")) == ["ambulance_999"]
        rejected = frozenset({"ambulance_999", "emergency_999"})
        assert offered(find(one, "nonsense", rejected=rejected)) == ["emergency_999"]
