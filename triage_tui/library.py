"""Find the pack, compile it once, and keep the result in the cache folder under the hash of its files.

What is cached is plain JSON, so a second start imports neither pydantic nor yaml. A cache that cannot be read is made
anew.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import triage_tui
from triage_tui import codec
from triage_tui.content.fingerprint import DIRECTORY_NAME, pack_contents, pack_hash
from triage_tui.errors import ContentError
from triage_tui.walk.pack import Pack

if TYPE_CHECKING:  # imported when a pathway or the directory is asked for: Home is painted without
    from triage_tui.directory.model import Directory
    from triage_tui.problems import Problem
    from triage_tui.walk.plan import Plan

Plain = TypeVar("Plain")

_PACKAGE = Path(triage_tui.__file__).parent
_COMPILED_BY = ("walk", "content", "directory", "codec.py")


def default_pack() -> Path:
    """The pack that TRIAGE_PACK names, or the shipped one: inside the wheel, or beside the package in a checkout."""
    if named := os.environ.get("TRIAGE_PACK"):
        return Path(named)
    inside = _PACKAGE / "data" / "pathways"
    return inside if inside.is_dir() else _PACKAGE.parent / "pathways"


def cache_folder() -> Path:
    """Where compiled packs are kept; TRIAGE_CACHE overrides the platform's cache folder."""
    if named := os.environ.get("TRIAGE_CACHE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("triage-tui", appauthor=False))


def compiler_stamp() -> str:
    """Changes whenever the code that compiles changes, so that an old cache is never read."""
    total = hashlib.sha256(triage_tui.__version__.encode())
    for name in _COMPILED_BY:
        place = _PACKAGE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            status = path.stat()
            total.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()


class Library:
    """One pack: its shared part at once, its pathways and directory when asked for."""

    def __init__(self, folder: Path | None = None, *, use_cache: bool = True) -> None:
        self.folder = folder or default_pack()
        beside, inside = self.folder.parent / DIRECTORY_NAME, self.folder / DIRECTORY_NAME
        self.directory_path = inside if inside.is_file() else beside
        if not self.folder.is_dir():
            hint = "name one with --pack FOLDER or TRIAGE_PACK, or leave both out for the shipped pack"
            raise ContentError(f"there is no pack folder {self.folder}", hint=hint)
        try:
            contents = pack_contents(self.folder, self.directory_path)
        except OSError as error:
            raise ContentError(f"the pack in {self.folder} cannot be read: {error.strerror}") from None
        self.hash = pack_hash(contents)
        self._contents = contents
        self._cache: Path | None = None
        if use_cache:
            self._cache = cache_folder() / f"{self.hash[:16]}-{compiler_stamp()[:16]}"
        self._plans: dict[str, Plan] = {}
        self._directory: Directory | None = None
        self.problems: tuple[Problem, ...] = ()
        pack = self._cached("pack", Pack)
        self.pack: Pack = pack if pack is not None else self._compile()

    def plan(self, pathway: str) -> Plan:
        """The compiled pathway; ContentError when the pack has none that can be walked."""
        from triage_tui.walk.plan import Plan

        if pathway not in self._plans:
            found = self._cached(f"plan-{pathway}", Plan) if self.pack.header(pathway) else None
            if found is None and self.pack.header(pathway):
                self._compile()
                found = self._plans.get(pathway)
            if found is None:
                from triage_tui.problems import did_you_mean

                known = [header.id for header in self.pack.pathways]
                raise ContentError(f'there is no pathway "{pathway}"', self.problems, did_you_mean(pathway, known))
            self._plans[pathway] = found
        return self._plans[pathway]

    @property
    def directory(self) -> Directory:
        """The directory of services."""
        from triage_tui.directory.model import Directory

        if self._directory is None:
            self._directory = self._cached("directory", Directory)
            if self._directory is None:
                self._compile()
        assert self._directory is not None
        return self._directory

    def _compile(self) -> Pack:
        """Compile everything, remember it, and put it in the cache; ContentError when the shared files are broken."""
        from triage_tui.compiler import compile_pack

        compiled = compile_pack(self.folder, self.directory_path)
        self.problems = compiled.problems
        if compiled.pack is None or compiled.directory is None:
            raise ContentError(
                "the pack cannot be used", compiled.errors, "mend the files named above; nothing was started"
            )
        self.pack = compiled.pack
        self._plans = dict(compiled.plans)
        self._directory = compiled.directory
        if not compiled.errors:
            self._keep("directory", compiled.directory)
            for name, plan in compiled.plans.items():
                self._keep(f"plan-{name}", plan)
            self._keep("pack", compiled.pack)
        return compiled.pack

    def _cached(self, name: str, kind: type[Plain]) -> Plain | None:
        if self._cache is None:
            return None
        try:
            text = (self._cache / f"{name}.json").read_text(encoding="utf-8")
            return codec.loads(kind, text)
        except (OSError, ValueError, TypeError, LookupError):
            return None

    def _keep(self, name: str, value: object) -> None:
        """Write to the cache, whole or not at all; a cache that cannot be written is not an error."""
        if self._cache is None:
            return
        part = self._cache / f"{name}.{os.getpid()}.part"
        try:
            self._cache.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_text(codec.dumps(value), encoding="utf-8")
            part.replace(self._cache / f"{name}.json")
        except OSError:
            self._cache = None

    def contents(self) -> dict[str, bytes]:
        """The bytes of every file, for pinning an encounter to this pack."""
        return self._contents
