"""A comparison as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from triage_tui.author.diff.compare import PathwayDiff, Shown
from triage_tui.author.diff.lines import Line
from triage_tui.author.diff.version import Version
from triage_tui.author.diff.words import verdict


def json_report(old: Version, new: Version, found: Sequence[PathwayDiff]) -> dict[str, Any]:
    """Everything that was found."""
    return {"old": old.name, "new": new.name, "pathways": [_pathway(one) for one in found]}


def _pathway(found: PathwayDiff) -> dict[str, Any]:
    return {
        "pathway": found.pathway,
        "state": found.state,
        "verdict": verdict(found),
        "versions": list(found.versions),
        "deserves": found.step.word,
        "less_urgent_for_somebody": found.less_urgent,
        "combinations": str(found.patients),
        "differences": [_difference(one) for one in found.differences],
        "unknown": found.unknown,
        "cut_off": found.cut_off,
        "lines": [_line(line) for line in found.lines],
    }


def _difference(one: Shown) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": one.kind,
        "old": one.old,
        "new": one.new,
        "combinations": str(one.count),
        "share": float(one.share),
        "blame": [_line(line) for line in one.blame],
    }
    if one.example is not None:
        found["example"] = {
            "mode": one.example.mode,
            "role": one.example.role,
            "answers": one.example.answers,
            "shared": list(one.example.shared),
            "before": list(one.example.before),
            "now": list(one.example.now),
        }
    return found


def _line(line: Line) -> dict[str, Any]:
    return {
        "file": line.file,
        "old_line": line.old,
        "new_line": line.new,
        "within": line.within,
        "what": line.what,
        "kind": line.kind,
    }
