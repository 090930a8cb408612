"""Find pathways by a few letters of what happened; tolerant of a typo."""

from __future__ import annotations

import difflib

from triage_tui.walk.pack import PathwayHeader


def find_pathways(headers: tuple[PathwayHeader, ...], typed: str) -> tuple[PathwayHeader, ...]:
    """The pathways that match every word typed, best first; all of them when nothing is typed."""
    words = typed.lower().split()
    if not words:
        return headers
    scored = [(min(_score(header, word) for word in words), header) for header in headers]
    begun = " ".join(words)
    kept = [(score + header.title.lower().startswith(begun), header) for score, header in scored if score > 0]
    return tuple(header for _, header in sorted(kept, key=lambda item: -item[0]))


def _score(header: PathwayHeader, word: str) -> float:
    names = [*header.title.lower().replace("(", " ").replace(")", " ").replace(",", " ").split(), header.id]
    phrases = [phrase.lower() for phrase in header.find]
    found = [part for phrase in phrases for part in phrase.split()] + names
    if any(part.startswith(word) for part in found):
        return 3.0
    if any(word in part for part in (*phrases, *found)):
        return 2.0
    if len(word) < 4:
        return 0.0
    best = max((difflib.SequenceMatcher(None, word, part[: len(word) + 1]).ratio() for part in found), default=0.0)
    return best if best >= 0.7 else 0.0
