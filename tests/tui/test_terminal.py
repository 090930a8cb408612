"""The app ends when its terminal has gone, and keeps what was answered."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import ROOT
from triage_tui.errors import ExitCode

pty = pytest.importorskip("pty", reason="Windows ends what runs in a window that is closed")

SECONDS = 60
"""Enough on a slow machine; a test that passes needs three."""


class Window:
    """A terminal whose end the app is not told of, as where `make` is told in its place."""

    def __init__(self, small: Path, data: Path, *arguments: str) -> None:
        self.screen, stdin = pty.openpty()
        settings = {"TRIAGE_PACK": str(small), "TRIAGE_DATA": str(data), "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "triage_tui", *arguments],
            stdin=stdin,
            stdout=stdin,
            stderr=stdin,
            cwd=ROOT,
            env={**os.environ, **settings},
            start_new_session=True,
        )
        os.close(stdin)
        self.shown = b""

    def wait_for(self, words: bytes) -> None:
        """Read what is painted until some words are there."""
        end = time.monotonic() + SECONDS
        while words not in self.shown:
            assert time.monotonic() < end, self.shown
            self.shown += os.read(self.screen, 65536)


@pytest.fixture
def window(small: Path, tmp_path: Path) -> Iterator[Window]:
    """The app in a call, on a terminal of its own."""
    opened = Window(small, tmp_path / "data", "walk", "fall")
    yield opened
    opened.process.kill()
    opened.process.wait()


def test_the_app_ends_when_its_window_is_closed(window: Window) -> None:
    window.wait_for(b"\x1b[?1049h")
    os.close(window.screen)
    assert window.process.wait(SECONDS) == ExitCode.HUNG_UP
