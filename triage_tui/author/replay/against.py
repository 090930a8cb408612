"""Stored encounters walked through two versions: how many would have ended elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import NamedTuple

from triage_tui.author.replay.columns import Columns
from triage_tui.author.replay.sidecar import Alike, Stored, left_out_of
from triage_tui.author.replay.walking import UNFINISHED, End, tally_lists, walk_lists
from triage_tui.walk.plan import Plan

SAME, LESS, MORE, OUTCOME = "ended the same", "less urgent", "more urgent", "other outcome"
OTHER_PACK = "OLD asks something that was not asked"
NEW_QUESTION = "NEW asks something that was not asked"
NOT_IN_OLD = "OLD has no such pathway for this mode and role"
NOT_IN_NEW = "NEW has no such pathway for this mode and role"
UNFINISHED_THEN = "ended before an outcome was reached"
SWITCHED = "went on in another pathway"
EMERGENCY = "ended by the emergency key"
NO_PACK = "the pack it was recorded with cannot be read beside the record"
DOES_NOT_FIT = "its events do not fit the pack it was recorded with"


class Move(NamedTuple):
    """What kind of change, from which disposition and outcome to which."""

    pathway: str
    kind: str
    old: str
    new: str
    old_outcome: str
    new_outcome: str


@dataclass(slots=True)
class Replayed:
    """How many encounters moved, from where to where, and how many cannot be said."""

    counts: Counter[str] = field(default_factory=Counter)
    moves: Counter[Move] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Every encounter that was looked at."""
        return self.counts.total() + self.left_out.total()


def replay(stored: Stored, old: Mapping[str, Plan], new: Mapping[str, Plan]) -> Replayed:
    """Every stored encounter through both versions."""
    found = Replayed(left_out=left_out_of(stored))
    for alike, rows in stored.groups.items():
        before, now = (_fitting(plans, alike) for plans in (old, new))
        if before is None or now is None:
            found.left_out[NOT_IN_OLD if before is None else NOT_IN_NEW] += rows.columns.rows
            continue
        for (was, ends), count in tally(before, now, alike, rows.columns).items():
            _count(found, alike, (before, was), (now, ends), count)
    return found


def _fitting(plans: Mapping[str, Plan], alike: Alike) -> Plan | None:
    """The version's pathway, when it has one for this mode and role."""
    plan = plans.get(alike.pathway)
    if plan is None or alike.role not in plan.facts[1].values or alike.mode not in plan.facts[0].values:
        return None
    return plan if plan.modes >> plan.facts[0].values.index(alike.mode) & 1 else None


def tally(old: Plan, new: Plan, alike: Alike, columns: Columns) -> Counter[tuple[End, End]]:
    """How many encounters have each pair of ends; on numpy's vectors where it is installed."""
    if find_spec("numpy") is not None:
        from triage_tui.author.replay.vectors import tally_vectors, walk_vectors

        return tally_vectors(*(walk_vectors(plan, alike.mode, alike.role, columns) for plan in (old, new)))
    return tally_lists(*(walk_lists(plan, alike.mode, alike.role, columns) for plan in (old, new)))


def _count(found: Replayed, alike: Alike, before: tuple[Plan, End], now: tuple[Plan, End], count: int) -> None:
    (old, (outcome, disposition)), (new, (other_outcome, other_disposition)) = before, now
    if UNFINISHED in (outcome, other_outcome):
        why = NEW_QUESTION if outcome != UNFINISHED else OTHER_PACK if alike.finished else UNFINISHED_THEN
        found.left_out[why] += count
        return
    one, other = old.dispositions[disposition], new.dispositions[other_disposition]
    names = old.outcomes[outcome].id, new.outcomes[other_outcome].id
    if one.rank != other.rank:
        kind = LESS if other.rank > one.rank else MORE
    elif names[0] != names[1]:
        kind = OUTCOME
    else:
        kind = SAME
    found.counts[kind] += count
    if kind != SAME:
        found.moves[Move(alike.pathway, kind, one.id, other.id, *names)] += count


def lines_of(found: Replayed) -> list[str]:
    """What is said of them: how many, up and down, by outcome, and why the others were not walked."""
    counts = found.counts
    walked = f"{counts.total():,} walked through both versions"
    lines = [f"{found.total:,} stored encounters: {walked}, {counts[SAME]:,} ended the same"]
    if moved := counts.total() - counts[SAME]:
        up, down, beside = (counts[kind] for kind in (MORE, LESS, OUTCOME))
        lines.append(f"{moved:,} would have ended elsewhere: {up:,} up, {down:,} down, {beside:,} as urgent")
    for move, count in sorted(found.moves.items(), key=lambda item: (_ORDER.index(item[0].kind), -item[1], item[0])):
        lines.append(f"  {count:,} {move.kind}: {move.pathway}: {_from_to(move)}")
    lines += [f"  {count:,} not walked: {why}" for why, count in found.left_out.most_common()]
    return lines


_ORDER = (LESS, MORE, OUTCOME)


def _from_to(move: Move) -> str:
    """The outcomes, and the dispositions where they are not the same."""
    outcomes = f"{move.old_outcome} -> {move.new_outcome}"
    if move.old == move.new:
        return f"{outcomes} ({move.old})"
    dispositions = f"{move.old} -> {move.new}"
    return f"{dispositions} ({move.old_outcome if move.old_outcome == move.new_outcome else outcomes})"


def data_of(found: Replayed) -> dict[str, object]:
    """The same as plain data."""
    return {
        "encounters": found.total,
        "counts": dict(found.counts),
        "moves": [{**move._asdict(), "count": count} for move, count in found.moves.most_common()],
        "not_walked": dict(found.left_out),
    }
