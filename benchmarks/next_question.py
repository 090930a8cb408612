"""From a key to the next question on the screen, its answer durable; against a bare fsync and one redraw."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from benchmarks.bare_redraw import READY
from benchmarks.figure import Compare, Figure, Pair
from benchmarks.mildest_call import Press, beginning, mildest_call
from benchmarks.place import TRIAGE, Place
from benchmarks.terminal import Terminal
from triage_tui.library import Library

PATHWAY = "hear_and_treat"
BETWEEN_KEYS = 0.3  # a new question takes no answer at once: keys typed ahead are not meant for it


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """Whole calls in a terminal, question by question; the bare app shows the same words after each fsync."""
    plan = Library().plan(PATHWAY)
    presses = mildest_call(plan, "telephone", "call_handler")[:-1]
    first = beginning(plan.steps[0])
    pages = place.folder / "pages.json"
    pages.write_text(json.dumps([press.page for press in presses]), encoding="utf-8")
    bare = (sys.executable, "-m", "benchmarks.bare_redraw", str(pages), str(place.folder / "bare"))
    calls = max(runs // 5, 1)
    apart = [pair for _ in range(calls) for pair in _one_call(place, first, presses, bare)]
    what = f"key to next question painted, answer durable ({PATHWAY})"
    against = "one fsync + one Textual redraw"
    yield Figure(what, against, Compare.SLOWER, 2.0, tuple(apart), "ms", "app in a pty")
    together = _one_call(place, first, presses, (*bare, "together"))
    yield Figure("the same", f"{against}, all words in one widget", Compare.SLOWER, None, tuple(together), "ms")


def _one_call(place: Place, first: str, presses: tuple[Press, ...], program: tuple[str, ...]) -> list[Pair]:
    pairs = []
    with Terminal(place, (*TRIAGE, "walk", PATHWAY)) as ours, Terminal(place, program) as bare:
        ours.wait_for(first)
        bare.wait_for(READY)
        for press in presses:
            for terminal in (ours, bare):
                terminal.rest(BETWEEN_KEYS)
            slow = -ours.send(press.keys) + ours.wait_for(press.heading, whole=True)
            quick = -bare.send(b"x") + bare.wait_for(press.heading, whole=True)
            pairs.append(Pair(slow, quick))
    return pairs
