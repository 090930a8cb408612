"""A command as the command line knows it: its name, a line of help, and what it takes beside the settings."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple


def _nothing(_command: argparse.ArgumentParser) -> None:
    """A command that takes only the settings."""


class Command(NamedTuple):
    """What `triage NAME` takes; what it does is in the module of that name in `commands/`."""

    name: str
    help: str
    takes: Callable[[argparse.ArgumentParser], None] = _nothing

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Tell a parser what the command takes."""
        self.takes(parser)
        add_settings(parser)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Options that mean the same everywhere; given after a command they win."""
    parser.add_argument("--pack", metavar="FOLDER", default=argparse.SUPPRESS, help="the pack folder to use")
    parser.add_argument("--data", metavar="FOLDER", default=argparse.SUPPRESS, help="where encounters are kept")
    parser.add_argument("--role", metavar="ROLE", default=argparse.SUPPRESS, help="call_handler, paramedic, …")
    parser.add_argument(
        "--no-mouse", action="store_true", default=argparse.SUPPRESS, help="leave the mouse to the terminal"
    )
