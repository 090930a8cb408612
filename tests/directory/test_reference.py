"""The search agrees with the published rules written out slowly, on thousands of directories and requests."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tests.directory.generate import any_directory, any_request
from tests.directory.reference import reference_search
from triage_tui.directory import search as program
from triage_tui.directory.search import search

ROUNDS, DIRECTORIES, REQUESTS = 8, 70, 8


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_search_agrees_with_the_reference(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is offered and in which order, every test that every other service failed, near misses, the catch-all."""
    monkeypatch.setattr(program, "EXPLAINED", 1_000)
    chance = Random(seed)
    for number in range(DIRECTORIES):
        directory = any_directory(chance)
        for _ in range(REQUESTS):
            request = any_request(chance, directory)
            found, expected = search(directory, request), reference_search(directory, request)
            said = f"seed {seed}, directory {number}: {request}"
            assert [match.service.id for match in found.offered] == expected.offered, said
            assert found.catch_all == expected.catch_all, said
            failed = {one.service.id: set(one.reasons) - {"surplus"} for one in found.excluded}
            assert failed == expected.failed, said
            assert {one.service.id for one in found.near_misses} == expected.near_misses, said


def test_the_generator_reaches_every_rule() -> None:
    """Each test fails alone somewhere, and each way of ending happens; else agreeing would prove little."""
    chance = Random(1)
    seen: Counter[str] = Counter()
    for _ in range(300):
        directory = any_directory(chance)
        for _ in range(5):
            found = search(directory, any_request(chance, directory))
            seen.update(one.reasons[0] for one in found.excluded if len(one.reasons) == 1)
            seen.update(["catch_all"] if found.catch_all else [])
            seen.update("instead" for match in found.offered if match.instead_of)
            seen.update("chained" for match in found.offered if match.via.startswith("only "))
            seen.update("built in" for match in found.offered if match.service.id == "emergency_999")
    rules = "active rejected sex practice capacity capability disposition mode age area role hours only_if_open surplus"
    ends = ("catch_all", "instead", "chained")
    assert {rule: seen[rule] for rule in [*rules.split(), *ends, "built in"] if seen[rule] < 3} == {}
