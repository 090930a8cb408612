"""What the tests of the hand-over share."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handover.cases import CASES, case
from triage_tui.handover.model import Summary

_MADE: dict[str, Summary] = {}
"""Summaries are never changed, so each case is taken once."""


@pytest.fixture(autouse=True)
def _one_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same references in every run, so that goldens do not change."""
    monkeypatch.setattr("triage_tui.desk.secrets.choice", random.Random(2026).choice)
    monkeypatch.setattr("triage_tui.summaries.__version__", "9.9.9")


@pytest.fixture
def summary_of_case(tmp_path: Path) -> Callable[[str], Summary]:
    """The summary of one of the cases, by name."""

    def make(name: str) -> Summary:
        if name not in _MADE:
            folder = tmp_path / name
            folder.mkdir()
            desk, _, _MADE[name] = case(name, folder)
            desk.store.close()
        return _MADE[name]

    return make


@pytest.fixture(params=sorted(CASES))
def any_case(request: pytest.FixtureRequest, summary_of_case: Callable[[str], Summary]) -> Summary:
    """The summary of every case in turn."""
    return summary_of_case(request.param)
