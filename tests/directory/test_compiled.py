"""A compiled directory offers what the same directory in memory offers, and is refused when it is damaged."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.directory.generate import any_directory, any_request
from tests.directory.make import SHIPPED, directory, find, request, service
from triage_tui.directory.building.build import load_directory
from triage_tui.directory.compiled import compile_directory
from triage_tui.directory.compiled_index import CompiledIndex
from triage_tui.directory.model import Directory
from triage_tui.directory.packing import DamagedError
from triage_tui.directory.request import Found
from triage_tui.directory.search import search


def _compiled(one: Directory) -> CompiledIndex:
    return CompiledIndex(memoryview(b"".join(compile_directory(one))))


def _large(chance: Random, size: int) -> Directory:
    """Several drawn directories in one, with ids of their own."""
    drawn = any_directory(chance)
    services = list(drawn.services)
    while len(services) < size:
        more = any_directory(chance).services
        services += [
            replace(
                one,
                id=f"s{len(services) + number}",
                referral_only_from=tuple(f"s{chance.randrange(size)}" for _ in one.referral_only_from),
            )
            for number, one in enumerate(more)
        ]
    return replace(drawn, services=tuple(services))


@pytest.mark.parametrize("seed", range(8))
def test_it_answers_as_the_search_in_memory_does(seed: int) -> None:
    """Everything: what is offered, in which order, why, what is left out and for which reasons, and the notes."""
    chance = Random(seed)
    for _ in range(4):
        one = _large(chance, chance.choice((10, 80, 300)))
        index = _compiled(one)
        for _ in range(15):
            asked = any_request(chance, one)
            assert search(index.directory, asked) == search(one, asked), asked


def test_the_shipped_directory_goes_through_unchanged() -> None:
    """Every service comes back as it was."""
    one = load_directory(SHIPPED)
    index = _compiled(one)
    for order, service_in_file in enumerate(one.services):
        assert index.read(order).service == service_in_file
        found = index.get(service_in_file.id)
        assert found is not None
        assert found.service == service_in_file
    assert index.get("nobody") is None
    assert replace(index.directory, services=one.services) == one


@pytest.fixture(name="written")
def _written() -> bytearray:
    return bytearray(b"".join(compile_directory(directory(*(service(f"s{n}", lat=52.5, lon=0.0) for n in range(60))))))


def _answer(written: bytes) -> Found:
    """What a search finds; DamagedError when the bytes are refused, at once or only then: with 999 and a note."""
    told: list[str] = []
    found = search(CompiledIndex(memoryview(written), lambda: told.append("damaged")), request())
    if told:
        assert [match.service.id for match in found.offered] == ["emergency_999"]
        assert found.notes[0].startswith("the compiled directory is damaged: its part ")
        raise DamagedError("said")
    return found


def test_bytes_that_are_cut_short_are_refused(written: bytearray) -> None:
    """At any length."""
    for length in [*range(64), *range(64, len(written), 997), len(written) - 40]:
        with pytest.raises(DamagedError):
            _answer(bytes(written[:length]))


def test_a_changed_byte_is_noticed_or_does_no_harm(written: bytearray) -> None:
    """Wherever it is: either it is refused, or the answer is what it was."""
    before = find(directory(*(service(f"s{n}", lat=52.5, lon=0.0) for n in range(60))))
    chance = Random(3)
    refused = 0
    for _ in range(300):
        place = chance.randrange(len(written))
        damaged = bytearray(written)
        damaged[place] ^= 1 << chance.randrange(8)
        try:
            assert _answer(bytes(damaged)).offered == before.offered
        except DamagedError:
            refused += 1
    assert refused > 50


def test_an_empty_directory_still_has_999() -> None:
    """As in memory."""
    assert [match.service.id for match in search(_compiled(directory()), request()).offered] == ["emergency_999"]
