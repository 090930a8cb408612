"""GOV: a version says no less than what changed for patients, and nobody gets less unasked. Proved against the pack as
it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.diff.compare import PathwayDiff, Shown, compare_pathway
from triage_tui.author.diff.step import Step, least, taken
from triage_tui.author.diff.version import Version, changed_since, revision_of
from triage_tui.problems import Problem, Related
from triage_tui.proof.differences import LESS
from triage_tui.walk.plan import Plan

BASE = "HEAD"
MOST_LINES = 3

_STEPS = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: %s, no: home, not known: hospital}, source: local}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
"""
_BEFORE = f"# before/example.yaml\n{_STEPS % 'hospital'}"
_REVIEW = "review: {state: draft, owner: tests, due: 2027-06-30"
_AGREED = f"{_REVIEW}, change: 12 agreed by the arm board}}\n"


@rule(
    "GOV002",
    "version-says-less",
    "error",
    bad=f"# example.yaml\n{_AGREED}{_STEPS % 'home'}{_BEFORE}",
    good=f"# example.yaml\nversion: 1.0.0\n{_AGREED}{_STEPS % 'home'}{_BEFORE}",
    proves=True,
)
def version_says_less(context: Context) -> Iterator[Problem]:
    """What changed since the pack was approved (`--against`), or else since the last commit, deserves a larger step of
    `version`: the first number when anybody ends less urgent, the second when any outcome or question changed, the
    third for wording. People decide by the version whether they have to look at a change.
    """
    before = before_of(context)
    for plan in context.plans() if before is not None else ():
        old = before.compiled.plans.get(plan.pathway) if before is not None else None
        step = taken(old.version, plan.version) if old is not None else Step.MAJOR
        if old is None or before is None or step is Step.MAJOR:
            continue
        found = _changed(context, before, plan)
        if step is None or step < found.step:
            what = {
                Step.PATCH: "only wording changed",
                Step.MINOR: "outcomes or questions changed, and nobody ends less urgent",
                Step.MAJOR: "somebody ends less urgent",
            }[found.step]
            message = f"version {plan.version} says less than what changed since {old.version}: {what}"
            hint = f"write version: {least(old.version, found.step)}, or larger; triage diff shows who"
            yield context.files.pathways[plan.pathway].source.problem(("version",), message, "GOV002", hint=hint)


@rule(
    "GOV004",
    "less-urgent-unasked",
    "error",
    bad=f"# example.yaml\nversion: 1.0.0\n{_STEPS % 'home'}{_BEFORE}",
    good=f"# example.yaml\nversion: 1.0.0\n{_AGREED}{_STEPS % 'home'}{_BEFORE}",
    proves=True,
    safety=True,
)
def less_urgent_unasked(context: Context) -> Iterator[Problem]:
    """Somebody ends less urgent than in the approved pack (`--against`), or than in the last commit, or it is too hard
    to decide whether anybody does, and no change request says that this was asked for: write its number and who agreed
    it under `review`, as `change`. One that was there before does not count again. A draft may change from commit to
    commit, so without `--against` only a pathway that was in review, approved or retired is looked at.
    """
    before = before_of(context)
    for plan in context.plans() if before is not None else ():
        then = before.compiled.files.pathways.get(plan.pathway) if before is not None else None
        if then is None or before is None or (context.before is None and then.model.review.state == "draft"):
            continue
        now = context.files.pathways[plan.pathway]
        if now.model.review.change not in (None, then.model.review.change):
            continue
        found = _changed(context, before, plan)
        if found.less_urgent:
            first = found.of(LESS)[0]
            shown = first.example
            old, new = (shown.old_disposition, shown.new_disposition) if shown else (first.old, first.new)
            message = f"somebody who ended in {old} now ends in {new}, and no change request says so"
            hint = f"put it back, or add change: to review; triage diff shows who in {plan.pathway}"
            yield now.source.problem(
                ("review",), message, "GOV004", key=True, hint=hint, related=_blamed(context, first)
            )
        elif found.unknown:
            message = "whether anybody now ends less urgent is too hard to decide, and no change request is named"
            hint = "triage diff says where it is hard; have it looked at by hand, and add change: to review"
            yield now.source.problem(("review",), message, "GOV004", key=True, hint=hint)


def _blamed(context: Context, shown: Shown) -> tuple[Related, ...]:
    """The lines that made the difference, as far as they stand in the pack as it is now."""
    by_label = {source.label: source for source in context.sources.values()}
    return tuple(
        Related(by_label[line.file].name, line.new, 1, "changed here")
        for line in shown.blame[:MOST_LINES]
        if line.file in by_label and line.new > 0
    )


def _changed(context: Context, before: Version, plan: Plan) -> PathwayDiff:
    """How one pathway changed, and whether anybody is less urgent, worked out once for every rule."""
    now = Version("now", context.folder.as_posix(), context.compiled)
    compare = partial(compare_pathway, before, now, plan.pathway, only_less_urgent=True)
    return context.kept(f"changed {plan.pathway}", compare)


def before_of(context: Context) -> Version | None:
    """The pack as it was; None where nothing says."""
    return context.kept("before", partial(_read_before, context))


def _read_before(context: Context) -> Version | None:
    if context.before is not None:
        return Version("before", context.before.folder.as_posix(), context.before.compiled)
    return revision_of(context.folder, BASE) if changed_since(context.folder, BASE) else None
