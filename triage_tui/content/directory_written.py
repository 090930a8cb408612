"""A directory as it was written, in one file or in several, and where each service stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from triage_tui.content.directory_shape import DirectoryShape
from triage_tui.content.leave_out import leave_out
from triage_tui.content.ledger import mark_of
from triage_tui.content.source import Map, Path_, Source, read_source
from triage_tui.problems import Problem, Related


class Part:
    """A further file of services, without what stands on some lines; `usable` when there is nothing else on them.

    Its text is put away once it is understood, and read again to point at a line.
    """

    __slots__ = ("_open", "name", "path", "usable", "without")

    def __init__(self, path: Path, name: str, without: frozenset[int] = frozenset()) -> None:
        self.path, self.name, self.without = path, name, without
        self._open: Source | None = read_source(path, name)
        self.usable = not without or leave_out(self._open, without)

    @property
    def source(self) -> Source:
        """The file, read again when it was put away."""
        return self._open or _read_again(self.path, self.name, self.without, _mark(self.path))

    def put_away(self) -> None:
        """Give back the memory."""
        self._open = None


@lru_cache(maxsize=2)
def _read_again(path: Path, name: str, without: frozenset[int], _as_it_was: str) -> Source:
    source = read_source(path, name)
    if without:
        leave_out(source, without)
    return source


def _mark(path: Path) -> str:
    try:
        return mark_of(path)
    except OSError:
        return "gone"


@dataclass(frozen=True, slots=True)
class Written:
    """The shape of the whole, the main file, and for each service its file and its number there."""

    shape: DirectoryShape
    source: Source
    stands: tuple[tuple[Source | Part, int], ...]

    def _at(self, path: Path_) -> tuple[Source, Path_]:
        if len(path) > 1 and path[0] == "services" and isinstance(path[1], int):
            stand, number = self.stands[path[1]]
            return _source_of(stand), ("services", number, *path[2:])
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
        stand, local = self.stands[number]
        root = _source_of(stand).root
        return root["services"][local][key] if isinstance(root, Map) else None


def _source_of(stand: Source | Part) -> Source:
    return stand.source if isinstance(stand, Part) else stand
