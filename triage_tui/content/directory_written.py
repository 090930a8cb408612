"""A directory as it was written, in one file or in a folder of them, and where each service stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from triage_tui.content.directory_shape import DirectoryShape
from triage_tui.content.source import Map, Path_, Source
from triage_tui.problems import Problem, Related


@dataclass(frozen=True, slots=True)
class Written:
    """The shape of the whole, the main file, and for each service its file and its number there."""

    shape: DirectoryShape
    source: Source
    stands: tuple[tuple[Source, int], ...]

    def _at(self, path: Path_) -> tuple[Source, Path_]:
        if len(path) > 1 and path[0] == "services" and isinstance(path[1], int):
            source, number = self.stands[path[1]]
            return source, ("services", number, *path[2:])
        return self.source, path

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of a value in its file."""
        source, where = self._at(path)
        return source.place(where)

    def problem(
        self,
        path: Path_,
        message: str,
        code: str,
        *,
        key: bool = False,
        hint: str = "",
        offset: int | None = None,
        related: tuple[Related, ...] = (),
        instead: str = "",
    ) -> Problem:
        """A problem at a path; services are counted over all files."""
        source, where = self._at(path)
        return source.problem(where, message, code, key=key, hint=hint, offset=offset, related=related, instead=instead)

    def related(self, path: Path_, note: str) -> Related:
        """A place that belongs to a problem elsewhere."""
        source, where = self._at(path)
        return source.related(where, note)

    def node(self, number: int, key: str) -> Any:
        """The value of a service's key as it was read."""
        source, local = self.stands[number]
        return source.root["services"][local][key] if isinstance(source.root, Map) else None
