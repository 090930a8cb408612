"""Put new files where they belong, with what editors need to know of them; nothing that is there is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from triage_tui.content.fingerprint import DIRECTORY_NAME, directory_parts, pack_paths
from triage_tui.content.schema.files import FOLDER, SHAPES, modelines, write_schemas
from triage_tui.content.schema.ids import read_ids
from triage_tui.errors import OutputError, UsageError

PATHWAYS = "pathways"
"""The folder of a pack of one's own that holds its pathways; the directory stands beside it."""
_PARTS = DIRECTORY_NAME.removesuffix(".yaml")


def add_files(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write new files of a pack by their place in it, and its schemas; UsageError when one is there already."""
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        raise UsageError(f"{there[0]} is there already", "choose another name; nothing was written")
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as new:
                new.write(_marked(Path(name), text))
        write_schemas(read_ids(folder), folder / FOLDER)
    except OSError as error:
        raise OutputError(f"{error.filename or folder} cannot be written: {error.strerror}") from None
    return [folder / name for name in files]


def copy_pack(folder: Path, directory: Path, into: Path) -> list[Path]:
    """Copy a pack with its scenarios and its directory to an empty folder; UsageError when it is not empty."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(f"{into} is there already and is not an empty folder", "choose another; nothing was written")
    try:
        texts = {f"{PATHWAYS}/{path.relative_to(folder).as_posix()}": path for path in _files(folder)}
        if directory.is_file():
            parts = directory_parts(directory)
            texts |= {DIRECTORY_NAME: directory} | {f"{_PARTS}/{path.name}": path for path in parts}
        for name, path in texts.items():
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            place = Path(name)
            target.write_bytes(_marked(place, "").encode() + path.read_bytes())
        write_schemas(read_ids(into / PATHWAYS), into / PATHWAYS / FOLDER)
    except OSError as error:
        raise OutputError(f"{error.filename or into} cannot be written: {error.strerror}") from None
    return [into / name for name in texts]


def _files(folder: Path) -> list[Path]:
    return [*pack_paths(folder), *sorted(folder.glob("scenarios/*.yaml"))]


def _marked(place: Path, text: str) -> str:
    """A file's text beneath the comments that name its schema."""
    if place.parts[0] == _PARTS:
        return text
    parts = place.parts[1:] if place.parts[0] == PATHWAYS else place.parts
    inner = parts[0] if len(parts) == 2 else ""
    if place.name == DIRECTORY_NAME:
        return modelines("directory", None, f"{PATHWAYS}/" if len(place.parts) == 1 else "") + text
    kind = {"modules": "module", "instruments": "instrument", "scenarios": "scenarios"}.get(inner, place.stem)
    return modelines(kind if kind in SHAPES else "pathway", place.stem, "../" if inner else "") + text
