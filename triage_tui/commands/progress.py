"""How far a long piece of work is: a bar on a terminal, a line now and then elsewhere. On stderr."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

STEPS = 10
"""Lines that are written where there is no terminal."""


def told() -> Callable[[str, int, int], None]:
    """Something to tell how far it is: what is being done, how much, and of how much."""
    return _Bar().tell if _is_terminal() else _Lines().tell


def shown(what: str) -> Callable[[int, int], None] | None:
    """Something to tell how far work is that takes seconds; None where there is no terminal to show it on."""
    return partial(_Bar().tell, what) if _is_terminal() else None


def _is_terminal() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM", "") != "dumb"


class _Bar:
    """A bar for each piece of work, gone when it is done."""

    def __init__(self) -> None:
        self._shown: Progress | None = None
        self._what = ""

    def tell(self, what: str, done: int, of: int) -> None:
        if self._shown is not None and what != self._what:
            self._end()
        if self._shown is None:
            self._begin(what, of)
        assert self._shown is not None
        self._shown.update(self._shown.task_ids[0], completed=done)
        if done >= of:
            self._end()

    def _begin(self, what: str, of: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
        self._shown = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self._what = what
        self._shown.add_task(f"{what} …", total=of)
        self._shown.start()
        atexit.register(self._end)  # interrupted, it must not leave a terminal without a cursor

    def _end(self) -> None:
        if self._shown is not None:
            self._shown.stop()
            self._shown = None


class _Lines:
    """A line for every tenth of the work."""

    def __init__(self) -> None:
        self._said = ("", 0)

    def tell(self, what: str, done: int, of: int) -> None:
        tenth = STEPS * done // of
        if self._said != (what, tenth):
            self._said = (what, tenth)
            sys.stderr.write(f"{what}: {100 * done // of} %\n")
