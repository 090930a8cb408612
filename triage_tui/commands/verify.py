"""triage verify: check, test and prove a pack at once, side by side: what has to hold before anyone signs it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from triage_tui.author.beside import Beside
from triage_tui.author.check.cases import case_results
from triage_tui.author.check.context import Context, context_of
from triage_tui.author.check.locate import targets
from triage_tui.author.check.run import check
from triage_tui.author.prove.work import Work
from triage_tui.collecting import without_collecting
from triage_tui.commands import check as checking
from triage_tui.commands import prove as proving
from triage_tui.commands import test as testing
from triage_tui.commands.progress import shown
from triage_tui.commands.settings import pack_folder
from triage_tui.compiler import compile_pack
from triage_tui.errors import ExitCode
from triage_tui.problems import Problem
from triage_tui.walk.compiling.claims import impossible_of


def run(options: argparse.Namespace) -> int:
    """Check the whole pack, and test and prove every pathway named (default: all); print what does not hold."""
    target = targets([pack_folder(options)])[0]
    with without_collecting():
        compiled = compile_pack(target.folder, target.directory)
        names, whole = proving.wanted(options, compiled)
        sound = compiled.directory_file is not None and all(proving.is_whole(compiled, name) for name in names)
        work = Work(compiled, target.folder, target.directory, proving.year_of(options))
        with Beside(work, work.parts(names) if sound else ()) as beside:
            context = context_of(target.folder, compiled, datetime.now(UTC).date())
            told = _told_by_test(context, names) if sound else frozenset()
            found = [one for one in check(context) if one not in told]
            held = {"check": checking.report(options, [context], found) == ExitCode.OK}
            if sound:
                held["test"] = _test(options, context, names)
                held["prove"] = proving.report(options, beside.finish(shown("proofs")), names, whole=whole)
    sys.stderr.write(f"{_summary(held)}\n")
    return int(ExitCode.OK if sound and all(held.values()) else ExitCode.PROBLEMS)


def _told_by_test(context: Context, names: Sequence[str]) -> frozenset[Problem]:
    """What `test` prints anyway: the scenarios of these pathways that fail."""
    return frozenset(problem for name in names for one in case_results(context, name) for problem in one.problems)


def _test(options: argparse.Namespace, context: Context, names: Sequence[str]) -> bool:
    """Print what the scenarios of some pathways say; whether all pass and exercise enough."""
    good = True
    for name in names:
        loaded, pack = context.scenarios.get(name), context.compiled.pack
        assert pack is not None, "only what was compiled is tested"
        file = context.folder / "scenarios" / f"{name}.yaml"
        if loaded is None:
            sys.stdout.write(f"{name} has no scenarios that can be read: write them in {file}\n")
            good = False
            continue
        plan = context.compiled.plans[name]
        roles, impossible = {role.id: role.modes for role in pack.roles}, impossible_of(context.files, name, plan)
        results = case_results(context, name)
        good &= testing.report(options, testing.Tested(plan, roles, impossible, file, loaded.model.cases, results))
    return good


def _summary(held: Mapping[str, bool]) -> str:
    """One line for whoever signs."""
    failed = [name for name, holds in held.items() if not holds]
    if "prove" not in held:
        return "nothing was tested or proved: what cannot be compiled comes first"
    return f"not ready to be signed: {', '.join(failed)}" if failed else "checked, tested and proved: nothing is left"
