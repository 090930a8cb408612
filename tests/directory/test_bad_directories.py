"""Bad directories: every problem at its place, with what to do; and still somebody to send.

The expected lines stand beside each file. `python -m tests.directory.test_bad_directories` writes them anew after a
deliberate change of words; read the difference before keeping it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from triage_tui.directory.building.build import build_directory, load_directory
from triage_tui.directory.building.file import read_directory
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


def test_every_problem_of_a_directory_says_what_to_do() -> None:
    """Each of our own problems has a hint."""
    found = [problem for file in FILES for problem in read_directory(file)[1] if problem.code.startswith("DIR")]
    assert len({problem.code for problem in found}) >= 12
    assert [problem.line() for problem in found if not problem.hint] == []


def test_a_folder_of_files_is_read_as_one(tmp_path: Path) -> None:
    """Services of further files are checked with the others, each problem in its own file."""
    main = (BAD / "no_national_entry.yaml").read_text(encoding="utf-8")
    one = "  - {id: one, name: One, type: urgent_treatment_centre, areas: england, hours: always, refer: {self: yes},"
    one += " status: national, source: test}\n"
    (tmp_path / "directory.yaml").write_text(main, encoding="utf-8")
    (tmp_path / "a.yaml").write_text("services:\n" + one, encoding="utf-8")
    told: list[tuple[int, int]] = []
    file, problems = read_directory(tmp_path, "directory.yaml", lambda done, of: told.append((done, of)))
    assert problems == []
    assert file is not None
    assert [service.id for service in build_directory(file).services] == ["ambulance_999", "find_utc", "one"]
    assert told == [(1, 1)]
    (tmp_path / "b.yaml").write_text("services:\n" + one.replace("always", "24:00-01:00"), encoding="utf-8")
    (tmp_path / "c.yaml").write_text("areas: {}\n", encoding="utf-8")
    file, problems = read_directory(tmp_path, "directory.yaml")
    assert file is None
    assert [(Path(found.file).name, found.at_line, found.code) for found in problems] == [
        ("b.yaml", 2, "SCH004"),
        ("b.yaml", 2, "DIR003"),
        ("c.yaml", 1, "SCH002"),
        ("c.yaml", 1, "SCH001"),
    ]
    assert "line 2 of" in problems[0].message


def test_a_missing_file_and_an_unreadable_one_are_said() -> None:
    """Nothing is raised while reading."""
    _, problems = read_directory(BAD / "nowhere.yaml", "nowhere.yaml")
    assert [problem.code for problem in problems] == ["YML009"]


if __name__ == "__main__":
    for one in FILES:
        one.with_suffix(".txt").write_text(_lines(one), encoding="utf-8")
