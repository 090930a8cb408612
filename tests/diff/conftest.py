"""A small pack in a git work tree of its own, and the command line in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.check.small import write_pack
from tests.diff.generate import files_of
from triage_tui.cli import main

PATHWAY = {
    "low": 1,
    "steps": [
        {
            "id": "hot",
            "kind": "choice",
            "not known": {"floor": "ed_1h"},
            "answers": {"yes": {"floor": "clinician_now"}, "no": {}},
        },
        {"id": "hours", "kind": "number", "then": {}, "not known": {}},
        {
            "id": "sort",
            "decide": [
                {"when": "hours >= 2", "go": "e2", "also": ["safeguarding_adult"]},
                {"when": "hot is yes and hours < 1", "go": "e5"},
                {"otherwise": "e4"},
            ],
        },
    ],
}


class Repository:
    """A pack under git: `write` changes its pathway, `commit` keeps it, `diff` compares."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.files = files_of(PATHWAY)
        self.git("init", "-q", "-b", "main")
        self.write()
        self.commit("first")

    def git(self, *words: str) -> None:
        """Run git here, as nobody in particular."""
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(self.folder), *who, *words], check=True, capture_output=True)

    def write(self, old: str = "", new: str = "", file: str = "example.yaml") -> None:
        """Write the pack, with one text replaced by another."""
        assert old in self.files[file]
        self.files[file] = self.files[file].replace(old, new, 1) if old else self.files[file]
        write_pack(self.files, self.folder)

    def commit(self, name: str) -> None:
        """Keep what is there as a tag."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", name)
        self.git("tag", name)

    def diff(self, *words: str) -> tuple[int, str, str]:
        """The exit code and what was said."""
        code = main(["diff", "--pack", "pathways", *words])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def graph(self, old: str) -> tuple[int, str, str]:
        """The pathway drawn with what changed since an old version."""
        code = main(["graph", "example", "--pack", "pathways", "--diff", old])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def check(self) -> str:
        """What the linter says of the pack."""
        main(["check", "pathways", "--compact"])
        return self.capsys.readouterr().out


@pytest.fixture
def repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Repository]:
    """Makes the pack and goes there."""
    monkeypatch.chdir(tmp_path)
    return lambda: Repository(tmp_path, capsys)
