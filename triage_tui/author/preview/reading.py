"""Read the pack around a file again whenever one of its files was saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from triage_tui.author.check.context import Context, read_context
from triage_tui.author.check.locate import targets
from triage_tui.author.check.report_text import Row
from triage_tui.author.check.rows import rows
from triage_tui.author.check.run import check
from triage_tui.author.preview.uses import pathways_with
from triage_tui.collecting import without_collecting
from triage_tui.content.fingerprint import pack_files
from triage_tui.content.kept import Kept
from triage_tui.content.pack_files import display_name
from triage_tui.problems import Problem

Stamp: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""Every file of a pack with its time, size and number on the disk: an editor may save under another name and rename."""


@dataclass(frozen=True)
class Reading:
    """What one reading found. `whole`: every rule was looked at, and not only the quick ones."""

    context: Context
    problems: tuple[Problem, ...]
    stamp: Stamp
    uses: tuple[str, ...]
    """The pathways that the file has a part in."""
    there: bool
    """Whether the file is on the disk."""
    milliseconds: float = 0.0
    whole: bool = False
    sound: bool = True
    """False where the program failed: then everything but the problems is of the reading before."""

    def can_walk(self, pathway: str | None) -> bool:
        """Whether a pathway, and all it stands on, is without errors."""
        whole = self.sound and self.there and self.context.compiled.pack is not None
        return whole and pathway is not None and pathway in self.context.compiled.plans and self.context.sound(pathway)

    def count(self, severity: str) -> int:
        """How many problems of a severity there are."""
        return sum(problem.severity == severity for problem in self.problems)

    @cached_property
    def row(self) -> Row:
        """The text of a line of any file."""
        return rows([self.context])


class Edited:
    """The file that is edited, and the pack around it."""

    def __init__(self, file: Path, today: date, clock: Callable[[], float] = time.perf_counter) -> None:
        target = targets([file])[0]
        self.file, self.folder, self.directory, self.today = file, target.folder, target.directory, today
        self.name = display_name(file)
        self._clock = clock
        self._kept = Kept()
        self._uses: tuple[str, ...] = ()
        self._last: Reading | None = None

    def touched(self) -> tuple[int, int, int]:
        """Time, size and number of the edited file alone: quickly asked."""
        try:
            status = self.file.stat()
        except OSError:
            return 0, 0, 0
        return status.st_mtime_ns, status.st_size, status.st_ino

    def stamp(self) -> Stamp:
        """Time, size and number of every file of the pack; a file that comes and goes meanwhile is left out."""
        found = []
        paths = {self.file, *(self.folder / "scenarios").glob("*.yaml")}
        with suppress(OSError):
            paths.update(pack_files(self.folder, self.directory).values())
        for path in sorted(paths):
            with suppress(OSError):
                status = path.stat()
                found.append((str(path), status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(found)

    def read(self) -> Reading:
        """Read what changed, compile it and look at the edited file with the quick rules."""
        began, stamp = self._clock(), self.stamp()
        try:
            found = self._read(stamp)
        except Exception as error:
            if self._last is None:
                raise
            # whatever was saved, the preview goes on with what it had, and says so
            return replace(self._last, problems=(self._fault(error),), stamp=stamp, sound=False)
        self._last = replace(found, milliseconds=(self._clock() - began) * 1000)
        return self._last

    def _read(self, stamp: Stamp) -> Reading:
        with without_collecting():  # among everything that is kept, that would take longer than the reading
            context = read_context(self.folder, self.directory, self.today, only=[self.name], kept=self._kept)
            problems = self._problems(context, check(context, quick=True))
        broken = {name for name in self._uses if name not in context.files.pathways and self._is_there(name)}
        self._uses = tuple(sorted({*pathways_with(context.files, self.file), *broken}))
        return Reading(context, problems, stamp, self._uses, self.file.is_file())

    def _is_there(self, pathway: str) -> bool:
        return (self.folder / f"{pathway}.yaml").is_file()

    def _fault(self, error: Exception) -> Problem:
        """That the program, and not the file, is at fault."""
        message = f"this cannot be looked at: a fault of the program ({type(error).__name__})"
        return Problem(self.name, 1, 1, message, "YML009", hint="please report it with the file, and go on editing")

    def read_whole(self, reading: Reading, pause: Callable[[], None]) -> Reading:
        """What was read, and the slow rules too; `pause` is called again and again, and may raise to stop."""
        if not reading.sound:
            return replace(reading, whole=True)
        reading.context.pause = pause
        found = check(reading.context)
        return replace(reading, problems=self._problems(reading.context, found), whole=True)

    def _problems(self, context: Context, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The problems of the edited file, then the errors of the other files."""
        elsewhere = (one for one in context.problems if one.severity == "error" and one.file != self.name)
        return (*found, *sorted(set(elsewhere)))
