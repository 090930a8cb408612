"""triage walk: take a call in the app, in plain text, or from a case file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from triage_tui.commands.settings import modes_of, open_library, plan_of, role_of, time_of, write_json
from triage_tui.content.case_file import read_case, read_case_text
from triage_tui.errors import ExitCode, UsageError
from triage_tui.handover.contract import contract
from triage_tui.walk.case import explain_unused, run_case
from triage_tui.walk.conclude import conclude, for_mode


def run(options: argparse.Namespace) -> int:
    """Walk a pathway the way the options say."""
    if options.answers is not None:
        return _from_file(options)
    if options.json:
        raise UsageError("--json needs --answers FILE")
    if options.at:
        raise UsageError("--at needs --answers FILE", "a call is taken now")
    from triage_tui.commands import app

    return app.run(options)


def _from_file(options: argparse.Namespace) -> int:
    library = open_library(options)
    plan = plan_of(library, options.pathway)
    from_stdin = options.answers == "-"
    case = read_case_text(sys.stdin.read(), "standard input") if from_stdin else read_case(Path(options.answers))
    named = options.mode or str(case.given.get("mode") or "") or None
    modes = modes_of(library, plan.pathway, named)
    mode = named or modes[0]
    role = role_of(options, library.pack, str(case.given.get("role") or "") or _role_for(mode))
    at = time_of(options.at or str(case.given.get("at") or ""))
    answers = {name: value for name, value in case.given.items() if name not in ("mode", "role", "at")} | dict(
        case.answers
    )
    outcome = run_case(plan, mode=mode, role=role, answers=answers, default=case.default)
    for name in outcome.unused:
        sys.stderr.write(f"note: {explain_unused(plan, name)}\n")
    conclusion = found = first = None
    if outcome.state.finished:
        from triage_tui.recommend import lines_before_conveying, recommend

        conclusion = for_mode(conclude(plan, outcome.state, mode), library.pack, mode)
        first = lines_before_conveying(library.directory, plan, outcome.state, conclusion, role=role, mode=mode, at=at)
        found = recommend(library.directory, plan, outcome.state, conclusion, role=role, mode=mode, at=at)
    library.tables.open(plan.pathway)
    ahead = library.tables.outlook(plan, outcome.state)
    result = contract(
        plan, library.pack, outcome.state, mode=mode, ahead=ahead, conclusion=conclusion, found=found, first=first
    )
    if options.json:
        write_json(result)
    else:
        sys.stdout.write(_text(result))
    return int(ExitCode.OK)


def _role_for(mode: str) -> str:
    return "paramedic" if mode == "on_scene" else "call_handler"


def _text(result: dict[str, Any]) -> str:
    """The result for a person: one fact a line."""
    if not result["complete"]:
        following = result["next"]
        lines = [f"next: {following['step']} ({following['kind']})", following["ask"]]
        lines += [f"  {answer['id']}: {answer['label']}" for answer in following["answers"]]
    else:
        lines = [result["disposition"]["label"], f"because: {result['because']}"]
        lines += [f"service: {service['name']} ({service['why']})" for service in result["services"]]
        lines += [f"advice: {text}" for text in result["advice"]]
        lines += [f"watch for: {text}" for text in result["worsening"]]
    if result["floor"]:
        lines.insert(0, f"at least: {result['floor']['id']} ({result['floor']['because']})")
    return "\n".join(lines) + "\n"
