"""Fixes: only what is certain, every other byte kept, edits that touch each other left."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage_tui.author.check.mend import mend, read_texts, write_text
from triage_tui.errors import OutputError
from triage_tui.problems import Edit, Fix, Problem, slip_of


def problem(line: int, start: int, end: int, replacement: str, *, safe: bool = True) -> Problem:
    """A problem on one line with one edit."""
    fix = Fix("mend", (Edit("a.yaml", (line, start), (line, end), replacement),), safe)
    return Problem("a.yaml", line, start, f"{line}:{start} {replacement}", fix=fix)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_every_other_byte_is_kept(end: str, mark: str) -> None:
    before = f"{mark}# été 痛い{end}asl: 1  # why{end}  tab\t{end}lok: 2"
    mended = mend([problem(2, 1, 4, "ask"), problem(4, 1, 4, "look")], {"a.yaml": before})
    assert mended.texts["a.yaml"] == before.replace("asl", "ask").replace("lok", "look")
    assert len(mended.done) == 2


def test_edits_that_touch_are_left_and_the_same_edit_is_done_once() -> None:
    text = "abcdef\n"
    touching = [problem(1, 1, 4, "x"), problem(1, 3, 6, "y")]
    assert mend(touching, {"a.yaml": text}).texts == {}
    assert len(mend(touching, {"a.yaml": text}).left) == 2
    same = [problem(1, 1, 4, "x"), problem(1, 1, 4, "x")]
    assert mend(same, {"a.yaml": text}).texts == {"a.yaml": "xdef\n"}
    beside = [problem(1, 1, 4, "x"), problem(1, 4, 6, "y")]
    assert mend(beside, {"a.yaml": text}).texts == {"a.yaml": "xyf\n"}


def test_what_is_not_certain_is_not_done() -> None:
    assert mend([problem(1, 1, 4, "x", safe=False)], {"a.yaml": "abcdef\n"}).texts == {}


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("hospitl", ["hospital", "home"], "hospital"),
        ("hopsital", ["hospital", "home"], "hospital"),
        ("clinician_nw", ["clinician_now", "home"], "clinician_now"),
        ("ed_4h_now", ["ed_1h_now", "home"], ""),
        ("conscious", ["unconscious"], ""),
        ("hypothermia", ["hyperthermia"], ""),
        ("hospitl", ["hospital", "hospitals"], ""),
        ("hom", ["home"], ""),
        ("hurts", ["hurt_s", "hurt"], ""),
    ],
)
def test_only_one_slip_of_the_finger_is_certain(word: str, known: list[str], meant: str) -> None:
    assert slip_of(word, known) == meant


def test_a_file_is_written_whole_with_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old\r\n")
    file.chmod(0o640)
    write_text(str(file), "new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
    assert read_texts([str(file)]) == {str(file): "new\r\n"}


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="could not be written"):
        write_text(str(tmp_path / "nowhere" / "a.yaml"), "new")
