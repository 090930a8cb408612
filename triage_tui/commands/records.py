"""triage records: what is kept on this machine."""

from __future__ import annotations

import argparse
import json
import sys

from triage_tui.commands.settings import data_path, open_desk
from triage_tui.errors import ExitCode, UsageError
from triage_tui.record.store import EncounterRow, Store, verify_file


def run(options: argparse.Namespace) -> int:
    """List, show, take up, verify or export encounters."""
    if options.action == "verify":
        return _verify(options)
    if options.action == "list":
        return _list(options)
    if not options.encounter:
        raise UsageError(f"records {options.action} needs an encounter", "triage records list shows what there is")
    if options.action == "resume":
        from triage_tui.commands import app

        options.resume = options.encounter
        return app.run(options)
    if options.action == "show":
        from triage_tui.commands import summary

        options.copy, options.format, options.to_printer = "professional", "text", False
        return int(summary.run(options))
    return _export(options)


def _list(options: argparse.Namespace) -> int:
    path = data_path(options)
    rows: tuple[EncounterRow, ...] = ()
    if path.exists():
        with Store.open(path, read_only=True) as store:
            rows = store.encounters()
    for row in rows:
        pathway = row.first_payload.get("pathway", "")
        sys.stdout.write(f"{row.encounter}  {row.first_utc[:16]}Z  {pathway}  {row.last_kind}  {row.count} events\n")
    sys.stderr.write(f"{len(rows)} encounter{'s' * (len(rows) != 1)}\n")
    return int(ExitCode.OK)


def _verify(options: argparse.Namespace) -> int:
    """Every fault of the record; clock notes are said, but are not faults."""
    faults = verify_file(data_path(options))
    for fault in faults:
        sys.stdout.write(f"event {fault.seq}: {fault.kind}: {fault.detail}\n")
    damage = sum(fault.is_damage for fault in faults)
    sys.stderr.write("the record is whole\n" if not damage else f"{damage} fault{'s' * (damage != 1)}\n")
    return int(ExitCode.PROBLEMS if damage else ExitCode.OK)


def _export(options: argparse.Namespace) -> int:
    """Every event of an encounter, as JSON lines."""
    desk = open_desk(options, read_only=True)
    try:
        call = desk.load(options.encounter)
        events = desk.store.events(call.id)
    finally:
        desk.store.close()
    lines = [
        json.dumps(
            {
                "seq": event.seq,
                "n": event.n,
                "utc": event.utc,
                "kind": event.kind,
                "role": event.role,
                "payload": event.payload,
                "pack": event.pack,
                "prev": event.prev,
                "hash": event.hash,
            },
            ensure_ascii=False,
        )
        for event in events
    ]
    text = "\n".join(lines) + "\n"
    if options.output:
        from pathlib import Path

        from triage_tui.handover.printing import write_copy

        write_copy(text, Path(options.output))
    else:
        sys.stdout.write(text)
    return int(ExitCode.OK)
