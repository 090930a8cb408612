"""A condition taken apart into simple ones, each of which allows some values of every level whatever the others are."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.proof.diagram import Diagram, Ref


def boxes(diagram: Diagram, condition: Ref, most: int) -> list[Ref]:
    """Conditions that nobody meets two of and that together are the one given; that one alone where more are needed."""
    return [*_boxes(diagram, condition)] if _ways(diagram, condition, {}) <= most else [condition]


def _ways(diagram: Diagram, ref: Ref, memo: dict[Ref, int]) -> int:
    """How many ways lead to a yes, values that lead on alike taken together."""
    if ref < 0:
        return int(ref == diagram.yes)
    if ref not in memo:
        memo[ref] = sum(_ways(diagram, child, memo) for child in {*diagram.children[ref]})
    return memo[ref]


def _boxes(diagram: Diagram, ref: Ref) -> Iterator[Ref]:
    """One condition for each way."""
    if ref == diagram.yes:
        yield ref
    if ref < 0:
        return
    children = diagram.children[ref]
    for child in dict.fromkeys(children):
        for below in _boxes(diagram, child):
            yield diagram.node(diagram.level[ref], tuple([below if one == child else diagram.no for one in children]))
