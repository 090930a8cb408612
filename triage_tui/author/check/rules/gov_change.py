"""GOV: a version says no less than what changed for patients. Proved against the pack as it was."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.diff.compare import compare_pathway
from triage_tui.author.diff.step import Step, least, taken
from triage_tui.author.diff.version import Version, changed_since, revision_of
from triage_tui.problems import Problem

BASE = "HEAD"

_STEPS = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: %s, no: home, not known: hospital}, source: local}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
"""
_BEFORE = f"# before/example.yaml\n{_STEPS % 'hospital'}"


@rule(
    "GOV002",
    "version-says-less",
    "warning",
    bad=f"# example.yaml\n{_STEPS % 'home'}{_BEFORE}",
    good=f"# example.yaml\nversion: 1.0.0\n{_STEPS % 'home'}{_BEFORE}",
    proves=True,
)
def version_says_less(context: Context) -> Iterator[Problem]:
    """What changed since the pack was approved (`--against`), or else since the last commit, deserves a larger step of
    `version`: the first number when anybody ends less urgent, the second when any outcome or question changed, the
    third for wording. People decide by the version whether they have to look at a change.
    """
    before = _before(context)
    if before is None:
        return
    now = Version("now", context.folder.as_posix(), context.compiled)
    for plan in context.plans():
        old = before.compiled.plans.get(plan.pathway)
        if old is None:
            continue
        step = taken(old.version, plan.version)
        if step is Step.MAJOR:
            continue
        found = compare_pathway(before, now, plan.pathway)
        if step is None or step < found.step:
            what = {
                Step.PATCH: "only wording changed",
                Step.MINOR: "outcomes or questions changed, and nobody ends less urgent",
                Step.MAJOR: "somebody ends less urgent",
            }[found.step]
            message = f"version {plan.version} says less than what changed since {old.version}: {what}"
            hint = f"write version: {least(old.version, found.step)}, or larger; triage diff shows who"
            yield context.files.pathways[plan.pathway].source.problem(("version",), message, "GOV002", hint=hint)


def _before(context: Context) -> Version | None:
    """The pack as it was; None where nothing says."""
    if context.before is not None:
        return Version("before", context.before.folder.as_posix(), context.before.compiled)
    return revision_of(context.folder, BASE) if changed_since(context.folder, BASE) else None
