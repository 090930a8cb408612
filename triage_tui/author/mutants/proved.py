"""Mutants that were proved to change nothing, kept between runs: proved once for a plan, they need no proof again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from triage_tui.author.mutants.mutant import Mutant
from triage_tui.proof.example import Roles
from triage_tui.stamp import code_stamp
from triage_tui.walk.plan import Condition, Plan

MADE_BY = ("walk", "proof", "author/mutants")
MOST_KEPT = 3
"""Files kept of one pathway: those of versions that are being worked on."""


class Proved:
    """What was proved of the mutants of one plan, for some roles and impossibilities; without a folder nothing is kept.

    A file that is damaged, or of another plan or program, is not used.
    """

    def __init__(self, folder: Path | None, plan: Plan, roles: Roles, impossible: Sequence[Condition] = ()) -> None:
        self._path: Path | None = None
        self._known: set[str] = set()
        if folder is not None:
            about = repr((plan, sorted(roles.items()), tuple(impossible), code_stamp(MADE_BY)))
            name = hashlib.sha256(about.encode()).hexdigest()[:32]
            self._path = folder / f"mutants-{plan.pathway}-{name}.json"
            self._known = _read(self._path)

    def has(self, mutant: Mutant) -> bool:
        """Whether a mutant was proved to change nothing."""
        return _name(mutant) in self._known

    def keep(self, mutants: Sequence[Mutant]) -> None:
        """Write what is known with some more, whole or not at all; a folder that takes no file is left alone."""
        self._known.update(_name(mutant) for mutant in mutants)
        path = self._path
        if path is None or not mutants:
            return
        body = json.dumps(sorted(self._known))
        part = path.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(f"{_digest(body)}\n{body}", encoding="ascii")
            part.replace(path)
            kept = sorted(
                path.parent.glob(f"mutants-{path.name.split('-')[1]}-*.json"), key=lambda one: one.stat().st_mtime
            )
            for old in kept[:-MOST_KEPT]:
                old.unlink()
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _name(mutant: Mutant) -> str:
    """What tells a mutant from every other of its plan, whatever line it is on."""
    return hashlib.sha256(repr((mutant.step, mutant.outcome, mutant.instrument, mutant.change)).encode()).hexdigest()


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _read(path: Path) -> set[str]:
    try:
        digest, body = path.read_text(encoding="ascii").split("\n", 1)
        return set(json.loads(body)) if _digest(body) == digest else set()
    except (OSError, ValueError):
        return set()
