"""triage diff OLD NEW: what changed for patients between two versions, proved."""

from __future__ import annotations

import argparse
import gc
import sys
from typing import TYPE_CHECKING

from triage_tui.commands.settings import data_path, pack_folder, write_json
from triage_tui.errors import ExitCode, UsageError
from triage_tui.problems import did_you_mean

if TYPE_CHECKING:
    from triage_tui.author.diff.version import Version
    from triage_tui.author.replay.against import Replayed


def run(options: argparse.Namespace) -> int:
    """Compare two versions and print what changed."""
    from triage_tui.author.diff.compare import compare_versions
    from triage_tui.author.diff.services import moved_services, service_lines
    from triage_tui.author.diff.version import read_versions
    from triage_tui.author.diff.words import needs_decision
    from triage_tui.author.replay.against import data_of, lines_of

    usual = pack_folder(options)
    collecting = gc.isenabled()
    gc.disable()  # diagrams are very many small things, hardly any of them garbage
    try:
        old, new = read_versions(options.old, options.new, usual)
        only = _only(options, old.pathway or new.pathway, {*old.compiled.files.named, *new.compiled.files.named})
        found = compare_versions(old, new, only)
    finally:
        if collecting:
            gc.enable()
    moved, requests = moved_services(old, new, only)
    stored = _stored(options, old, new) if options.against else None
    if options.format == "json":
        from triage_tui.author.diff.report_json import json_report

        data = json_report(old, new, found)
        data["services"] = {
            "requests": requests,
            "moved": [
                {
                    "old": one.old,
                    "new": one.new,
                    "requests": one.requests,
                    "areas": list(one.areas),
                    "times": list(one.times),
                    "outcomes": list(one.outcomes),
                }
                for one in moved
            ],
        }
        if stored is not None:
            data["records"] = data_of(stored)
        write_json(data)
    elif options.format == "markdown":
        from triage_tui.author.diff.report_markdown import markdown_report

        sys.stdout.write(markdown_report(old, new, found))
        if lines := list(service_lines(moved, requests)):
            sys.stdout.write("\n## Services\n\n```text\n" + "\n".join(lines) + "\n```\n")
        if stored is not None:
            sys.stdout.write("\n## Stored encounters\n\n```text\n" + "\n".join(lines_of(stored)) + "\n```\n")
    else:
        from triage_tui.author.diff.report_text import text_report

        sys.stdout.write(text_report(old, new, found))
        sys.stdout.writelines(f"{line}\n" for line in ["", *service_lines(moved, requests)] if requests)
        if stored is not None:
            sys.stdout.write("\n" + "\n".join(lines_of(stored)) + "\n")
    if any(one.state == "broken" for one in found):
        return int(ExitCode.UNREADABLE)
    return int(ExitCode.PROBLEMS if any(needs_decision(one) for one in found) else ExitCode.OK)


def _stored(options: argparse.Namespace, old: Version, new: Version) -> Replayed:
    """The stored encounters, walked through both versions."""
    from triage_tui.author.replay.against import replay
    from triage_tui.author.replay.sidecar import Stored
    from triage_tui.commands.stored import stored_encounters

    path = data_path(options)
    stored = stored_encounters(path) if path.exists() else Stored()
    return replay(stored, old.compiled.plans, new.compiled.plans)


def _only(options: argparse.Namespace, meant: str, known: set[str]) -> str:
    name = str(options.pathway or meant)
    if name and name not in known:
        raise UsageError(f'neither version has a pathway "{name}"', did_you_mean(name, sorted(known)))
    return name
