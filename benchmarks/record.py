"""How fast the record saves, opens and verifies, as ratios to what the same disk and processor do bare.

    python benchmarks/record.py [--folder FOLDER] [--answers 300] [--encounters 10000]

The folder should be on the disk that will hold the record; the default is a temporary one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from triage_tui.record.chain import GENESIS, Row, seal
from triage_tui.record.database import open_for_writing
from triage_tui.record.store import INSERT, SELECT_ALL, Store

PACK = hashlib.sha256(b"benchmark").hexdigest()
START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
EVENTS_EACH = 10
BARE_BYTES = 4096


def payload_of(number: int) -> dict[str, object]:
    """An answer of ordinary size."""
    return {
        "pathway": "falls_risk",
        "step": f"step_{number % 40}",
        "answer": "not known",
        "words": "she is not sure" * 4,
    }


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def milliseconds(label: str, seconds: list[float]) -> None:
    """Print the median and the tail of many durations."""
    cuts = statistics.quantiles(seconds, n=100)
    print(f"{label:34} p50 {cuts[49] * 1e3:8.2f} ms   p95 {cuts[94] * 1e3:8.2f} ms   p99 {cuts[98] * 1e3:8.2f} ms")


def measure_append(folder: Path, answers: int) -> None:
    """Append and a bare write with fsync in turn, so that both meet the same load."""
    bare: list[float] = []
    saved: list[float] = []
    handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT, 0o600)
    block = os.urandom(BARE_BYTES)

    def write_bare() -> None:
        os.write(handle, block)
        os.fsync(handle)

    with Store.open(folder / "append.db") as store:
        for number in range(answers):
            at = START + timedelta(seconds=number)
            bare.append(timed(write_bare))
            begin = time.perf_counter()
            store.append("E1", "answer", payload_of(number), utc=at, mono=number, role="call_handler", pack=PACK)
            saved.append(time.perf_counter() - begin)
    os.close(handle)
    milliseconds(f"write + fsync of {BARE_BYTES} bytes", bare)
    milliseconds("append", saved)
    print(f"{'ratio of the medians':34} {statistics.median(saved) / statistics.median(bare):.2f}")


def fill(path: Path, encounters: int) -> None:
    """Write a large store in one transaction."""
    rows: list[Row] = []
    head = GENESIS
    for number in range(encounters * EVENTS_EACH):
        row = seal(
            seq=number + 1,
            encounter=f"E{number // EVENTS_EACH:06}",
            n=number % EVENTS_EACH + 1,
            kind="answer",
            payload=payload_of(number),
            utc=START + timedelta(seconds=number),
            mono=number,
            role="call_handler",
            pack=PACK,
            prev=head,
        )
        head = row[-1]
        rows.append(row)
    Store.open(path).close()
    connection = open_for_writing(path, create=False)
    connection.execute("BEGIN")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")
    connection.close()


def measure_large(folder: Path, encounters: int) -> None:
    """Open, verify, list and resume a large store, against reading and hashing the same rows bare."""
    path = folder / "large.db"
    fill(path, encounters)
    connection = open_for_writing(path, create=False)
    rows: list[Row] = []
    reading = timed(lambda: rows.extend(connection.execute(SELECT_ALL)))
    checking = timed(lambda: connection.execute("PRAGMA quick_check").fetchall())
    hashing = timed(lambda: [hashlib.sha256(repr(row).encode()).hexdigest() for row in rows])
    connection.close()
    opened: list[Store] = []
    opening = timed(lambda: opened.append(Store.open(path)))
    with opened[0] as store:
        verifying = timed(store.verify)
        listing = timed(store.encounters)
        resuming = timed(lambda: store.events(f"E{encounters // 2:06}"))
        found = len(store.encounters())
    print(f"{found} encounters, {len(rows)} events, {path.stat().st_size / 1e6:.0f} MB")
    bare = reading + hashing
    for label, seconds in (
        ("bare: read every row", reading),
        ("bare: hash every row", hashing),
        ("bare: quick_check", checking),
        ("verify the chain", verifying),
        ("open (chain and quick_check)", opening),
        ("list every encounter", listing),
        ("read one encounter", resuming),
    ):
        print(f"{label:34} {seconds * 1e3:10.1f} ms   {seconds / bare:6.2f} of reading and hashing bare")


def main() -> int:
    """Run both measurements."""
    parser = argparse.ArgumentParser(description="Measure the record.")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--encounters", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure_append(Path(folder), options.answers)
        measure_large(Path(folder), options.encounters)
    return 0


if __name__ == "__main__":
    sys.exit(main())
