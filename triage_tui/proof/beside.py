"""Two functions side by side, with some levels given one value in the one and another in the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from triage_tui.proof.diagram import Diagram, Ref


def exceeds(
    diagram: Diagram, pairs: Iterable[tuple[Ref, Ref]], one: Mapping[int, int], other: Mapping[int, int]
) -> bool:
    """Whether the first of any pair, with some levels given a value, ever exceeds the second with theirs."""
    bits = sum(1 << level for level in one if one[level] != other[level])
    support, levels, children = diagram.support, diagram.level, diagram.children
    deeper = len(diagram.domains)
    seen: set[tuple[Ref, Ref]] = set()
    waiting = list(pairs)
    while waiting:
        pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        left, right = pair
        if (left == right and (left < 0 or not support[left] & bits)) or diagram.most(left) <= diagram.least(right):
            continue
        here = levels[left] if left >= 0 else deeper
        there = levels[right] if right >= 0 else deeper
        at = min(here, there)
        if at == deeper:
            return True
        if at in one:
            left = children[left][one[at]] if here == at else left
            right = children[right][other[at]] if there == at else right
            waiting.append((left, right))
        elif here < there:
            waiting.extend([(child, right) for child in {*children[left]}])
        elif there < here:
            waiting.extend([(left, child) for child in {*children[right]}])
        else:
            waiting.extend({*zip(children[left], children[right], strict=True)})
    return False


def apart(
    diagram: Diagram,
    left: Ref,
    right: Ref,
    one: Mapping[int, int],
    other: Mapping[int, int],
    join: Callable[[Any, Any], Hashable],
) -> Ref:
    """The joined values of two functions, with some levels given a value in the one and another in the other.

    `join` of equal values is None.
    """
    bits = sum(1 << level for level in one if one[level] != other[level])
    return _apart(diagram, left, right, (one, other, bits, join), {})


def _apart(
    diagram: Diagram,
    left: Ref,
    right: Ref,
    how: tuple[Mapping[int, int], Mapping[int, int], int, Callable[[Any, Any], Hashable]],
    memo: dict[tuple[Ref, Ref], Ref],
) -> Ref:
    one, other, bits, join = how
    if left == right and (left < 0 or not diagram.support[left] & bits):
        return diagram.nothing
    key = (left, right)
    found = memo.get(key)
    if found is not None:
        return found
    if left < 0 and right < 0:
        found = diagram.terminal(join(diagram.values[~left], diagram.values[~right]))
    else:
        at, lefts, rights = diagram.opened(left, right)
        if at in one:
            found = _apart(diagram, lefts[one[at]], rights[other[at]], how, memo)
        else:
            made: list[Ref] = []
            for pair in zip(lefts, rights, strict=True):
                known = memo.get(pair)
                made.append(_apart(diagram, *pair, how, memo) if known is None else known)
            found = diagram.node(at, tuple(made))
    memo[key] = found
    return found
