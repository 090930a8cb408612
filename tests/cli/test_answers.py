"""`walk --answers`: one case in, one JSON object out; the contract that other programs rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Run
from tests.desks import SHIPPED
from triage_tui.errors import ExitCode

GIVEN = "given: {role: call_handler, mode: telephone, at: 2026-01-05 10:00, age: 40 years, area: westshire}\n"
ALWAYS = {"pathway", "version", "mode", "complete", "floor", "path"}
WHEN_COMPLETE = {"disposition", "outcome", "because", "services", "excluded", "advice", "worsening"}


@pytest.fixture
def walked(triage: Run, tmp_path: Path) -> Any:
    """Run a case written as YAML; what it said, and its JSON."""

    def walk(case: str, pathway: str = "fall", *more: str) -> tuple[Ran, dict[str, Any]]:
        file = tmp_path / "case.yaml"
        file.write_text(case, encoding="utf-8")
        ran = triage("walk", pathway, "--answers", str(file), "--json", *more)
        assert ran.code == 0, ran.err
        return ran, json.loads(ran.out)

    return walk


def test_a_complete_case(walked: Any) -> None:
    case = (
        GIVEN
        + "answers: {head_hit: yes, head_thinner: yes, down: 1h 15, safeguarding: [adult_harm]}\ndefault: mildest\n"
    )
    ran, found = walked(case)
    assert ran.err == ""
    assert found.keys() >= ALWAYS | WHEN_COMPLETE
    assert "next" not in found
    assert (found["pathway"], found["version"], found["mode"]) == ("fall", "0.1.0", "telephone")
    assert found["complete"] is True
    assert found["floor"] == {"id": "hospital_1h", "because": "head injury on a blood thinner"}
    label = "Emergency department within 1 hour"
    assert found["disposition"] == {"id": "hospital_1h", "label": label, "rank": 2, "minutes": 60}
    assert found["outcome"] == "visit"
    assert "head injury on a blood thinner" in found["because"]
    assert found["services"][0]["id"] == "westford_hospital"
    assert found["services"][0].keys() >= {"id", "name", "why"}
    assert found["also"] == ["safeguarding_adult", "gp_message"]
    assert "Ask someone to take you." in found["advice"]
    assert found["worsening"]
    path = {entry["step"]: entry["answer"] for entry in found["path"]}
    assert path["head_thinner"] == "yes"
    assert path["down"] == "1h 15"
    assert path["safeguarding"] == ["adult_harm"]
    assert [entry["step"] for entry in found["path"]][:2] == ["place", "call_back"], "in the order of asking"


def test_nobody_is_told_to_ring_a_helpline_for_patients_before_conveying(walked: Any) -> None:
    given = "given: {role: paramedic, mode: on_scene, at: 2026-01-05 10:00, age: 25 years, area: cambridge}\n"
    case = given + "answers: {thoughts: yes, intent_today: yes}\ndefault: mildest\n"
    _, found = walked(case, "mental_health_press_2", "--pack", str(SHIPPED))
    assert found["outcome"] == "crisis_4h"
    assert [line["id"] for line in found["call_first"]] == ["nhs_111_option_2"]


def test_what_is_left_out_says_why(walked: Any) -> None:
    case = GIVEN.replace("10:00", "23:00") + "answers: {head_hit: yes, head_thinner: no}\ndefault: mildest\n"
    _, found = walked(case)
    assert found["services"][0]["id"] == "any_team"
    assert {"id": "west_team", "why": "closed until tomorrow 08:00"} in found["excluded"]


NEXT = {
    "place": ("text", {"not known"}),
    "caller": ("choice", {"self", "with_them", "not known"}),
    "access_needs": ("checklist", {"interpreter", "hearing", "none", "not known"}),
    "age": ("number", {"not known"}),
    "down": ("number", {"not known"}),
    "keep_still": ("instruction", {"done", "not_done"}),
    "first_set": ("observations", {"not known"}),
}


@pytest.mark.parametrize("step", NEXT)
def test_when_answers_run_out_the_next_step_is_told(walked: Any, step: str) -> None:
    on_scene = step == "first_set"
    order = ["place", "call_back", "caller", "awake", "age", "sex", "area", "complaint", "scene_safe", "access_needs"]
    order += ["alerts", "bleeding", "head_hit", "down", "keep_still"]
    values = {"caller": "self", "age": "40", "sex": "male", "access_needs": "[]", "alerts": "[]", "bleeding": "[]"}
    values |= {
        "awake": "yes",
        "scene_safe": "yes",
        "head_hit": "no",
        "down": "10",
        "place": "here",
        "area": "westshire",
    }
    known = order if on_scene else order[: order.index(step)]
    if on_scene:
        known = [name for name in known if name not in ("place", "call_back", "caller", "keep_still")]
    answers = ", ".join(f"{name}: {values.get(name, 'something')}" for name in known)
    mode = "on_scene" if on_scene else "telephone"
    _, found = walked(f"given: {{mode: {mode}}}\nanswers: {{{answers}}}\n")
    assert found["complete"] is False
    assert not WHEN_COMPLETE & found.keys()
    kind, ids = NEXT[step]
    following = found["next"]
    assert (following["step"], following["kind"]) == (step, kind)
    assert {answer["id"] for answer in following["answers"]} == ids
    assert all(answer["label"] for answer in following["answers"])
    assert following["ask"]
    assert following.keys() >= {"step", "kind", "ask", "say", "answers"}
    if step == "down":
        assert (following["unit"], following["from"], following["to"]) == ("minutes", 0, 10080)
    if step == "age":
        assert {"unit", "from", "to"} <= following.keys()
    if step == "first_set":
        fields = {field["id"]: field for field in following["fields"]}
        assert (fields["breaths"]["from"], fields["breaths"]["to"]) == (0, 80)
        assert (fields["temperature"]["from"], fields["temperature"]["to"]) == (20.0, 45.0)
        assert [answer["id"] for answer in fields["oxygen_scale"]["answers"]] == ["scale_1", "scale_2"]


def test_nothing_answered_yet(walked: Any) -> None:
    ran, found = walked("answers: {}\n")
    assert ran.err == ""
    assert (found["next"]["step"], found["floor"], found["path"]) == ("place", None, [])


def test_an_answer_that_is_never_reached_is_a_note_on_stderr(walked: Any) -> None:
    case = GIVEN + "answers: {head_hit: no, head_thinner: yes, hed_hit: yes}\ndefault: mildest\n"
    ran, found = walked(case)
    assert found["complete"] is True
    notes = ran.err.splitlines()
    assert any(line.startswith("note: ") and "head_thinner" in line for line in notes)
    assert any('did you mean "head_hit"?' in line for line in notes)
    assert len(notes) == 2


def test_a_case_from_standard_input(triage: Run) -> None:
    ran = triage("walk", "fall", "--answers", "-", "--json", typed=GIVEN + "default: mildest\nanswers: {}\n")
    assert (ran.code, json.loads(ran.out)["complete"]) == (0, True)


def test_options_win_over_the_case(walked: Any) -> None:
    case = GIVEN + "default: mildest\nanswers: {}\n"
    _, found = walked(case, "fall", "--mode", "on_scene", "--role", "paramedic", "--at", "2026-01-05 23:00")
    assert found["mode"] == "on_scene"


def test_without_json_it_is_for_people(triage: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(GIVEN + "answers: {head_hit: yes, head_thinner: yes}\ndefault: mildest\n", encoding="utf-8")
    ran = triage("walk", "fall", "--answers", str(file))
    assert "at least: hospital_1h (head injury on a blood thinner)" in ran.out
    assert "service: Westford Hospital (made up)" in ran.out
    file.write_text("answers: {place: here}\n", encoding="utf-8")
    ran = triage("walk", "fall", "--answers", str(file))
    assert ran.out.startswith("next: call_back (text)\n")


@pytest.mark.parametrize(
    ("case", "code", "said"),
    [
        ("answers: {head_hit: maybe}\ndefault: mildest", ExitCode.PROBLEMS, '"maybe" is not one of the answers'),
        ("answers: {down: 99999}\ndefault: mildest", ExitCode.PROBLEMS, "outside the plausible range"),
        ("answers: {bleeding: yes}\ndefault: mildest", ExitCode.PROBLEMS, "give a list of what is true"),
        ("given: {mode: moon}", ExitCode.USAGE, 'has no mode "moon"'),
        ("given: {role: king}", ExitCode.USAGE, 'unknown role "king"'),
        ("given: {at: soon}", ExitCode.USAGE, '"soon" is not a time'),
        ("answer: {}", ExitCode.UNREADABLE, 'did you mean "answers"?'),
        ("answers: {a: b", ExitCode.UNREADABLE, "case.yaml:2:1: error["),
        ("answers: {head_hit: no, head_hit: yes}", ExitCode.UNREADABLE, "case.yaml:1:"),
        ("answers: &a {head_hit: no}", ExitCode.UNREADABLE, "case.yaml:1:"),
        ("- a list", ExitCode.UNREADABLE, "case.yaml:1:"),
        ("", ExitCode.UNREADABLE, "case.yaml:1:"),
        ("default: worst", ExitCode.UNREADABLE, "case.yaml:1:"),
        ('answers: {place: "\\e[2J"}', ExitCode.UNREADABLE, "case.yaml:1:"),
    ],
)
def test_a_case_that_cannot_be_used(triage: Run, tmp_path: Path, case: str, code: ExitCode, said: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(case + "\n", encoding="utf-8")
    ran = triage("walk", "fall", "--answers", str(file), "--json")
    assert ran.code == code
    assert said in ran.err
    assert ran.out == ""


def test_nothing_is_recorded(walked: Any, data: Path) -> None:
    walked(GIVEN + "default: mildest\nanswers: {}\n")
    assert not (data / "encounters.db").exists()
