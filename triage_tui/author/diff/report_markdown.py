"""A comparison for a sign-off meeting, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from triage_tui.author.diff.compare import PathwayDiff, Shown
from triage_tui.author.diff.lines import Line
from triage_tui.author.diff.share import said_share
from triage_tui.author.diff.version import Version
from triage_tui.author.diff.words import HEADINGS, meaning, names_of, place_of, rest, verdict, version_words

MOST_ROWS = 8
"""Rows of one kind in the table."""


def markdown_report(old: Version, new: Version, found: Sequence[PathwayDiff]) -> str:
    """A section for every pathway that changed."""
    lines = [f"# What changes for patients: {plain(old.name)} to {plain(new.name)}", ""]
    same = [one.pathway for one in found if one.state == "same" and not one.lines]
    changed = [one for one in found if one.pathway not in same]
    lines += [f"- **{plain(one.pathway)}**: {verdict(one)}" for one in changed]
    if same:
        lines.append(f"- Nothing changed: {', '.join(map(plain, same))}")
    lines += [
        "",
        "Shares are of all combinations of answers, each counted once. They say how wide a change is, not how many",
        "patients will be met. Every example was walked on the program in both versions.",
    ]
    for one in changed:
        lines += ["", *_pathway(old, new, one)]
    return "\n".join(lines) + "\n"


def _pathway(old: Version, new: Version, found: PathwayDiff) -> Iterator[str]:
    yield f"## {plain(found.pathway)}"
    yield ""
    yield f"{verdict(found)[:1].upper()}{verdict(found)[1:]}. {_sentence(version_words(found))}".rstrip()
    if found.differences:
        yield ""
        yield "| | from | to | share of combinations | |"
        yield "|---|---|---|---|---|"
        for kind in HEADINGS:
            own = found.of(kind)
            yield from (_row(one) for one in own[:MOST_ROWS])
            if left := own[MOST_ROWS:]:
                share = said_share(Fraction(sum(one.count for one in left), found.patients))
                yield f"| {HEADINGS[kind]} | {len(left)} more | | {share} | {meaning(left[0])} |"
    if said := rest(found):
        yield ""
        yield f"{_sentence(said)}"
    for one in _told(found):
        yield from _example(old, new, one)
    for kind, heading in (
        ("behaviour", "Lines to look at"),
        ("words", "Wording that changed"),
        ("claims", "Claims that changed"),
    ):
        yield from _lines(old, new, heading, [line for line in found.lines if line.kind == kind])
    if found.cut_off:
        yield ""
        yield "### A call that breaks off may count as less urgent"
        yield ""
        yield from (f"- {plain(what)}" for what in found.cut_off)
    if found.unknown:
        yield ""
        yield "### Not decided"
        yield ""
        yield from (f"- {plain(what)}" for what in found.unknown)


def _row(one: Shown) -> str:
    mark = "**needs sign-off**" if one.kind == "less urgent" else meaning(one)
    names = (one.old, one.new) if one.old != one.new else (names_of(one), "")
    return f"| {HEADINGS[one.kind]} | {plain(names[0])} | {plain(names[1])} | {said_share(one.share)} | {mark} |"


def _told(found: PathwayDiff) -> Iterator[Shown]:
    """The differences that are told: everyone less urgent, and the widest of each other kind."""
    kinds: set[str] = set()
    for one in found.differences:
        if one.example is not None and (one.kind == "less urgent" or one.kind not in kinds):
            kinds.add(one.kind)
            yield one


def _example(old: Version, new: Version, one: Shown) -> Iterator[str]:
    assert one.example is not None
    yield ""
    yield f"### {HEADINGS[one.kind]}: {plain(names_of(one))}"
    yield ""
    yield "```text"
    yield from one.example.shared
    yield "before:"
    yield from one.example.before
    yield "now:"
    yield from one.example.now
    yield "```"
    yield ""
    yield from (f"- why: {plain(place_of(line, old, new))}: {plain(line.what)}" for line in one.blame[:3])


def _lines(old: Version, new: Version, heading: str, lines: Sequence[Line]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"### {heading}"
        yield ""
        yield from (f"- {plain(place_of(line, old, new))}: {plain(line.what)}" for line in lines)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def plain(text: str) -> str:
    """Text of a file that no reader of Markdown takes for anything else."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split()))
