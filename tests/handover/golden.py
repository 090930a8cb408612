"""Goldens: what a copy looked like when somebody last read it. UPDATE_GOLDENS=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

from triage_tui.handover.model import Summary

FOLDER = Path(__file__).parent / "goldens"
UPDATE = os.environ.get("UPDATE_GOLDENS") == "1"


def settled(text: str, summary: Summary) -> str:
    """The copy without the two hashes, which change with the small pack and the record's format."""
    made = summary.provenance
    return text.replace(made.pack_hash, "0" * 12).replace(made.chain_head, "f" * 12)


def check_golden(name: str, text: str) -> None:
    """The text is what the golden says."""
    file = FOLDER / name
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.is_file(), f"no golden {name}; read the copy, then write it with UPDATE_GOLDENS=1"
    assert text == file.read_text(encoding="utf-8")
