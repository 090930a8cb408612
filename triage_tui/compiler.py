"""Compile a whole pack: shared files, every pathway, the directory, and every problem found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from triage_tui.content.kept import Kept
from triage_tui.content.pack_files import PackFiles, display_name, read_pack
from triage_tui.directory.building.build import build_directory
from triage_tui.directory.building.file import DirectoryFile, Progress, read_directory
from triage_tui.directory.building.salvage import usable_part
from triage_tui.directory.model import Directory
from triage_tui.problems import Problem
from triage_tui.walk.compiling.pack import build_pack, check_shared
from triage_tui.walk.compiling.pathway import compile_pathway
from triage_tui.walk.compiling.shared import compile_shared
from triage_tui.walk.pack import Pack
from triage_tui.walk.plan import Plan


@dataclass(frozen=True, slots=True)
class Compiled:
    """What came out of a pack; `pack` is None when the shared files are broken.

    `directory` has what is right in it, `directory_file` is None when not all is.
    """

    files: PackFiles
    pack: Pack | None
    plans: dict[str, Plan]
    directory: Directory
    problems: tuple[Problem, ...]
    directory_file: DirectoryFile | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are errors."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def compile_pack(
    folder: Path,
    directory_path: Path,
    known: Directory | None = None,
    known_hash: str = "",
    progress: Progress | None = None,
    kept: Kept | None = None,
) -> Compiled:
    """Everything a pack holds, compiled; never raises for what its files hold. `known`: a directory read before.

    `kept` remembers what was read and compiled: given again, only what changed since is read and compiled anew.
    """
    kept = kept or Kept()
    files = read_pack(folder, directory_path, known_hash, kept)
    directory, directory_file, found = known, None, list[Problem]()
    if known is None:
        directory, directory_file, found = _read_directory(directory_path, progress, kept)
    assert directory is not None
    types = frozenset(directory.types)
    shared = compile_shared(files, types)
    problems = [*files.problems, *found]
    if files.shared:  # every name of a file that could not be read would be missed elsewhere
        problems += [*shared.problems, *check_shared(files, shared)]
    plans: dict[str, Plan] = {}
    for name in sorted(files.pathways) if files.shared else ():
        shares = (files.modules, files.instruments, files.dispositions, files.advice, files.pack, types)
        made_of = (files.pathways[name], frozenset(files.pathways), *shares)
        plan, pathway_problems = kept.get(f"pathway {name}", made_of, partial(compile_pathway, files, shared, name))
        problems.extend(pathway_problems)
        if plan is not None:
            plans[name] = plan
    pack = build_pack(files, shared, tuple(plans)) if files.shared and not _shared_errors(files, problems) else None
    unique = tuple(sorted(set(problems), key=lambda item: (item.file, item.at_line, item.column, item.message)))
    return Compiled(files, pack, plans, directory, unique, directory_file)


def _read_directory(
    path: Path, progress: Progress | None, kept: Kept
) -> tuple[Directory, DirectoryFile | None, list[Problem]]:
    """The directory, or what can be used of it; the file where it has no error; and the problems."""
    name = display_name(path)

    def read() -> tuple[Directory, DirectoryFile | None, list[Problem]]:
        file, found = read_directory(path, name, progress)
        return (build_directory(file) if file is not None else usable_part(path, name, found)), file, found

    try:
        return kept.get("directory", (name, path.read_bytes()), read) if path.is_file() else read()
    except OSError:
        return read()


def _shared_errors(files: PackFiles, problems: list[Problem]) -> bool:
    """Whether a file that every pathway stands on has an error."""
    names = {display_name(files.folder / name) for name in ("pack.yaml", "dispositions.yaml", "advice.yaml")}
    return any(problem.file in names and problem.severity == "error" for problem in problems)
