"""Take out of a directory file what stands on some lines, leaving the places of everything else as they are."""

from __future__ import annotations

from collections.abc import Collection

from triage_tui.content.source import Map, Seq, Source, line_of

END = 1 << 40
"""A line after the last one."""


def leave_out(source: Source, lines: Collection[int]) -> bool:
    """Take out the services, areas, providers and ranks that stand on these lines; False when there is more on them."""
    root = source.root
    if not isinstance(root, Map) or not isinstance(root.get("services"), Seq):
        return False
    left = set(lines)
    keys = sorted(map(line_of, root.keys_at.values()))
    for name in ("services", "areas", "providers", "ranks"):
        part = root.get(name)
        if isinstance(part, Map | Seq):
            after = next((line for line in keys if line > line_of(root.keys_at[name])), END)
            left -= _without(part, left, after)
    source.problems.clear()
    return not left


def _without(part: Map | Seq, lines: set[int], after: int) -> set[int]:
    """Take out what stands on some lines, from a list or a mapping that ends before another; which lines those were."""
    places = list(part.items_at if isinstance(part, Seq) else part.keys_at.values())
    starts = list(map(line_of, places))
    ends = [max(start, following - 1) for start, following in zip(starts, [*starts[1:], after], strict=False)]
    found: set[int] = set()
    for number in range(len(starts) - 1, -1, -1):
        there = {line for line in lines if starts[number] <= line <= ends[number]}
        if there:
            found |= there
            if isinstance(part, Seq):
                del part[number], part.items_at[number]
            else:
                del part[list(part)[number]]
    return found
