"""Every copy of every kind of encounter, as somebody read it and found it good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.handover.cases import CASES
from tests.handover.golden import FOLDER, check_golden, settled
from triage_tui.handover.copies import COPIES
from triage_tui.handover.model import Summary
from triage_tui.summaries import copy_as_html, copy_as_text

PAGES = [("finished", "professional"), ("finished", "patient"), ("on_scene", "professional")]


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("name", CASES)
def test_text(name: str, copy: str, summary_of_case: Callable[[str], Summary]) -> None:
    """As text."""
    summary = summary_of_case(name)
    check_golden(f"{name}-{copy}.txt", settled(copy_as_text(summary, copy), summary))


@pytest.mark.parametrize(("name", "copy"), PAGES)
def test_page(name: str, copy: str, summary_of_case: Callable[[str], Summary]) -> None:
    """As a web page."""
    summary = summary_of_case(name)
    check_golden(f"{name}-{copy}.html", settled(copy_as_html(summary, copy), summary))


def test_no_golden_is_left_over() -> None:
    """Every golden belongs to a test."""
    wanted = {f"{name}-{copy}.txt" for name in CASES for copy in COPIES} | {
        f"{name}-{copy}.html" for name, copy in PAGES
    }
    assert {file.name for file in FOLDER.iterdir()} == wanted
