"""Prove the claims that a pathway and its modules make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from triage_tui.author.prove.proof import CLAIM, Proof
from triage_tui.author.prove.subject import Subject
from triage_tui.proof.claim import Verdict, prove, violation
from triage_tui.proof.diagram import BudgetError, deep
from triage_tui.proof.payload import Breaks
from triage_tui.walk.compiling.claims import Placed
from triage_tui.walk.engine import State
from triage_tui.walk.evaluate import TRUE, evaluate
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Plan


def prove_claims(subject: Subject) -> Iterator[Proof]:
    """Every promise of every claim."""
    for placed in subject.claimed.claims:
        for promise, payload in _promises(subject, placed):
            subject.make_room()
            premise = placed.claim.if_ or "always"
            finding = prove(subject.walks, subject.patients, payload, subject.seen)
            if finding.verdict == Verdict.VIOLATED:
                subject.confirm(finding.patient, partial(_broken, subject.plan, payload), premise)
            found = subject.proof(CLAIM, f"if {premise}: {promise}", placed.path, finding, placed.source)
            if finding.verdict == Verdict.PROVED and subject.claimed.impossible:
                found = replace(found, leans_on=_leans_on(subject, payload))
            yield found


def _broken(plan: Plan, payload: Breaks, state: State) -> bool:
    """Whether the engine's end of a walk breaks a claim."""
    if payload.premise is not None and evaluate(payload.premise, state.facts) != TRUE:
        return False
    if payload.rank is not None:
        return plan.ranks[final_disposition(plan, state)] > payload.rank
    if payload.outcomes is not None:
        return ~state.at not in payload.outcomes
    return not (state.also | plan.outcomes[~state.at].also) & payload.also


def _promises(subject: Subject, placed: Placed) -> Iterator[tuple[str, Breaks]]:
    plan, claim, premise = subject.plan, placed.claim, placed.condition
    if claim.at_least is not None:
        rank = plan.ranks[plan.disposition_index[claim.at_least]]
        yield f"at least {claim.at_least}", Breaks(plan, premise, rank=rank)
    if claim.ends_in is not None:
        outcomes = frozenset(plan.outcome_index[name] for name in claim.ends_in)
        yield f"ends in {' or '.join(claim.ends_in)}", Breaks(plan, premise, outcomes=outcomes)
    if claim.also is not None:
        adjunct = next(place for place, item in enumerate(plan.adjuncts) if item.id == claim.also)
        yield f"also {claim.also}", Breaks(plan, premise, adjunct=adjunct)


def _leans_on(subject: Subject, payload: Breaks) -> tuple[str, ...]:
    """The declared impossibilities without which somebody would break the claim."""
    try:
        with deep():
            broken = violation(subject.walks, payload)
            return tuple(
                one.text
                for number, one in enumerate(subject.claimed.impossible)
                if subject.walks.diagram.both(subject.patients_without(number), broken) != subject.walks.diagram.no
            )
    except BudgetError:
        return tuple(one.text for one in subject.claimed.impossible)
