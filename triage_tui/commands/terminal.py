"""The terminal the app is shown on: whether there is one, and whether it is still there."""

from __future__ import annotations

import os
import sys
from threading import Event, Thread

from triage_tui.errors import ExitCode


def usable_terminal() -> bool:
    """Whether a full-screen program can run here."""
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM", "") not in ("dumb", "")


class EndsWithTerminal:
    """While it is entered, ends the process when its terminal has gone: nobody would ever see the app again.

    A signal says so to most, but where `make` or a launcher started the app, it may be told and keep it to itself.
    The app cannot look for itself: what it still paints has nowhere to go, and it waits for that. The process ends as
    if it were killed, which the record is made for: every answer that was shown as taken is in it.
    """

    def __init__(self, every: float = 2.0) -> None:
        self._every = every
        self._over = Event()
        self._thread = Thread(target=self._look, name="terminal", daemon=True)

    def __enter__(self) -> EndsWithTerminal:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """The app was closed."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        keys = sys.stdin.fileno()
        while not self._over.wait(self._every):
            if not os.isatty(keys):
                os._exit(ExitCode.HUNG_UP)
