"""One patient of a difference, walked on the engine in both versions and told as a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from triage_tui.author.transcript import transcript
from triage_tui.errors import AnswerError, TriageError
from triage_tui.proof.differences import ANSWER, GAINED, LESS, LOST, MORE, OUTCOME, Difference
from triage_tui.proof.form import action_form
from triage_tui.proof.levels import Levels
from triage_tui.proof.patient import setting, walk
from triage_tui.walk.engine import State, answers_by_step, path, store
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Plan, Slot, Value
from triage_tui.walk.trace import branches_taken


@dataclass(frozen=True, slots=True)
class Example:
    """The conversation that both versions share, and how each goes on and ends."""

    mode: str
    role: str
    shared: tuple[str, ...]
    before: tuple[str, ...]
    now: tuple[str, ...]
    old_disposition: str
    new_disposition: str
    answers: dict[str, Value]
    parts_at: frozenset[str]
    """The step at which the walks part, in either version."""


def example_of(levels: Levels, one: Difference, old: Plan, new: Plan) -> Example:
    """The patient of a difference, replayed; TriageError when the engine does not show what was found."""
    mode, role = setting(levels, one.patient)
    before, now = _walked(old, levels, one.patient), _walked(new, levels, one.patient)
    if not _shows(one, old, before, new, now):
        hint = "this is a mistake in the program, not in the pathway: please report it with both versions"
        raise TriageError(f"{new.pathway}: the comparison and the engine disagree about: {one.kind}", hint)
    told = [_told(plan, state, mode, role) for plan, state in ((old, before), (new, now))]
    shared = tuple(line for line, _ in takewhile(lambda pair: pair[0] == pair[1], zip(*told, strict=False)))
    state = now if now is not None else before
    plan = new if now is not None else old
    return Example(
        mode,
        role,
        shared,
        tuple(told[0][len(shared) :]),
        tuple(told[1][len(shared) :]),
        _disposition(old, before),
        _disposition(new, now),
        {} if state is None else answers_by_step(plan, state),
        _parting(old, before, new, now),
    )


def _walked(plan: Plan, levels: Levels, patient: tuple[int, ...]) -> State | None:
    """The walk, or None where this version does not have one of the answers."""
    try:
        return walk(plan, levels, patient)
    except AnswerError:
        return None


def _told(plan: Plan, state: State | None, mode: str, role: str) -> list[str]:
    if state is None:
        return ["  this version does not have one of these answers"]
    return list(transcript(plan, state, mode, role))


def _disposition(plan: Plan, state: State | None) -> str:
    return "" if state is None else plan.dispositions[final_disposition(plan, state)].id


def _rank(plan: Plan, state: State) -> int:
    return plan.ranks[final_disposition(plan, state)]


def _further(one: Difference, before: int, now: int) -> bool:
    """Whether a patient moved as far as a difference says, or further."""
    old, new = int(one.old), int(one.new)
    return before <= old < new <= now if one.kind == LESS else now <= new < old <= before


def _brings(plan: Plan, state: State, name: str) -> bool:
    bits = state.also | plan.outcomes[~state.at].also
    return any(item.id == name and bits >> place & 1 for place, item in enumerate(plan.adjuncts))


def _shows(one: Difference, old: Plan, before: State | None, new: Plan, now: State | None) -> bool:
    """Whether the engine shows what was found."""
    if one.kind == ANSWER:
        return (before is None) == (one.new == "new") and (now is None) == (one.new == "old")
    if before is None or now is None:
        return False
    if one.kind in (LESS, MORE):
        ranks = _rank(old, before), _rank(new, now)
        return ranks == (int(one.old), int(one.new)) or (one.at_least and _further(one, *ranks))
    if one.kind == OUTCOME:
        ends = old.outcomes[~before.at].id, new.outcomes[~now.at].id
        return ends[0] != ends[1] and one.old in ("", ends[0]) and one.new in ("", ends[1])
    brought = _brings(old, before, one.old), _brings(new, now, one.new)
    return brought == {LOST: (True, False), GAINED: (False, True)}[one.kind]


def _parting(old: Plan, before: State | None, new: Plan, now: State | None) -> frozenset[str]:
    """The ids of the steps at which two walks first differ: what was asked, answered, or which branch was taken."""
    if before is None or now is None:
        return frozenset()
    for one, other in zip(_way(old, before), _way(new, now), strict=False):
        if one != other:
            return frozenset({one[0], other[0]})
    return frozenset({old.outcomes[~before.at].id, new.outcomes[~now.at].id})


def _way(plan: Plan, state: State) -> list[tuple[str, object]]:
    """Every step passed, decisions among them, with what it did."""
    found: dict[int, object] = {
        at: action_form(plan, plan.steps[at].branches[place].action) for at, place in branches_taken(plan, state)
    }
    for entry in path(state):
        nothing: list[Slot] = list(entry.before.facts)
        actions = store(plan, plan.steps[entry.step], entry.value, nothing)
        found[entry.step] = [action_form(plan, action) for action in actions]
    way = [(plan.steps[at].id, did) for at, did in sorted(found.items())]
    return [*way, (plan.outcomes[~state.at].id, "")]
