"""What is kept on this machine."""

from __future__ import annotations

import argparse

from triage_tui.arguments.command import Command


def _records(records: argparse.ArgumentParser) -> None:
    records.add_argument("action", choices=("list", "show", "resume", "verify", "export"))
    records.add_argument("encounter", nargs="?", metavar="ENCOUNTER", help="its reference, or last")
    records.add_argument("-o", "--output", metavar="FILE")
    records.add_argument(
        "--scenario",
        nargs="?",
        const="",
        metavar="ENCOUNTER",
        help="export it as a scenario, without anything that identifies",
    )


def _summary(summary: argparse.ArgumentParser) -> None:
    summary.add_argument("encounter", metavar="ENCOUNTER", help="its reference, or last")
    summary.add_argument("--copy", choices=("professional", "patient", "sbar", "atmister"), default="professional")
    summary.add_argument("--format", choices=("text", "html"), default="text")
    summary.add_argument("--language", metavar="CODE", help="advice in another language beside the English, such as pl")
    summary.add_argument("-o", "--output", metavar="FILE")
    summary.add_argument("--print", action="store_true", dest="to_printer", help="send it to the system's printer")


def _tables(tables: argparse.ArgumentParser) -> None:
    tables.add_argument("pathways", nargs="*", metavar="PATHWAY")
    tables.add_argument("--gently", action="store_true", help="at the lowest priority")


COMMANDS = (
    Command("records", "encounters kept on this machine", _records),
    Command("summary", "print the summary of an encounter", _summary),
    Command(
        "tables", "work out now what can still happen in every call, which the app does in the background", _tables
    ),
    Command("where", "show which folders are used"),
)
