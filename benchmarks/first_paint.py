"""From starting the program to Home on the screen, against a hello-world Textual app."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial

from benchmarks.figure import Compare, Figure, in_turn
from benchmarks.hello import GREETING
from benchmarks.place import HELLO, TRIAGE, Place
from benchmarks.terminal import Terminal

HOME_LISTS = "review due"


def seconds_to(place: Place, program: tuple[str, ...], text: str) -> float:
    """Seconds from the start of a program until a text is on its screen."""
    with Terminal(place, program) as terminal:
        return terminal.wait_for(text) - terminal.started


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """With the pack compiled already, and with nothing compiled."""
    home = partial(seconds_to, place, TRIAGE, HOME_LISTS)
    hello = partial(seconds_to, place, HELLO, GREETING)
    against = "hello-world Textual app"
    pairs = in_turn(runs, home, hello)
    yield Figure("start to first paint, warm cache", against, Compare.SLOWER, 1.35, pairs, "ms")

    def cold() -> float:
        shutil.rmtree(place.cache, ignore_errors=True)
        return home()

    pairs = in_turn(max(runs // 3, 3), cold, hello)
    yield Figure("the same, cold cache (pack compiled first)", against, Compare.SLOWER, None, pairs, "ms")
