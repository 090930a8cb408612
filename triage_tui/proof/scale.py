"""One scale of urgency for two versions, so that what one calls rank 5 is compared with what the other does."""

from __future__ import annotations

from dataclasses import replace

from triage_tui.walk.plan import Plan


def on_one_scale(old: Plan, new: Plan) -> tuple[Plan, Plan] | None:
    """Both plans with ranks that can be compared, in each plan's own order; None when the orders contradict."""
    before = {item.id: item.rank for item in old.dispositions}
    after = {item.id: item.rank for item in new.dispositions}
    if before == after:
        return old, new
    common = [name for name in before if name in after]
    for one in common:
        for other in common:
            if (before[one] < before[other]) != (after[one] < after[other]):
                return None
    groups = sorted({after[name] for name in common})
    of_old = {before[name]: groups.index(after[name]) for name in common}
    of_new = {rank: place for place, rank in enumerate(groups)}
    places = {
        0: {rank: _place(rank, of_old) for rank in before.values()},
        1: {rank: _place(rank, of_new) for rank in after.values()},
    }
    order = sorted({place for side in places.values() for place in side.values()})
    return _ranked(old, places[0], order), _ranked(new, places[1], order)


def _place(rank: int, groups: dict[int, int]) -> tuple[int, int]:
    """After which rank that both have it comes, and how far."""
    below = max((own for own in groups if own <= rank), default=None)
    return (-1, rank) if below is None else (groups[below], rank - below)


def _ranked(plan: Plan, places: dict[int, tuple[int, int]], order: list[tuple[int, int]]) -> Plan:
    ranked = tuple(replace(item, rank=order.index(places[item.rank]) + 1) for item in plan.dispositions)
    return replace(plan, dispositions=ranked)
