"""Find the pack that a path belongs to: a pack folder itself, or one of its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from triage_tui.content.fingerprint import DIRECTORY_NAME, directory_of
from triage_tui.content.pack_files import display_name
from triage_tui.errors import ContentError


@dataclass(frozen=True, slots=True)
class Target:
    """A pack folder, its directory, and the files that were asked about (none: all)."""

    folder: Path
    directory: Path
    only: frozenset[str]


def targets(paths: list[Path]) -> list[Target]:
    """The packs that the paths belong to, each once; ContentError for a path that belongs to none."""
    found: dict[Path, set[str] | None] = {}
    for path in paths:
        folder = _pack_around(path)
        if path.is_dir():
            found[folder] = None
        elif found.setdefault(folder, set()) is not None:
            names = found[folder]
            assert names is not None
            names.add(display_name(path))
    return [Target(folder, directory_of(folder), frozenset(names or ())) for folder, names in found.items()]


def _pack_around(path: Path) -> Path:
    if not path.exists():
        raise ContentError(f"there is no pack folder or file {path}", hint="name a pack folder, or a file of one")
    if path.is_dir():
        return path
    for folder in _candidates(path):
        if (folder / "pack.yaml").is_file():
            return folder
    raise ContentError(f"{path} belongs to no pack", hint="a pack is a folder with a pack.yaml; name a file in one")


def _candidates(path: Path) -> Iterator[Path]:
    """Folders that may hold the pack of a file, the nearest first."""
    yield path.parent
    yield path.parent.parent if path.parent != Path() else Path("..")
    part = f"{path.parent.name}.yaml" == DIRECTORY_NAME
    if part or path.name == DIRECTORY_NAME:
        beside = path.parent.parent if part else path.parent
        yield beside / "pathways"
        yield from sorted(child for child in beside.iterdir() if child.is_dir())
