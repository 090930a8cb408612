"""The store gives back what it was given."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.record.writing import PACK, START, answer, everything_said, save, saved
from triage_tui.errors import StoreError
from triage_tui.record.chain import GENESIS, short_hash
from triage_tui.record.store import EncounterRow, Store


def test_events_come_back_as_they_were_acknowledged(record: Path) -> None:
    """In this process and the next, encounter by encounter."""
    with Store.open(record) as store:
        given = [save(store, number, f"E{number % 3}") for number in range(1, 11)]
        head = store.head()
        for name in ("E0", "E1", "E2"):
            assert store.events(name) == tuple(event for event in given if event.encounter == name)
    with Store.open(record) as store:
        for name in ("E0", "E1", "E2"):
            assert store.events(name) == tuple(event for event in given if event.encounter == name)
        assert store.head() == head == given[-1].hash
        assert [event.seq for event in given] == list(range(1, 11))
        assert [event.n for event in store.events("E1")] == [1, 2, 3, 4]
        assert store.verify(short_hash(head)) == ()


def test_an_event_says_what_it_was_given(record: Path) -> None:
    """With its time in UTC to the microsecond, and text that UTF-8 cannot hold replaced."""
    with Store.open(record) as store:
        event = store.append(
            "E\ud800",
            "note",
            {"words": "Zoë \udfff \x00 [/", "list": (1, None)},
            utc=datetime(2026, 1, 5, 3, 0, 0, 7, tzinfo=UTC),
            mono=2**62,
            role="paramedic",
            pack=PACK,
        )
        assert store.events("E\ufffd") == (event,)
        assert save(store, 1, "E\ud800").n == 2
    assert event.payload == {"words": "Zoë \ufffd \x00 [/", "list": [1, None]}
    assert (event.utc, event.mono, event.role) == ("2026-01-05T03:00:00.000007Z", 2**62, "paramedic")
    assert (event.seq, event.n, event.kind, event.pack, event.prev) == (1, 1, "note", PACK, GENESIS)


def test_the_list_of_encounters(record: Path) -> None:
    """In the order they began, each with its first and last event."""
    with Store.open(record) as store:
        assert store.encounters() == ()
        for number, name in enumerate(["E2", "E1", "E2", "E2"]):
            save(store, number, name)
        assert store.encounters() == (
            EncounterRow(
                "E2",
                "2026-01-05T03:00:00.000000Z",
                "2026-01-05T03:00:03.000000Z",
                3,
                "answer",
                answer(0),
                answer(3),
            ),
            EncounterRow(
                "E1",
                "2026-01-05T03:00:01.000000Z",
                "2026-01-05T03:00:01.000000Z",
                1,
                "answer",
                answer(1),
                answer(1),
            ),
        )


def test_an_empty_record(record: Path) -> None:
    """Has no events, and a head that is no event's."""
    with Store.open(record) as store:
        assert store.events("E1") == ()
        assert store.head() == GENESIS
        assert store.verify() == ()


def test_another_thread_may_save(record: Path) -> None:
    """As the app does: opened in one thread, saved to in a worker, read in the first."""
    with Store.open(record) as store:
        worker = threading.Thread(target=lambda: [save(store, number) for number in range(20)])
        worker.start()
        worker.join()
        assert saved(store) == list(range(20))


def test_closed_is_closed(record: Path) -> None:
    """Closing twice is fine; anything else is an error that says so."""
    store = Store.open(record)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        save(store, 1)


def test_it_says_that_it_does_not_encrypt(record: Path) -> None:
    """And it does not: the answers can be found in the file."""
    with Store.open(record) as store:
        store.append("E1", "note", {"words": "Zzyzx"}, utc=START, mono=0, role="gp", pack=PACK)
    assert b"Zzyzx" in record.read_bytes()
    assert not Store.encrypted


CANARY = "Zzyzx-CANARY"


@pytest.mark.parametrize(
    "payload",
    [
        {CANARY: {1, 2}},
        {"words": CANARY.encode()},
        {"words": CANARY, "value": float("nan")},
        {(CANARY,): 1},
        {"words": [CANARY, object()]},
        {"words": CANARY, "number": 10**5000},
    ],
)
def test_an_error_never_quotes_what_was_said(record: Path, payload: dict) -> None:
    """What cannot be saved is described by its type alone; the record stays usable."""
    with Store.open(record) as store:
        with pytest.raises(StoreError, match="not saved") as caught:
            store.append("E1", "answer", payload, utc=START, mono=0, role="gp", pack=PACK)
        assert CANARY not in everything_said(caught.value)
        save(store, 1)
        assert saved(store) == [1]


def test_deep_answers_are_refused(record: Path) -> None:
    """Before anything is written."""
    deep: dict[str, object] = {}
    for _ in range(sys.getrecursionlimit()):
        deep = {"inner": deep}
    with Store.open(record) as store:
        with pytest.raises(StoreError, match="too many levels"):
            store.append("E1", "answer", deep, utc=START, mono=0, role="gp", pack=PACK)
        assert store.events("E1") == ()
