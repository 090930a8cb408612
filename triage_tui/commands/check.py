"""triage check: find mistakes in a pack or in some of its files, explain them, and mend what is certain."""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from triage_tui.author.check.context import Context, read_context
from triage_tui.author.check.locate import targets
from triage_tui.author.check.registry import all_rules
from triage_tui.author.check.run import check, in_order
from triage_tui.collecting import without_collecting
from triage_tui.commands.progress import told
from triage_tui.errors import ExitCode, UsageError
from triage_tui.library import cache_folder, default_pack
from triage_tui.problems import Problem, did_you_mean


def run(options: argparse.Namespace) -> int:
    """Check every path named, print every problem once, and say the result."""
    if options.explain:
        return _explain(options.explain)
    if options.dry_run and not options.fix:
        raise UsageError("--dry-run shows what --fix would do", "add --fix")
    if options.fix and options.format != "text":
        raise UsageError("--fix prints text alone", "leave out --format")
    with nullcontext() if options.tests else without_collecting():  # mutants leave large diagrams behind
        contexts, problems = _check(options)
    if options.fix:
        return _fix(options, contexts, problems)
    return report(options, contexts, problems)


def report(options: argparse.Namespace, contexts: Sequence[Context], problems: Sequence[Problem]) -> int:
    """Print every problem and how many there are; the exit code."""
    sys.stdout.write(_text(options, contexts, problems))
    return _say(options, problems)


def _check(options: argparse.Namespace) -> tuple[list[Context], tuple[Problem, ...]]:
    paths = [Path(path) for path in options.paths] or [Path(getattr(options, "pack", default_pack()))]
    today = datetime.now(UTC).date()
    contexts = [read_context(one.folder, one.directory, today, one.only, told()) for one in targets(paths)]
    for context in contexts:
        context.cache = cache_folder()
    if options.against:
        before = targets([Path(options.against)])[0]
        for context in contexts:
            context.before = read_context(before.folder, before.directory, today)
    return contexts, in_order(
        problem
        for context in contexts
        for problem in check(context, quick=options.quick, prove=options.prove, tests=options.tests)
    )


def _text(options: argparse.Namespace, contexts: Sequence[Context], problems: Sequence[Problem]) -> str:
    from triage_tui.author.check import report_machine, report_text
    from triage_tui.author.check.rows import rows

    if options.format == "json":
        return report_machine.as_json(problems)
    if options.format == "github":
        return report_machine.github(problems)
    if options.format == "sarif":
        return report_machine.sarif(problems, all_rules())
    if options.compact:
        return report_text.compact(problems)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    return report_text.text(problems, rows(contexts), width=width, colour=colour)


def _say(options: argparse.Namespace, problems: Sequence[Problem]) -> int:
    """The counts, and the exit code: decided once."""
    from triage_tui.author.check.report_text import summary

    sys.stderr.write(f"{summary(problems)}\n")
    if any(problem.code == "YML009" for problem in problems):
        return int(ExitCode.UNREADABLE)
    failing = {"error", "warning"} if options.strict else {"error"}
    return int(ExitCode.PROBLEMS if any(one.severity in failing for one in problems) else ExitCode.OK)


def _explain(code: str) -> int:
    from triage_tui.author.check.explain import page

    rules = all_rules()
    found = rules.get(code.upper())
    if found is None:
        raise UsageError(f'there is no rule "{code}"', did_you_mean(code.upper(), rules) or "docs/rules.md lists them")
    sys.stdout.write(page(found))
    return int(ExitCode.OK)


def _fix(options: argparse.Namespace, contexts: Sequence[Context], problems: Sequence[Problem]) -> int:
    """Do what is certain (or show it), then check again."""
    from triage_tui.author.check.mend import mend, read_texts, write_text

    files = {edit.file for problem in problems if problem.fix for edit in problem.fix.edits}
    texts = read_texts(files)
    checked = {name: source.text for context in contexts for name, source in context.sources.items()}
    changed = [file for file in files if file in checked and texts[file].removeprefix("\ufeff") != checked[file]]
    if changed:
        raise UsageError(f"{changed[0]} was changed while it was checked", "check again")
    mended = mend(problems, texts)
    for file, text in mended.texts.items():
        if options.dry_run:
            lines = (texts[file].splitlines(keepends=True), text.splitlines(keepends=True))
            sys.stdout.writelines(difflib.unified_diff(*lines, file, f"{file} mended"))
        else:
            write_text(file, text)
    for problem in mended.done:
        label = problem.fix.label if problem.fix else ""
        sys.stderr.write(f"{problem.file}:{problem.at_line}: {'would ' if options.dry_run else ''}{label}\n")
    for problem in mended.left:
        sys.stderr.write(f"{problem.file}:{problem.at_line}: left as it is: its fix touches another; check again\n")
    if options.dry_run:
        return _say(options, problems)
    return report(options, *_check(options))
