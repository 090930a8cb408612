"""What holds for every directory and every request."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.directory.generate import any_directory, any_request
from triage_tui.directory.ask import Ask
from triage_tui.directory.index import index_of
from triage_tui.directory.judge import judge
from triage_tui.directory.model import Directory
from triage_tui.directory.request import Request
from triage_tui.directory.search import LAST_RESORT, search

seeds = st.integers(0, 2**32 - 1)


def _drawn(seed: int) -> tuple[Directory, Request]:
    chance = Random(seed)
    directory = any_directory(chance)
    return directory, any_request(chance, directory)


@given(seeds)
def test_never_empty_handed(seed: int) -> None:
    """Somebody is always offered, with every phrase filled in and nobody twice."""
    found = search(*_drawn(seed))
    assert found.offered
    ids = [match.service.id for match in found.offered]
    assert len(ids) == len(set(ids))
    for match in found.offered:
        assert all((match.name, match.why, match.open, match.area, match.freshness, match.via, match.phone))
    for one in found.excluded:
        assert one.why
        assert one.reasons
        assert one.service.id not in ids


@given(seeds)
def test_a_rejected_service_is_not_offered_again(seed: int) -> None:
    """Rejecting every offer in turn never brings one back, and ends with 999."""
    directory, request = _drawn(seed)
    tried: set[str] = set(request.rejected)
    for _ in range(len(directory.services) + 1):
        first = search(directory, replace(request, rejected=frozenset(tried))).offered[0].service
        assert first.id not in tried
        if first.id == LAST_RESORT.id:
            return
        tried.add(first.id)
    raise AssertionError("rejecting everything must end with 999")


@given(seeds)
def test_the_kind_comes_before_the_distance(seed: int) -> None:
    """Without ranks or promotions, offers of the kinds asked for follow the order of the request."""
    drawn, request = _drawn(seed)
    directory = replace(drawn, ranks={}, services=tuple(replace(one, promoted_to=()) for one in drawn.services))
    found = search(directory, replace(request, minutes=60))
    kinds = [match.service.type for match in found.offered if not match.instead_of and not match.catch_all]
    places = [request.types.index(kind) for kind in kinds]
    assert places == sorted(places)


@given(seeds)
def test_at_most_as_many_of_a_kind_as_are_returned(seed: int) -> None:
    """Two, or one for the single kinds."""
    directory, request = _drawn(seed)
    kinds = [match.service.type for match in search(directory, request).offered if not match.catch_all]
    for kind in set(kinds):
        assert kinds.count(kind) <= directory.types[kind].most_returned


@given(seeds)
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    """The search keeps nothing from one time to the next."""
    directory, request = _drawn(seed)
    assert search(directory, request) == search(replace(directory), request)


@given(seeds)
def test_asking_for_less_leaves_nobody_out(seed: int) -> None:
    """A service that fits still fits when less is needed, or when the age or sex is no longer known."""
    drawn, request = _drawn(seed)
    directory = replace(drawn, services=tuple(replace(one, only_for=()) for one in drawn.services))
    index = index_of(directory)
    for looser in ({"capabilities": ()}, {"age_days": None}, {"sex": None}, {"disposition": None}):
        before, after = Ask(index, request), Ask(index, replace(request, **looser))
        for one in directory.services:
            entry = index.get(one.id)
            assert entry is not None
            strict, loose = judge(entry, before), judge(entry, after)
            assert not (strict and strict.fits) or (loose and loose.fits)


@given(seeds)
def test_every_reason_can_be_said_aloud(seed: int) -> None:
    """No ids, no empty words, nothing of the program's own, and not the name of the test."""
    found = search(*_drawn(seed))
    for one in found.excluded:
        said = re.sub(r"Service [0-9]+", "that service", one.why)
        assert re.fullmatch(r"[A-Za-z0-9 ,;:()'-]+", said), said
        assert not re.search(r"None|True|False|  |^$|; ;", said), said
        if one.reasons != ("surplus",):
            assert len(one.why.split("; ")) >= len(one.reasons)
