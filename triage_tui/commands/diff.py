"""triage diff OLD NEW: what changed for patients between two versions, proved."""

from __future__ import annotations

import argparse
import gc
import sys

from triage_tui.commands.settings import pack_folder, write_json
from triage_tui.errors import ExitCode, UsageError
from triage_tui.problems import did_you_mean


def run(options: argparse.Namespace) -> int:
    """Compare two versions and print what changed."""
    from triage_tui.author.diff.compare import compare_versions
    from triage_tui.author.diff.version import read_versions
    from triage_tui.author.diff.words import needs_decision

    usual = pack_folder(options)
    collecting = gc.isenabled()
    gc.disable()  # diagrams are very many small things, hardly any of them garbage
    try:
        old, new = read_versions(options.old, options.new, usual)
        only = _only(options, old.pathway or new.pathway, {*old.compiled.files.pathways, *new.compiled.files.pathways})
        found = compare_versions(old, new, only)
    finally:
        if collecting:
            gc.enable()
    if options.format == "json":
        from triage_tui.author.diff.report_json import json_report

        write_json(json_report(old, new, found))
    elif options.format == "markdown":
        from triage_tui.author.diff.report_markdown import markdown_report

        sys.stdout.write(markdown_report(old, new, found))
    else:
        from triage_tui.author.diff.report_text import text_report

        sys.stdout.write(text_report(old, new, found))
    if any(one.state == "broken" for one in found):
        return int(ExitCode.UNREADABLE)
    return int(ExitCode.PROBLEMS if any(needs_decision(one) for one in found) else ExitCode.OK)


def _only(options: argparse.Namespace, meant: str, known: set[str]) -> str:
    name = str(options.pathway or meant)
    if name and name not in known:
        raise UsageError(f'neither version has a pathway "{name}"', did_you_mean(name, sorted(known)))
    return name
