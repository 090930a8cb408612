"""How fast the directory answers: the shipped one, and a made-up national one beside a plain scan and an SQL query."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.figure import Compare, Figure, Pair, in_turn
from benchmarks.national import national, varied, write_pack
from benchmarks.place import ROOT, Place
from triage_tui.directory.ask import Ask
from triage_tui.directory.building.build import load_directory
from triage_tui.directory.building.store import open_compiled, write_compiled
from triage_tui.directory.index import Entry, index_of
from triage_tui.directory.judge import Verdict, judge
from triage_tui.directory.model import Directory
from triage_tui.directory.place import KM_PER_DEGREE
from triage_tui.directory.request import Request
from triage_tui.directory.search import search

SERVICES = 100_000
REQUESTS = 1_000
SCANNED = 60
"""Requests that are also answered by a plain scan, which takes long."""

STARTED = """
import json, sys, time
from pathlib import Path
from triage_tui.directory.building.store import open_compiled
from triage_tui.directory.model import Directory
from triage_tui.directory.search import search
from triage_tui.library import Library
def resident():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
Library().pack  # what is imported, and the ledger's file, are the same for both
before, begin = resident(), time.perf_counter()
library = Library(Path(sys.argv[1]))
services = len(library.directory.services)
print(json.dumps([time.perf_counter() - begin, resident() - before, services]))
"""


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """The rows that the issue of the directory asks for, on the processor's own time."""
    shipped = load_directory(ROOT / "directory.yaml")
    requests = varied(REQUESTS, shipped, Random(1))
    gc.freeze()
    ours, scan = partial(search, shipped), partial(plain_scan, shipped)
    pairs = tuple(Pair(seconds(ours, one), seconds(scan, one)) for one in requests)
    yield Figure("one search with explanations, shipped directory", SCAN, Compare.TAKES, 1, pairs, "ms", "median")
    yield Figure("the same", SCAN, Compare.TAKES, None, (max(pairs),), "ms", f"worst of {REQUESTS:,} requests")

    large = national(SERVICES, Random(1))
    gc.freeze()
    compiled = place.folder / "national.triage"
    write_compiled(compiled, large)
    yield from answering(compiled, large, requests)
    pack = write_pack(place.folder / "national", large)
    del large
    yield from compiling(place, pack)
    yield from opening(place, pack, runs)


SCAN = "a plain scan in Python"
SQL = "an SQL query without an index: type, box and age alone"


def answering(compiled: Path, large: Directory, requests: list[Request]) -> Iterator[Figure]:
    """One search among 100,000 services."""
    index, table = open_compiled(compiled), sql_table(large)
    ours, rows = partial(search, index), partial(sql_query, table)
    pairs = tuple(Pair(seconds(ours, one), seconds(rows, one)) for one in requests)
    yield Figure(f"one search, {SERVICES:,} services", SQL, Compare.TAKES, 5, pairs, "ms", "median")
    yield Figure("the same", SQL, Compare.TAKES, 25, (max(pairs),), "ms", f"worst of {REQUESTS:,} requests")
    scan = partial(plain_scan, large)
    pairs = tuple(Pair(seconds(ours, one), seconds(scan, one, times=1)) for one in requests[:SCANNED])
    yield Figure("the same", SCAN, Compare.FASTER, None, pairs, "ms", f"{SCANNED} requests")
    same = sum(search(index, one) == search(large, one) for one in requests[:SCANNED])
    assert same == SCANNED, f"compiled and in memory agree on {same} of {SCANNED} requests alone"


def compiling(place: Place, pack: Path) -> Iterator[Figure]:
    """From YAML to the compiled file, as a first start does it, the pathways with it."""
    shipped = started(place, ROOT / "pathways")[2]
    pairs = (Pair(started(place, pack)[2], shipped),)
    what = f"compiling {SERVICES:,} services from YAML"
    yield Figure(what, "the shipped one", Compare.TAKES_S, 60, pairs, "s", "a whole first start")


def opening(place: Place, pack: Path, runs: int) -> Iterator[Figure]:
    """What a start costs that finds it compiled."""
    time.sleep(4)  # files that were written just now are read whole once more
    started(place, pack)
    what = f"opening it at start-up, {SERVICES:,} services"
    large, small = partial(started, place, pack), partial(started, place, ROOT / "pathways")
    pairs = in_turn(runs, lambda: large()[0], lambda: small()[0])
    yield Figure(what, "the shipped one", Compare.TAKES, 50, pairs, "ms")
    pairs = in_turn(min(runs, 5), lambda: large()[1], lambda: small()[1])
    yield Figure("the same", "the shipped one", Compare.MORE_MB, 30, pairs, "MB")


def started(place: Place, pack: Path) -> tuple[float, float, float]:
    """Seconds and megabytes that a fresh program takes to open a pack's directory; its own seconds of work in all."""
    before = _children()
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(pack)],
        cwd=ROOT,
        env=place.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    inside, megabytes, _ = json.loads(done.stdout)
    return inside, megabytes, _children() - before


def _children() -> float:
    """Processor seconds of the programs that were started and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def seconds(action: Callable[[Request], object], request: Request, times: int = 2) -> float:
    """Processor seconds that a request takes, the better of two: others may be using this machine."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        action(request)
        taken.append(time.process_time() - begin)
    return min(taken)


def plain_scan(directory: Directory, request: Request) -> list[Verdict]:
    """Every service of the types, judged one after another."""
    ask = Ask(index_of(directory), request)
    found = (judge(Entry(one, 0), ask) for one in directory.services if one.type in request.types)
    return [verdict for verdict in found if verdict and verdict.fits]


def sql_table(directory: Directory) -> sqlite3.Connection:
    """The services as rows, without an index."""
    table = sqlite3.connect(":memory:")
    table.execute("create table service (id, type, lat, lon, low, high, active)")
    rows = ((s.id, s.type, s.lat, s.lon, *(s.ages[0] if s.ages else (0, 50_000)), s.active) for s in directory.services)
    table.executemany("insert into service values (?, ?, ?, ?, ?, ?, ?)", rows)
    return table


def sql_query(table: sqlite3.Connection, request: Request) -> list[tuple[str]]:
    """Type, box and age alone: hours and ways in are not even asked."""
    assert request.point is not None
    reach = request.distance_km / KM_PER_DEGREE
    lat, lon = request.point
    marks = ",".join("?" * len(request.types))
    box = (lat - reach, lat + reach, lon - 1.6 * reach, lon + 1.6 * reach)
    return table.execute(
        f"select id from service where type in ({marks}) and active and ? between low and high"  # noqa: S608
        " and lat between ? and ? and lon between ? and ? order by (lat - ?) * (lat - ?) + (lon - ?) * (lon - ?)",
        (*request.types, request.age_days or 12000, *box, lat, lat, lon, lon),
    ).fetchall()
