"""What every command needs: the pack, the role, the time."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.errors import UsageError
from triage_tui.library import Library
from triage_tui.walk.pack import Pack

if TYPE_CHECKING:
    from triage_tui.desk import Desk


def open_library(options: argparse.Namespace) -> Library:
    """The pack that the options name."""
    named = getattr(options, "pack", None)
    return Library(Path(named) if named else None)


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


def mode_of(options: argparse.Namespace, desk: Desk) -> str:
    """The mode in use: the option, or the first mode of the role."""
    named = getattr(options, "mode", None)
    role = desk.pack.role(desk.role)
    return named or (role.modes[0] if role is not None else "telephone")


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
    return Desk(library, Store.open(path, read_only=read_only), role)
