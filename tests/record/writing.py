"""Answers to save, with nothing random in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from triage_tui.record.chain import Event
from triage_tui.record.store import Store

PACK = "0a" * 32
START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def answer(number: int) -> dict[str, object]:
    """The payload of the answer with this number; between 0 and 3 kB."""
    return {"number": number, "words": "é" * ((number * 397) % 1500)}


def save(store: Store, number: int, encounter: str = "E1") -> Event:
    """Append the answer with this number, at a time of its own."""
    return store.append(
        encounter,
        "answer",
        answer(number),
        utc=START + timedelta(seconds=number),
        mono=number,
        role="call_handler",
        pack=PACK,
    )


def saved(store: Store, encounter: str = "E1") -> list[object]:
    """The numbers of the answers that an encounter holds."""
    return [event.payload["number"] for event in store.events(encounter)]


def everything_said(error: BaseException | None) -> str:
    """All text of an error that a traceback or a log could show, its causes included."""
    said = []
    while error is not None:
        said.append(f"{error!s} {error!r} {error.args} {vars(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(said)
