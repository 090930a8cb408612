"""Mutants that were proved to change nothing, kept between runs: proved once for a plan, they need no proof again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from triage_tui.author.mutants.mutant import Mutant
from triage_tui.files import keep_newest
from triage_tui.proof.example import Roles
from triage_tui.stamp import code_stamp
from triage_tui.walk.plan import Condition, Plan

MADE_BY = ("walk", "proof", "author/mutants")
MOST_KEPT = 3
"""Files kept of one pathway: those of versions that are being worked on."""


class Proved:
    """What was proved of the mutants of one plan, for some roles and impossibilities; without a folder nothing is kept.

    In the file each proof is a line, the hash of all that it is about. Lines are only added, so that runs beside each
    other lose nothing of each other's; one that is torn or damaged, or of another plan, is the hash of nothing here.
    """

    def __init__(self, folder: Path | None, plan: Plan, roles: Roles, impossible: Sequence[Condition] = ()) -> None:
        self._path: Path | None = None
        self._known: set[str] = set()
        self._added = False
        self._about = ""
        if folder is not None:
            about = repr((plan, sorted(roles.items()), tuple(impossible), code_stamp(MADE_BY)))
            self._about = hashlib.sha256(about.encode()).hexdigest()
            self._path = folder / f"mutants-{plan.pathway}-{self._about[:32]}.txt"
            self._known = _read(self._path)

    def has(self, mutant: Mutant) -> bool:
        """Whether a mutant was proved to change nothing."""
        return self._line(mutant) in self._known

    def keep(self, mutants: Sequence[Mutant]) -> None:
        """Add what was proved of some mutants; a folder that takes no file is left alone."""
        new = list(dict.fromkeys(line for line in map(self._line, mutants) if line not in self._known))
        self._known.update(new)
        if self._path is None or not new:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab", buffering=0) as file:
                # One write, which no other run's is mixed with; the end of a line first, as the last may be torn.
                file.write("".join(f"\n{line}\n" for line in new).encode())
            if not self._added:
                self._added = True
                keep_newest(self._path.parent, _versions(self._path), MOST_KEPT)

    def _line(self, mutant: Mutant) -> str:
        """What tells a mutant from every other of every plan, whatever line it is on."""
        what = repr((self._about, mutant.step, mutant.outcome, mutant.instrument, mutant.change))
        return hashlib.sha256(what.encode()).hexdigest()


def _versions(path: Path) -> str:
    """The names of the files of all versions of a pathway, this program's and older ones'."""
    return f"{path.name.rpartition('-')[0]}-*"


def _read(path: Path) -> set[str]:
    try:
        return set(path.read_text(encoding="ascii", errors="replace").split("\n"))
    except OSError:
        return set()
