"""The joint proof of the shipped pack and directory over one year, beside asking the search some of the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.figure import Compare, Figure, Pair
from benchmarks.place import ROOT, Place
from triage_tui.author.services.endings import Ending, endings_of
from triage_tui.author.services.joint import prove_services
from triage_tui.compiler import compile_pack
from triage_tui.directory.model import Directory
from triage_tui.directory.request import Request
from triage_tui.directory.search import search

YEAR = 2026
SEARCHES = 1000
MOST_SECONDS = 10


def measure(_place: Place, runs: int) -> Iterator[Figure]:
    """From the compiled pack to every sentence's facts; a thousand searches show what asking one by one would take."""
    compiled = compile_pack(ROOT / "pathways", ROOT / "directory.yaml")
    assert compiled.pack is not None
    roles = {role.id: role.modes for role in compiled.pack.roles}
    pairs, people = [], 0
    for _ in range(min(runs, 5)):
        start = time.perf_counter()
        endings = [one for name, plan in compiled.plans.items() for one in endings_of(name, plan, roles)]
        people = prove_services(compiled.directory, endings, YEAR).people
        ours = time.perf_counter() - start
        pairs.append(Pair(ours, _searched(compiled.directory, endings)))
    what = "joint proof: pack and directory, every minute of a year"
    note = f"{people:,} combinations of an ending, an area and somebody"
    against = f"{SEARCHES:,} searches of one minute each"
    yield Figure(what, against, Compare.TAKES_S, MOST_SECONDS, tuple(pairs), "s", note)


def _searched(directory: Directory, endings: list[Ending]) -> float:
    start = time.perf_counter()
    at = datetime(YEAR, 1, 1, tzinfo=UTC)
    for number in range(SEARCHES):
        ending = endings[number * 7 % len(endings)]
        request = Request(
            *(ending.needs.service, ending.roles[0], ending.mode, at + timedelta(minutes=517 * number)),
            capabilities=ending.needs.capabilities,
            area="fenland",
            minutes=ending.disposition.minutes,
            disposition=ending.disposition.id,
        )
        search(directory, request)
    return time.perf_counter() - start
