"""The command line: one parser, and a module for each command that is imported only when it runs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

from triage_tui import __version__
from triage_tui.arguments import bench, calls, kept, services
from triage_tui.arguments.command import add_settings
from triage_tui.errors import ExitCode, TriageError, UsageError

PROGRAM = "triage"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"{self.prog} --help shows how")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(prog=PROGRAM, description="Offline terminal triage: pathways in YAML to a service and a summary.")
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    add_settings(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for command in (*calls.COMMANDS, *bench.COMMANDS, *services.COMMANDS, *kept.COMMANDS):
        command.add_to(commands.add_parser(command.name, help=command.help))
    return parser


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; TriageError says what went wrong."""
    options = build_parser().parse_args(arguments)
    name = options.command or "app"
    module = importlib.import_module(f"triage_tui.commands.{name}")
    return int(module.run(options))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and turn its errors into messages and exit codes."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # bytes of another encoding are no reason to stop
    try:
        code = run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(error)
    except TriageError as error:
        return _fail(error)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except Exception as error:
        if os.environ.get("TRIAGE_DEBUG"):
            raise
        return _fail(
            TriageError(f"internal error ({type(error).__name__}); nothing more is shown, to protect patients")
        )
    return code


def _fail(error: TriageError) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"{PROGRAM}: {error}\n")
    return int(error.exit_code)
