"""Bad directories: every problem at its place, with what to do; and still somebody to send.

The expected lines stand beside each file. `python -m tests.directory.test_bad_directories` writes them anew after a
deliberate change of words; read the difference before keeping it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from triage_tui.content.directory_build import load_directory
from triage_tui.content.directory_checks import CODES
from triage_tui.content.directory_file import read_directory
from triage_tui.errors import ContentError

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))


def _lines(file: Path) -> str:
    _, problems = read_directory(file, file.name)
    return "".join(problem.line() + "\n" for problem in problems)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_problems_are_said_at_their_place(file: Path) -> None:
    """File, line, column, what is wrong and what to do, in the order of the file."""
    assert _lines(file) == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem != "no_national_entry"], ids=lambda file: file.stem
)
def test_a_bad_directory_is_not_loaded(file: Path) -> None:
    """The error holds every problem."""
    assert read_directory(file)[0] is None
    with pytest.raises(ContentError) as raised:
        load_directory(file)
    assert raised.value.problems == tuple(read_directory(file)[1])


def test_every_code_has_a_bad_file() -> None:
    """No check that nothing shows; each of our problems has a fix."""
    found = [problem for file in FILES for problem in read_directory(file)[1]]
    assert {problem.code for problem in found} >= set(CODES)
    assert [problem.line() for problem in found if problem.code in CODES and not problem.hint] == []


def test_a_missing_file_and_an_unreadable_one_are_said() -> None:
    """Nothing is raised while reading."""
    _, problems = read_directory(BAD / "nowhere.yaml", "nowhere.yaml")
    assert [problem.code for problem in problems] == ["YML009"]


if __name__ == "__main__":
    for one in FILES:
        one.with_suffix(".txt").write_text(_lines(one), encoding="utf-8")
