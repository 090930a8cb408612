"""What is done with whole functions is what is done with every one of their values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from triage_tui.proof.any_value import joined, together, unless_known
from triage_tui.proof.beside import apart, exceeds
from triage_tui.proof.diagram import Diagram, Ref

DOMAINS = (2, 3, 2, 3)
PLACES = tuple(product(*(range(size) for size in DOMAINS)))

Table = dict[tuple[int, ...], int]

tables = st.lists(st.integers(0, 2), min_size=len(PLACES), max_size=len(PLACES)).map(
    lambda values: dict(zip(PLACES, values, strict=True))
)
places = st.sampled_from(PLACES)
some_levels = st.sets(st.integers(0, len(DOMAINS) - 1))
bits = st.tuples(*(st.integers(1, (1 << size) - 1) for size in DOMAINS))


def function(diagram: Diagram, table: Table, known: tuple[int, ...] = ()) -> Ref:
    """A table as a function."""
    if len(known) == len(DOMAINS):
        return diagram.terminal(table[known])
    level = len(known)
    return diagram.node(level, tuple(function(diagram, table, (*known, value)) for value in range(DOMAINS[level])))


def values_of(diagram: Diagram, ref: Ref) -> dict[tuple[int, ...], object]:
    """A function as a table."""
    return {place: diagram.evaluate(ref, place) for place in PLACES}


def fixed(place: tuple[int, ...], given_values: dict[int, int]) -> tuple[int, ...]:
    """A place with some levels given other values."""
    return tuple(given_values.get(level, value) for level, value in enumerate(place))


def allowed_places(allowed: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The places where every level has an allowed value."""
    return (place for place in PLACES if all(allowed[level] >> value & 1 for level, value in enumerate(place)))


@given(tables)
def test_equal_functions_are_equal_numbers(table: Table) -> None:
    diagram = Diagram(DOMAINS)
    assert values_of(diagram, function(diagram, table)) == table
    assert function(diagram, table) == function(diagram, dict(table))


@given(tables, st.lists(tables, min_size=3, max_size=3))
def test_a_selector_chooses_at_every_place(selector: Table, choices: list[Table]) -> None:
    diagram = Diagram(DOMAINS)
    chosen = {diagram.terminal(value): function(diagram, table) for value, table in enumerate(choices)}
    found = diagram.select(function(diagram, selector), chosen)
    assert values_of(diagram, found) == {place: choices[selector[place]][place] for place in PLACES}


@given(tables, tables, some_levels, places, places)
def test_two_functions_are_compared_with_their_own_values(
    left: Table, right: Table, levels: set[int], one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    diagram = Diagram(DOMAINS)
    first, second = {level: one[level] for level in levels}, {level: other[level] for level in levels}
    refs = function(diagram, left), function(diagram, right)
    pairs = {place: (left[fixed(place, first)], right[fixed(place, second)]) for place in PLACES}
    assert exceeds(diagram, [refs], first, second) == any(a > b for a, b in pairs.values())
    differ = apart(diagram, *refs, first, second, lambda a, b: (a, b) if a != b else None)
    assert values_of(diagram, differ) == {place: pair if pair[0] != pair[1] else None for place, pair in pairs.items()}


@given(tables, st.integers(0, len(DOMAINS) - 1))
def test_what_is_left_below_a_level_is_all_there_is(table: Table, level: int) -> None:
    diagram = Diagram(DOMAINS)
    ref = function(diagram, table)
    left = {diagram.fix(ref, dict(enumerate(place[:level]))) for place in PLACES}
    assert diagram.parts(ref, level) == left


@given(tables, st.integers(0, len(DOMAINS) - 1))
def test_values_that_make_no_difference_are_alike(table: Table, level: int) -> None:
    diagram = Diagram(DOMAINS)
    ref = function(diagram, table)
    same = [diagram.fix(ref, {level: value}) for value in range(DOMAINS[level])]
    assert diagram.alike(ref, level) == tuple(same.index(one) for one in same)


@given(tables, bits, bits, st.integers(0, 15))
def test_a_narrowed_function_is_the_same_where_everything_is_allowed(
    table: Table, first: tuple[int, ...], second: tuple[int, ...], among: int
) -> None:
    diagram = Diagram(DOMAINS)
    once = diagram.narrow(function(diagram, table), first)
    assert all(diagram.evaluate(once, place) == table[place] for place in allowed_places(first))
    assert diagram.narrow(once, first) == once
    both = tuple(a & b or a for a, b in zip(first, second, strict=True))
    again = diagram.narrow(once, both)
    assert all(diagram.evaluate(again, place) == table[place] for place in allowed_places(both))
    part = diagram.narrow(function(diagram, table), first, among)
    rest = tuple(one if among >> level & 1 else (1 << DOMAINS[level]) - 1 for level, one in enumerate(first))
    assert all(diagram.evaluate(part, place) == table[place] for place in allowed_places(rest))


@given(tables, tables, some_levels)
def test_joined_over_some_levels_the_greatest_value_that_is_allowed_is_taken(
    table: Table, allowed: Table, levels: set[int]
) -> None:
    diagram = Diagram(DOMAINS)
    where = function(diagram, {place: value > 0 for place, value in allowed.items()})
    found = joined(diagram, function(diagram, table), where, dict.fromkeys(levels, 0), greatest)
    for place in PLACES:
        beside = [other for other in PLACES if all(other[n] == place[n] for n in range(4) if n not in levels)]
        values = [table[other] for other in beside if allowed[other] > 0]
        assert diagram.evaluate(found, place) == (max(values) if values else None)


@given(tables, tables, some_levels)
def test_together_two_conditions_hold_for_any_values_of_some_levels(
    left: Table, right: Table, levels: set[int]
) -> None:
    diagram = Diagram(DOMAINS)
    one, other = (function(diagram, {place: value > 0 for place, value in table.items()}) for table in (left, right))
    found = together(diagram, one, other, dict.fromkeys(levels, 0))
    for place in PLACES:
        beside = [here for here in PLACES if all(here[n] == place[n] for n in range(4) if n not in levels)]
        assert diagram.evaluate(found, place) == any(left[here] > 0 < right[here] for here in beside)


@given(tables, some_levels)
def test_what_is_not_known_may_have_any_value(table: Table, levels: set[int]) -> None:
    diagram = Diagram(DOMAINS)
    condition = function(diagram, {place: value > 0 for place, value in table.items()})
    found = unless_known(diagram, condition, sum(1 << level for level in levels))
    for place in PLACES:
        known = [n for n in range(4) if n not in levels or place[n]]
        fits = any(table[here] > 0 for here in PLACES if all(here[n] == place[n] for n in known))
        assert diagram.evaluate(found, place) == fits


@given(tables, tables, tables)
def test_either_takes_what_a_condition_chooses(condition: Table, then: Table, otherwise: Table) -> None:
    diagram = Diagram(DOMAINS)
    whether = function(diagram, {place: value > 0 for place, value in condition.items()})
    found = diagram.either(whether, function(diagram, then), function(diagram, otherwise))
    assert values_of(diagram, found) == {n: then[n] if condition[n] > 0 else otherwise[n] for n in PLACES}


def greatest(one: int | None, other: int | None) -> int | None:
    """The greater of two values, of which one may be missing."""
    return max((value for value in (one, other) if value is not None), default=None)
