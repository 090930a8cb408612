"""Each published test on its own: who is left out, and the phrase a call handler can say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.directory.make import at, directory, excluded, find, hours, marked, offered, reasons, service
from triage_tui.content.ages import age_limits

YEAR = 365.25
HERE, THERE, AWAY = (52.5, 0.0), (52.9, 0.3), (54.5, -1.0)


def _placed(name: str, point: tuple[float, float], **changes: Any) -> Any:
    return service(name, lat=point[0], lon=point[1], **changes)


@pytest.mark.parametrize(
    ("changes", "asked", "test", "words"),
    [
        ({"active": False}, {}, "active", "not open"),
        ({"active": False, "note": "not open; planned"}, {}, "active", "not open; planned"),
        ({}, {"rejected": frozenset({"one"})}, "rejected", "already tried"),
        ({"sexes": ("female",)}, {"sex": "male"}, "sex", "for women only"),
        ({"sexes": ("male",)}, {"sex": "female"}, "sex", "for men only"),
        ({"restricted": True, "practices": ("A1",)}, {}, "practice", "only for patients of certain GP practices"),
        ({"restricted": True, "practices": ("A1",)}, {"gp_practice": "B2"}, "practice", "only for patients of certain"),
        ({"capacity": "red"}, {}, "capacity", "full"),
        ({"capacity": "red", "capacity_until": "2026-01-05T12:15:00+00:00"}, {}, "capacity", "full until 12:15"),
        ({}, {"marks": marked("one", state="full")}, "capacity", "marked full by call handler 09:00, until 18:00"),
        ({}, {"marks": marked("one")}, "capacity", "marked closed by call handler 09:00, until 18:00"),
        ({"capabilities": ("suturing",)}, {"capabilities": ("xray",)}, "capability", "no X-ray"),
        ({}, {"capabilities": ("xray", "suturing")}, "capability", "no X-ray and wound closure"),
        ({"provides": ("xray",), "only_for": ("xray",)}, {}, "capability", "only for X-ray"),
        ({"dispositions": ("ed_1h",)}, {"disposition": "gp_2h"}, "disposition", "not for this level of urgency"),
        ({"modes": ("on_scene",)}, {}, "mode", "only used on scene"),
        ({"ages": (age_limits("under 18 years"),)}, {"age_days": 18 * YEAR}, "age", "for people under 18"),
        (
            {"ages": (age_limits("18 years and over"),)},
            {"age_days": 17 * YEAR + 364},
            "age",
            "for people aged 18 and over",
        ),
        ({"limited_to": ("south",)}, {}, "area", "only for people who live in South"),
        ({"areas": ("south",)}, {"area": "county"}, "area", "only works in South"),
        (
            {"self_referral": False, "roles": ("gp", "paramedic")},
            {},
            "role",
            "professionals only: GPs and paramedics can refer",
        ),
        ({"self_referral": False}, {}, "role", "nobody can refer to it"),
        ({"hours": hours("{daily: 12:00-18:00}")}, {"minutes": 60}, "hours", "closed until 12:00"),
        (
            {"hours": hours("{daily: 08:00-10:20}")},
            {"minutes": 60},
            "hours",
            "closes at 10:20, in less than 30 minutes",
        ),
        ({"hours": hours("{daily: closed}")}, {}, "hours", "closed"),
        (
            {"hours": hours("{daily: 11:00-18:00}"), "only_if_open_within": 30},
            {"minutes": 240},
            "only_if_open",
            "only offered when open; opens today 11:00 (within the time asked)",
        ),
        ({"hours": hours("not known"), "only_if_open_within": 30}, {}, "only_if_open", "only offered when open"),
    ],
)
def test_each_test_leaves_out_and_says_why(
    changes: dict[str, Any], asked: dict[str, Any], test: str, words: str
) -> None:
    """One change to a service that fits makes it fail one test, with its phrase; without the change it is offered."""
    found = find(directory(service("one", **changes)), **asked)
    assert reasons(found) == {"one": (test,)}
    assert excluded(found)["one"].startswith(words)
    assert found.catch_all
    near_miss = test not in ("active", "rejected", "sex", "practice")
    assert [one.service.id for one in found.near_misses] == (["one"] if near_miss else [])


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"sexes": ("female",)}, {"sex": None}),
        ({"sexes": ("female",)}, {"sex": "other"}),
        ({"restricted": True, "practices": ("A1",)}, {"gp_practice": "A1"}),
        ({"capacity": "amber"}, {}),
        ({"capacity": "red", "capacity_until": "2026-01-05T10:00:00+00:00"}, {}),
        ({"provides": ("xray",), "capabilities": ("suturing",)}, {"capabilities": ("xray", "suturing")}),
        ({"provides": ("xray",), "only_for": ("xray",)}, {"capabilities": ("xray",)}),
        ({"dispositions": ("ed_1h",)}, {"disposition": None}),
        ({"modes": ("telephone",)}, {}),
        ({"ages": (age_limits("under 18 years"),)}, {"age_days": 17 * YEAR + 364}),
        ({"ages": (age_limits("18 years and over"),)}, {"age_days": 18 * YEAR}),
        ({"ages": (age_limits("under 18 years"),)}, {"age_days": None}),
        ({"limited_to": ("county",)}, {}),
        ({"areas": ("england",)}, {"area": None}),
        ({"self_referral": False, "roles": ("call_handler",)}, {}),
        ({"hours": hours("{daily: 11:00-18:00}")}, {"minutes": 120}),
        ({"hours": hours("{daily: 10:30-18:00}"), "only_if_open_within": 30}, {"minutes": 240}),
        ({"hours": hours("not known")}, {}),
    ],
)
def test_who_passes(changes: dict[str, Any], asked: dict[str, Any]) -> None:
    """The same tests from the other side."""
    assert offered(find(directory(service("one", **changes)), **asked)) == ["one"]


def test_not_knowing_is_not_a_reason_but_is_said() -> None:
    """Unknown age and sex do not exclude; what to check is in the offer."""
    fussy = service("one", ages=(age_limits("under 18 years"),), sexes=("female",))
    found = find(directory(fussy), age_days=None, sex=None)
    assert found.offered[0].checks == ("check age: for people under 18", "check sex: for women only")


def test_a_signpost_is_told_what_to_ask_for() -> None:
    """It cannot promise an X-ray, and is not left out for that."""
    found = find(directory(service("one", signpost=True)), capabilities=("xray",))
    assert found.offered[0].checks == ("ask for one with X-ray",)


def test_services_beyond_the_box_are_not_mentioned() -> None:
    """Nor are those that visit another part of the country."""
    one = directory(
        _placed("near", HERE), _placed("next", THERE), _placed("away", AWAY), service("farshire", areas=("far",))
    )
    found = find(one)
    assert offered(found) == ["near", "next"]
    assert excluded(found) == {}
    assert offered(find(one, distance_km=10.0)) == ["near"]
    assert offered(find(one, area="far")) == ["away", "farshire"]


def test_several_failures_are_all_said_and_are_no_near_miss() -> None:
    """One-failure results are the published gaps; two failures are not."""
    found = find(directory(service("one", capacity="red", modes=("on_scene",))))
    assert reasons(found) == {"one": ("capacity", "mode")}
    assert excluded(found)["one"] == "full; only used on scene"
    assert found.near_misses == ()


class TestReferral:
    """Roles, and services that only another service may refer to."""

    sanctuary = service("sanctuary", "safe_place", self_referral=False, referral_only_from=("first_response",))
    first_response = service("first_response", "crisis")

    def test_the_words_for_each_way_in(self) -> None:
        """By the user, by the patient, or by both."""
        both = service("both", roles=("call_handler",))
        user = service("user", roles=("call_handler",), self_referral=False)
        found = find(directory(both, user, TestReferral.first_response), "urgent_treatment_centre", "crisis")
        assert {match.service.id: match.via for match in found.offered} == {
            "both": "you refer, or the patient can go or ring",
            "user": "you refer",
            "first_response": "the patient can go or ring",
        }

    def test_ring_the_one_service_that_may_refer(self) -> None:
        """It is offered with whom to ring; the service itself refers as it likes."""
        one = directory(self.sanctuary, self.first_response)
        assert find(one, "safe_place").offered[0].via == "only First Response can refer: ring them"
        assert find(one, "safe_place", referrers=frozenset({"first_response"})).offered[0].via == "you refer"

    @pytest.mark.parametrize(
        ("changes", "asked", "words"),
        [
            ({"hours": hours("{daily: 18:00-22:00}")}, {}, "only First Response can refer (closed until 18:00)"),
            ({"ages": (age_limits("under 18 years"),)}, {}, "only First Response can refer (for people under 18)"),
            ({"areas": ("south",)}, {}, "only First Response can refer (only works in South)"),
            ({"active": False}, {}, "only First Response can refer (not open)"),
            ({}, {"rejected": frozenset({"first_response"})}, "only First Response can refer (already tried)"),
            (
                {},
                {"marks": marked("first_response")},
                "only First Response can refer (marked closed by call handler 09:00, until 18:00)",
            ),
            (
                {"self_referral": False, "roles": ("gp",)},
                {},
                "only First Response can refer (professionals only: GPs can refer)",
            ),
        ],
    )
    def test_the_referrer_must_be_there(self, changes: dict[str, Any], asked: dict[str, Any], words: str) -> None:
        """A referrer that is closed, or not for this patient, is no way in."""
        found = find(directory(self.sanctuary, service("first_response", "crisis", **changes)), "safe_place", **asked)
        assert excluded(found)["sanctuary"] == words

    def test_circles_and_missing_referrers_end(self) -> None:
        """Bad data cannot hang the search."""
        a = service("a", self_referral=False, referral_only_from=("b",))
        b = service("b", self_referral=False, referral_only_from=("a",))
        c = service("c", self_referral=False, referral_only_from=("nobody",))
        found = find(directory(a, b, c))
        assert reasons(found) == dict.fromkeys("abc", ("role",))


def test_a_service_full_until_later_is_back_by_itself() -> None:
    """Capacity goes back to green at its time."""
    full = service("one", capacity="red", capacity_until="2026-01-05T12:00:00+00:00")
    assert offered(find(directory(full), at=at("2026-01-05 11:59"))) == ["emergency_999"]
    assert offered(find(directory(full), at=at("2026-01-05 12:00"))) == ["one"]
