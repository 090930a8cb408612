"""Functions of which some levels are taken together: whatever their value, or for any of their values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from triage_tui.proof.diagram import Diagram, Ref


def joined(
    diagram: Diagram, ref: Ref, where: Ref, levels: Mapping[int, int], join: Callable[[Any, Any], Hashable]
) -> Ref:
    """The joined value over those values of some levels (from the one given on) for which a condition holds.

    `nothing` where it holds for none of them; `join` has to take it.
    """
    bits = sum(1 << level for level in levels)
    return _joined(diagram, ref, where, levels, bits, join, {})


def _joined(
    diagram: Diagram,
    ref: Ref,
    where: Ref,
    levels: Mapping[int, int],
    bits: int,
    join: Callable[[Any, Any], Hashable],
    memo: dict[tuple[Ref, Ref], Ref],
) -> Ref:
    if where == diagram.no:
        return diagram.nothing
    if where == diagram.yes and (ref < 0 or not diagram.support[ref] & bits):
        return ref
    found = memo.get((ref, where))
    if found is not None:
        return found
    here = diagram.level[ref] if ref >= 0 else 1 << 60
    there = diagram.level[where] if where >= 0 else 1 << 60
    at = min(here, there)
    first = levels.get(at, 0)
    refs = diagram.children[ref] if here == at else (ref,) * diagram.domains[at]
    wheres = diagram.children[where] if there == at else (where,) * diagram.domains[at]
    pairs = list(zip(refs[first:], wheres[first:], strict=True))
    known = {pair: _joined(diagram, *pair, levels, bits, join, memo) for pair in dict.fromkeys(pairs)}
    if at in levels:
        found, *rest = dict.fromkeys(known.values())
        for other in rest:
            found = diagram.combine(found, other, join)
    else:
        found = diagram.node(at, tuple([known[pair] for pair in pairs]))
    memo[ref, where] = found
    return found


def together(diagram: Diagram, left: Ref, right: Ref, levels: Mapping[int, int]) -> Ref:
    """Whether both hold for any values of some levels (from the value given on)."""
    bits = sum(1 << level for level in levels)
    return _together(diagram, (left, right), levels, bits, {})


def _together(
    diagram: Diagram, pair: tuple[Ref, Ref], levels: Mapping[int, int], bits: int, memo: dict[tuple[Ref, Ref], Ref]
) -> Ref:
    left, right = pair
    no, yes = diagram.no, diagram.yes
    if no in pair:
        return no
    if left < 0 or not diagram.support[left] & bits:
        if right < 0 or not diagram.support[right] & bits:
            return diagram.both(left, right)
        if left != yes:
            return diagram.both(left, _together(diagram, (yes, right), levels, bits, memo))
    found = memo.get(pair)
    if found is not None:
        return found
    at, lefts, rights = diagram.opened(left, right)
    first = levels.get(at)
    if first is None:
        made: list[Ref] = []
        for one in zip(lefts, rights, strict=True):
            known = memo.get(one)
            made.append(_together(diagram, one, levels, bits, memo) if known is None else known)
        found = diagram.node(at, tuple(made))
    else:
        found = no
        for one in dict.fromkeys(zip(lefts[first:], rights[first:], strict=True)):
            found = diagram.any_of(_together(diagram, one, levels, bits, memo), found)
            if found == yes:
                break
    memo[pair] = found
    return found


def unless_known(diagram: Diagram, condition: Ref, levels: int) -> Ref:
    """A condition, where the value 0 of some levels (bits) stands for any value."""
    return _unless_known(diagram, condition, levels, {})


def _unless_known(diagram: Diagram, condition: Ref, levels: int, memo: dict[Ref, Ref]) -> Ref:
    if condition < 0 or not diagram.support[condition] & levels:
        return condition
    found = memo.get(condition)
    if found is None:
        own = diagram.children[condition]
        known = {child: _unless_known(diagram, child, levels, memo) for child in {*own}}
        children = [known[child] for child in own]
        if levels >> diagram.level[condition] & 1:
            for child in known.values():
                children[0] = diagram.any_of(children[0], child)
        found = memo[condition] = diagram.node(diagram.level[condition], tuple(children))
    return found
