"""Nothing in a chain of events can be changed, taken out or moved without being found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from triage_tui.record.canonical import canonical
from triage_tui.record.chain import (
    GENESIS,
    ChainFault,
    Event,
    FaultKind,
    event_hash,
    event_of,
    seal,
    short_hash,
    utc_text,
    verify_chain,
)

START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def chain_of(payloads: Sequence[object], encounters: Sequence[str] = ("E1",), step: int = 1) -> list[Event]:
    """A sound chain with one event a payload, dealt to the encounters in turn, `step` seconds apart."""
    events: list[Event] = []
    for index, payload in enumerate(payloads):
        encounter = encounters[index % len(encounters)]
        row = seal(
            seq=index + 1,
            encounter=encounter,
            n=sum(event.encounter == encounter for event in events) + 1,
            kind="answer",
            payload={"value": payload},
            utc=START + timedelta(seconds=index * step),
            mono=index,
            role="paramedic",
            pack="ab" * 32,
            prev=events[-1].hash if events else GENESIS,
        )
        events.append(event_of(row))
    return events


def damage(events: Sequence[Event], anchor: str = "") -> list[tuple[FaultKind, int]]:
    """The kind and place of each damage found."""
    return [(fault.kind, fault.seq) for fault in verify_chain(events, anchor=anchor) if fault.is_damage]


def rechain(events: Sequence[Event], start: int) -> list[Event]:
    """Give every event from this index on a fresh hash, as a forger with the program would."""
    forged = list(events[:start])
    for event in events[start:]:
        linked = replace(event, prev=forged[-1].hash if forged else GENESIS)
        forged.append(replace(linked, hash=event_hash(linked)))
    return forged


def test_a_hash_covers_the_hash_before_and_every_field() -> None:
    """SHA-256 over prev and the canonical JSON of everything but the two hashes."""
    event = chain_of([1, {"b": "Zoë", "a": [None, True, 2.5]}])[1]
    fields = {
        "seq": 2,
        "encounter": "E1",
        "n": 2,
        "kind": "answer",
        "payload": {"value": {"a": [None, True, 2.5], "b": "Zoë"}},
        "utc": "2026-01-05T03:00:01.000000Z",
        "mono": 1,
        "role": "paramedic",
        "pack": "ab" * 32,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert event.hash == sha256((event.prev + text).encode("utf-8")).hexdigest()


class Colour(StrEnum):
    """A stand-in for an enumeration of the program."""

    RED = "red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        (MappingProxyType({"x": (1, 2)}), '{"x":[1,2]}'),
        ({"c": Colour.RED}, '{"c":"red"}'),
        ("Zoë \u2028", '"Zoë \u2028"'),
        ({"bad \ud800": "\udfff!"}, '{"bad \ufffd":"\ufffd!"}'),
        ("nul \x00", '"nul \\u0000"'),
    ],
)
def test_canonical_json(value: object, text: str) -> None:
    """One text for one value, which UTF-8 can always hold."""
    assert canonical(value) == text
    assert canonical(value).encode("utf-8")


@pytest.mark.parametrize("value", [{"a": {1, 2}}, {1: "a"}, b"bytes", START, object()])
def test_what_is_not_plain_data_is_refused(value: object) -> None:
    """By its type alone: the value is not quoted."""
    with pytest.raises(TypeError, match="of type"):
        canonical(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_are_finite(value: float) -> None:
    """NaN is no JSON."""
    with pytest.raises(ValueError, match="finite"):
        canonical({"a": [value]})


def test_times_are_utc() -> None:
    """Any zone is turned to UTC, in a form that sorts; a naive time is refused."""
    summer = timezone(timedelta(hours=1))
    assert utc_text(datetime(2026, 7, 1, 0, 30, tzinfo=summer)) == "2026-06-30T23:30:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2026, 7, 1, 0, 30))  # noqa: DTZ001 - what must be refused


def test_a_sound_chain_has_no_faults() -> None:
    """Not even without events."""
    assert verify_chain([]) == ()
    assert verify_chain(chain_of(range(20), ["E1", "E2", "E3"])) == ()


def test_an_edit_is_named() -> None:
    """At the event that was edited, whichever field it was."""
    for changes in (
        {"payload": {"value": "other"}},
        {"kind": "note"},
        {"utc": "2026-01-05T04:00:00.000000Z"},
        {"mono": 99},
        {"role": "gp"},
        {"pack": "cd" * 32},
        {"encounter": "E9"},
        {"n": 9},
        {"hash": "ef" * 32},
        {"prev": "ef" * 32},
        {"payload": {"value": {1, 2}}},
    ):
        events = chain_of(range(6))
        events[2] = replace(events[2], **changes)
        assert damage(events) == [(FaultKind.EDIT, 3)], changes


def test_an_edit_with_a_fresh_hash_is_named() -> None:
    """The next event was chained to the hash it had before."""
    events = chain_of(range(6))
    edited = replace(events[2], payload={"value": "other"})
    events[2] = replace(edited, hash=event_hash(edited))
    assert damage(events) == [(FaultKind.EDIT, 3)]


def test_a_gap_is_named() -> None:
    """At the first number that is missing."""
    events = chain_of(range(6))
    assert damage(events[1:]) == [(FaultKind.GAP, 1)]
    assert damage(events[:2] + events[4:]) == [(FaultKind.GAP, 3)]


def test_a_hidden_removal_is_named() -> None:
    """Renumbering the rest and hashing it again leaves the count inside the encounter."""
    events = chain_of(range(6))
    renumbered = [replace(event, seq=seq) for seq, event in enumerate(events[:2] + events[3:], 1)]
    assert damage(rechain(renumbered, 2)) == [(FaultKind.GAP, 3)]


def test_a_reorder_is_named() -> None:
    """At the event that stands too late; also one that stands there twice."""
    events = chain_of(range(4))
    assert damage([events[0], events[2], events[1], events[3]]) == [(FaultKind.REORDER, 2)]
    assert damage([*events, events[1]]) == [(FaultKind.REORDER, 2)]


def test_a_lost_tail_needs_an_anchor() -> None:
    """Without one a shorter chain is sound; with one, the first missing event is named."""
    events = chain_of(range(6))
    for anchor in (events[-1].hash, short_hash(events[-1].hash), f" {short_hash(events[-1].hash).upper()}\n"):
        assert damage(events, anchor) == []
        assert damage(events[:-2], anchor) == [(FaultKind.TRUNCATED, 5)]
    assert damage(events[:-2]) == []
    assert damage([], GENESIS) == []


def test_a_rewritten_chain_needs_an_anchor() -> None:
    """A forger who hashes everything again is found by the paper."""
    events = chain_of(range(6))
    forged = rechain([events[0], replace(events[1], payload={"value": "other"}), *events[2:]], 1)
    assert damage(forged) == []
    assert damage(forged, short_hash(events[3].hash)) == [(FaultKind.TRUNCATED, 7)]


def test_an_anchor_is_long_enough() -> None:
    """A few characters would fit by chance."""
    with pytest.raises(ValueError, match="at least 12"):
        verify_chain(chain_of([1]), anchor="abc")


def test_a_clock_that_goes_back_is_a_note() -> None:
    """The order is by number; the chain is not damaged, and a later fault is still found."""
    events = chain_of(range(4), step=-60)
    faults = verify_chain(events)
    assert [(fault.kind, fault.seq) for fault in faults] == [(FaultKind.CLOCK, seq) for seq in (2, 3, 4)]
    assert not any(fault.is_damage for fault in faults)
    assert ChainFault(FaultKind.EDIT, 1, "").is_damage


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
CHAINS = st.lists(JSON, min_size=2, max_size=8).map(lambda payloads: chain_of(payloads, ("E1", "E2")))
OTHER: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(Event.__slots__, st.text(max_size=70)),
    **dict.fromkeys(("seq", "n", "mono"), st.integers(-5, 50)),
    "payload": st.fixed_dictionaries({"value": JSON}),
}


@given(JSON)
def test_canonical_json_is_stable(value: object) -> None:
    """Reading it and writing it again changes nothing."""
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(CHAINS)
def test_any_chain_made_here_is_sound(events: list[Event]) -> None:
    """Whatever the payloads."""
    assert verify_chain(events, anchor=events[-1].hash) == ()


@given(CHAINS, st.data())
def test_any_edit_is_found(events: list[Event], data: st.DataObject) -> None:
    """One field of one event, changed to anything else of its type."""
    index = data.draw(st.integers(0, len(events) - 1))
    event = events[index]
    name = data.draw(st.sampled_from(Event.__slots__))
    edited = [*events[:index], replace(event, **{name: data.draw(OTHER[name])}), *events[index + 1 :]]
    assume(canonical(asdict(edited[index])) != canonical(asdict(event)))
    assert damage(edited)
    if name not in ("seq", "hash", "prev"):
        assert damage(edited)[0] == (FaultKind.EDIT, index + 1)


@given(CHAINS, st.data())
def test_any_removal_is_found(events: list[Event], data: st.DataObject) -> None:
    """Given the head that was printed, also at the end."""
    gone = data.draw(st.sets(st.integers(0, len(events) - 1), min_size=1))
    left = [event for index, event in enumerate(events) if index not in gone]
    first = min(gone) + 1
    faults = damage(left, events[-1].hash)
    assert faults[0] in [(FaultKind.GAP, first), (FaultKind.TRUNCATED, first)]


@given(CHAINS, st.data())
def test_any_reorder_is_found(events: list[Event], data: st.DataObject) -> None:
    """Events shuffled as they are, or their contents shuffled under the old numbers."""
    shuffled = data.draw(st.permutations(events))
    assume(shuffled != events)
    assert {kind for kind, _ in damage(shuffled)} == {FaultKind.REORDER}
    renumbered = [replace(event, seq=seq) for seq, event in enumerate(shuffled, 1)]
    assert FaultKind.EDIT in {kind for kind, _ in damage(renumbered)}
