"""GOV: what a pathway promised before it still promises: its claims, and what holds when a call breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.check.rules.gov_change import before_of
from triage_tui.author.diff.cut_off import lowered_meanwhile
from triage_tui.content.pack_files import StepsFile
from triage_tui.content.pathway_file import ClaimShape
from triage_tui.content.source import Path_
from triage_tui.problems import Problem

_STEPS = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, %sanswers: {yes: hospital, no: home, not known: hospital}, source: local}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
"""
_THRESHOLD = re.compile(r"(>=|<=|>|<) (\d+(?:\.\d+)?)\b")
_CLAIMED = "claims:\n  - {if: pain is yes, at least: %s}\n"
_CLAIMED_BEFORE = f"# before/example.yaml\n{_STEPS % ''}{_CLAIMED}"


@rule(
    "GOV010",
    "claim-removed",
    "warning",
    bad=f"# example.yaml\n{_STEPS % ''}{_CLAIMED_BEFORE % 'ed_1h'}",
    good=f"# example.yaml\n{_STEPS % ''}{_CLAIMED % 'ed_1h'}{_CLAIMED_BEFORE % 'clinician_now'}",
    slow=True,
    safety=True,
)
def _claim_removed(context: Context) -> Iterator[Problem]:
    """A claim stood in the pack as it was approved (`--against`), or in the last commit, and no claim with its
    condition promises as much now. What nobody claims, nobody proves. It may be meant; whoever signs should know.
    """
    before = before_of(context)
    if before is None:
        return
    by_label = {one.source.label: one for one in before.compiled.files.with_steps}
    for loaded in context.step_files():
        if loaded.source.label in by_label:
            yield from _gone(context, loaded, by_label[loaded.source.label])


class _Promise(NamedTuple):
    """What a claim promises: for whom, how urgent, where it ends, what follows."""

    condition: str
    rank: int
    ends: frozenset[str]
    also: str

    def keeps(self, other: _Promise) -> bool:
        """Whether it promises as much as another, for as many."""
        ends = not other.ends or (bool(self.ends) and self.ends <= other.ends)
        follows = other.also in ("", self.also)
        return _covers(self.condition, other.condition) and self.rank <= other.rank and ends and follows


def _gone(context: Context, now: StepsFile, then: StepsFile) -> Iterator[Problem]:
    kept = [_promise(context, claim) for claim in now.model.claims]
    for claim in then.model.claims:
        before = _promise(context, claim)
        if not any(one.keeps(before) for one in kept):
            there: Path_ = ("claims",) if now.model.claims else ()
            said = f"if {before.condition or 'always'}: {_said(claim)}"
            message = f'the claim "{said}" was there before, and is gone or weaker'
            yield now.source.problem(there, message, "GOV010", key=True, hint="put it back, or tell whoever signs why")


def _covers(now: str, then: str) -> bool:
    """Whether a condition holds wherever another did: the same, or with thresholds that take in more."""
    if now == then or "not" in then.split() or _THRESHOLD.sub("", now) != _THRESHOLD.sub("", then):
        return now == then
    pairs = zip(_THRESHOLD.finditer(now), _THRESHOLD.finditer(then), strict=True)
    return all(
        one[1] == two[1] and (float(one[2]) <= float(two[2]) if ">" in one[1] else float(one[2]) >= float(two[2]))
        for one, two in pairs
    )


def _promise(context: Context, claim: ClaimShape) -> _Promise:
    files = context.files.dispositions
    ranks = {one.id: one.rank for one in files.model.dispositions} if files is not None else {}
    rank = ranks.get(claim.at_least or "", max(ranks.values(), default=0) + 1)
    return _Promise(" ".join((claim.if_ or "").split()), rank, frozenset(claim.ends_in or ()), claim.also or "")


def _said(claim: ClaimShape) -> str:
    parts = {"at least": claim.at_least, "ends in": ", ".join(claim.ends_in or ()), "also": claim.also}
    return ", ".join(f"{key} {value}" for key, value in parts.items() if value)


@rule(
    "GOV011",
    "breaks-off-less-urgent",
    "warning",
    bad=f"# example.yaml\nversion: 0.2.0\n{_STEPS % ''}# before/example.yaml\n{_STEPS % 'interim: ed_1h, '}",
    good=f"# example.yaml\nversion: 0.2.0\n{_STEPS % 'interim: ed_1h, '}# before/example.yaml\n{_STEPS % ''}",
    slow=True,
    safety=True,
)
def _breaks_off(context: Context) -> Iterator[Problem]:
    """A call that breaks off at a question counts as less urgent than it did in the pack as it was approved
    (`--against`), or in the last commit: its `interim`, or that of the pathway, was lowered or left out.
    """
    before = before_of(context)
    if before is None:
        return
    seen: set[tuple[str, int]] = set()
    for plan in context.plans():
        old = before.compiled.plans.get(plan.pathway)
        for step, what in lowered_meanwhile(old, plan) if old is not None else ():
            source, path = context.step_at(plan, plan.step_index[step.id])
            if context.wants(source) and (source.name, step.line) not in seen:
                seen.add((source.name, step.line))
                message = f'a call that breaks off at "{step.id}" counts as less urgent than before: {what}'
                hint = "put its interim back, or tell whoever signs"
                yield source.problem((*path, "id"), message, "GOV011", hint=hint)
