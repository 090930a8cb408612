"""Every command says what it can do, and every mistake says how to put it right."""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desks import ROOT
from triage_tui import __version__
from triage_tui.cli import build_parser
from triage_tui.errors import ExitCode

ACTION = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
COMMANDS = sorted(ACTION.choices)


def test_the_version(triage: Run) -> None:
    ran = triage("--version")
    assert (ran.code, ran.out) == (0, f"triage {__version__}\n")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_data(triage: Run, command: str) -> None:
    ran = triage(*([command] if command else []), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: triage {command}".rstrip())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_one_line_what_it_does(triage: Run, command: str) -> None:
    line = next(line for line in triage("--help").out.splitlines() if line.strip().startswith(f"{command} "))
    assert len(line.split()) >= 4


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_knows_every_command(command: str) -> None:
    assert f"triage {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_in_the_documents_is_one_the_program_has() -> None:
    known = {*COMMANDS}
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        blocks = re.findall(r"^```(?:sh|console|powershell)\n(.*?)^```", file.read_text(encoding="utf-8"), re.M | re.S)
        for line in "\n".join(blocks).splitlines():
            if match := re.match(r"\s*(?:\$ )?(?:\S*/)?triage +([a-z][a-z-]*)", line):
                assert match[1] in known, f"{file.name}: {line}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wlak"], "invalid choice: 'wlak'"),
        (["walk"], "required: PATHWAY"),
        (["walk", "fal"], 'there is no pathway "fal"'),
        (["walk", "fal"], 'did you mean "fall"?'),
        (["walk", "../fall"], "there is no pathway"),
        (["walk", "fall", "--plain", "--mode", "moon"], "choose from"),
        (["walk", "fall", "--plain", "--role", "king"], "the roles of this pack are: call_handler, paramedic"),
        (["--role", "king", "walk", "fall", "--plain"], 'unknown role "king"'),
        (["walk", "fall", "--json"], "--json needs --answers FILE"),
        (["walk", "fall", "--at", "2026-01-05 03:00"], "--at needs --answers FILE"),
        (["test", "fal"], 'did you mean "fall"?'),
        (["find", "ambulanc"], 'did you mean "ambulance"?'),
        (["find", "ambulance", "--at", "half past"], '"half past" is not a time'),
        (["find", "ambulance", "--at", "half past"], "write it as 2026-01-05 03:00"),
        (["find", "ambulance", "--age", "old"], "--age: this is not a number"),
        (["find", "ambulance", "--minutes", "soon"], "invalid int value"),
        (["records"], "required: action"),
        (["records", "burn"], "invalid choice"),
        (["records", "show"], "records show needs an encounter"),
        (["records", "export"], "triage records list shows what there is"),
        (["summary"], "required: ENCOUNTER"),
        (["summary", "X", "--copy", "press"], "invalid choice"),
        ([], "the app needs a terminal"),
    ],
)
def test_a_mistake_in_the_command_is_exit_code_2_with_a_hint(triage: Run, arguments: list[str], said: str) -> None:
    ran = triage(*arguments)
    assert ran.code == ExitCode.USAGE
    assert said in ran.err
    assert ran.err.startswith("triage: ")
    assert ran.out == ""
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("action", ["show", "resume", "export"])
def test_an_encounter_that_is_not_there(triage: Run, action: str) -> None:
    triage("walk", "fall", "--plain")
    ran = triage("records", action, "NOBODY")
    assert ran.code == ExitCode.PROBLEMS
    assert "there is no encounter NOBODY" in ran.err
    assert "triage records list shows what there is" in ran.err


@pytest.mark.parametrize(
    "command",
    [["where"], ["walk", "fall", "--plain"], ["find", "ambulance"], ["test"], ["check"], ["check", "missing"]],
)
def test_a_missing_pack_is_exit_code_3(
    triage: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("TRIAGE_PACK", str(tmp_path / "missing"))
    ran = triage(*command)
    assert ran.code == ExitCode.UNREADABLE
    assert "there is no pack folder" in ran.err


@pytest.fixture
def broken(small: Path, tmp_path: Path) -> Path:
    """A pack of which one pathway and one shared file can be broken."""
    shutil.copytree(small.parent, tmp_path / "broken")
    return tmp_path / "broken" / "pathways"


def test_a_broken_shared_file_is_exit_code_3_with_its_place(triage: Run, broken: Path) -> None:
    file = broken / "dispositions.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("rank: 2", "rank: second"), encoding="utf-8")
    line = next(n for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "second" in text)
    for command in (["where"], ["walk", "fall", "--plain"], ["find", "ambulance"]):
        ran = triage("--pack", str(broken), *command)
        assert ran.code == ExitCode.UNREADABLE
        assert re.search(rf"dispositions\.yaml:{line}:\d+: error\[", ran.err)
        assert "mend the files named above" in ran.err
        assert ran.out == ""


def test_a_broken_pathway_is_named_and_the_others_work(triage: Run, broken: Path) -> None:
    file = broken / "wound.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("go: shallow", "go: shalow"), encoding="utf-8")
    ran = triage("--pack", str(broken), "walk", "wound", "--plain")
    assert ran.code == ExitCode.UNREADABLE
    assert re.search(r"wound\.yaml:\d+:\d+: error\[.*shallow", ran.err)
    ran = triage("--pack", str(broken), "walk", "fall", "--plain")
    assert (ran.code, "Where is the patient now?" in ran.out) == (0, True)


def test_check_prints_problems_as_data_and_counts_as_narration(triage: Run, broken: Path) -> None:
    ran = triage("check", str(broken))
    assert (ran.code, ran.err[:9]) == (0, "0 errors,")
    file = broken / "wound.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("go: shallow", "go: shalow"), encoding="utf-8")
    ran = triage("check", str(broken), "--compact")
    assert ran.code == ExitCode.PROBLEMS
    assert all(re.match(r".+\.yaml:\d+:\d+: (error|warning)\[", line) for line in ran.out.splitlines())
    assert re.match(r"[1-9]\d* errors?, \d+ warnings?\n", ran.err)
    ran = triage("check", str(broken), "--format", "json")
    assert '"severity": "error"' in ran.out


def test_where_names_every_place(triage: Run, small: Path, data: Path) -> None:
    ran = triage("where")
    assert ran.code == 0
    lines = dict(line.split("  ", 1) for line in ran.out.splitlines())
    assert {name: value.strip() for name, value in lines.items()}["pack"] == str(small)
    assert str(data / "encounters.db") in ran.out
    assert __version__ in ran.out
