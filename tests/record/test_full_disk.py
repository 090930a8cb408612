"""An answer that does not fit on the disk is not saved, and nothing else is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.record.writing import save, saved
from triage_tui.errors import StoreError, StoreFull
from triage_tui.record.store import Store


def save_until_refused(store: Store) -> tuple[list[int], StoreError]:
    """The numbers of the answers that were saved, and the error that ended it."""
    numbers: list[int] = []
    for number in range(1, 1_000):
        try:
            save(store, number)
        except StoreError as error:
            return numbers, error
        numbers.append(number)
    pytest.fail("nothing was refused")


def test_the_answer_is_refused_and_can_be_tried_again(record: Path) -> None:
    """Reading still works; with room again, the same answer is saved once."""
    with Store.open(record) as store:
        connection = store._connection
        assert connection is not None
        connection.execute("PRAGMA max_page_count=8")
        numbers, error = save_until_refused(store)
        failed = len(numbers) + 1
        assert isinstance(error, StoreFull)
        assert "not saved" in error.message
        assert str(record.parent) in error.message
        assert saved(store) == numbers != []
        assert store.verify() == ()
        with pytest.raises(StoreFull):
            save(store, failed)
        connection.execute("PRAGMA max_page_count=1000")
        assert save(store, failed).n == failed
        assert store._connection is connection
    with Store.open(record) as store:
        assert saved(store) == [*numbers, failed]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file size")
def test_a_file_that_may_not_grow(record: Path) -> None:
    """The system's limit on file size: an error, not a crash; with room again, the same answer is saved once."""
    import resource
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Store.open(record) as store:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
            numbers, error = save_until_refused(store)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, ignored)
        failed = len(numbers) + 1
        assert "not saved" in error.message
        save(store, failed)
        assert saved(store) == [*numbers, failed] != [1]
    with Store.open(record) as store:
        assert saved(store) == [*numbers, failed]
