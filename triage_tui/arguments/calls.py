"""Taking a call."""

from __future__ import annotations

import argparse

from triage_tui.arguments.command import Command


def _walk(walk: argparse.ArgumentParser) -> None:
    walk.add_argument("pathway", metavar="PATHWAY")
    walk.add_argument("--plain", action="store_true", help="numbered prompts: screen readers, simple terminals")
    walk.add_argument(
        "--answers", metavar="FILE", help="a case in YAML (- for standard input): run it and print the result"
    )
    walk.add_argument("--json", action="store_true", help="print the case so far as one JSON object")
    walk.add_argument("--mode", choices=("telephone", "on_scene"))
    walk.add_argument("--at", metavar="TIME", help="decide as at this time, such as 2026-01-05 03:00")


COMMANDS = (Command("walk", "take a call in the app, in plain text (--plain) or from a file (--answers)", _walk),)
