"""Commands that need no screen, against a Python that does nothing."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from functools import partial

from benchmarks.figure import Compare, Figure, in_turn
from benchmarks.place import PASS, ROOT, TRIAGE, Place

CASE = "answers: {}\ndefault: mildest\n"


def seconds_of(place: Place, program: tuple[str, ...]) -> float:
    """Seconds that a program runs."""
    begin = time.perf_counter()
    subprocess.run(program, cwd=ROOT, env=place.environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """Help, and a whole case from a file with the pack compiled already."""
    case = place.folder / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    bare = partial(seconds_of, place, PASS)
    against = "python -c pass"
    asked = (*TRIAGE, "--help")
    pairs = in_turn(runs, partial(seconds_of, place, asked), bare)
    yield Figure("triage --help", against, Compare.MORE_MS, 40, pairs, "ms")
    walked = (*TRIAGE, "walk", "falls_risk", "--answers", str(case), "--json")
    pairs = in_turn(runs, partial(seconds_of, place, walked), bare)
    yield Figure("triage walk falls_risk --answers FILE --json", against, Compare.MORE_MS, 200, pairs, "ms")
