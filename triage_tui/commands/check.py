"""triage check: find mistakes in a pack."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from triage_tui.compiler import compile_pack
from triage_tui.content.fingerprint import DIRECTORY_NAME
from triage_tui.errors import ContentError, ExitCode
from triage_tui.library import default_pack
from triage_tui.problems import Problem


def run(options: argparse.Namespace) -> int:
    """Check each pack named, print every problem once, and say the result."""
    folders = [Path(path) for path in options.paths] or [Path(getattr(options, "pack", default_pack()))]
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            raise ContentError(f"there is no pack folder {folder}", hint="name the folder that holds pack.yaml")
        inside = folder / DIRECTORY_NAME
        problems.extend(compile_pack(folder, inside if inside.is_file() else folder.parent / DIRECTORY_NAME).problems)
    if options.format == "json":
        sys.stdout.write(json.dumps([dataclasses.asdict(problem) for problem in problems], indent=1) + "\n")
    else:
        for problem in problems:
            sys.stdout.write(problem.line() + "\n")
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    sys.stderr.write(f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}\n")
    return int(ExitCode.PROBLEMS if errors or (options.strict and warnings) else ExitCode.OK)
