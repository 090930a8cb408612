"""triage schema: JSON Schema for editors, with the pack's own ids."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from triage_tui.commands.settings import pack_folder, write_json
from triage_tui.content.schema.files import FOLDER, OWN, SHAPES, schema, write_schemas
from triage_tui.content.schema.ids import read_ids
from triage_tui.errors import ExitCode, OutputError, UsageError
from triage_tui.problems import did_you_mean


def run(options: argparse.Namespace) -> int:
    """Print the schema of one kind of file, or write all of them."""
    folder = pack_folder(options)
    if options.write is not None:
        if options.kind is not None:
            raise UsageError("--write writes every schema; leave the kind out")
        return _write(folder, Path(options.write) if options.write else folder / FOLDER)
    if options.kind is None:
        raise UsageError("name a kind of file, or --write", f"the kinds are: {', '.join(SHAPES)}")
    pack = read_ids(folder)
    if options.name is not None:
        known = pack.modules if options.kind == "module" else pack.pathways
        if options.kind not in OWN:
            raise UsageError(f"there is one schema for {options.kind} files", "leave the name out")
        if options.name not in known:
            raise UsageError(f'the pack has no "{options.name}"', did_you_mean(options.name, known))
    write_json(schema(options.kind, pack, options.name))
    return int(ExitCode.OK)


def _write(folder: Path, into: Path) -> int:
    try:
        count = write_schemas(read_ids(folder), into)
    except OSError as error:
        raise OutputError(f"the schemas cannot be written to {into}: {error.strerror}") from None
    sys.stderr.write(f"{count} schemas written to {into}\n")
    return int(ExitCode.OK)
