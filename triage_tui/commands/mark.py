"""triage mark: say that a service is full, closed or busy for this shift, or see what is marked."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from triage_tui.commands.settings import data_path, open_desk
from triage_tui.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from triage_tui.desk import Desk

OPEN = "open"


def run(options: argparse.Namespace) -> int:
    """Mark a service or take its mark away; then the marks that stand, one a line."""
    if options.service and not options.state:
        raise UsageError("what is it marked as?", f"triage mark {options.service} full --until 18:00, or open")
    if options.state not in (None, OPEN) and not options.until:
        raise UsageError("a mark needs an end", "add --until 18:00 or --until 4h")
    if not options.service and not data_path(options).exists():
        sys.stderr.write("nothing is marked\n")
        return int(ExitCode.OK)
    desk = open_desk(options, read_only=not options.service)
    try:
        if options.service:
            _mark(desk, options)
        _tell(desk)
    finally:
        desk.store.close()
    return int(ExitCode.OK)


def _mark(desk: Desk, options: argparse.Namespace) -> None:
    from triage_tui.directory.index import index_of
    from triage_tui.problems import did_you_mean
    from triage_tui.shift import end_of_mark

    directory = desk.library.directory
    if index_of(directory).get(options.service) is None:
        near = did_you_mean(options.service, (one.id for one in directory.services))
        hint = near or "triage find --name TEXT shows ids"
        raise UsageError(f'the directory has no service "{options.service}"', hint)
    if options.state == OPEN:
        desk.unmark(options.service)
    else:
        desk.mark(options.service, options.state, end_of_mark(options.until, desk.clock.now()))


def _tell(desk: Desk) -> None:
    from triage_tui.directory.clock import local_day, minute_of
    from triage_tui.directory.words import mark_words

    today = local_day(minute_of(desk.clock.now()))
    marks = desk.marks()
    sys.stdout.writelines(f"{name}  {mark_words(mark, today)}\n" for name, mark in marks.items())
    if not marks:
        sys.stderr.write("nothing is marked\n")
