"""The small pack that examples of rules are put into: a few top-level keys stand for a whole file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from triage_tui.author.check.context import Context, read_context
from triage_tui.author.check.run import check
from triage_tui.problems import Problem

BASE = Path(__file__).parent / "base"
TODAY = date(2026, 11, 1)


def sections(text: str) -> dict[str, str]:
    """The top-level keys of a file, each with its lines; what stands before the first is under the empty key."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "-", "#", "\t", "]", "}")) and line.strip():
            key = line.partition(":")[0].strip()
        found[key] = found.get(key, "") + line
    return found


def expand(text: str) -> dict[str, str]:
    """The files of the small pack with an example put in, by their names inside `pathways/`."""
    files = {path.relative_to(BASE / "pathways").as_posix(): path for path in (BASE / "pathways").rglob("*.yaml")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    texts["../directory.yaml"] = (BASE / "directory.yaml").read_text(encoding="utf-8")
    for name in re.findall(r"(?m)^# without (\S+)$", text):
        del texts[name]
    parts = re.split(r"(?m)^# ((?:\w+/)*\w+\.yaml)\n", text)
    given = dict(zip(parts[1::2], parts[2::2], strict=True))
    if sections(parts[0]).keys() - {""}:
        given = {"example.yaml": parts[0], **given}
    for name, part in given.items():
        if name.startswith("before/"):
            continue
        place = "../directory.yaml" if name == "directory.yaml" else name
        texts[place] = _filled(texts.get(place, ""), part)
    steps = given.get("example.yaml", "")
    if "steps:" in steps:
        for name, mark in (
            ("scenarios", "scenarios"),
            ("modules", "use: example"),
            ("instruments", "measure: example"),
        ):
            if f"{name}/example.yaml" not in given and mark not in steps:
                del texts[f"{name}/example.yaml"]
    elif "instruments/example.yaml" in given:
        texts.pop("scenarios/example.yaml")
    return texts


def _filled(base: str, part: str) -> str:
    """A part of a file made whole: its keys in place of the base's own, without outcomes that nothing leads to."""
    own, whole = sections(part), sections(base)
    if not whole or own.keys() & {"pathway", "module", "instrument", "pack", "scenarios", "directory"}:
        return part
    if "steps" in own and "outcomes" in whole and "outcomes" not in own:
        lines = whole["outcomes"].splitlines(keepends=True)
        kept = [line for line in lines[1:] if re.search(rf"\b{line.split(':')[0].strip()}\b", part)]
        whole["outcomes"] = "".join([lines[0], *kept])
    whole.update(own)
    return "".join(section if section.endswith("\n") else f"{section}\n" for section in whole.values())


def context_of(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """An example in the small pack, written to a folder, read and compiled."""
    write_pack(expand(text), folder)
    monkeypatch.chdir(folder)
    context = read_context(Path("pathways"), Path("directory.yaml"), TODAY)
    if "\n# before/" in f"\n{text}":
        was = re.split(r"(?m)^# (?!before/)(?:\w+/)*\w+\.yaml\n", text)
        write_pack(
            expand("".join(part for part in was if "# before/" in part).replace("# before/", "# ")), folder / "was"
        )
        context.before = read_context(Path("was/pathways"), Path("was/directory.yaml"), TODAY)
    return context


def write_pack(files: dict[str, str], folder: Path) -> None:
    """Write the files of a pack and its directory to a folder."""
    for name, content in files.items():
        path = folder / "pathways" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")


def problems_of(
    text: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *, prove: bool = False, tests: bool = False
) -> Sequence[Problem]:
    """Every problem of an example in the small pack; `prove`: the proofs too; `tests`: what scenarios leave out."""
    return check(context_of(text, folder, monkeypatch), prove=prove, tests=tests)
