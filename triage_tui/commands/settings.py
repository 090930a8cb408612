"""What every command needs: the pack, the role, the time."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.commands.progress import told
from triage_tui.errors import ContentError, TriageError, UsageError
from triage_tui.library import Library, default_pack
from triage_tui.walk.pack import Pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage_tui.desk import Desk
    from triage_tui.record.store import Store
    from triage_tui.walk.plan import Plan


def open_library(options: argparse.Namespace) -> Library:
    """The pack that the options name."""
    named = getattr(options, "pack", None)
    return Library(Path(named) if named else None, progress=told())


def pack_folder(options: argparse.Namespace) -> Path:
    """The folder of the pack that the options name, whatever state its files are in; ContentError when it is none."""
    folder = Path(getattr(options, "pack", None) or default_pack())
    if not folder.is_dir():
        raise ContentError(f"there is no pack folder {folder}", hint="name the folder that holds pack.yaml")
    return folder


def role_of(options: argparse.Namespace, pack: Pack, default: str | None = None) -> str:
    """The role in use: the option, TRIAGE_ROLE, or the default; UsageError when the pack has no such role."""
    named = getattr(options, "role", None) or os.environ.get("TRIAGE_ROLE") or default or pack.roles[0].id
    if pack.role(named) is None:
        known = ", ".join(role.id for role in pack.roles)
        raise UsageError(f'unknown role "{named}"', f"the roles of this pack are: {known}")
    return str(named)


def time_of(text: str | None) -> datetime:
    """The time to decide at, in UTC: what was typed (UK local time unless it says otherwise), or now."""
    if not text:
        return datetime.now(UTC)
    from triage_tui.directory.clock import uk_time_of

    try:
        return uk_time_of(text)
    except ValueError:
        raise UsageError(f'"{text[:40]}" is not a time', "write it as 2026-01-05 03:00") from None


def plan_of(library: Library, pathway: str) -> Plan:
    """The pathway's plan; UsageError when the pack has no such file, ContentError when it has and it is broken."""
    known = [header.id for header in library.pack.pathways]
    if pathway not in known and not (library.folder / f"{pathway}.yaml").is_file():
        raise no_pathway(pathway, known, library.folder)
    return library.plan(pathway)


def no_pathway(pathway: str, known: Iterable[str], folder: Path) -> UsageError:
    """What to say of a name that stands for no pathway of the pack in use."""
    from triage_tui.content.pack_files import display_name
    from triage_tui.problems import did_you_mean

    name = Path(pathway).stem
    hint = f'name it without its file: "{name}"' if name in known else did_you_mean(pathway, known)
    return UsageError(f'there is no pathway "{pathway}" in the pack {display_name(folder)}', hint)


def mode_of(options: argparse.Namespace, desk: Desk, pathway: str | None = None) -> str:
    """The mode in use: the option, or the first mode of the role that the pathway has too."""
    role = desk.pack.role(desk.role)
    usual = role.modes if role is not None else ("telephone",)
    named = getattr(options, "mode", None)
    if pathway is None:
        return named or usual[0]
    modes = modes_of(desk.library, pathway, named)
    return named or next((mode for mode in usual if mode in modes), modes[0])


def modes_of(library: Library, pathway: str, named: str | None) -> tuple[str, ...]:
    """The modes of a pathway; UsageError when the one that was named is none of them."""
    header = library.pack.header(pathway)
    assert header is not None
    if named is not None and named not in header.modes:
        raise UsageError(f'pathway "{pathway}" has no mode "{named}"', f"it has: {', '.join(header.modes)}")
    return header.modes


def write_json(data: object) -> None:
    """Print data as JSON, in escapes where standard output cannot hold every character."""
    whole = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(data, ensure_ascii=not whole, indent=1) + "\n")


def data_path(options: argparse.Namespace) -> Path:
    """The record's file, from --data, TRIAGE_DATA or the platform."""
    from triage_tui.record.location import record_path

    named = getattr(options, "data", None)
    return record_path(Path(named) if named else None)


def open_desk(options: argparse.Namespace, *, read_only: bool = False) -> Desk:
    """The desk the options describe: pack, record and role."""

    from triage_tui.desk import Desk
    from triage_tui.record.location import place_warning
    from triage_tui.record.store import Store

    library = open_library(options)
    role = role_of(options, library.pack)
    path = data_path(options)
    if warning := place_warning(path):
        sys.stderr.write(f"triage: {warning}\n")
    desk = Desk(library, Store.open(path, read_only=read_only), role)
    if library.is_split and not read_only:
        desk.keep_pack()  # its files are read again for this: now, while they are what was loaded
    return desk


def reference_of(named: str, store: Store) -> str:
    """The encounter meant: `last` is the one something happened in last; small letters stand for capitals."""
    if named != "last":
        return named.upper()
    rows = store.encounters()
    if not rows:
        raise TriageError("there is no encounter on this machine yet", "take one: triage walk PATHWAY")
    return max(rows, key=lambda row: row.last_utc).encounter
