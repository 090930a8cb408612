"""What every command needs: the pack, the role, the time."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from triage_tui.errors import UsageError
from triage_tui.library import Library
from triage_tui.walk.pack import Pack


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
    from zoneinfo import ZoneInfo

    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f'"{text[:40]}" is not a time', "write it as 2026-01-05 03:00") from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo("Europe/London"))
    return found.astimezone(UTC)
