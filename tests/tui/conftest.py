"""What the tests of the app share."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.screen import Screen

from tests.desks import make_small_pack
from tests.tui.seat import Stage
from triage_tui.tui.app import TriageApp


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack's pathways."""
    return make_small_pack(tmp_path_factory.mktemp("small"))


@pytest.fixture
def stage(small: Path, tmp_path: Path) -> Stage:
    """The small pack and an empty record."""
    return Stage(small, tmp_path / "data")


@pytest.fixture
def patient() -> None:
    """Ask for this where the time between keys is what is tested."""


@pytest.fixture
def painted() -> None:
    """Ask for this where painting itself is what is tested."""


@pytest.fixture(autouse=True)
def _hasty(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys count as fast as a test presses them, nothing blinks, and screens are painted when they are read."""
    monkeypatch.setattr("textual.widgets.Input._toggle_cursor", lambda self: None)
    if "patient" not in request.fixturenames:
        monkeypatch.setattr(TriageApp, "SETTLE_SECONDS", 0.0)
        monkeypatch.setattr(TriageApp, "HELD_SECONDS", 0.0)
    if "painted" not in request.fixturenames:
        monkeypatch.setattr("textual._compositor.Compositor.render_update", _painted_when_read)


def _painted_when_read(compositor: Compositor, *, screen_stack: list[Screen[object]], **_: bool) -> None:
    visible_screen_stack.set(screen_stack)
    compositor._dirty_regions.clear()
