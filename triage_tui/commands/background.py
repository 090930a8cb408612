"""Work out tables in a process of its own while the app is open, at the lowest priority."""

from __future__ import annotations

import subprocess
import sys
from threading import Event, Thread

from triage_tui.library import Library

WAIT_SECONDS = 10.0
"""After the app was opened: whoever only takes a quick look leaves nothing behind."""


class Background:
    """Has the tables of a pack worked out that are not there yet; they serve from the next question on."""

    def __init__(self, library: Library, wait: float = WAIT_SECONDS) -> None:
        self._library = library
        self._wait = wait
        self._over = Event()
        self._thread = Thread(target=self._work, name="tables", daemon=True)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Background:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """The app is closed: nothing goes on behind it. What was finished is kept."""
        self._over.set()
        if self.process is not None:
            self.process.terminate()
        self._thread.join(timeout=5)

    def _work(self) -> None:
        if self._over.wait(self._wait):
            return
        tables = self._library.tables
        waiting = [header.id for header in self._library.pack.pathways]
        while waiting and not self._over.is_set():
            pathway = min(waiting, key=lambda name: not tables.looked_for(name))  # the one of the open call first
            waiting.remove(pathway)
            path = tables.path(pathway)
            if path is not None and not path.exists():
                self._make(pathway)
            if tables.looked_for(pathway):  # a call is in this pathway
                tables.open(pathway)

    def _make(self, pathway: str) -> None:
        command = [sys.executable, "-m", "triage_tui", "tables", pathway, "--gently"]
        command += ["--pack", str(self._library.folder)]
        nothing = subprocess.DEVNULL
        flags = getattr(subprocess, "IDLE_PRIORITY_CLASS", 0)  # of Windows; elsewhere the process sees to it
        try:
            self.process = subprocess.Popen(  # noqa: S603 (this program itself)
                command, stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags
            )
            if self._over.is_set():  # closed in the very moment it was started
                self.process.terminate()
            self.process.wait()
        except OSError:  # it may not be started here: the app goes on with what can happen at most
            return
