"""A condition taken apart is the same condition, in parts that do not overlap."""

from __future__ import annotations

from functools import reduce
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from triage_tui.proof.boxes import boxes
from triage_tui.proof.diagram import Diagram, Ref
from triage_tui.proof.parting import values_with

DOMAINS = (2, 3, 2, 3)


def condition_of(diagram: Diagram, truths: list[bool]) -> Ref:
    """The condition with a truth for every combination of values, in order."""
    level, refs = len(DOMAINS), [diagram.terminal(truth) for truth in truths]
    while level:
        level -= 1
        size = DOMAINS[level]
        refs = [diagram.node(level, tuple(refs[at : at + size])) for at in range(0, len(refs), size)]
    return refs[0]


def how_many(diagram: Diagram, condition: Ref) -> int:
    """How many combinations of values meet a condition."""
    choices = product(*map(range, DOMAINS))
    return sum(diagram.fix(condition, dict(enumerate(values))) == diagram.yes for values in choices)


@given(st.lists(st.booleans(), min_size=36, max_size=36))
def test_parts_are_simple_and_together_the_whole(truths: list[bool]) -> None:
    diagram = Diagram(DOMAINS)
    condition = condition_of(diagram, truths)
    parts = boxes(diagram, condition, 36)
    assert reduce(diagram.any_of, parts, diagram.no) == condition
    assert all(diagram.both(one, other) == diagram.no for one, other in combinations(parts, 2))
    for part in parts:
        values = [values_with(diagram, part).get(level, (1 << size) - 1) for level, size in enumerate(DOMAINS)]
        assert how_many(diagram, part) == reduce(lambda size, bits: size * bits.bit_count(), values, 1)


@given(st.lists(st.booleans(), min_size=36, max_size=36), st.integers(0, 5))
def test_what_needs_more_parts_stays_whole(truths: list[bool], most: int) -> None:
    diagram = Diagram(DOMAINS)
    condition = condition_of(diagram, truths)
    needed = boxes(diagram, condition, 36)
    assert boxes(diagram, condition, most) == (needed if len(needed) <= most else [condition])
