"""Bad directories: every problem at its place, with what to do; and still somebody to send.

The expected lines stand beside each file. `python -m tests.directory.test_bad_directories` writes them anew after a
deliberate change of words; read the difference before keeping it.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.directory.make import request
from triage_tui.content.source import MAX_BYTES
from triage_tui.directory.building import file as reading
from triage_tui.directory.building.build import build_directory, load_directory
from triage_tui.directory.building.file import read_directory
from triage_tui.directory.building.salvage import BEARABLE, usable_part
from triage_tui.directory.search import search
from triage_tui.errors import ContentError

GOOD = (
    "  - {id: one, name: One, type: urgent_treatment_centre, areas: england, hours: always, refer: {self: yes},"
    " status: national, source: test}\n"
)
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


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_right_in_it_is_still_used(file: Path) -> None:
    """Nothing with an error is offered, something safe always is, and the mistakes are said with it."""
    problems = read_directory(file, file.name)[1]
    directory = usable_part(file, file.name, problems)
    wrong = {one.at_line for one in problems if one.severity == "error" and one.code not in BEARABLE}
    assert not {service.line for service in directory.services} & wrong
    for kind in ("urgent_treatment_centre", "ambulance", "no_such_kind"):
        found = search(directory, request(kind, area="north", minutes=60))
        assert found.offered
        assert "mistakes" in found.notes[0]
        assert {"ambulance_999", "emergency_999", "find_utc"} & {match.service.id for match in found.offered}


@pytest.mark.parametrize("text", ["", "services: []", "types: [", "a: &b 1", "services:\n  - nothing\n"])
def test_of_a_file_that_says_nothing_999_is_left(text: str, tmp_path: Path) -> None:
    """Unreadable, empty, without its main parts; or not there at all."""
    file = tmp_path / "directory.yaml"
    if text:
        file.write_text(text, encoding="utf-8")
    directory = usable_part(file, file.name, read_directory(file, file.name)[1])
    assert [match.service.id for match in search(directory, request()).offered] == ["emergency_999"]


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("services: [", ["ambulance_999", "find_utc"]),
        ("areas: {}\n", ["ambulance_999", "find_utc"]),
        (f"services:\n{GOOD}  - {{id: two}}\n", ["ambulance_999", "find_utc", "one"]),
        (f"services:\n{GOOD}{GOOD.replace('one', 'two')}", ["ambulance_999", "find_utc", "one", "two"]),
    ],
)
def test_a_broken_further_file_takes_nothing_else_with_it(part: str, left: list[str], tmp_path: Path) -> None:
    """Of one that cannot be read nothing is used, of another what is right."""
    main = tmp_path / "directory.yaml"
    main.write_bytes((BAD / "no_national_entry.yaml").read_bytes())
    (tmp_path / "directory").mkdir()
    (tmp_path / "directory" / "a.yaml").write_text(part, encoding="utf-8")
    problems = read_directory(main, "directory.yaml")[1]
    assert [service.id for service in usable_part(main, "directory.yaml", problems).services] == left


def test_a_spoilt_further_file_never_takes_the_others_with_it(tmp_path: Path) -> None:
    """However it is spoilt: what is in the main file stays, and of the rest nothing that has an error."""
    main, part = tmp_path / "directory.yaml", tmp_path / "directory" / "a.yaml"
    main.write_bytes((BAD / "no_national_entry.yaml").read_bytes())
    part.parent.mkdir()
    rows = "services:\n" + "".join(GOOD.replace("id: one", f"id: s{n}") for n in range(6))
    chance = Random(6)
    lost = 0
    for _ in range(80):
        text = rows
        for _ in range(chance.randint(1, 2)):
            place, kind = chance.randrange(12, len(text)), chance.randrange(3)
            lines = text.split("\n")
            lines.insert(chance.randrange(1, len(lines)), chance.choice(lines[1:]))
            odd = chance.choice(("}", "[", "null", " ", "'", ": ", "-", "\n", "&a "))
            text = (text[:place] + odd + text[place:], text[:place] + text[place + 3 :], "\n".join(lines))[kind]
        part.write_text(text, encoding="utf-8")
        file, problems = read_directory(main, "directory.yaml")
        if file is not None:
            continue
        left = [service.id for service in usable_part(main, "directory.yaml", problems).services]
        assert left[:2] == ["ambulance_999", "find_utc"], text
        assert len(set(left)) == len(left)
        lost += len(left) == 2
    assert 0 < lost < 70


def test_every_problem_of_a_directory_says_what_to_do() -> None:
    """Each of our own problems has a hint."""
    found = [problem for file in FILES for problem in read_directory(file)[1] if problem.code.startswith("DIR")]
    assert len({problem.code for problem in found}) >= 12
    assert [problem.line() for problem in found if not problem.hint] == []


def test_several_files_are_read_as_one(tmp_path: Path) -> None:
    """Services of further files are checked with the others, each problem in its own file."""
    main, parts = tmp_path / "directory.yaml", tmp_path / "directory"
    main.write_bytes((BAD / "no_national_entry.yaml").read_bytes())
    parts.mkdir()
    (parts / "a.yaml").write_text("services:\n" + GOOD, encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    file, problems = read_directory(main, "directory.yaml", lambda *news: told.append(news))
    assert problems == []
    assert file is not None
    assert [service.id for service in build_directory(file).services] == ["ambulance_999", "find_utc", "one"]
    assert told == [("reading the directory", 1, 1)]
    second = GOOD.replace("always", "24:00-01:00") + GOOD.replace("id: one", "id: two").replace(
        "self: yes", "only_from: no"
    )
    (parts / "b.yaml").write_text("services:\n" + second, encoding="utf-8")
    (parts / "c.yaml").write_text("areas: {}\n", encoding="utf-8")
    file, problems = read_directory(main, "directory.yaml")
    assert file is None
    assert [(found.file, found.at_line, found.column, found.code) for found in problems] == [
        ("directory/b.yaml", 2, 10, "SCH004"),
        ("directory/b.yaml", 2, 80, "DIR003"),
        ("directory/b.yaml", 3, 107, "REF004"),
        ("directory/c.yaml", 1, 1, "SCH002"),
        ("directory/c.yaml", 1, 1, "SCH001"),
    ]
    assert "line 2 of directory/a.yaml" in problems[0].message


def test_a_directory_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many files, too many services, files that are too large: said at once, and no more is read."""
    main, parts = tmp_path / "directory.yaml", tmp_path / "directory"
    main.write_bytes((BAD / "no_national_entry.yaml").read_bytes())
    parts.mkdir()
    for name in "abc":
        (parts / f"{name}.yaml").write_text("services: []\n", encoding="utf-8")
    (parts / "d.yaml").mkdir()
    (parts / "large.yaml").write_bytes(b"services: []" + b" " * MAX_BYTES)
    assert [one.line() for one in read_directory(main, "directory.yaml")[1] if one.severity == "error"] == [
        "directory/large.yaml:1:1: error[YML010] file is larger than 2,000,000 bytes; split it into modules"
    ]
    monkeypatch.setattr(reading, "MOST_PARTS", 3)
    assert "4 files of services, more than 3" in read_directory(main)[1][0].line()
    monkeypatch.setattr(reading, "MOST_PARTS", 9)
    monkeypatch.setattr(reading, "MOST_SERVICES", 1)
    assert "more than 1 services" in read_directory(main)[1][0].line()


def test_a_missing_file_and_an_unreadable_one_are_said() -> None:
    """Nothing is raised while reading."""
    _, problems = read_directory(BAD / "nowhere.yaml", "nowhere.yaml")
    assert [problem.code for problem in problems] == ["YML009"]


if __name__ == "__main__":
    for one in FILES:
        one.with_suffix(".txt").write_text(_lines(one), encoding="utf-8")
