"""Broken files give problems with places, never an exception: mutated, cut, random and hostile, with fixed seeds."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.desks import ROOT
from triage_tui.cli import main
from triage_tui.errors import ExitCode

PACK = ROOT / "tests" / "packs" / "small"
COMMANDS = (("check",), ("test",), ("graph", "fall"), ("schema", "pathway"), ("prove", "fall"))
CONTENT_CODES = {ExitCode.OK, ExitCode.PROBLEMS, ExitCode.UNREADABLE}
PLACE = re.compile(r"(?m)^([^\s:]+\.yaml):(\d+):(\d+): ")
WORDS = (
    "{",
    "[",
    "]",
    ": ",
    "- ",
    "&a ",
    "*a",
    "!!python/none ",
    "'",
    '"',
    "\t",
    "#",
    "|",
    "%",
    "\x00",
    "\u202e",
    "not known",
    "yes",
    "99999999999999999999",
    "-1",
    ".nan",
    "1e400",
    "2026-02-30",
    "surely (",
    "go: ",
    "<<: ",
)
HOSTILE = {
    "deep lists": "[" * 3000 + "]" * 3000,
    "deep mappings": "{a: " * 2000 + "1" + "}" * 2000,
    "aliases that multiply": "b0: &b0 [x, x]\n" + "".join(f"b{n + 1}: &b{n + 1} [*b{n}, *b{n}]\n" for n in range(40)),
    "an alias of itself": "pathway: &a [*a]\n",
    "nothing": "",
    "two documents": "a: 1\n---\nb: 2\n",
    "a word": "pathway",
    "a list": "- pathway: fall\n",
    "a key that is a list": "? [a, b]\n: c\n",
    "a tag": "pathway: !!python/object/apply:os.system ['true']\n",
    "control letters": "pathway: \x07\x1b[2J\n",
    "a merge": "base: &b {a: 1}\npathway:\n  <<: *b\n",
    "a long number": f"pathway: {'9' * 5000}\n",
    "a long condition": f"pathway: fall\nsteps:\n  - id: a\n    when: {'not (' * 500}x{')' * 500}\n",
}


def mutated(text: str, chance: random.Random) -> str:
    """A text with one to four small edits, or cut short."""
    for _ in range(chance.randint(1, 4)):
        lines = text.split("\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        place = chance.randrange(len(text) + 1)
        edit = chance.randrange(6)
        if edit == 0:
            del lines[at]
        elif edit == 1:
            lines[at], lines[other] = lines[other], lines[at]
        elif edit == 2:
            lines.insert(at, lines[other])
        elif edit == 3:
            lines[at] = " " * chance.randrange(6) + lines[at].lstrip()
        text = "\n".join(lines)
        if edit == 4:
            text = text[:place] + chance.choice(WORDS) + text[place + chance.randrange(8) :]
        elif edit == 5 and chance.random() < 0.3:
            text = text[:place]
    return text


def random_tree(chance: random.Random, depth: int) -> object:
    """Any YAML, from the words of the language."""
    names = [
        "pathway",
        "version",
        "steps",
        "id",
        "ask",
        "answers",
        "when",
        "go",
        "floor",
        "use",
        "decide",
        "otherwise",
        "checklist",
        "number",
        "claims",
        "if",
    ]
    kind = chance.randrange(6 if depth else 2)
    if kind < 2:
        return chance.choice([*names, "not known", "age >= 1 year", None, True, -1, 1.5, 10**30, "", "next"])
    if kind == 2:
        return [random_tree(chance, depth - 1) for _ in range(chance.randrange(5))]
    return {name: random_tree(chance, depth - 1) for name in chance.sample(names, chance.randrange(1, 8))}


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small pack, meant by every command."""
    shutil.copytree(PACK, tmp_path / "small")
    monkeypatch.chdir(tmp_path / "small")
    monkeypatch.setenv("TRIAGE_PACK", "pathways")
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TRIAGE_DEBUG", "1")
    return tmp_path / "small"


def assert_told(pack: Path, capsys: pytest.CaptureFixture[str], commands: tuple[tuple[str, ...], ...]) -> None:
    """Every command ends with a code for content, and each place is inside its file."""
    for command in commands:
        code = main([*command, "--pack", "pathways"])
        said = capsys.readouterr()
        # a pathway that is gone from the pack cannot be named
        gone = code == ExitCode.USAGE and "there is no pathway" in said.err
        assert code in CONTENT_CODES or gone, (command, code, said.err[:500])
        assert "internal error" not in said.err
        for name, line, column in PLACE.findall(said.out + said.err):
            rows = (pack / name).read_text(encoding="utf-8", errors="replace").split("\n")
            assert 1 <= int(line) <= len(rows), (command, name, line)
            assert int(column) >= 1


@pytest.mark.parametrize("seed", range(8, 20))
def test_a_mutated_pack_is_told_of(seed: int, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    files = sorted(pack.rglob("*.yaml"))
    file = chance.choice(files)
    file.write_text(mutated(file.read_text(encoding="utf-8"), chance), encoding="utf-8")
    assert_told(pack, capsys, COMMANDS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_of(name: str, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "pathways" / "fall.yaml").write_text(HOSTILE[name], encoding="utf-8")
    assert_told(pack, capsys, COMMANDS[:1] + COMMANDS[2:])


@pytest.mark.parametrize("seed", range(8))
def test_random_yaml_is_told_of(seed: int, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    tree = {"pathway": "fall", "steps": [random_tree(chance, 3) for _ in range(4)], "more": random_tree(chance, 5)}
    (pack / "pathways" / "fall.yaml").write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    assert_told(pack, capsys, COMMANDS)
