"""Text and pages: 80 columns, who it is about on every page, and every text taken literally."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from tests.handover.hostile import HOSTILE, made_of
from triage_tui.handover.copies import COPIES
from triage_tui.handover.document import Bullets, Document, Section
from triage_tui.handover.html import render_html
from triage_tui.handover.identity import identity
from triage_tui.handover.model import Said, Statement, Summary
from triage_tui.handover.text import PAGE_LINES, render_text
from triage_tui.summaries import copy_as_html, copy_as_text
from triage_tui.text import columns, printable

Make = Callable[[str], Summary]
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "table", "thead", "tbody", "tr", "td", "th", "col", "colgroup"),
    *("header", "main", "section", "h2", "h3", "p", "dl", "div", "dt", "dd", "ul", "li", "bdi"),
}
VOID = {"meta", "col"}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "role", "scope", "style"}


class Page(HTMLParser):
    """Reads a page, and what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only tags and attributes that are meant."""
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name not in ATTRIBUTES]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closed in order."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        """None is meant."""
        self.wrong.append("a comment")

    def handle_data(self, data: str) -> None:
        """What a reader sees."""
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)


def read(page: str) -> Page:
    """The page, read."""
    found = Page()
    found.feed(page)
    found.close()
    return found


def squeezed(text: str) -> str:
    """Without blanks, so that folded texts compare."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("copy", COPIES)
def test_lines_fit_and_every_page_has_its_head(any_case: Summary, copy: str) -> None:
    """80 columns, 60 lines, identity, encounter and page number on each page."""
    pages = copy_as_text(any_case, copy, form_feeds=True).split("\f")
    for number, page in enumerate(pages, 1):
        lines = page.splitlines()
        assert len(lines) <= PAGE_LINES
        assert max(map(columns, lines)) <= 80
        assert lines[0].endswith(f"page {number} of {len(pages)}")
        assert any_case.reference in lines[0]
        assert "age" in lines[1] or "born" in lines[1]


def test_form_feeds_only_when_asked(summary_of_case: Make) -> None:
    """A file and a screen get none."""
    summary = summary_of_case("finished")
    assert "\f" not in copy_as_text(summary, "professional")
    assert copy_as_text(summary, "professional", form_feeds=True).count("\f") >= 2


def test_the_head_names_the_patient(summary_of_case: Make) -> None:
    """Name, date of birth with age, NHS number; what is doubtful is marked, but not on the patient's copy."""
    summary = summary_of_case("finished")
    assert identity(summary) == "Ada Example | born 5 March 1943 (82 years) | NHS number 943 476 5919"
    doubtful = dataclasses.replace(
        summary, written={**summary.written, "nhs_number": Statement("9434765918", Said.STATED, "UNVERIFIED: digits")}
    )
    assert identity(doubtful).endswith("NHS number 9434765918 UNVERIFIED")
    assert "UNVERIFIED" not in copy_as_text(doubtful, "patient")
    assert identity(summary_of_case("parked")) == "name not asked | age not asked"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("copy", COPIES)
def test_any_encoding_can_take_it(copy: str, encoding: str, summary_of_case: Make) -> None:
    """Characters it has not got become their plain spelling; widths still hold."""
    summary = made_of(summary_of_case("on_scene"), "Zoë: ≥ 39.1 °C – “hot”, 日本")
    text = copy_as_text(summary, copy, encoding=encoding)
    text.encode(encoding)
    assert max(map(columns, text.splitlines())) <= 80
    if encoding == "ascii":
        assert "Zoe: >= 39.1 deg C - " in text


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("copy", COPIES)
def test_hostile_text_is_shown_as_written(copy: str, hostile: str, summary_of_case: Make) -> None:
    """In every place there is: no control character reaches a terminal, no line is too long, no tag is made."""
    summary = made_of(summary_of_case("on_scene"), HOSTILE[hostile])
    for form_feeds in (False, True):
        text = copy_as_text(summary, copy, form_feeds=form_feeds)
        assert printable(text.replace("\f", "\n")) == text.replace("\f", "\n")
        assert max(map(columns, text.replace("\f", "\n").splitlines())) <= 80
    page = copy_as_html(summary, copy)
    found = read(page)
    assert found.wrong == []
    assert found.open == []
    assert printable(page) == page
    assert squeezed(printable(HOSTILE[hostile])) in squeezed("".join(found.text))


@pytest.mark.parametrize("copy", COPIES)
def test_brackets_are_on_paper_as_written(copy: str, summary_of_case: Make) -> None:
    """[GP] stays [GP]."""
    assert "[GP] [/ [@click=app.quit]x[/]" in copy_as_text(
        made_of(summary_of_case("on_scene"), "[GP] [/ [@click=app.quit]x[/]"), copy
    )


def test_a_page_needs_nothing_else(any_case: Summary) -> None:
    """No script, no link, nothing to load, and a rule that lets nothing in; A4, numbered, black on white."""
    for copy in COPIES:
        page = copy_as_html(any_case, copy)
        assert read(page).wrong == []
        assert not re.search(r"<script|<link|<img|href=|src=|url\(|@import|https?://| on\w+=", page)
        assert "default-src 'none'" in page
        assert "@page { size: A4" in page
        assert 'counter(page) " of " counter(pages)' in page
        assert set(re.findall(r"#[0-9a-f]{3,6}\b(?=[ ;])", page)) <= {"#000", "#fff"}


def test_the_page_title_does_not_name_the_patient(summary_of_case: Make) -> None:
    """A browser shows it on the screen, in its history and on paper."""
    page = copy_as_html(summary_of_case("finished"), "professional")
    assert re.search(r"<title>Professional copy 260105-[A-Z0-9]{4}</title>", page)


def test_a_heading_stays_with_what_stands_under_it() -> None:
    """No page ends in a heading."""
    sections = tuple(Section(f"Heading {n}", (Bullets(tuple(f"line {i}" for i in range(9 + n))),)) for n in range(20))
    document = Document("Copy", "REF", "who", "notice", sections)
    for page in render_text(document, form_feeds=True).split("\f"):
        assert page.splitlines()[-1].startswith("    - line")


def test_a_paragraph_longer_than_a_page_is_not_lost() -> None:
    """It goes on over the pages it needs."""
    words = " ".join(f"word{number}" for number in range(3000))
    text = render_text(Document("Copy", "REF", "who", "notice", (Section("Long", (Bullets((words,)),)),)))
    assert [word for word in text.split() if word.startswith("word")] == words.split()


def test_nothing_at_all_is_still_a_page() -> None:
    """A document without sections has a head."""
    empty = Document("Copy", "REF", "who", "notice", ())
    assert "page 1 of 1" in render_text(empty)
    assert read(render_html(empty)).wrong == []
