"""Small directories with holes that are known, and what is said of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.directory.make import directory, hours, service
from tests.source_tree import ROOT
from triage_tui import cli
from triage_tui.author.services.cover import Cover, Wanted
from triage_tui.author.services.joint import cut_ages
from triage_tui.author.services.served import Judge, Served
from triage_tui.author.services.week import hours_words
from triage_tui.directory.model import Directory

SMALL = ROOT / "tests" / "packs" / "small"
ADULT = 40 * 365


def served(one: Directory, **changes: object) -> Served:
    """How an adult in the north who needs an urgent treatment centre within four hours is served in 2026."""
    wanted = Wanted(("urgent_treatment_centre",), (), 240, "utc", "telephone", "call_handler", "north", ADULT, "female")
    return Judge(Cover(one, 2026)).served(wanted._replace(**changes))  # type: ignore[arg-type]


def words(one: Directory, times: tuple[tuple[int, int], ...]) -> str:
    return hours_words(times, Cover(one, 2026).stretch)


def test_a_night_when_nobody_is_there() -> None:
    """Within four hours is any time in the three hours before it opens, and not in the last half hour."""
    one = directory(service("centre", hours=hours("{daily: 08:00-20:00}")))
    found = served(one)
    assert words(one, found.hole) == "every night 19:31-05:00"
    assert words(one, found.local) == "every day 05:00-19:31"


def test_one_day_of_the_year() -> None:
    one = directory(service("centre", hours=hours("{always: yes, dates: {2026-12-25: closed}}")))
    assert words(one, served(one).hole) == "only on Thu 24 Dec 23:31-24:00, Fri 25 Dec 00:00-21:00"


def test_nobody_of_an_age_is_taken() -> None:
    one = directory(service("centre", ages=((6574, 47482),)))
    assert words(one, served(one, age_days=6573).hole) == "at every hour"
    assert served(one, age_days=6574).hole == ()
    assert served(one, age_days=None).hole == ()


def test_a_role_that_may_not_refer_has_a_hole_where_another_has_none() -> None:
    one = directory(service("centre", self_referral=False, roles=("gp",)))
    assert words(one, served(one).hole) == "at every hour"
    assert served(one, role="gp").hole == ()


def test_a_referral_through_another_is_there_when_that_one_can_be_rung() -> None:
    first = service("desk", "professional_line", hours=hours("{daily: 09:00-17:00}"))
    one = directory(service("centre", self_referral=False, referral_only_from=("desk",)), first)
    assert words(one, served(one).hole) == "every night 16:31-06:00"


def test_a_full_service_is_there_again_after_its_reset() -> None:
    one = directory(service("centre", capacity="red", capacity_until="2026-07-01T00:00:00+00:00"))
    assert len(served(one).hole) == 1
    assert served(one).hole[0][1] == served(one).local[0][0]
    always = directory(service("centre", capacity="red"))
    assert words(always, served(always).hole) == "at every hour"


def test_a_local_service_of_another_kind_is_told_apart() -> None:
    one = directory(service("ward", "emergency_department"))
    found = served(one)
    assert words(one, found.another) == "at every hour"
    assert (found.local, found.national, found.relying, found.hole) == ((), (), (), ())


def test_only_where_to_look_is_relying_on_the_catch_all() -> None:
    one = directory(service("nearest", signpost=True, status="national", areas=("england",)))
    ((left, times),) = served(one).relying
    assert left.signposts
    assert words(one, times) == "at every hour"


def test_an_ambulance_for_somebody_who_needs_one_is_truly_there() -> None:
    one = directory(service("ambulance_999", "ambulance", status="national", areas=("england",)))
    found = served(one, types=("ambulance",), minutes=0)
    assert words(one, found.national) == "at every hour"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{sun: 01:00-08:00}", "Sundays 01:00-07:31; other hours on Sun 29 Mar"),
        ("{weekdays: 09:00-17:00}", "Mondays to Fridays 09:00-16:31"),
        ("{fri-sun: 22:00-02:00}", "Fridays to Sundays 22:00-01:31; other hours on Sun 29 Mar"),
        ("{sat: all day, sun: all day}", "Saturdays 00:00 to Sundays 23:31"),
        ("{tue: 09:00-12:00, thu: 09:00-12:00}", "Tuesdays and Thursdays 09:00-11:31"),
    ],
)
def test_hours_are_told_as_a_week(written: str, told: str) -> None:
    timetable = hours(written[:-1] + ", bank_holidays: as usual}")
    one = directory(service("centre", hours=timetable, only_if_open_within=0))
    assert words(one, served(one).local) == told


def test_ages_are_cut_where_services_begin_and_end() -> None:
    assert list(cut_ages(((0, 100), (200, 300)), [50, 100, 150, 201])) == [
        (0, 49),
        (50, 99),
        (100, 100),
        (200, 200),
        (201, 300),
    ]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(SMALL / "pathways", tmp_path / "pathways")
    shutil.copy(SMALL / "directory.yaml", tmp_path / "directory.yaml")
    return tmp_path / "pathways"


def without(pack: Path, *names: str) -> None:
    """The directory without some entries of one line."""
    file = pack.parent / "directory.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(f"{{id: {name}," in line for name in names)]
    assert len(kept) == len(lines) - len(names)
    file.write_text("".join(kept), encoding="utf-8")


def prove(pack: Path, *options: str) -> int:
    return cli.main(["prove", "--services", "--year", "2026", "--pack", str(pack), *options])


def test_the_small_pack_has_no_hole_and_says_what_it_relies_on(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prove(pack) == 0
    told = capsys.readouterr()
    assert 'outcome "visit", Westshire, every night 19:31-07:00: only where to look (Community team by 111)' in told.out
    assert "0 holes" in told.err


def test_a_hole_names_the_outcome_the_area_the_hours_and_both_lines(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without 111 and without the words that lead to a team, a visit at night is nobody's."""
    without(pack, "hub_111", "any_team")
    assert prove(pack, "fall") == 1
    told = capsys.readouterr().out
    assert "fall.yaml:" in told
    assert (
        'VIOLATED[DIR002] outcome "visit", Westshire, every night 19:31-07:00: '
        "nothing fits: only 999 and the nearest emergency department are left"
    ) in told
    assert 'VIOLATED[DIR001] outcome "visit", everywhere but Westshire, at every hour: only 999 is left' in told
    line = next(
        number
        for number, text in enumerate((pack.parent / "directory.yaml").read_text(encoding="utf-8").splitlines(), 1)
        if "id: west_team" in text
    )
    assert f"directory.yaml:{line}: look here in the directory" in told
    lines = told.splitlines()
    doubtful = [lines[number - 2] for number, text in enumerate(lines) if "whom no walk brings here" in text]
    assert doubtful == [text for text in lines if "VIOLATED" in text and "raised to" in text]


def test_the_whole_of_it_for_machines(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without(pack, "hub_111", "any_team")
    assert prove(pack, "fall", "--format", "json") == 1
    data = json.loads(capsys.readouterr().out)
    holes = [one for one in data["holes"] if {ending["outcome"] for ending in one["endings"]} == {"visit"}]
    assert ["westshire"] in [one["areas"] for one in holes]
    assert data["minutes"]["hole"] > 0
    assert sum(data["minutes"].values()) == data["combinations"] * 365 * 1440


def test_a_hole_is_among_the_properties_of_its_pathway(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without(pack, "hub_111", "any_team")
    assert cli.main(["prove", "--year", "2026", "--pack", str(pack), "--format", "json", "fall"]) == 1
    proofs = [one for one in json.loads(capsys.readouterr().out) if one["property"] == "a service for everyone"]
    assert {one["verdict"] for one in proofs} == {"violated"}
    assert {one["code"] for one in proofs} == {"DIR001", "DIR002"}


def test_a_pack_without_pathways_is_not_proved(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("fall", "unwell"):
        (pack / f"{name}.yaml").unlink()
    assert prove(pack) == 3
    assert "there is no pathway here to look at" in capsys.readouterr().err


def test_a_year_that_is_none_is_a_usage_error(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["prove", "--services", "--year", "20", "--pack", str(pack)]) == 2
    assert "20 is not a year" in capsys.readouterr().err


def test_the_shipped_pack_leaves_nobody_without_a_service(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["prove", "--services", "--year", "2026", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["holes"] == []
    assert len(data["pathways"]) == 4
    assert data["minutes"]["national"] > 0 < data["minutes"]["local"]
