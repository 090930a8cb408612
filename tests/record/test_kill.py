"""A process killed at any moment has lost nothing that it acknowledged."""

from __future__ import annotations

import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.record.processes import acknowledged, rest_of, started
from tests.record.writing import save, saved
from triage_tui.record.store import Store

SEED = 20260105
KILLS = 20


@pytest.mark.parametrize(("crash_at", "kept"), [("before_commit", 4), ("after_commit", 5)])
def test_killed_around_the_commit(tmp_path: Path, crash_at: str, kept: int) -> None:
    """Before the commit the answer is gone, after it the answer is there; it was acknowledged in neither case."""
    record = tmp_path / "encounters.db"
    with started(record, "E1", "9", crash_at, "5") as process:
        assert acknowledged(rest_of(process)) == [1, 2, 3, 4]
    assert process.returncode == 137
    with Store.open(record) as store:
        assert saved(store) == list(range(1, kept + 1))
        save(store, kept + 1)
        assert saved(store) == list(range(1, kept + 2))
        assert store.verify() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """The same record through many kills: every acknowledged answer is there, and at most one more."""
    chance = random.Random(SEED)
    record = tmp_path / "encounters.db"
    interrupted = 0
    for round_number in range(KILLS):
        encounter = f"E{round_number}"
        with started(record, encounter, "100000") as process:
            time.sleep(chance.uniform(0, 0.06))
            process.send_signal(signal.SIGKILL)
            shown = acknowledged(rest_of(process))
        interrupted += bool(shown)
        with Store.open(record) as store:
            found = saved(store, encounter)
            assert found[: len(shown)] == shown, f"seed {SEED}, round {round_number}"
            assert len(found) <= len(shown) + 1, f"seed {SEED}, round {round_number}"
            assert not any(fault.is_damage for fault in store.verify())
    assert interrupted > KILLS // 2, "the kills came before there was anything to lose"


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    """After a kill the record opens at once, whatever note was left beside it."""
    record = tmp_path / "encounters.db"
    with started(record) as process:
        process.kill()
        process.wait(timeout=60)
    assert record.with_name("encounters.db.open-by").exists()
    with Store.open(record) as store:
        save(store, 1)
    assert not record.with_name("encounters.db.open-by").exists()
