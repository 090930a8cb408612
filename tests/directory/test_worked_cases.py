"""The shipped directory answers rightly: cases written from the planning documents, one row each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.desks import SHIPPED as SHIPPED_PACK
from tests.desks import StillClock, opened
from tests.directory.make import SHIPPED, at, marked
from triage_tui.cli import main
from triage_tui.directory.building.build import load_directory
from triage_tui.directory.request import Mark

DIRECTORY = load_directory(SHIPPED)
YEAR = 365.25
UTC_KINDS = ("urgent_treatment_centre", "minor_injury_unit")
CRISIS = ("mental_health_crisis", "cyp_crisis", "mental_health_line")
GP_SOON = ("gp_practice", "gp_out_of_hours", "gp_access_hub", "urgent_treatment_centre", "clinical_hub")
IN_FENLAND = marked(*(one.id for one in DIRECTORY.services if one.status != "national" and "fenland" in one.areas))
SUNDAY_NIGHT = at("2026-01-04 03:00")
COUNTY_AND_FENLAND = marked(
    *IN_FENLAND,
    *(one.id for one in DIRECTORY.services if "cambridgeshire_peterborough" in one.areas and one.id not in IN_FENLAND),
    when=SUNDAY_NIGHT,
)
ALL = marked(*(one.id for one in DIRECTORY.services if one.type != "ambulance"), when=SUNDAY_NIGHT)


@dataclass(frozen=True)
class Case:
    """Who asks for what, where and when; what must come back. `offers` is the whole list, `first` only its head."""

    story: str
    types: tuple[str, ...]
    place: str
    when: str | datetime
    asked: dict[str, Any] = field(default_factory=dict)
    first: str = ""
    offers: tuple[str, ...] | None = None
    says: dict[str, str] = field(default_factory=dict)
    not_offered: dict[str, str] = field(default_factory=dict)
    catch_all: bool = False


CASES = [
    # Hours across midnight
    Case(
        "Addenbrooke's crisis support is open until one at night",
        ("mental_health_crisis",), "Cambridge", "2026-01-05 00:30",
        {"minutes": 240, "rejected": frozenset({"community_crisis_care", "first_response"})},
        first="addenbrookes_crisis", says={"open": "open now until 01:00", "via": "you refer"},
    ),
    Case(
        "and closed ten minutes after it",
        ("mental_health_crisis",), "Cambridge", "2026-01-05 01:10", {"minutes": 240},
        first="community_crisis_care", not_offered={"addenbrookes_crisis": "closed until 08:00"},
    ),
    Case(
        "and about to close at a quarter to one",
        ("mental_health_crisis",), "Cambridge", "2026-01-05 00:45", {"minutes": 240},
        first="community_crisis_care", not_offered={"addenbrookes_crisis": "closes at 01:00, in less than 30 minutes"},
    ),
    Case(
        "and in time when there are eight hours to go",
        ("mental_health_crisis",), "Cambridge", "2026-01-05 01:10",
        {"minutes": 480, "rejected": frozenset({"community_crisis_care", "first_response"})},
        first="addenbrookes_crisis", says={"open": "opens today 08:00 (within the time asked)"},
    ),
    Case(
        "on the night the clocks go forward it closes when they do",
        ("mental_health_crisis",), "Cambridge", datetime(2026, 3, 29, 1, 0, tzinfo=UTC), {"minutes": 240},
        first="community_crisis_care", not_offered={"addenbrookes_crisis": "closed until 08:00"},
    ),
    Case(
        "on the night the clocks go back, the second one o'clock is not open again",
        ("mental_health_crisis",), "Cambridge", datetime(2026, 10, 25, 1, 0, tzinfo=UTC), {"minutes": 240},
        first="community_crisis_care", not_offered={"addenbrookes_crisis": "closed until 08:00"},
    ),
    Case(
        "on the last minute of the year it is open for another hour",
        ("mental_health_crisis",), "Cambridge", "2026-12-31 23:59",
        {"minutes": 60, "rejected": frozenset({"community_crisis_care", "first_response"})},
        first="addenbrookes_crisis", says={"open": "open now until 01:00"},
    ),
    # Who may refer
    Case(
        "the safe place may only be asked for by the First Response Service",
        ("safe_place",), "Wisbech", "2026-01-05 19:00", {"minutes": 240},
        first="safe_place", says={"via": "only First Response Service, 111 option 2 can refer: ring them"},
    ),
    Case(
        "the First Response Service itself refers to it",
        ("safe_place",), "Wisbech", "2026-01-05 19:00",
        {"minutes": 240, "role": "mental_health", "referrers": frozenset({"first_response"})},
        first="safe_place", says={"via": "you refer"},
    ),
    Case(
        "with the First Response Service marked closed there is no way in",
        ("safe_place",), "Wisbech", "2026-01-05 19:00",
        {"minutes": 240, "marks": marked("first_response", when=at("2026-01-05 19:00"))},
        first="safe_place_local",
        not_offered={
            "safe_place": "only First Response Service, 111 option 2 can refer "
            "(marked closed by call handler 18:00, until 03:00 on Tue 6 Jan)"
        },
    ),
    Case(
        "by day the safe place is closed and 111 option 2 is not",
        ("safe_place", "mental_health_line"), "Ely", "2026-01-05 10:00", {"minutes": 240},
        first="safe_place_local", not_offered={"safe_place": "closed until 18:00"},
    ),
    Case(
        "a paramedic may ring the geriatrician",
        ("professional_line",), "March", "2026-01-05 03:00",
        {"role": "paramedic", "mode": "on_scene", "age_days": 82 * YEAR},
        first="geriatrician_line", says={"open": "open day and night", "phone": "number not published here"},
    ),
    Case(
        "but not about a patient of 36",
        ("professional_line",), "March", "2026-01-05 03:00",
        {"role": "paramedic", "mode": "on_scene", "age_days": 36 * YEAR},
        not_offered={"geriatrician_line": "for people aged 65 and over"},
    ),
    Case(
        "a call handler may not, and gets the hub instead",
        ("professional_line",), "March", "2026-01-05 03:00", {"age_days": 82 * YEAR},
        first="clinical_hub_cambridgeshire", says={"instead_of": "Advice line for professionals"},
        not_offered={"geriatrician_line": "professionals only: GPs and paramedics can refer"},
    ),
    Case(
        "the police control room's team is for officers",
        ("police_mental_health",), "Peterborough", "2026-01-05 23:00", {"role": "police", "mode": "on_scene"},
        first="police_control_room_mental_health", says={"via": "you refer"},
    ),
    Case(
        "and not for a paramedic, who gets 111 option 2",
        ("police_mental_health",), "Peterborough", "2026-01-05 23:00", {"role": "paramedic", "mode": "on_scene"},
        first="nhs_111_option_2",
        not_offered={"police_control_room_mental_health": "professionals only: police can refer"},
    ),
    Case(
        "the Staffordshire hub is rung before conveying",
        ("professional_line",), "Stoke-on-Trent", "2026-01-09 16:00", {"role": "paramedic", "mode": "on_scene"},
        first="staffordshire_hub", says={"open": "hours not published: ring first"},
    ),
    Case(
        "a Wiltshire social worker has the advice line",
        ("professional_line",), "SN10 1AA", "2026-01-05 10:00", {"role": "social_worker"},
        first="wiltshire_advice_line",
    ),
    Case(
        "a care home in Maidenhead rings its hotline",
        ("care_home_line",), "SL6", "2026-01-05 10:00", {"role": "care_home"},
        first="windsor_care_home_hotline",
    ),
    Case(
        "and reaches the rapid access clinic through it",
        ("care_home_clinic",), "SL6", "2026-01-05 10:00", {"role": "care_home"},
        first="windsor_care_home_clinic",
        says={"via": "only Care home hotline, Windsor, Ascot and Maidenhead can refer: ring them"},
    ),
    Case(
        "a Norwich crew asks the liaison officer about hand-over",
        ("professional_line",), "NR4 7UY", "2026-01-05 04:00",
        {"role": "paramedic", "mode": "on_scene", "capabilities": ("handover_liaison",)},
        first="norwich_halo",
    ),
    Case(
        "who is not an advice line for anything else",
        ("professional_line",), "NR4 7UY", "2026-01-05 04:00", {"role": "paramedic", "mode": "on_scene"},
        first="professional_line_local", not_offered={"norwich_halo": "only for ambulance hand-over at the hospital"},
    ),
    # What they can do
    Case(
        "Corby takes an ambulance with a patient who needs an X-ray",
        UTC_KINDS, "Corby", "2026-01-05 14:00",
        {"role": "paramedic", "mode": "on_scene", "minutes": 240, "capabilities": ("xray",)},
        first="corby_urgent_care", says={"why": "Urgent treatment centre with X-ray for Corby"},
        not_offered={"loughborough_urgent_care": "no X-ray"},
    ),
    Case(
        "the Fenland units have no X-ray in the record; nearest first among what is left",
        ("minor_injury_unit", "emergency_department"), "PE13 3AB", "2026-01-05 14:00",
        {"minutes": 240, "capabilities": ("xray",)},
        offers=("minor_injury_unit_nearest", "peterborough_ed", "hinchingbrooke_ed"),
        not_offered={"wisbech_minor_injury_unit": "no X-ray"},
    ),
    Case(
        "hubs that were only planned are not offered",
        ("gp_access_hub",), "Ely", "2026-01-05 14:00", {"minutes": 360},
        first="gp_access_hub_local", not_offered={"ely_hub": "not open; planned in 2016"},
    ),
    # Age
    Case(
        "a child of 17 years and 364 days is a child",
        ("cyp_crisis",), "Ely", "2026-01-05 20:00", {"minutes": 240, "age_days": 17 * YEAR + 364},
        first="cyp_crisis_cambridgeshire", says={"open": "hours not published: ring first"},
    ),
    Case(
        "and on the 18th birthday is not",
        ("cyp_crisis",), "Ely", "2026-01-05 20:00", {"minutes": 240, "age_days": 18 * YEAR},
        first="nhs_111_option_2", not_offered={"cyp_crisis_cambridgeshire": "for people under 18"},
    ),
    Case(
        "an age that is not known is asked for",
        ("cyp_crisis",), "Ely", "2026-01-05 20:00", {"minutes": 240, "age_days": None},
        first="cyp_crisis_cambridgeshire", says={"checks": "check age: for people under 18"},
    ),
    Case(
        "a young person has Childline beside 111 option 2",
        ("mental_health_line",), "Leeds", "2026-01-05 20:00", {"age_days": 13 * YEAR},
        offers=("nhs_111_option_2", "childline"),
    ),
    Case(
        "a man of 60 has the Samaritans",
        ("mental_health_line",), "Leeds", "2026-01-05 20:00", {"age_days": 60 * YEAR},
        offers=("nhs_111_option_2", "samaritans"), not_offered={"papyrus": "for people under 35"},
    ),
    # Nights and holidays
    Case(
        "Christmas Day at three in the morning: the GP is out of hours",
        GP_SOON, "Wirral", "2026-12-25 03:00", {"minutes": 120},
        first="gp_out_of_hours_111", says={"open": "open now until Tuesday 08:00"},
        not_offered={"gp_practice_own": "closed until Tuesday 08:00"},
    ),
    Case(
        "a Monday morning: it is the patient's own practice",
        GP_SOON, "Wirral", "2026-01-05 09:00", {"minutes": 120},
        first="gp_practice_own", says={"open": "open now until 18:30"},
    ),
    Case(
        "half past seven in the evening on Leap Day: out of hours",
        GP_SOON, "York", "2028-02-29 19:30", {"minutes": 120},
        first="gp_out_of_hours_111", not_offered={"gp_practice_own": "closed until tomorrow 08:00"},
    ),
    Case(
        "the falls team at three in the morning is rung first, because its night hours are not published",
        ("urgent_community_response", "home_visiting", "clinical_hub"), "Fenland", "2026-01-05 03:00",
        {"minutes": 120, "age_days": 82 * YEAR, "role": "paramedic", "mode": "on_scene"},
        first="urgent_community_response_local", says={"open": "hours not published: ring first"},
    ),
    Case(
        "and is open by day",
        ("urgent_community_response", "home_visiting", "clinical_hub"), "Kingston", "2026-01-05 10:00",
        {"minutes": 120, "age_days": 90 * YEAR},
        first="urgent_community_response_local", says={"open": "open now until 20:00"},
    ),
    # Where
    Case(
        "999 at once is 999 first, in Fenland as anywhere",
        ("ambulance", "emergency_department"), "PE14", "2026-01-05 10:00", {"minutes": 0},
        offers=("ambulance_999", "peterborough_ed", "hinchingbrooke_ed"),
    ),
    Case(
        "a stroke on the telephone is 999, then the nearer stroke unit",
        ("hyperacute_stroke_unit",), "Wisbech", "2026-01-05 10:00", {"minutes": 0},
        offers=("ambulance_999", "peterborough_stroke", "addenbrookes_stroke"),
    ),
    Case(
        "a stroke with the crew on scene is the nearer stroke unit",
        ("hyperacute_stroke_unit",), "Wisbech", "2026-01-05 10:00",
        {"minutes": 0, "role": "paramedic", "mode": "on_scene"},
        offers=("peterborough_stroke", "addenbrookes_stroke"),
    ),
    Case(
        "a heart attack on scene in St Neots goes to Papworth",
        ("heart_attack_centre",), "St Neots", "2026-01-05 10:00",
        {"minutes": 0, "role": "paramedic", "mode": "on_scene"},
        first="papworth_heart_attack_centre",
    ),
    Case(
        "Mrs Barlow in St Neots has the hospital-at-home team",
        ("hospital_at_home",), "PE19", "2026-01-05 10:00", {"role": "gp", "age_days": 80 * YEAR},
        first="st_neots_hospital_at_home",
    ),
    Case(
        "which does not visit when only the county is known",
        ("hospital_at_home",), "Cambridgeshire and Peterborough", "2026-01-05 10:00", {"role": "gp"},
        first="hospital_at_home_local", not_offered={"st_neots_hospital_at_home": "only works in Huntingdonshire"},
    ),
    Case(
        "a caller from Glasgow gets what is there for everybody",
        ("mental_health_line",), "G12 8QQ", "2026-01-05 10:00", {},
        first="nhs_111_option_2",
    ),
    Case(
        "the cold house in Oldham",
        ("warm_homes",), "Oldham", "2026-01-05 10:00", {},
        first="oldham_warm_homes", says={"freshness": "historical, last checked 2014: old"},
    ),
    Case(
        "is only for people who live there",
        ("warm_homes",), "Bury", "2026-01-05 10:00", {},
        first="warm_homes_local",
    ),
    Case(
        "a cancer patient in Doncaster goes straight to the department",
        ("oncology_line",), "DN4", "2026-01-05 10:00", {},
        first="doncaster_oncology",
    ),
    Case(
        "a carer in York",
        ("carers_support",), "YO24 1AA", "2026-01-05 10:00", {},
        offers=("york_carers_centre", "carers_support_local"),
    ),
    Case(
        "labour in March at night",
        ("maternity",), "March", "2026-01-05 04:00", {"minutes": 60, "sex": "female"},
        first="peterborough_maternity",
    ),
    # Nothing left
    Case(
        "everything in Fenland closed: the next hospital away",
        ("emergency_department",), "Wisbech", "2026-01-05 10:00", {"minutes": 60, "marks": IN_FENLAND},
        first="hinchingbrooke_ed", not_offered={"peterborough_ed": "marked closed by call handler 09:00, until 18:00"},
    ),
    Case(
        "everything for Fenland closed, mental health crisis: 111 option 2",
        CRISIS, "Wisbech", "2026-01-04 03:00",
        {"minutes": 240, "marks": COUNTY_AND_FENLAND, "age_days": 13 * YEAR},
        first="mental_health_crisis_local",
    ),
    Case(
        "everything everywhere marked closed: 999, which cannot be marked",
        CRISIS, "Wisbech", "2026-01-04 03:00", {"minutes": 240, "marks": ALL}, offers=("ambulance_999",),
    ),
    Case(
        "a team marked nearly full is offered, and that is said",
        ("hospital_at_home",), "PE19", "2026-01-05 10:00",
        {"role": "gp", "age_days": 80 * YEAR, "marks": marked("st_neots_hospital_at_home", state="busy")},
        first="st_neots_hospital_at_home",
        says={"capacity": "marked busy by call handler 09:00, until 18:00"},
    ),
    Case(
        "and one whose mark is over as if it had never been marked",
        ("hospital_at_home",), "PE19", "2026-01-05 18:00",
        {"role": "gp", "age_days": 80 * YEAR, "marks": marked("st_neots_hospital_at_home", state="full")},
        first="st_neots_hospital_at_home",
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _shipped_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRIAGE_PACK", str(SHIPPED_PACK))
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path))


def _mark(marks: dict[str, Mark], folder: Path) -> None:
    """Mark services at a desk, as the shift before the search did."""
    mark = next(iter(marks.values()))
    with opened(SHIPPED_PACK, folder, clock=StillClock(mark.since)) as desk:
        for one in marks.values():
            desk.mark(one.service, one.state, one.until)


def _arguments(case: Case) -> list[str]:
    """The command a user would type."""
    when = at(case.when) if isinstance(case.when, str) else case.when
    asked = {"role": "call_handler", "mode": "telephone", "age_days": 40 * YEAR, **case.asked}
    typed = ["find", *case.types, "--area", case.place, "--at", when.isoformat(), "--explain", "--json"]
    typed += ["--role", asked["role"], "--mode", asked["mode"]]
    if asked["age_days"] is not None:
        typed += ["--age", f"{int(asked['age_days'])} days"]
    for name in ("sex", "minutes"):
        typed += [f"--{name}", str(asked[name])] if name in asked else []
    for name, option in (("capabilities", "capability"), ("rejected", "tried"), ("referrers", "speaking-for")):
        typed += [word for one in asked.get(name, ()) for word in (f"--{option}", one)]
    return typed


@pytest.mark.parametrize("case", CASES, ids=[case.story for case in CASES])
def test_worked_case(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`triage find` says the service, its phrases, and why not the others."""
    if "marks" in case.asked:
        _mark(case.asked["marks"], tmp_path)
    assert main(_arguments(case)) == 0
    found = json.loads(capsys.readouterr().out)
    ids = tuple(match["id"] for match in found["services"])
    if case.offers is not None:
        assert ids == case.offers
    if case.first:
        assert ids[0] == case.first
    said = found["services"][0]
    for name, words in case.says.items():
        shown = said[name]
        assert (", ".join(shown) if isinstance(shown, list) else shown) == words, name
    why = {one["id"]: one["why"] for one in found["excluded"]}
    assert {name: why.get(name) for name in case.not_offered} == case.not_offered
    assert not set(case.not_offered) & set(ids)
    assert found["catch_all"] is case.catch_all


def test_what_is_marked_can_be_ignored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For whoever wants to know what the directory itself says."""
    _mark(IN_FENLAND, tmp_path)
    asked = ["find", "emergency_department", "--area", "Wisbech", "--at", "2026-01-05 10:00", "--json"]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)["services"][0]["id"] == "hinchingbrooke_ed"
    assert main([*asked, "--ignore-marks"]) == 0
    assert json.loads(capsys.readouterr().out)["services"][0]["id"] == "peterborough_ed"


def test_forty_cases() -> None:
    """No fewer, and no story twice."""
    assert len({case.story for case in CASES}) == len(CASES) >= 40
