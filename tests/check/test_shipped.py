"""The shipped pack passes its own linter; a saved file is checked without reading the others again."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.check.small import TODAY, expand, write_pack
from triage_tui.author.check.context import read_context
from triage_tui.author.check.registry import all_rules
from triage_tui.author.check.run import check
from triage_tui.content.kept import Kept

ROOT = Path(__file__).parents[2]
SHIPPED = [*sorted((ROOT / "pathways").rglob("*.yaml")), ROOT / "directory.yaml"]


def test_the_shipped_pack_has_no_error_and_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    problems = check(read_context(Path("pathways"), Path("directory.yaml"), TODAY))
    assert [problem.line() for problem in problems if problem.severity != "info"] == []


def test_a_saved_file_alone_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(expand(""), tmp_path)
    monkeypatch.chdir(tmp_path)
    kept, file = Kept(), Path("pathways/example.yaml")
    before = read_context(Path("pathways"), Path("directory.yaml"), TODAY, [file.as_posix()], kept=kept)
    file.write_text(
        file.read_text(encoding="utf-8").replace("interim: clinician_now", "interim: nobody"), encoding="utf-8"
    )
    after = read_context(Path("pathways"), Path("directory.yaml"), TODAY, [file.as_posix()], kept=kept)
    assert after.files.modules["opening"] is before.files.modules["opening"]
    assert after.files.pathways["example"] is not before.files.pathways["example"]
    assert after.written is before.written
    assert check(before) == ()
    assert [problem.code for problem in check(after)] == ["REF004"]


def test_what_was_kept_changes_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pathway is compiled again when a module, an instrument, the scale, the advice or the directory changes."""
    write_pack(expand(""), tmp_path)
    monkeypatch.chdir(tmp_path)
    kept = Kept()
    for file, old, new in (
        ("pathways/modules/opening.yaml", "id: sex", "id: gender"),
        ("pathways/instruments/example.yaml", "total: example_score", "total: other_score"),
        ("pathways/dispositions.yaml", "id: resus", "id: now"),
        ("pathways/advice.yaml", "  always:", "  sometimes:"),
        ("directory.yaml", "ambulance: {label", "ambulances: {label"),
    ):
        path = Path(file)
        whole = path.read_text(encoding="utf-8")
        read_context(Path("pathways"), Path("directory.yaml"), TODAY, kept=kept)
        path.write_text(whole.replace(old, new), encoding="utf-8")
        again = check(read_context(Path("pathways"), Path("directory.yaml"), TODAY, kept=kept))
        assert again == check(read_context(Path("pathways"), Path("directory.yaml"), TODAY))
        assert again, file
        path.write_text(whole, encoding="utf-8")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Kept]:
    """A copy of the shipped pack, and what was made of its files so far."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "pathways", folder / "pathways", ignore=shutil.ignore_patterns("scenarios"))
    shutil.copy(ROOT / "directory.yaml", folder)
    return folder, Kept()


@pytest.mark.parametrize("seed", range(40))
def test_no_broken_file_breaks_the_linter(
    seed: int, copied: tuple[Path, Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shipped file with lines cut, moved, doubled or made nonsense of gives problems, not an exception."""
    folder, kept = copied
    chance = random.Random(seed)
    monkeypatch.chdir(folder)
    file = chance.choice([*sorted(Path("pathways").rglob("*.yaml")), Path("directory.yaml")])
    whole = file.read_text(encoding="utf-8")
    file.write_text(_spoilt(whole, chance), encoding="utf-8")
    try:
        only = [file.as_posix()] if seed % 3 else []
        context = read_context(Path("pathways"), Path("directory.yaml"), TODAY, only, kept=kept)
        for problem in check(context, quick=seed % 8 != 0):
            assert problem.at_line >= 1
            assert problem.column >= 1
            assert problem.code in all_rules()
    finally:
        file.write_text(whole, encoding="utf-8")


def _spoilt(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        kind = chance.randrange(6)
        if kind == 0:
            del lines[at : at + chance.randint(1, 5)]
        elif kind == 1:
            lines.insert(at, lines[at])
        elif kind == 2:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3:
            words = lines[at].split(" ")
            words[chance.randrange(len(words))] = chance.choice(["[]", "{}", "no", "'", "x" * 70, "0x1f", "12:30", ""])
            lines[at] = " ".join(words)
        elif kind == 4:
            lines[at] = lines[at].replace(chance.choice([":", "{", "}", "]", ","]), "", 1)
        else:
            lines = lines[: max(at, 1)]
        if not lines:
            lines = [""]
    return "\n".join(lines)
