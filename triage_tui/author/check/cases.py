"""The scenarios of a pathway, run once for every rule that looks at them."""

from __future__ import annotations

from functools import partial

from triage_tui.author.check.context import Context
from triage_tui.author.scenarios import CaseResult, run_cases


def case_results(context: Context, pathway: str) -> tuple[CaseResult, ...]:
    """Every case of a pathway that was compiled; none where it has no scenarios."""
    return context.kept(f"cases {pathway}", partial(_run, context, pathway))


def _run(context: Context, pathway: str) -> tuple[CaseResult, ...]:
    directory, loaded = context.compiled.directory, context.scenarios.get(pathway)
    if loaded is None or directory is None:
        return ()
    modes = context.files.pathways[pathway].model.modes
    return run_cases(context.compiled.plans[pathway], modes, directory, loaded.model, loaded.source)
