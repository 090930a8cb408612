"""triage preview: the app on a file that is being edited."""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from triage_tui.commands.app import usable_terminal
from triage_tui.commands.settings import mode_of, role_of
from triage_tui.errors import ContentError, ExitCode, UsageError


def run(options: argparse.Namespace) -> int:
    """Read the pack around the file and show the app on it; nothing goes to the record."""
    from triage_tui.author.preview.reading import Edited

    file = Path(options.file)
    if file.is_dir():
        raise UsageError(f"{file} is a folder", "name the pathway or module file that you edit")
    edited = Edited(file, datetime.now(UTC).date())
    reading = edited.read()
    pack = reading.context.compiled.pack
    if reading.pathway is None or pack is None:
        raise ContentError(f"{file} cannot be walked yet", reading.problems, "mend it, or name a file with steps")
    if not usable_terminal():
        raise UsageError("the preview needs a terminal, and there is none here", "use: triage check FILE")
    from triage_tui.record.store import Store
    from triage_tui.tui.preview import PreviewApp
    from triage_tui.tui.preview_desk import preview_desk

    with tempfile.TemporaryDirectory(prefix="triage-preview-") as folder:
        store = Store.open(Path(folder) / "preview.db")
        try:
            desk = preview_desk(reading, store, role_of(options, pack))
            app = PreviewApp(desk, edited, reading, mode=mode_of(options, desk, reading.pathway))
            app.run(mouse=not getattr(options, "no_mouse", False))
            return int(app.return_code or ExitCode.OK)
        finally:
            store.close()
