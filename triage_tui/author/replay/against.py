"""Stored encounters walked through two versions: how many would have ended elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from triage_tui.errors import AnswerError
from triage_tui.walk.engine import State, start
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Plan, Value

SAME, LESS, MORE, OUTCOME = "ended the same", "less urgent", "more urgent", "other outcome"
OTHER_PACK = "recorded on a version whose questions do not fit OLD"
SWITCHED = "went on in another pathway"
EMERGENCY = "ended by the emergency key"
UNFINISHED = "ended before an outcome was reached"
NEW_QUESTION = "NEW asks something that was not asked"


@dataclass(frozen=True, slots=True)
class Case:
    """One encounter without anything about the patient but what was answered."""

    pathway: str
    mode: str
    role: str
    answers: Mapping[str, Value]


@dataclass(slots=True)
class Replayed:
    """How many encounters moved, from where to where, and how many cannot be said."""

    counts: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """By pathway, kind, and where it ended before and now."""
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Every encounter that was looked at."""
        return self.counts.total() + self.left_out.total()


def replay(cases: Iterable[Case | str], old: Mapping[str, Plan], new: Mapping[str, Plan]) -> Replayed:
    """Every case through both versions; a text is why an encounter cannot be one."""
    found = Replayed()
    for case in cases:
        if isinstance(case, str):
            found.left_out[case] += 1
            continue
        before, now = _walked(old, case), _walked(new, case)
        if before is None:
            found.left_out[OTHER_PACK] += 1
        elif now is None or not now.finished:
            found.left_out[UNFINISHED if not before.finished else NEW_QUESTION] += 1
        elif not before.finished:
            found.left_out[UNFINISHED] += 1
        else:
            _count(found, old[case.pathway], before, new[case.pathway], now)
    return found


def _walked(plans: Mapping[str, Plan], case: Case) -> State | None:
    plan = plans.get(case.pathway)
    if plan is None:
        return None
    try:
        return start(plan, mode=case.mode, role=case.role, known=case.answers)
    except AnswerError:
        return None


def _count(found: Replayed, old: Plan, before: State, new: Plan, now: State) -> None:
    one, other = old.dispositions[final_disposition(old, before)], new.dispositions[final_disposition(new, now)]
    names = old.outcomes[~before.at].id, new.outcomes[~now.at].id
    if one.rank != other.rank:
        kind, ends = (LESS if other.rank > one.rank else MORE), (one.id, other.id)
    elif names[0] != names[1]:
        kind, ends = OUTCOME, names
    else:
        kind, ends = SAME, ("", "")
    found.counts[kind] += 1
    if kind != SAME:
        found.moves[(new.pathway, kind, *ends)] += 1


def lines_of(found: Replayed) -> list[str]:
    """What is said of them."""
    said, same = found.counts.total(), found.counts[SAME]
    lines = [f"{found.total:,} stored encounters: {said:,} walked through both versions, {same:,} ended the same"]
    for (pathway, kind, old, new), count in found.moves.most_common():
        lines.append(f"  {count:,} {kind}: {pathway}: {old} -> {new}")
    lines += [f"  {count:,} not walked: {why}" for why, count in found.left_out.most_common()]
    return lines


def data_of(found: Replayed) -> dict[str, object]:
    """The same as plain data."""
    return {
        "encounters": found.total,
        "counts": dict(found.counts),
        "moves": [
            {"pathway": pathway, "kind": kind, "old": old, "new": new, "count": count}
            for (pathway, kind, old, new), count in found.moves.most_common()
        ],
        "not_walked": dict(found.left_out),
    }
