"""The claims that hold for a pathway, ready to be checked on a walk."""

from __future__ import annotations

from triage_tui.content.pack_files import PackFiles
from triage_tui.content.pathway_file import ClaimShape
from triage_tui.walk.compiling.flatten import Flat, flatten
from triage_tui.walk.compiling.resolve import Known, Resolver
from triage_tui.walk.plan import Condition, Fact, NumberSpec, Plan


def claims_of(files: PackFiles, name: str, plan: Plan) -> tuple[tuple[ClaimShape, Condition | None], ...]:
    """Every claim of a pathway and its modules, with its compiled condition (None: always)."""
    flat = flatten(files.pathways[name], files.modules)
    resolver = _resolver(flat, plan)
    return tuple((claim, resolver.condition(claim.if_) if claim.if_ else None) for claim, _, _ in flat.claims)


def impossible_of(files: PackFiles, name: str, plan: Plan) -> tuple[Condition, ...]:
    """The conditions that no patient of a pathway can meet."""
    flat = flatten(files.pathways[name], files.modules)
    resolver = _resolver(flat, plan)
    return tuple(resolver.condition(text) for text, _, _ in flat.impossible)


def _resolver(flat: Flat, plan: Plan) -> Resolver:
    """What compiles conditions that may read every fact of a pathway."""
    numbers = {step.slot: step.number for step in plan.steps if step.number is not None}
    known = {
        fact.name: Known(slot, fact.kind, fact.values, numbers.get(slot) or _plain_number(fact), fact.first_step)
        for slot, fact in enumerate(plan.facts)
    }
    derived: dict[str, Condition] = {}
    for derived_name, text, _, _ in flat.derived:
        derived[derived_name] = Resolver(known, derived).sum(text)
    return Resolver(known, derived)


def _plain_number(fact: Fact) -> NumberSpec | None:
    return NumberSpec(fact.unit, 0, 999, fact.decimals) if fact.kind == "number" else None
