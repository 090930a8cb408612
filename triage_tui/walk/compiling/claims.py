"""What is claimed of a pathway, ready to be proved or checked on a walk."""

from __future__ import annotations

from typing import NamedTuple

from triage_tui.content.pack_files import PackFiles
from triage_tui.content.pathway_file import ClaimShape
from triage_tui.content.source import Path_, Source
from triage_tui.walk.compiling.flatten import flatten
from triage_tui.walk.compiling.resolve import Known, Resolver
from triage_tui.walk.plan import Condition, Fact, NumberSpec, Plan


class Placed(NamedTuple):
    """A claim, its compiled condition (None: always), and where it stands."""

    claim: ClaimShape
    condition: Condition | None
    source: Source
    path: Path_


class Written(NamedTuple):
    """A condition somebody wrote outside the steps, compiled, and where it stands."""

    text: str
    condition: Condition
    source: Source
    path: Path_


class Claimed(NamedTuple):
    """Everything claimed of a pathway and its modules: claims, and who cannot be, is not meant, or is scored."""

    claims: tuple[Placed, ...]
    impossible: tuple[Written, ...]
    not_for: tuple[Written, ...]
    scores_for: dict[str, Condition]
    """By instrument, for whom more points are always worse."""


def claimed(files: PackFiles, name: str, plan: Plan) -> Claimed:
    """Everything claimed of a pathway whose plan compiled without errors."""
    loaded = files.pathways[name]
    flat = flatten(loaded, files.modules)
    resolver = resolver_of(plan, [(derived, text) for derived, text, _, _ in flat.derived])
    claims = tuple(
        Placed(claim, resolver.condition(claim.if_) if claim.if_ else None, source, path)
        for claim, source, path in flat.claims
    )
    impossible = tuple(Written(text, resolver.condition(text), source, path) for text, source, path in flat.impossible)
    not_for = tuple(
        Written(text, resolver.condition(text), loaded.source, ("not_for", number))
        for number, text in enumerate(loaded.model.not_for)
    )
    scores_for = {score: resolver.condition(text) for score, text in loaded.model.scores_for.items()}
    return Claimed(claims, impossible, not_for, scores_for)


def claims_of(files: PackFiles, name: str, plan: Plan) -> tuple[tuple[ClaimShape, Condition | None], ...]:
    """Every claim of a pathway and its modules, with its compiled condition (None: always)."""
    return tuple((placed.claim, placed.condition) for placed in claimed(files, name, plan).claims)


def impossible_of(files: PackFiles, name: str, plan: Plan) -> tuple[Condition, ...]:
    """The conditions that no patient of a pathway can meet."""
    return tuple(written.condition for written in claimed(files, name, plan).impossible)


def resolver_of(plan: Plan, derived: list[tuple[str, str]]) -> Resolver:
    """Compiles conditions over the facts of a plan; `derived`: derived facts and their sums, as text."""
    numbers = {step.slot: step.number for step in plan.steps if step.number is not None}
    known = {
        fact.name: Known(slot, fact.kind, fact.values, numbers.get(slot) or _plain_number(fact), fact.first_step)
        for slot, fact in enumerate(plan.facts)
    }
    found: dict[str, Condition] = {}
    for name, text in derived:
        found[name] = Resolver(known, found).sum(text)
    return Resolver(known, found)


def _plain_number(fact: Fact) -> NumberSpec | None:
    return NumberSpec(fact.unit, 0, 999, fact.decimals) if fact.kind == "number" else None
