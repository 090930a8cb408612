"""Read a version of a pack: a folder, a file of one, or a revision of the git work tree that the pack is in."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from triage_tui.compiler import Compiled, compile_pack
from triage_tui.content.fingerprint import DIRECTORY_NAME, directory_of
from triage_tui.content.pack_files import display_name
from triage_tui.errors import ContentError, UsageError
from triage_tui.walk.plan import Plan

MOST_ERRORS = 3
"""Errors shown of a version that cannot be compiled."""

HINT = "name a pack folder, a file of one, or a git revision such as HEAD~1"


@dataclass(frozen=True, slots=True)
class Version:
    """A compiled version: what it is called, where its files are shown to be, the one pathway meant (empty: all)."""

    name: str
    place: str
    compiled: Compiled
    pathway: str = ""

    def shown(self, label: str) -> str:
        """A file of the pack as it is named in messages."""
        return f"{self.place}/{label}"

    def broken(self, pathway: str) -> bool:
        """Whether the pathway is there and cannot be compiled."""
        return pathway in self.compiled.files.named and pathway not in self.compiled.plans

    def errors_of(self, pathway: str) -> list[str]:
        """The first errors that keep the pathway from being compiled: those of its own file, or else of the others."""
        errors = self.compiled.errors
        own = [problem for problem in errors if Path(problem.file).name == f"{pathway}.yaml"]
        return [problem.line() for problem in (own or errors)[:MOST_ERRORS]]


def read_versions(old: str, new: str, usual: Path) -> tuple[Version, Version]:
    """Both versions; `usual`: the pack that a revision or a lone file is about when the other says nothing."""
    with ExitStack() as stack:
        packs = [_pack_of(Path(text)) for text in (old, new)]
        known = next((pack for pack in packs if pack is not None), usual)
        return _read(old, known, stack), _read(new, known, stack)


def plan_at(text: str, pathway: str, usual: Path) -> Plan:
    """A pathway as one version has it: a folder, a file, or a revision of the usual pack."""
    with ExitStack() as stack:
        found = _read(text, usual, stack)
    if found.pathway not in ("", pathway):
        raise UsageError(f'"{text}" is about "{found.pathway}", not "{pathway}"', f"name a version of {pathway}")
    if pathway in found.compiled.plans:
        return found.compiled.plans[pathway]
    raise ContentError(f'"{text}" has no pathway "{pathway}" that can be compiled', found.compiled.errors)


def revision_of(folder: Path, revision: str) -> Version | None:
    """The pack as it was at a revision; None where the folder is in no git work tree, or it was not there yet."""
    with ExitStack() as stack:
        found = _of_revision(revision, folder, stack)
        return None if found is None else _compiled(found, f"{revision}:{_inside(folder)}", revision)


def changed_since(folder: Path, revision: str) -> bool:
    """Whether git knows the pack and sees a difference between its files and a revision."""
    if _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        return False
    return bool(_git(folder, "diff", "--name-only", revision, "--", "."))


def _pack_of(path: Path) -> Path | None:
    """The pack that a path is, holds, or belongs to."""
    if path.is_dir():
        return next((place for place in (path, path / "pathways") if (place / "pack.yaml").is_file()), None)
    if path.is_file():
        return next((place for place in path.resolve().parents[:2] if (place / "pack.yaml").is_file()), None)
    return None


def _read(text: str, known: Path, stack: ExitStack) -> Version:
    path = Path(text)
    pack = _pack_of(path)
    if path.is_dir():
        if pack is None:
            raise ContentError(f"{text} is no pack folder", hint="a pack is a folder with a pack.yaml")
        return _compiled(pack, display_name(pack), text)
    if path.is_file():
        if pack is None:
            return _lone_file(path, known, stack)
        inside = path.resolve().relative_to(pack.resolve())
        return _compiled(pack, display_name(pack), text, path.stem if len(inside.parts) == 1 else "")
    revision, _, file = text.partition(":")
    found = _of_revision(revision, known, stack)
    if found is None:
        raise UsageError(f'"{text}" is no file, no folder, and no git revision that has this pack', HINT)
    return _compiled(found, f"{revision}:{_inside(known)}", text, Path(file).stem if file else "")


def _lone_file(path: Path, known: Path, stack: ExitStack) -> Version:
    """A pathway that is in no pack: it takes its place in a copy of the other."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    copy = folder / known.resolve().name
    shutil.copytree(known, copy)
    directory = directory_of(known)
    if directory.is_file() and directory.parent.resolve() != known.resolve():
        shutil.copy(directory, folder / DIRECTORY_NAME)
    name = _pathway_named_in(path)
    shutil.copy(path, copy / f"{name}.yaml")
    return _compiled(copy, display_name(path.parent), path.name, name)


def _pathway_named_in(path: Path) -> str:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("pathway:"):
            return Path(line.partition(":")[2].strip().strip("\"'")).name or path.stem
    raise ContentError(f"{path} is no pathway", hint="a pathway begins with pathway: and its name")


def _compiled(folder: Path, place: str, name: str, pathway: str = "") -> Version:
    return Version(name, place, compile_pack(folder, directory_of(folder)), pathway)


def _inside(folder: Path) -> str:
    top = _git(folder, "rev-parse", "--show-toplevel")
    return folder.resolve().relative_to(Path(top.decode().strip())).as_posix() if top else folder.name


def _of_revision(revision: str, folder: Path, stack: ExitStack) -> Path | None:
    """The pack at a revision, read out of git into a folder of its own; nothing is checked out."""
    top = _git(folder, "rev-parse", "--show-toplevel")
    named = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if top is None or named is None or not revision:
        return None
    root, commit = Path(top.decode().strip()), named.decode().strip()
    pack = folder.resolve().relative_to(root)
    paths = [pack, pack / DIRECTORY_NAME, pack.parent / DIRECTORY_NAME, pack.parent / "directory"]
    there = [path.as_posix() for path in paths if _git(root, "ls-tree", "--name-only", commit, "--", path.as_posix())]
    archive = _git(root, "archive", "--format=tar", commit, "--", *there) if there else None
    if archive is None:
        return None
    target = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        for member in files.getmembers():  # git writes relative names; anything else is left where it is
            if member.isfile() and not Path(member.name).is_absolute() and ".." not in Path(member.name).parts:
                place = target / member.name
                place.parent.mkdir(parents=True, exist_ok=True)
                content = files.extractfile(member)
                place.write_bytes(content.read() if content is not None else b"")
    return target / pack if (target / pack / "pack.yaml").is_file() else None


def _git(folder: Path, *words: str) -> bytes | None:
    """What git says; None when it says no, or there is no git."""
    try:
        git = shutil.which("git")
        if git is None:
            return None
        done = subprocess.run(  # noqa: S603 (the user's own git, which only reads)
            [git, "-C", str(folder), *words], capture_output=True, check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
