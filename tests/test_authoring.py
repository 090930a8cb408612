"""docs/authoring.md is followed from its first block to its last, as an author would, and must say what the bench says.

A `yaml` block is a part of the file that the paragraph before it names, under the keys that it has there; a `diff`
block changes lines of it. `sh` is run in order. The `text` after it is what was said, in which `…` stands for anything.
`triage preview` is a screen: it is only parsed here, and piloted in tests/tui/test_preview.py.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.desks import ROOT, SHIPPED
from triage_tui.author.check.registry import all_rules
from triage_tui.cli import build_parser, main

GUIDE = ROOT / "docs" / "authoring.md"
TEXT = GUIDE.read_text(encoding="utf-8")
SCREENS = ("preview",)
_KEY = re.compile(r"^[a-z_]+:", re.M)
_ITEM = {"steps": r"^  - (?:id|use): \w+", "outcomes": r"^  \w+:$", "cases": r"^  - scenario: .*", "claims": r"^  - .*"}


@dataclass(frozen=True)
class Block:
    """A fenced block, where it stands, and the file named before it."""

    line: int
    language: str
    text: str
    file: str


def blocks() -> list[Block]:
    """All blocks of the guide, in order."""
    found = []
    for match in re.finditer(r"^```(\w*)\n(.*?)^```", TEXT, re.M | re.S):
        before = TEXT[: match.start()]
        named = re.findall(r"`([\w./-]+\.ya?ml)`", before.rstrip().rsplit("\n\n", 1)[-1])
        found.append(Block(before.count("\n") + 1, match[1], match[2], named[-1] if named else ""))
    return found


def parts(text: str, start: str) -> list[str]:
    """A text cut before every line that looks so; what stands before the first is the first part."""
    marks = [match.start() for match in re.finditer(start, text, re.M)]
    return [text[low:high] for low, high in zip([0, *marks], [*marks, len(text)], strict=True)]


def merged(old: str, new: str, key: str) -> str:
    """One section of a file with the items of a fragment: in place of those of that name, or at the end."""
    head, *items = parts(old, _ITEM[key])
    names = [item.splitlines()[0] for item in items]
    last = len(items) - (key == "steps")  # new steps go above the decision, which stays the last
    for item in parts(new, _ITEM[key])[1:]:
        name = item.splitlines()[0]
        item = item.rstrip() + "\n" + ("\n" if key != "claims" else "")
        if name in names:
            items[names.index(name)] = item
        else:
            items.insert(last, item)
            names.insert(last, name)
            last += 1
    return head + "".join(items)


def written(old: str, fragment: str) -> str:
    """A file after a fragment of the guide was put into it."""
    if fragment.startswith("steps:\n  - use:"):
        return old[: old.index("\nsteps:") + 1] + fragment  # "delete all from `steps:` down"
    if fragment.startswith("scenarios:"):
        return fragment  # "in place of all that is in"
    for section in parts(fragment, _KEY.pattern)[1:]:
        key = section.split(":")[0]
        now = parts(old, _KEY.pattern)
        at = next((place for place, part in enumerate(now) if part.startswith(f"{key}:")), None)
        if at is None:
            assert key not in _ITEM, f"no {key} in the file"
            now.insert(next(place for place, part in enumerate(now) if part.startswith("review:")), section)
        elif key in _ITEM:
            now[at] = merged(now[at].rstrip() + "\n\n" * (key != "claims") + "\n" * (key == "claims"), section, key)
        else:
            now[at] = section.rstrip() + "\n" + "\n" * now[at].endswith("\n\n")
        old = "".join(now)
    return old


def edited(old: str, change: str) -> str:
    """A file with the lines of a `diff` block taken out and put in."""
    for hunk in change.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        assert old.count(before) == 1, f"the lines to change are not there once:\n{before}"
        old = old.replace(before, "".join(line[1:] for line in lines if line[0] in " +"))
    return old


def shown_is(shown: str, said: str) -> bool:
    """Whether an output is as shown; a line `…` is any lines, and `…` in a line anything on it."""
    lines = ["(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in shown.splitlines()]
    return re.fullmatch("".join(lines), re.sub(r"[ \t]+$", "", said, flags=re.M)) is not None


class Author:
    """Somebody who does what the guide says, in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capfd = monkeypatch, capfd
        monkeypatch.chdir(folder)

    def write(self, block: Block) -> None:
        """Put a fragment into its file."""
        file = Path(block.file)
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_text(encoding="utf-8") if file.is_file() else None
        if block.language == "diff":
            assert old is not None
            file.write_text(edited(old, block.text), encoding="utf-8", newline="\n")
            return
        file.write_text(block.text if old is None else written(old, block.text), encoding="utf-8", newline="\n")

    def run(self, line: str) -> None:
        """One line of a shell block."""
        words = shlex.split(line, comments=True)
        if words[:1] == ["cd"]:
            self.monkeypatch.chdir(words[1])
        elif words[:1] == ["export"]:
            name, _, value = words[1].partition("=")
            self.monkeypatch.setenv(name, value)
        elif words[:1] == ["git"]:
            subprocess.run(words, check=True, capture_output=True)
        elif words[:1] == ["triage"]:
            build_parser().parse_args(words[1:])
            if words[1] not in SCREENS:
                main(words[1:])
        else:
            assert not words, f"the guide has a command that is not run here: {line}"

    def said(self) -> str:
        """What was said since the last time: data, then narration."""
        captured = self.capfd.readouterr()
        return captured.out + captured.err


@pytest.mark.skipif(shutil.which("git") is None, reason="the guide keeps the pack in git")
def test_who_follows_the_guide_sees_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRIAGE_PACK", str(SHIPPED))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Author")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "author@example.org")
    author = Author(tmp_path, monkeypatch, capfd)
    said = ""
    for block in blocks():
        if block.language in ("yaml", "diff"):
            author.write(block)
        elif block.language == "sh":
            author.said()
            said = ""
            for line in block.text.splitlines():
                author.run(line)
                said += author.said()
        else:
            assert shown_is(block.text, said), f"authoring.md:{block.line} shows:\n{block.text}\nbut it says:\n{said}"


def test_every_block_is_of_a_kind_that_is_run() -> None:
    found = blocks()
    assert {block.language for block in found} == {"yaml", "diff", "sh", "text"}
    assert [block.line for block in found if block.language in ("yaml", "diff") and not block.file] == []
    for before, block in pairwise(found):
        assert block.language != "text" or before.language == "sh", f"authoring.md:{block.line}: no command before it"


def test_the_codes_of_the_guide_are_rules_of_the_bench() -> None:
    named = set(re.findall(r"\b[A-Z]{3}\d{3}\b", TEXT))
    assert len(named) >= 10
    assert named <= {rule.code for rule in all_rules().values()}


def accepted(command: str) -> None:
    """A command line that the program takes; the name alone of a command is one too."""
    words = shlex.split(command)
    with pytest.raises(SystemExit) if len(words) == 1 else nullcontext():
        build_parser().parse_args(words + ["--help"] * (len(words) == 1))


def test_every_command_in_its_sentences_can_be_parsed() -> None:
    sentences = re.sub(r"^```.*?^```", "", TEXT, flags=re.M | re.S)
    found = re.findall(r"`triage ([^`]+)`", sentences)
    assert len(found) >= 10
    for command in found:
        accepted(command)


def test_the_hooks_and_the_server_run_commands_there_are() -> None:
    files = {block.file: yaml.safe_load(block.text) for block in blocks() if block.file.startswith(".")}
    hooks = files[".pre-commit-config.yaml"]["repos"][0]["hooks"]
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["entry"] for hook in hooks] == [" ".join([hook["entry"], *hook["args"]]) for hook in ours]
    steps = files[".github/workflows/pathways.yml"]["jobs"]["pathways"]["steps"]
    lines = [step["run"] for step in steps if step.get("run", "").startswith("triage ")]
    assert len(lines) >= 3
    for line in lines:
        accepted(line.removeprefix("triage "))


def test_what_is_shown_is_compared_line_by_line() -> None:
    assert shown_is("one\n…\nfour … 5\n", "one\ntwo\nthree\nfour and 5\n")
    assert not shown_is("one\nthree\n", "one\ntwo\nthree\n")
    assert not shown_is("one\n", "one\ntwo\n")
