"""The other version of a pathway, for `triage graph --diff`: a pack folder, or a file in the pathway's place."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from triage_tui.compiler import compile_pack
from triage_tui.content.fingerprint import directory_of
from triage_tui.errors import ContentError, UsageError
from triage_tui.library import Library
from triage_tui.walk.plan import Plan


def old_plan(named: str, pathway: str, library: Library) -> Plan:
    """The pathway as the other version has it."""
    path = Path(named)
    if path.is_dir():
        return _compiled(path if (path / "pack.yaml").is_file() else path / "pathways", pathway, named)
    if not path.is_file():
        raise UsageError(f'there is no file or folder "{named[:80]}"', "name a pathway file, or the folder of a pack")
    if (path.parent / "pack.yaml").is_file() and path.name == f"{pathway}.yaml":
        return _compiled(path.parent, pathway, named)
    with tempfile.TemporaryDirectory(prefix="triage-") as place:
        folder = Path(place) / "pathways"
        shutil.copytree(library.folder, folder)
        shutil.copy(path, folder / f"{pathway}.yaml")
        shutil.copy(library.directory_path, Path(place) / library.directory_path.name)
        return _compiled(folder, pathway, named)


def _compiled(folder: Path, pathway: str, named: str) -> Plan:
    found = compile_pack(folder, directory_of(folder))
    if pathway in found.plans:
        return found.plans[pathway]
    raise ContentError(f'"{named}" has no pathway "{pathway}" that can be compiled', found.errors)
