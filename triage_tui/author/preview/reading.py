"""Read the pack around a file again whenever one of its files was saved."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from triage_tui.author.check.context import Context, read_context
from triage_tui.author.check.locate import targets
from triage_tui.author.check.run import check
from triage_tui.content.fingerprint import pack_files
from triage_tui.content.kept import Kept
from triage_tui.content.pack_files import display_name
from triage_tui.problems import Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading found; `pathway` is None when the file cannot be walked now."""

    context: Context
    problems: tuple[Problem, ...]
    pathway: str | None
    milliseconds: float

    def count(self, severity: str) -> int:
        """How many problems of a severity there are."""
        return sum(problem.severity == severity for problem in self.problems)


class Edited:
    """The file that is edited, and the pack around it."""

    def __init__(self, file: Path, today: date) -> None:
        target = targets([file])[0]
        self.file, self.folder, self.directory, self.today = file, target.folder, target.directory, today
        self.name = display_name(file)
        self._kept = Kept()

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Time and size of every file of the pack; a file that comes and goes meanwhile is left out."""
        found = []
        paths = [*pack_files(self.folder, self.directory).values(), *(self.folder / "scenarios").glob("*.yaml")]
        for path in sorted(set(paths)):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size))
        return tuple(found)

    def read(self) -> Reading:
        """Read what changed, compile it and check the edited file quickly."""
        began = time.perf_counter()
        context = read_context(self.folder, self.directory, self.today, only=[self.name], kept=self._kept)
        elsewhere = (one for one in context.problems if one.severity == "error" and one.file != self.name)
        problems = (*check(context, quick=True), *sorted(set(elsewhere)))
        found = self._pathway(context) if context.compiled.pack is not None and self.file.is_file() else None
        return Reading(context, problems, found, (time.perf_counter() - began) * 1000)

    def _pathway(self, context: Context) -> str | None:
        """The pathway in the file, or the first sound one that uses the module or instrument in it."""
        return next((plan.pathway for plan in context.plans()), None)
