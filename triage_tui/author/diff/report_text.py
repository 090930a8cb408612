"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from triage_tui.author.diff.compare import PathwayDiff, Shown
from triage_tui.author.diff.lines import Line
from triage_tui.author.diff.share import said_share
from triage_tui.author.diff.version import Version
from triage_tui.author.diff.words import HEADINGS, meaning, names_of, place_of, rest, verdict, version_words

MOST_OF_A_KIND = 8
"""Differences of one kind that are shown; all of those that are less urgent are few."""

MOST_LINES = 12
"""Lines of one kind that are shown of a pathway."""


def text_report(old: Version, new: Version, found: Sequence[PathwayDiff]) -> str:
    """Every pathway that changed in full, the others in one line."""
    lines = [f"triage diff {old.name} {new.name}"]
    for one in found:
        lines += ["", *_pathway(old, new, one)]
    return "\n".join(lines) + "\n"


def _pathway(old: Version, new: Version, found: PathwayDiff) -> Iterator[str]:
    yield f"{found.pathway}: {verdict(found)}"
    if words := version_words(found):
        yield f"  {words}"
    for kind in HEADINGS:
        own = found.of(kind)
        for number, one in enumerate(own[:MOST_OF_A_KIND]):
            yield from _difference(old, new, one, full=number == 0 or kind == "less urgent")
        if left := own[MOST_OF_A_KIND:]:
            share = said_share(Fraction(sum(one.count for one in left), found.patients))
            yield f"  {HEADINGS[kind]:<6} {len(left)} more, {share} together (--format json has them all)"
    yield from (f"  UNKNOWN {what}" for what in found.unknown)
    if found.cut_off:
        yield "  CUT OFF a call that breaks off may count as less urgent than it did:"
        yield from (f"    {what}" for what in found.cut_off)
    if said := rest(found):
        yield f"  SAME   {said}"
    for kind, heading in (("behaviour", "steps that differ"), ("words", "wording"), ("claims", "claims")):
        yield from _lines(old, new, heading, [line for line in found.lines if line.kind == kind])


def _difference(old: Version, new: Version, one: Shown, *, full: bool) -> Iterator[str]:
    mark = "   << needs sign-off" if one.kind == "less urgent" else ""
    yield f"  {HEADINGS[one.kind]:<6} {names_of(one)}   {said_share(one.share)} of answer combinations{mark}"
    if not full or one.example is None:
        return
    yield f"         {meaning(one)}; the plainest example:"
    yield from (f"           {line}" for line in one.example.shared)
    yield "           before:"
    yield from (f"           {line}" for line in one.example.before)
    yield "           now:"
    yield from (f"           {line}" for line in one.example.now)
    for line in one.blame[:3]:
        yield f"         why: {place_of(line, old, new)}: {line.what}"


def _lines(old: Version, new: Version, heading: str, lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        return
    yield f"  {heading}:"
    yield from (f"    {place_of(line, old, new)}: {line.what}" for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"    and {len(lines) - MOST_LINES} more (--format json has them all)"
