"""What people and machines are shown: carets under what is meant, and formats that no text of a file can break."""

from __future__ import annotations

import json

import pytest

from triage_tui.author.check.registry import all_rules
from triage_tui.author.check.report_machine import as_json, github, sarif
from triage_tui.author.check.report_text import compact, summary, text
from triage_tui.problems import Edit, Fix, Problem, Related

ROWS = {
    ("a.yaml", 2): "  - {id: pain, ask: 痛い? Is it sore?, gone: home}",
    ("a.yaml", 9): "x" * 150 + " here " + "y" * 150,
    ("b.yaml", 7): "home:",
}
FIX = Fix('write "go"', (Edit("a.yaml", (2, 38), (2, 42), "go"),), safe=True)
HOME = Related("b.yaml", 7, 1, "the home", 4)
WIDE = Problem("a.yaml", 2, 38, 'unknown key "gone"', "SCH001", "error", 'did you mean "go"?', 4, (HOME,), FIX)
LONG = Problem("a.yaml", 9, 152, "too long", "TXT009", "warning", length=4)


def row(file: str, line: int) -> str:
    """A line of the files above."""
    return ROWS.get((file, line), "")


def test_the_caret_stands_under_what_is_meant_also_after_wide_characters() -> None:
    lines = text([WIDE], row).split("\n")
    assert lines[2] == "2 |   - {id: pain, ask: 痛い? Is it sore?, gone: home}"
    assert lines[3].index("^^^^") == lines[2].index("gone") + 2
    assert lines[4:7] == ["  ::: b.yaml:7:1", "7 | home:", "  | ---- the home"]
    assert '  = fix available: write "go"' in lines


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_long_line_is_cut_around_the_caret(width: int) -> None:
    lines = text([LONG], row, width=width).split("\n")
    assert len(lines[2]) <= width
    at = lines[3].index("^^^^")
    assert lines[2][at : at + 4] == "here"
    assert lines[2].endswith("…")


def test_compact_is_one_line_each() -> None:
    assert compact([WIDE, LONG]).count("\n") == 2
    assert compact([WIDE]) == 'a.yaml:2:38: error[SCH001] unknown key "gone"; did you mean "go"?\n'


def test_the_summary_counts() -> None:
    assert summary([]) == "0 errors, 0 warnings"
    assert summary([WIDE, LONG, LONG]) == "1 error, 2 warnings"


def test_json_has_every_field() -> None:
    found = json.loads(as_json([WIDE, LONG]))
    assert found["counts"] == {"error": 1, "warning": 1, "info": 0}
    first = found["problems"][0]
    assert (first["line"], first["column"], first["length"], first["code"]) == (2, 38, 4, "SCH001")
    assert first["fix"]["edits"] == [{"file": "a.yaml", "start": [2, 38], "end": [2, 42], "replacement": "go"}]
    assert first["related"][0]["file"] == "b.yaml"
    assert found["problems"][1]["fix"] is None


def test_a_workflow_command_cannot_be_ended_by_text() -> None:
    hostile = Problem("a,b:c.yaml", 1, 2, "100%\n::error::no\r", "TXT001", "info")
    assert github([hostile]) == (
        "::notice file=a%2Cb%3Ac.yaml,line=1,col=2,endColumn=3,title=TXT001::100%25%0A::error::no%0D\n"
    )


def test_sarif_declares_every_rule_and_points_into_them() -> None:
    log = json.loads(sarif([WIDE, LONG], all_rules()))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    declared = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert declared == list(all_rules())
    result = run["results"][0]
    assert declared[result["ruleIndex"]] == result["ruleId"] == "SCH001"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 38, 42)
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"] == {"text": "go"}
    assert result["relatedLocations"][0]["message"]["text"] == "the home"
    assert {rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]} <= {
        "error",
        "warning",
        "note",
    }


def test_many_of_a_kind_are_told_together() -> None:
    many = [Problem("directory.yaml", line, 1, "past its check", "DIR006", "warning") for line in range(1, 1001)]
    few = [Problem("other.yaml", line, 1, "too long", "TXT009", "warning") for line in range(1, 51)]
    shown = text([*many, *few], lambda file, line: "")
    assert shown.count("warning[DIR006] past its check") == 10
    assert "warning[DIR006] and 990 more like the 10 above; --format json lists every one" in shown
    assert shown.count("warning[TXT009] too long") == 50
    assert compact(many).count("\n") == 11
    assert len(json.loads(as_json(many))["problems"]) == 1000
