"""Apply the fixes that are certain: every other byte stays as it is, and edits that touch each other are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from triage_tui.author.rewrite import rewrite
from triage_tui.problems import Edit, Problem

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Mended:
    """The new text of every changed file, the problems that are mended, and those whose edits touch others."""

    texts: dict[str, str]
    done: tuple[Problem, ...]
    left: tuple[Problem, ...]


def mend(problems: Iterable[Problem], texts: Mapping[str, str]) -> Mended:
    """Apply every certain fix to the texts of the files; nothing is written."""
    fixes = [problem for problem in problems if problem.fix is not None and problem.fix.safe]
    edits = dict.fromkeys(edit for problem in fixes if problem.fix for edit in problem.fix.edits)
    touching = {edit for edit in edits for other in edits if edit != other and _touch(edit, other)}
    done, left = [], []
    kept: dict[str, set[Edit]] = {}
    for problem in fixes:
        wanted = problem.fix.edits if problem.fix else ()
        if any(edit in touching or edit.file not in texts for edit in wanted):
            left.append(problem)
            continue
        done.append(problem)
        for edit in wanted:
            kept.setdefault(edit.file, set()).add(edit)
    changed = {file: _apply(texts[file], sorted(own, key=lambda edit: edit.start)) for file, own in kept.items()}
    return Mended(changed, tuple(done), tuple(left))


def _touch(one: Edit, other: Edit) -> bool:
    return one.file == other.file and one.start < other.end and other.start < one.end


def _apply(text: str, edits: Sequence[Edit]) -> str:
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    starts = [0]
    for place, letter in enumerate(body):
        if letter == "\n":
            starts.append(place + 1)
    parts, at = [], 0
    for edit in edits:
        start, end = (starts[line - 1] + column - 1 for line, column in (edit.start, edit.end))
        parts += [body[at:start], edit.replacement]
        at = end
    return mark + "".join(parts) + body[at:]


def read_texts(files: Iterable[str]) -> dict[str, str]:
    """The texts of the files as they are now, with every end of line as it is."""
    return {file: Path(file).read_bytes().decode("utf-8") for file in dict.fromkeys(files)}


def write_text(file: str, text: str) -> None:
    """Put a text in place of a file, whole or not at all, with the file's own permissions."""
    rewrite(Path(file), lambda _: [text.encode()])
