"""Prove one claim over every possible patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from triage_tui.proof.behaviour import Behaviour, refuse_too_fine
from triage_tui.proof.diagram import BudgetError, Ref, deep
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import plainest
from triage_tui.proof.payload import Breaks
from triage_tui.proof.possible import Possible
from triage_tui.proof.somebody import nobody
from triage_tui.proof.walks import Walks
from triage_tui.walk.evaluate import TRUE, evaluate, slots_of
from triage_tui.walk.plan import Condition, Kind, Slot


class Verdict(Enum):
    """What is known of a claim."""

    PROVED = "proved"
    VIOLATED = "violated"
    VACUOUS = "vacuous"
    NOT_HERE = "not reached here"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one claim: a patient who breaks it, or the step and the facts that made it too hard."""

    verdict: Verdict
    patient: tuple[int, ...] = ()
    step: str = ""
    facts: tuple[str, ...] = ()


def prove(walks: Walks, patients: Ref, payload: Breaks, seen: Iterable[Sequence[Slot]] = ()) -> Finding:
    """Whether any patient breaks a claim; `seen`: facts at the end of some walks, one of which may meet its premise."""
    try:
        refuse_too_fine(walks)
        with deep():
            required = required_by(walks, payload.premise)
            if not (kept_at_once(walks, payload) or nobody(walks, patients, payload, required)):
                patient = plainest(walks, walks.diagram.both(patients, violation(walks, payload)))
                if patient is not None:
                    return Finding(Verdict.VIOLATED, tuple(patient))
            if payload.premise is None or _met_by(payload.premise, seen):
                return Finding(Verdict.PROVED)
            if holds_for_somebody(walks, patients, payload.premise):
                return Finding(Verdict.PROVED)
    except BudgetError as hard:
        return Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
    return Finding(Verdict.VACUOUS)


def _met_by(premise: Condition, seen: Iterable[Sequence[Slot]]) -> bool:
    return any(evaluate(premise, facts) == TRUE for facts in seen)


def violation(walks: Walks, payload: Breaks) -> Ref:
    """Who breaks a claim, possible or not."""
    required = required_by(walks, payload.premise)
    if required is None or kept_at_once(walks, payload):
        return walks.diagram.no
    return Behaviour(walks, payload, required).compile().root


def kept_at_once(walks: Walks, payload: Breaks) -> bool:
    """Whether the answers to one step keep the promise wherever the premise can hold: no walk has to be followed."""
    premise, plan, diagram = payload.premise, walks.plan, walks.diagram
    if premise is None:
        return False
    met = walks.reader.surely(premise, len(plan.steps) + 1)
    for slot in sorted(slots_of(premise)):
        steps = plan.facts[slot].steps
        if len(steps) != 1 or plan.steps[steps[0]].kind == Kind.MEASURE:
            continue
        head = walks.levels.group(plan.steps[steps[0]]).head
        if diagram.fix(met, {head: 0}) != diagram.no:
            continue
        effects = walks.effects(steps[0], payload.also)
        after = {end: diagram.no if _keeps(payload, diagram.value(end)) else met for end in diagram.ends(effects)}
        if diagram.select(effects, after, answers_at=head) == diagram.no:
            return True
    return False


def _keeps(payload: Breaks, effect: Effect | None) -> bool:
    return effect is None or not payload.goes_on(effect)


def required_by(walks: Walks, premise: Condition | None) -> dict[int, int] | None:
    """The answers without which a premise cannot hold, by level (bits); None when it never holds."""
    if premise is None:
        return {}
    possible = Possible.__new__(Possible)
    possible.prepare(walks.plan, walks.levels)
    everything = list(possible.everything)
    found = possible.assume(premise, TRUE, True, everything, len(walks.plan.steps) + 1)
    if found is None:
        return None
    return {level: bits for level, bits in enumerate(found) if bits != everything[level]}


def holds_for_somebody(walks: Walks, patients: Ref, premise: Condition) -> bool:
    """Whether the premise certainly holds at the end of some possible patient's walk."""
    required = required_by(walks, premise)
    if required is None:
        return False
    if _found_by_trying(walks, patients, premise, required):
        return True
    met = Behaviour(walks, Breaks(walks.plan, premise), required).compile().root
    return walks.diagram.both(patients, met) != walks.diagram.no


def _found_by_trying(walks: Walks, patients: Ref, premise: Condition, required: dict[int, int]) -> bool:
    """Whether the plainest patient with the required answers meets the premise: it saves the exact search."""
    diagram = walks.diagram
    fits = patients
    for level, bits in required.items():
        values = tuple(diagram.terminal(bool(bits >> value & 1)) for value in range(diagram.domains[level]))
        fits = diagram.both(diagram.node(level, values), fits)
    patient = plainest(walks, fits)
    if patient is None:
        return False
    last = max((number for slot in slots_of(premise) for number in walks.plan.facts[slot].steps), default=-1)
    state = walks.tried.state(patient, last)
    return state is not None and evaluate(premise, state.facts) == TRUE
