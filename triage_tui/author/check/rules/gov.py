"""GOV: who answers for a file, and for what is accepted in it. Acceptances are judged in `author/check/accepted.py`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.content.pathway_file import Decision
from triage_tui.content.source import Map, Path_
from triage_tui.problems import Problem
from triage_tui.walk.plan import Plan

_TWO = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: home, no: home, not known: home}}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
lint: {allow: [{rule: GRF004, """

known(
    "GOV007",
    "accepted-without-reason",
    "warning",
    "A finding is accepted without saying why, until when and by whom, or its time is over. It is shown until "
    "that is said.",
    bad=_TWO + "reason: wanted for the next version}]}",
    good=_TWO + "reason: wanted for the next version, until: 2027-01-31, by: arm lead}]}",
)
known(
    "GOV008",
    "safety-accepted",
    "error",
    "An error or a safety rule was to be accepted. It is mended instead; only warnings that are not about safety "
    "can be accepted.",
    bad="lint: {allow: [{rule: SAF007, reason: no time, until: 2027-01-31, by: arm lead}]}",
    good="title: Sore arm",
)
known(
    "GOV009",
    "accepted-for-nothing",
    "warning",
    "A finding is accepted that is not there, so the entry would hide the next one without anybody deciding.",
    bad="lint: {allow: [{rule: GRF004, reason: wanted, until: 2027-01-31, by: arm lead}]}",
    good="title: Sore arm",
)
_APPROVED = "review: {state: approved, owner: arm lead, approver: A. Clinician, reviewed: 2026-10-01, due: 2027-06-30"


@rule(
    "GOV001",
    "changed-without-version",
    "error",
    bad=f"title: A sore arm\n{_APPROVED}, fingerprint: 0123456789abcdef}}",
    good=f"{_APPROVED}}}",
)
def _changed(context: Context) -> Iterator[Problem]:
    """An approved file is not the text that was approved, but has the same version. It differs from its `fingerprint`
    (which is over everything but `review` and `lint`), or from the approved pack given with `--against`.
    """
    before = {one.source.label: one for one in context.before.loaded()} if context.before is not None else {}
    for loaded in context.wanted():
        review = getattr(loaded.model, "review", None)
        if review is None or review.state != "approved":
            continue
        now = fingerprint(loaded.source.root)
        if review.fingerprint is not None and review.fingerprint != now:
            message = f"the text is not the one that was approved; its fingerprint is now {now}"
            hint = "take the change back, or raise the version and have it approved again"
            yield loaded.source.problem(("review", "fingerprint"), message, "GOV001", hint=hint)
        then = before.get(loaded.source.label)
        if then is not None and then.model.version == loaded.model.version and fingerprint(then.source.root) != now:
            message = f"the text differs from the approved pack, and the version is still {loaded.model.version}"
            yield loaded.source.problem(("version",), message, "GOV001", hint="raise the version")


def fingerprint(root: object) -> str:
    """Sixteen characters that stand for everything a file says, but for `review` and `lint`."""
    kept = (
        {key: value for key, value in root.items() if key not in ("review", "lint")} if isinstance(root, Map) else root
    )
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@rule(
    "GOV003",
    "approval-missing",
    "error",
    bad="review: {state: approved, owner: arm lead, approver: arm lead, reviewed: 2026-10-01, due: 2027-06-30}",
    good=f"{_APPROVED}}}",
)
def _approval(context: Context) -> Iterator[Problem]:
    """A file says that it is approved, but not by whom or when; or its owner approved it alone; or the approval is
    over.
    """
    for loaded in context.wanted():
        review = getattr(loaded.model, "review", None)
        if review is None or review.state != "approved":
            continue
        source = loaded.source
        if review.approver is None or review.reviewed is None:
            missing = "approver" if review.approver is None else "reviewed"
            message = f'approved, but "{missing}" is not written'
            yield source.problem(
                ("review", "state"), message, "GOV003", hint=f"add {missing}:, or go back to in_review"
            )
            continue
        if review.approver.strip().lower() == review.owner.strip().lower():
            message = "approved by its own owner"
            hint = "have it approved by somebody else"
            yield source.problem(("review", "approver"), message, "GOV003", hint=hint)
        if review.reviewed > context.today:
            message = f"reviewed on {review.reviewed.isoformat()}, which is still to come"
            yield source.problem(("review", "reviewed"), message, "GOV003", hint="correct the date")
        if review.due < context.today:
            message = f"the approval was to be renewed by {review.due.isoformat()}"
            yield source.problem(("review", "due"), message, "GOV003", hint="review it again, or withdraw it")


@rule(
    "GOV005",
    "no-source",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: down, ask: When?, number: {unit: minutes, from: 0, to: 600}, not known: hospital}
  - decide:
      - {when: down >= 60, go: hospital}
      - {otherwise: home}
""",
    good="""
steps:
  - use: opening
  - {id: down, ask: When?, number: {unit: minutes, from: 0, to: 600}, not known: hospital, source: local}
  - decide:
      - {when: down >= 60, go: hospital}
      - {otherwise: home}
""",
)
def _no_source(context: Context) -> Iterator[Problem]:
    """A decision stands on a number, and nothing says where that comes from: neither the decision itself, nor a
    question that it reads, nor the step it follows. A reviewer cannot check a threshold without its source.
    """
    said: set[tuple[str, Path_]] = set()
    for plan in context.plans():
        sourced = {step.id for step in plan.steps if step.sources}
        above = ""
        for placed in context.flat(plan.pathway).steps:
            step = placed.step
            if not isinstance(step, Decision):
                above = getattr(step, "id", "")
            elif not step.source and above not in sourced and context.wants(placed.source):
                path: Path_ = (*placed.path, "decide")
                fact = _threshold(plan, step, sourced)
                if fact and (placed.source.name, path) not in said:
                    said.add((placed.source.name, path))
                    message = f'a threshold of "{fact}" has no source'
                    yield placed.source.problem(path, message, "GOV005", key=True, hint="add source: to the decision")


def _threshold(plan: Plan, step: Decision, sourced: set[str]) -> str:
    """The first fact that a decision compares with a number, where no question it reads has a source."""
    text = " ".join(branch.when or "" for branch in step.decide)
    facts = [plan.facts[plan.fact_index[word]] for word in re.findall(r"\w+", text) if word in plan.fact_index]
    if any(plan.steps[number].id in sourced for fact in facts for number in fact.steps):
        return ""
    compared = (match[1] for match in re.finditer(r"\b(\w+) (?:>=|<=|>|<) \d", text))
    return next((name for name in compared if name in plan.fact_index), "")


@rule(
    "GOV006",
    "dates-contradict",
    "error",
    bad=f"{_APPROVED}, from: 2027-01-01, until: 2026-12-01}}",
    good=f"{_APPROVED}, from: 2026-10-15, until: 2027-10-15}}",
)
def _dates(context: Context) -> Iterator[Problem]:
    """The dates between which a file is in force contradict each other, or an approved file is not in force today,
    so that there is a gap in which no approved version holds.
    """
    for loaded in context.wanted():
        review = getattr(loaded.model, "review", None)
        if review is None:
            continue
        start, end, source = review.from_, review.until, loaded.source
        if start is not None and end is not None and end < start:
            message = f"in force until {end.isoformat()}, but only from {start.isoformat()}"
            yield source.problem(("review", "until"), message, "GOV006", hint="put the later date here")
        elif review.state == "approved" and start is not None and start > context.today:
            message = f"approved, but not in force before {start.isoformat()}: until then nothing is"
            yield source.problem(("review", "from"), message, "GOV006", hint="keep the version before until then")
        elif review.state == "approved" and end is not None and end < context.today:
            message = f"approved, but in force only until {end.isoformat()}: now nothing is"
            yield source.problem(("review", "until"), message, "GOV006", hint="approve the next version, or extend it")
