"""triage, triage walk: the app, or plain prompts where there is no usable terminal."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from triage_tui.commands.background import Background
from triage_tui.commands.settings import mode_of, open_desk, plan_of
from triage_tui.commands.terminal import EndsWithTerminal, usable_terminal
from triage_tui.errors import ExitCode, UsageError


def run(options: argparse.Namespace) -> int:
    """Open the desk and run the app, or plain mode when asked for or needed."""
    pathway = getattr(options, "pathway", None)
    if getattr(options, "plain", False) or os.environ.get("TRIAGE_PLAIN"):
        return _plain(options, pathway)
    if not usable_terminal():
        if pathway is None and getattr(options, "resume", None) is None and not sys.stdin.isatty():
            raise UsageError(
                "the app needs a terminal, and there is none here",
                "use: triage walk PATHWAY --plain, or triage walk PATHWAY --answers FILE --json",
            )
        return _plain(options, pathway)
    gc.disable()  # next to nothing made while starting is garbage; the app enables it once Home shows
    try:
        return _app(options, pathway)
    finally:
        gc.enable()


def _app(options: argparse.Namespace, pathway: str | None) -> int:
    from triage_tui.tui.app import TriageApp

    desk = open_desk(options)
    try:
        if pathway is not None:
            plan_of(desk.library, pathway)
        mode = mode_of(options, desk, pathway)
        app = TriageApp(desk, mode=mode, start_at=pathway, resume=getattr(options, "resume", None))
        with Background(desk.library), EndsWithTerminal():
            app.run(mouse=not getattr(options, "no_mouse", False))
        return int(app.return_code or ExitCode.OK)
    finally:
        desk.store.close()


def _plain(options: argparse.Namespace, pathway: str | None) -> int:
    from triage_tui.plain.run import run_plain

    desk = open_desk(options)
    try:
        if pathway is not None:
            plan_of(desk.library, pathway)
        with Background(desk.library):
            return run_plain(desk, mode_of(options, desk, pathway), pathway, getattr(options, "resume", None))
    finally:
        desk.store.close()
