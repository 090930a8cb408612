"""Keep a copy of every pack an encounter was begun with, so that it can be taken up again on the same one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from triage_tui.errors import StoreError
from triage_tui.files import beside, write_new

LARGE = 100_000
RECENT = 4
"""Bytes from which a file is looked for in packs that are kept already, and in how many of them."""


def kept_pack(data: Path, pack: str) -> Path | None:
    """The kept copy's pathway folder, or None."""
    folder = data / "packs" / pack[:32] / "pathways"
    return folder if folder.is_dir() else None


def keep_pack(data: Path, pack: str, contents: Iterable[tuple[str, bytes]]) -> None:
    """Copy a pack beside the record, whole or not at all; StoreError when it cannot be written."""
    if kept_pack(data, pack) is not None:
        return
    final = data / "packs" / pack[:32]
    part = beside(final)
    try:
        for name, text in contents:
            target = (part / "pathways" / name).resolve() if not name.startswith("../") else part / name[3:]
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if len(text) < LARGE or not _linked(target, target.relative_to(part), text):
                write_new(target, [text], synced=True)
        part.replace(final)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        if kept_pack(data, pack) is None:
            hint = "free some space, or use another folder with --data"
            raise StoreError(f"the pack could not be kept beside the record: {error.strerror}", hint) from None


def _linked(target: Path, name: Path, text: bytes) -> bool:
    """Whether a kept pack has this very file, which is then not kept twice: nothing kept is ever written again."""
    for other in sorted(target.parents[len(name.parts)].iterdir(), key=lambda folder: folder.stat().st_mtime)[-RECENT:]:
        kept = other / name
        try:
            if kept.stat().st_size == len(text) and kept.read_bytes() == text:
                os.link(kept, target)
                return True
        except OSError:
            continue
    return False
