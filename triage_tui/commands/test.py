"""triage test: run the scenarios of pathways."""

from __future__ import annotations

import argparse
import sys

from triage_tui.author.scenarios import run_scenarios, uncovered
from triage_tui.commands.settings import open_library, plan_of
from triage_tui.errors import ContentError, ExitCode


def run(options: argparse.Namespace) -> int:
    """Run every scenario of the pathways named (default: all) and print what failed."""
    library = open_library(options)
    names = options.pathways or [header.id for header in library.pack.pathways]
    failed = 0
    for name in names:
        header = library.pack.header(name)
        plan = plan_of(library, name)
        file = library.folder / "scenarios" / f"{name}.yaml"
        if header is None or not file.is_file():
            raise ContentError(f'pathway "{name}" has no scenarios', hint=f"write them in {file}")
        results = run_scenarios(plan, header.modes, library.directory, file)
        for result in results:
            for problem in result.problems:
                sys.stdout.write(f"{problem.line()}\n  in: {result.name}\n")
        bad = sum(bool(result.problems) for result in results)
        failed += bad
        missing = uncovered(plan, results)
        if options.missing:
            sys.stdout.writelines(f"{line}\n" for line in missing)
        counts = f"{len(results)} scenarios, {bad} failed, {len(missing)} answers, branches or outcomes not reached"
        sys.stderr.write(f"{name}: {counts}\n")
    return int(ExitCode.PROBLEMS if failed else ExitCode.OK)
