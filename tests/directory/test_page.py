"""A service's page and its week: what is known, what is not, and what changes when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.directory.make import MONDAY_MORNING, at, directory, hours, marked, request, service
from triage_tui.directory.ask import Ask
from triage_tui.directory.clock import Calendar, minute_of
from triage_tui.directory.index import index_of
from triage_tui.directory.model import Hours, Service
from triage_tui.directory.page import service_page
from triage_tui.directory.week import now_words, week_lines

UNKNOWN = "not published: ring first"


def _rows(one: Service, *others: Service, **asked: Any) -> dict[str, str]:
    index = index_of(directory(one, *others))
    entry = index.get(one.id)
    assert entry is not None
    return {row.label: row.words for row in service_page(entry, Ask(index, request(**asked)))}


def test_what_is_not_known_is_said_and_nothing_is_invented() -> None:
    rows = _rows(service("bare", hours=hours("not known"), last_verified=None, self_referral=False))
    assert rows["Number"] == "number not published here"
    assert rows["Now"] == "hours not published: ring first"
    assert rows["How"] == "not stated"
    assert rows["You"] == "nobody can refer to it"
    assert rows["Patients"] == "cannot refer themselves"
    assert (rows["Entry"], rows["Next check due"]) == ("not yet checked with the service", "not stated")
    assert rows["Mark"] == "DEMONSTRATION: not a real service"
    assert not {"Mon 5 Jan", "Staff number", "Web", "Only through", "Capacity", "This shift"} & rows.keys()


def test_who_it_is_for_and_who_may_refer() -> None:
    rows = _rows(
        service(
            "one",
            ages=((0, 6573),),
            sexes=("female",),
            limited_to=("north",),
            practices=("A1", "B2"),
            restricted=True,
            modes=("on_scene",),
            roles=("gp", "paramedic"),
            self_referral=False,
            capabilities=("xray",),
            provides=("suturing",),
            accepts_ambulance=True,
            lat=52.6,
            lon=0.0,
            accuracy_km=2.0,
        )
    )
    assert rows["For"] == (
        "people under 18; women only; only people who live in North; only patients of certain GP practices: A1, B2; "
        "only used on scene"
    )
    assert rows["You"] == "professionals only: GPs and paramedics can refer"
    assert rows["Who may refer"] == "GPs and paramedics"
    assert rows["Can do"] == "wound closure and X-ray"
    assert rows["Ambulances"] == "takes patients who come by ambulance"
    assert rows["On the map"] == "52.6, 0, good to 2 km"
    assert rows["Distance"] == "about 11 km in a straight line, give or take 7 km"


def test_a_service_only_another_may_refer_to() -> None:
    safe = service("safe", "safe_place", self_referral=False, referral_only_from=("first",))
    rows = _rows(safe, service("first", "crisis", name="First Response"))
    assert rows["Only through"] == "First Response"
    assert rows["You"] == "only First Response can refer: ring them"
    assert _rows(safe)["Only through"] == "nobody in this directory"


def test_an_old_entry_a_planned_one_and_marks_stand_out() -> None:
    old = service("old", last_verified="2024-01-05", next_check_due="2025-01-05", capacity="amber")
    index = index_of(directory(old))
    entry = index.get("old")
    assert entry is not None
    ask = Ask(index, request(marks=marked("old", state="full")))
    strong = {row.label: row.words for row in service_page(entry, ask) if row.strong}
    assert strong == {
        "Mark": "DEMONSTRATION: not a real service",
        "This shift": "marked full by call handler 09:00, until 18:00",
        "Capacity": "nearly full",
    }
    rows = _rows(old)
    assert rows["Entry"] == "last checked 5 January 2024; a check was due 5 January 2025: old"
    assert rows["Next check due"] == "5 January 2025"
    rows = _rows(service("hub", active=False, note="not open; planned in 2016"))
    assert rows["Not open"] == "not open; planned in 2016"
    assert "Now" not in rows


@pytest.mark.parametrize(
    ("written", "when", "now", "week"),
    [
        (
            "{daily: 08:00-01:00}",
            at("2026-01-05 00:30"),
            "open now until 01:00",
            ["00:00 to 01:00, 08:00 to 01:00 the next day (today)", "08:00 to 01:00 the next day"],
        ),
        (
            '{mon-fri: "09:00-12:30, 13:00-17:00", bank_holidays: closed}',
            at("2026-04-02 18:00"),
            "closed until Tuesday 09:00",
            ["09:00 to 12:30, 13:00 to 17:00 (today)", "closed (bank holiday)", "closed", "closed"],
        ),
        (
            '{daily: "09:00-17:00", dates: {2026-01-06: closed}}',
            MONDAY_MORNING,
            "open now until 17:00",
            ["09:00 to 17:00 (today)", "closed (this date only)", "09:00 to 17:00"],
        ),
        (
            '{sat: all day, sun: all day, mon: "00:00-08:00"}',
            at("2026-01-03 10:00"),
            "open now until Monday 08:00",
            ["all day and night (today)", "all day and night", "00:00 to 08:00", "closed"],
        ),
        (
            "{daily: 08:00-20:00, otherwise: not known}",
            at("2026-01-05 21:00"),
            "hours not published: ring first",
            ["08:00 to 20:00, at other times not published (today)"],
        ),
        ("{mon-fri: 09:00-00:00}", MONDAY_MORNING, "open now until midnight", ["09:00 to midnight (today)"]),
        (
            "{mon: 09:00-17:00}",
            at("2025-12-25 09:00"),
            "hours not published: ring first",
            ["not published: ring first"],
        ),
    ],
)
def test_now_and_the_week(written: str, when: datetime, now: str, week: list[str]) -> None:
    known, minute, calendar = hours(written), minute_of(when), Calendar()
    assert now_words(known, minute, calendar) == now
    lines = [words for _, words in week_lines(known, minute, calendar)]
    assert len(lines) == 7
    assert [line.removesuffix(" (today, bank holiday)") for line in lines[: len(week)]] == week


def test_a_week_starts_today_and_names_its_days() -> None:
    days = [day for day, _ in week_lines(Hours(known=False), minute_of(at("2026-03-28 23:30")), Calendar())]
    assert days == ["Sat 28 Mar", "Sun 29 Mar", "Mon 30 Mar", "Tue 31 Mar", "Wed 1 Apr", "Thu 2 Apr", "Fri 3 Apr"]
