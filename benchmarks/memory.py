"""What the app holds in memory after a whole call, against a hello-world Textual app."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from benchmarks.figure import Compare, Figure, Pair
from benchmarks.hello import GREETING
from benchmarks.mildest_call import beginning, mildest_call
from benchmarks.next_question import BETWEEN_KEYS, PATHWAY
from benchmarks.place import HELLO, TRIAGE, Place
from benchmarks.terminal import Terminal
from triage_tui.library import Library

MB = 1e6


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """Resident memory; and, on Linux, this process's share of it."""
    _after_a_call(place)  # compiles the pack, which is not what is measured
    found = [(_after_a_call(place), _after_hello(place)) for _ in range(max(runs // 5, 1))]
    what, against = f"memory after a whole call ({PATHWAY})", "hello-world Textual app"
    resident = tuple(Pair(ours["Rss"], bare["Rss"]) for ours, bare in found)
    yield Figure(what, against, Compare.MORE_MB, 25, resident, "MB", "resident")
    if all("Pss" in sizes for pair in found for sizes in pair):
        share = tuple(Pair(ours["Pss"], bare["Pss"]) for ours, bare in found)
        yield Figure("the same, shared pages shared out", against, Compare.MORE_MB, None, share, "MB", "Linux only")


def _after_a_call(place: Place) -> dict[str, float]:
    plan = Library().plan(PATHWAY)
    with Terminal(place, (*TRIAGE, "walk", PATHWAY)) as terminal:
        terminal.wait_for(beginning(plan.steps[0]))
        for press in mildest_call(plan, "telephone", "call_handler"):
            terminal.rest(BETWEEN_KEYS)
            terminal.send(press.keys)
            terminal.wait_for(press.heading or "> outcome")
        terminal.rest(1)
        return _sizes(terminal.process.pid)


def _after_hello(place: Place) -> dict[str, float]:
    with Terminal(place, HELLO) as terminal:
        terminal.wait_for(GREETING)
        terminal.rest(1)
        return _sizes(terminal.process.pid)


def _sizes(pid: int) -> dict[str, float]:
    """Rss, and Pss where the system tells it, in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if rollup.exists():
        rows = (line.split() for line in rollup.read_text(encoding="ascii").splitlines()[1:])
        return {row[0].rstrip(":"): int(row[1]) * 1024 / MB for row in rows if row[0] in ("Rss:", "Pss:")}
    told = subprocess.run(
        (which("ps") or "ps", "-o", "rss=", "-p", str(pid)), capture_output=True, text=True, check=True
    )
    return {"Rss": int(told.stdout) * 1024 / MB}
