"""The program may be stopped at any instant, by anything, and no answer that was shown as taken is lost."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.record.writing import answer, save, saved
from triage_tui.errors import StoreError
from triage_tui.record import database
from triage_tui.record.store import Store

pytest.importorskip("apsw", reason="apsw records what SQLite writes; it comes with the dev extra")

if TYPE_CHECKING:
    from tests.record.recording_disk import Crash, Operation

ANSWERS = 30
NAME = "encounters.db"
SEED = 7


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of small stores are opened in it."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def recording(patch: pytest.MonkeyPatch) -> Iterator[list[Operation]]:
    """The operations of every store opened meanwhile."""
    from tests.record.recording_disk import FolderSynced, recorded_connections

    log: list[Operation] = []
    with patch.context() as here:
        here.setattr(database, "_connect", recorded_connections(log))
        here.setattr(database, "sync_folder", lambda path: log.append(FolderSynced()))
        yield log


def record(folder: Path, patch: pytest.MonkeyPatch) -> list[Operation]:
    """Every operation of an encounter from making the store to closing it, with frequent checkpoints."""
    from tests.record.recording_disk import Acknowledged

    (folder / "recorded").mkdir()
    with recording(patch) as log, Store.open(folder / "recorded" / NAME) as store:
        log.append(Acknowledged(0))
        assert store._connection is not None
        store._connection.execute("PRAGMA wal_autocheckpoint=4").fetchall()
        for number in range(1, ANSWERS + 1):
            save(store, number)
            log.append(Acknowledged(number))
    return log


def fill(folder: Path, files: dict[str, bytes]) -> None:
    """Put just these files into a folder."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


class Reopening:
    """Opens what a crash left, as the next start of the program would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[bytes, int | str] = {}

    def answers_in(self, crash: Crash) -> int | str:
        """How many answers are there, from the first without a gap; or what went wrong."""
        digest = hashlib.sha256()
        for name, content in sorted(crash.files.items()):
            digest.update(f"{name} {len(content)} ".encode() + content)
        key = digest.digest()
        if key not in self._known:
            self._known[key] = self._open(crash)
        return self._known[key]

    def _open(self, crash: Crash) -> int | str:
        fill(self.folder, crash.files)
        try:
            with Store.open(self.folder / NAME) as store:
                found = store.events("E1")
                numbers = saved(store)
        except StoreError as error:
            return type(error).__name__
        right = all(event.payload == answer(number) for number, event in enumerate(found, 1))
        return len(numbers) if right else "changed"


def outcomes(log: list[Operation], folder: Path, *, ordered: bool, draws: int) -> tuple[Counter[str], list[str]]:
    """How many crashes of each kind there were, and a line for each that lost or spoiled an answer."""
    from tests.record.recording_disk import crashes

    reopening = Reopening(folder)
    counts: Counter[str] = Counter()
    bad = []
    for crash in crashes(log, NAME, ordered=ordered, seed=SEED, draws=draws):
        counts[crash.model] += 1
        found = reopening.answers_in(crash)
        if found not in (crash.acknowledged, crash.acknowledged + 1):
            bad.append(f"{crash.model} after operation {crash.after}: {found} of {crash.acknowledged}")
    return counts, bad


@pytest.mark.parametrize("ordered", [False, True], ids=["names wait for the folder", "names go with any sync"])
def test_no_answer_is_lost_whenever_the_power_fails(
    ordered: bool, quick_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every operation of an encounter, however much of what was not synced arrives."""
    log = record(quick_folder, monkeypatch)
    counts, bad = outcomes(log, quick_folder / "left", ordered=ordered, draws=8)
    assert bad == []
    assert len(counts) == 5
    assert counts.total() > 4_300, counts


def test_what_is_shown_after_a_kill_survives_a_power_cut(quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process leaves answers that can be read but are not durable; opening the record makes them so."""
    from tests.record.recording_disk import Disk, Written

    log = record(quick_folder, monkeypatch)
    unsynced = 0
    for after in [index for index, operation in enumerate(log) if isinstance(operation, Written)]:
        disk = Disk(NAME, ordered=False)
        for operation in log[: after + 1]:
            disk.do(operation)
        folder = quick_folder / "resumed"
        fill(folder, disk.killed())
        with recording(monkeypatch) as resumed:
            store = Store.open(folder / NAME)
            opening = tuple(resumed)
        shown = saved(store)
        store.close()
        fill(folder, disk.unpowered())
        if NAME in disk.unpowered():
            with Store.open(folder / NAME) as store:
                unsynced += len(shown) > len(saved(store))
        for operation in opening:
            disk.do(operation)
        fill(folder, disk.unpowered())
        with Store.open(folder / NAME) as store:
            assert saved(store) == shown, f"after operation {after}"
    assert unsynced > 10, "no kill left anything to make durable"


def test_the_disk_can_lose_an_answer(quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SQLite's usual setting for this journal answers are lost, so the test above can fail."""
    weaker = tuple(
        database.Setting("synchronous", "NORMAL", 1) if setting.name == "synchronous" else setting
        for setting in database.SETTINGS
    )
    with monkeypatch.context() as patch:
        patch.setattr(database, "SETTINGS", weaker)
        log = record(quick_folder, monkeypatch)
    _, bad = outcomes(log, quick_folder / "left", ordered=False, draws=2)
    assert len(bad) > 100
    assert all(line.startswith("power lost") for line in bad), "killing the process alone loses nothing"
