"""triage summary: a copy of an encounter's summary, on the screen, in a file or on paper."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from triage_tui.commands.settings import data_path, open_desk, reference_of
from triage_tui.errors import ExitCode, OutputError, UsageError
from triage_tui.handover.model import Summary
from triage_tui.handover.printing import file_name, print_copy, printer_encoding, write_copy
from triage_tui.problems import did_you_mean
from triage_tui.summaries import SUMMARIES_FOLDER, copy_as_html, copy_as_text, summary_of


def run(options: argparse.Namespace) -> int:
    """Show, save or print one copy; nothing is written to the record, so a full or read-only disk is no obstacle."""
    if options.to_printer and options.format == "html":
        raise UsageError(
            "--print sends plain text", "save the page with --format html -o FILE and print it from a browser"
        )
    summary = _summary(options)
    if options.to_printer:
        _print(summary, options)
    if options.output and options.output != "-":
        write_copy(_copy(summary, options, "utf-8"), Path(options.output))
        sys.stderr.write(f"written to {options.output}\n")
    elif not options.to_printer or options.output == "-":
        _show(_copy(summary, options, sys.stdout.encoding or "utf-8"))
    return int(ExitCode.OK)


def _summary(options: argparse.Namespace) -> Summary:
    desk = open_desk(options, read_only=True)
    try:
        encounter = desk.load(reference_of(options.encounter, desk.store))
        known = desk.library_of(encounter).pack.languages
        if options.language and options.language not in known:
            hint = did_you_mean(options.language, known) or "advice.yaml of this pack has no translations"
            raise UsageError(f'the advice is not written in "{options.language}"', hint)
        return summary_of(desk, encounter, desk.clock.now(), options.language or "")
    finally:
        desk.store.close()


def _copy(summary: Summary, options: argparse.Namespace, encoding: str) -> str:
    if options.format == "html":
        page = copy_as_html(summary, options.copy)
        return page if encoding.lower() == "utf-8" else page.encode("ascii", "xmlcharrefreplace").decode()
    return copy_as_text(summary, options.copy, encoding=encoding)


def _print(summary: Summary, options: argparse.Namespace) -> None:
    text = copy_as_text(summary, options.copy, encoding=printer_encoding(), form_feeds=True)
    folder = data_path(options).parent / SUMMARIES_FOLDER
    title = f"Triage {summary.reference} {options.copy}"
    said = print_copy(text, title=title, folder=folder, name=file_name(summary.reference, options.copy, "text"))
    sys.stderr.write(f"{said}\n")


def _show(text: str) -> None:
    """Write to standard output; OutputError when it takes nothing more."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered can go nowhere
        hint = "the encounter is safe in the record; save a copy with -o FILE"
        raise OutputError(f"the summary could not be shown: {error.strerror}", hint) from None
