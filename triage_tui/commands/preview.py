"""triage preview: the app on a file that is being edited."""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.commands.settings import role_of
from triage_tui.commands.terminal import EndsWithTerminal, usable_terminal
from triage_tui.errors import ExitCode, UsageError
from triage_tui.problems import did_you_mean

if TYPE_CHECKING:
    from triage_tui.author.preview.reading import Reading

DEFAULT_ROLE, DEFAULT_MODE = "call_handler", "telephone"


def run(options: argparse.Namespace) -> int:
    """Read the pack around the file and show the app on it, whatever state it is in; nothing goes to the record."""
    from triage_tui.author.preview.reading import Edited

    file = Path(options.file)
    if file.is_dir():
        raise UsageError(f"{file} is a folder", "name the pathway or module file that you edit")
    edited = Edited(file, datetime.now(UTC).date())
    reading = edited.read()
    pathway = _pathway(options, reading)
    _check_step(options, reading, pathway)
    role, mode = _setting(options, reading, pathway)
    if not usable_terminal():
        raise UsageError("the preview needs a terminal, and there is none here", "use: triage check FILE")
    from triage_tui.tui.preview.app import PreviewApp
    from triage_tui.tui.preview.desk import PreviewDesk

    gc.collect()
    gc.freeze()  # what was read stays: it is not to be looked through again at each save
    with tempfile.TemporaryDirectory(prefix="triage-preview-") as folder:
        desk = PreviewDesk(Path(folder), role)
        app = PreviewApp(desk, edited, reading, mode=mode, pathway=pathway, at_step=options.at_step or "")
        with EndsWithTerminal():
            app.run(mouse=not getattr(options, "no_mouse", False))
        return int(app.return_code or ExitCode.OK)


def _pathway(options: argparse.Namespace, reading: Reading) -> str | None:
    """The pathway to walk; None where several use the file and none was named."""
    if options.pathway is not None and options.pathway not in reading.uses:
        hint = did_you_mean(options.pathway, reading.uses)
        raise UsageError(f'no pathway "{options.pathway}" uses this file', hint)
    return options.pathway or (reading.uses[0] if len(reading.uses) == 1 else None)


def _check_step(options: argparse.Namespace, reading: Reading, pathway: str | None) -> None:
    """UsageError when the step to begin at is none of the pathway, where that can be told."""
    plan = reading.context.compiled.plans.get(pathway or "")
    if options.at_step and plan is not None and options.at_step not in plan.step_index:
        hint = did_you_mean(options.at_step, plan.step_index)
        raise UsageError(f'there is no step "{options.at_step}" in {plan.pathway}', hint)


def _setting(options: argparse.Namespace, reading: Reading, pathway: str | None) -> tuple[str, str]:
    """The role and the mode to begin with; what does not fit the pack when it can be read is changed then."""
    pack = reading.context.compiled.pack
    if pack is None:
        return options.role or os.environ.get("TRIAGE_ROLE") or DEFAULT_ROLE, options.mode or DEFAULT_MODE
    role = role_of(options, pack)
    header = pack.header(pathway or "")
    if header is not None and options.mode is not None and options.mode not in header.modes:
        raise UsageError(f'pathway "{pathway}" has no mode "{options.mode}"', f"it has: {', '.join(header.modes)}")
    found = pack.role(role)
    usual = found.modes if found is not None else (DEFAULT_MODE,)
    shared = [mode for mode in usual if header is None or mode in header.modes]
    return role, options.mode or next(iter(shared), usual[0])
