"""Text measured, folded and spelt: for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_tui.text import columns, fold, printable, shortened, spelt_for


@given(st.text(), st.integers(2, 90))
def test_folded_lines_fit(text: str, width: int) -> None:
    """And nothing but blanks is lost."""
    text = printable(text)
    lines = fold(text, width)
    assert lines
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text("ab ", max_size=60), st.integers(4, 20))
def test_words_are_kept_whole_where_they_fit(text: str, width: int) -> None:
    """A word is only broken when it is longer than a line."""
    words = [word for line in fold(text, width) for word in line.split()]
    if all(len(word) <= width for word in text.split()):
        assert words == text.split()


@given(st.text(), st.integers(5, 60))
def test_shortened_texts_fit(text: str, width: int) -> None:
    """On one line."""
    line = shortened(printable(text), width)
    assert columns(line) <= width
    assert "\n" not in line


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
def test_any_encoding_can_hold_its_spelling(text: str, encoding: str) -> None:
    """Text that it can hold is left alone."""
    text = printable(text)
    spelt = spelt_for(text, encoding)
    spelt.encode(encoding)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return
    assert spelt == text


@given(st.text())
def test_printable_text_is_printable(text: str) -> None:
    """Whatever it was; a second time changes nothing."""
    found = printable(text)
    assert printable(found) == found
    assert not any(character < " " and character != "\n" for character in found)
    found.encode()


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("\u65e5\u672c", 4), ("e\u0301", 1), ("\u2764\ufe0f", 2), ("\U0001f600", 2), ("", 0), ("\uff21", 2)],
)
def test_columns(text: str, width: int) -> None:
    """As terminals count them."""
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Zoë", "Zoe"), ("≥ 5", ">= 5"), ("39 °C", "39 deg C"), ("“a” – b…", '"a" - b...'), ("日", "?"), ("e\u0301", "e")],
)
def test_plain_spelling(text: str, plain: str) -> None:
    """Readable, never lost without a mark."""
    assert spelt_for(text, "ascii") == plain
