"""triage records: what is kept on this machine."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from triage_tui.commands.settings import data_path, open_desk, reference_of
from triage_tui.errors import ExitCode, TriageError, UsageError
from triage_tui.record.store import EncounterRow, Store, verify_file


def run(options: argparse.Namespace) -> int:
    """List, show, take up, verify or export encounters."""
    as_scenario = options.scenario is not None
    if as_scenario and options.action != "export":
        raise UsageError("--scenario goes with export", "triage records export --scenario ENCOUNTER")
    options.encounter = options.encounter or options.scenario
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

        options.copy, options.format, options.to_printer, options.language = "professional", "text", False, ""
        return int(summary.run(options))
    return _export_scenario(options) if as_scenario else _export(options)


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
        call = desk.load(reference_of(options.encounter, desk.store))
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
    _write(options, "\n".join(lines) + "\n")
    return int(ExitCode.OK)


def _export_scenario(options: argparse.Namespace) -> int:
    """An encounter as a scenario without anything that identifies; what its author should know is said."""
    from triage_tui.author.export.scenario import Walked, ending_now, tell

    desk = open_desk(options, read_only=True)
    try:
        call = desk.load(reference_of(options.encounter, desk.store))
        kept = desk.library_of(call)
    finally:
        desk.store.close()
    if not call.state.finished:
        hint = "only a call that was answered to its end can be told as a scenario"
        raise TriageError(f"{call.id} did not reach an outcome of its pathway", hint)
    at = datetime.fromisoformat(call.finished_at or call.last_utc)
    told = tell(Walked(call.plan, call.state, call.mode, call.role, at), kept.directory)
    notes = list(told.notes)
    if call.emergency is not None or call.override is not None:
        notes.append(
            "the outcome that a user chose, or the emergency key, is left out: the scenario tells the questions"
        )
    if kept.hash != desk.library.hash:
        there = desk.pack.header(call.pathway) is not None
        now = ending_now(desk.library.plan(call.pathway), call.mode, call.role, told.answers) if there else None
        if now is None or now[:2] != told.ending[:2]:
            ends = f"{now.disposition} ({now.outcome})" if now is not None else "no outcome"
            notes.append(f"in the pack in use it ends in {ends}: the pack was changed since the call")
    notes.append("read it before you share it: rare facts together can point to a person")
    _write(options, told.text)
    sys.stderr.writelines(f"note: {note}\n" for note in notes)
    return int(ExitCode.OK)


def _write(options: argparse.Namespace, text: str) -> None:
    """Print, or write to the file the options name."""
    if options.output:
        from triage_tui.handover.printing import write_copy

        write_copy(text, Path(options.output))
    else:
        sys.stdout.write(text)
