"""Make text safe to show on a terminal or on paper, measure it in columns, and fold it into lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_EMOJI_STYLE = "\ufe0f"
_SPELT = {
    character: spelling
    for characters, spelling in (
        ("\u2018\u2019", "'"),
        ("\u201c\u201d", '"'),
        ("\u2010\u2011\u2012\u2013\u2014\u2212\u00b7", "-"),
        ("\u2026", "..."),
        ("\u00a0", " "),
        ("\u2022", "*"),
        ("\u00d7\u2713", "x"),
        ("\u00f7", "/"),
        ("\u2264", "<="),
        ("\u2265", ">="),
        ("\u2192", "->"),
        ("\u2190", "<-"),
        ("\u00b0", "deg "),
        ("\u00b5", "u"),
        ("\u00a3", "GBP "),
        ("\u00bd", "1/2"),
        ("\u00bc", "1/4"),
        ("\u00be", "3/4"),
        ("\u00df", "ss"),
        ("\u00e6", "ae"),
    )
    for character in characters
}


def printable(text: str) -> str:
    """The text with every control, bidirectional or invisible character shown as U+FFFD, and tabs as spaces."""
    return _UNSAFE.sub("\ufffd", text).replace("\t", "    ")


def columns(text: str) -> int:
    """How many columns a terminal gives a text of one line: wide characters count two, combining ones none."""
    return len(text) if text.isascii() else sum(size for _, size in _clusters(text))


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Each character with the marks that follow it, and its columns."""
    held, size = "", 0
    for character in text:
        wide = _column_count(character)
        if character == _EMOJI_STYLE and size == 1:
            size = 2
        if wide and held:
            yield held, size
            held, size = character, wide
        else:
            held, size = held + character, size or wide
    if held:
        yield held, size


def _column_count(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fold(text: str, width: int) -> list[str]:
    """The lines of a text, none wider than `width` columns; words too long for a line are broken. Never empty."""
    return [line for paragraph in text.split("\n") for line in _fold_line(paragraph, width)]


def _fold_line(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width) if size > width else [word]
        lines += full
        used = columns(line)
    return [*lines, line]


def _broken(word: str, width: int) -> list[str]:
    """A word cut into pieces that fit."""
    if word.isascii():
        return [word[place : place + width] for place in range(0, len(word), width)]
    pieces, piece, used = [], "", 0
    for cluster, size in _clusters(word):
        if piece and used + size > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + cluster, used + size
    return [*pieces, piece]


def shortened(text: str, width: int) -> str:
    """The text on one line of at most `width` columns, its end left out with dots where it does not fit."""
    line = " ".join(text.split())
    if columns(line) <= width:
        return line
    return f"{_broken(line, width - 3)[0].rstrip()}..."


def spelt_for(text: str, encoding: str) -> str:
    """The text in characters the encoding has: others become their plain spelling, or a question mark."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_spelt(character, encoding) for character in text)
    return text


def _spelt(character: str, encoding: str) -> str:
    for spelling in (character, _SPELT.get(character), _bare(character)):
        if spelling is not None and _can_hold(encoding, spelling):
            return spelling
    return "" if _column_count(character) == 0 else "?"


def _bare(character: str) -> str | None:
    """A letter without its accents, or None."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    return plain or None


def _can_hold(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
