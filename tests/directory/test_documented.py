"""What docs/directory.md shows is true: its entry and its house rules are read, and do what it says."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.directory.make import SHIPPED, at
from tests.test_docs import ROOT, blocks
from triage_tui.cli import build_parser
from triage_tui.directory.building.build import build_directory
from triage_tui.directory.building.file import read_directory
from triage_tui.directory.model import Directory
from triage_tui.directory.request import Request
from triage_tui.directory.search import search

PAGE = ROOT / "docs" / "directory.md"
ENTRY, RANKS = blocks(PAGE, "yaml")


def _with_both(folder: Path) -> Directory:
    """The shipped directory with the page's entry and house rules in it."""
    text = SHIPPED.read_text(encoding="utf-8").rstrip() + "\n"
    indented = "".join(f"  {line}\n" for line in ENTRY.splitlines())
    path = folder / "directory.yaml"
    path.write_text(text.replace("\nservices:\n", f"\n{RANKS}\nservices:\n{indented}", 1), encoding="utf-8")
    file, problems = read_directory(path)
    assert [problem.line() for problem in problems] == []
    assert file is not None
    return build_directory(file)


def test_the_entry_and_the_house_rules_do_what_they_say(tmp_path: Path) -> None:
    directory = _with_both(tmp_path)
    types = ("emergency_department", "urgent_treatment_centre")
    asked = Request(types, "call_handler", "telephone", at("2026-01-05 10:00"), area="fenland", minutes=240)
    found = search(directory, asked)
    assert found.offered[0].service.id == "riverside_centre"
    assert found.notes == ("kinds of service in the order of the house rules for Fenland",)
    elsewhere = search(directory, Request(types, "call_handler", "telephone", asked.at, area="corby", minutes=240))
    assert elsewhere.offered[0].service.type == "emergency_department"


@pytest.mark.parametrize("line", [line for block in blocks(PAGE, "sh") for line in block.splitlines()])
def test_the_commands_are_ones_the_program_has(line: str) -> None:
    build_parser().parse_args(shlex.split(line)[1:])
