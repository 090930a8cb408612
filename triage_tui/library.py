"""Find the pack, compile it once, and keep the result in the cache folder under the hash of its files.

What is cached is plain JSON, so a second start imports neither pydantic nor yaml; a large directory is cached as bytes
that are searched where they lie. A cache that cannot be read is made anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from triage_tui import codec
from triage_tui.collecting import without_collecting
from triage_tui.content.fingerprint import PARTS, digest_of, directory_of, hash_of, pack_files
from triage_tui.content.ledger import Ledger
from triage_tui.errors import ContentError
from triage_tui.files import write_whole
from triage_tui.stamp import PACKAGE, code_stamp
from triage_tui.walk.pack import Pack

if TYPE_CHECKING:  # imported when a pathway or the directory is asked for: Home is painted without
    from triage_tui.directory.building.store import CompiledStore
    from triage_tui.directory.model import Directory
    from triage_tui.problems import Problem
    from triage_tui.tables import TableStore
    from triage_tui.walk.plan import Plan

Plain = TypeVar("Plain")

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

_COMPILED_BY = ("walk", "content", "directory", "codec.py")


def default_pack() -> Path:
    """The pack that TRIAGE_PACK names, or the shipped one: inside the wheel, or beside the package in a checkout."""
    if named := os.environ.get("TRIAGE_PACK"):
        return Path(named)
    inside = PACKAGE / "data" / "pathways"
    return inside if inside.is_dir() else PACKAGE.parent / "pathways"


def is_inside_program(folder: Path) -> bool:
    """Whether a folder is part of the installed program, where nobody should write."""
    return folder.resolve().is_relative_to(PACKAGE)


def cache_folder() -> Path:
    """Where compiled packs are kept; TRIAGE_CACHE overrides the platform's cache folder."""
    if named := os.environ.get("TRIAGE_CACHE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("triage-tui", appauthor=False))


def compiler_stamp() -> str:
    """Changes whenever the code that compiles changes, so that an old cache is never read."""
    holidays = find_spec("holidays")  # the bank holidays of a directory are compiled with it
    origin = holidays.origin if holidays is not None else None
    return code_stamp(_COMPILED_BY, *([Path(origin)] if origin is not None else []))


LARGE = 1_000
"""Services from which a directory is searched where it lies. So many are read in 45 ms at every start and opened in 10;
of the 159 that are shipped, a search in memory takes 0.1 ms, and one where they lie 0.3."""


class Library:
    """One pack: its shared part at once, its pathways and directory when asked for."""

    def __init__(self, folder: Path | None = None, *, use_cache: bool = True, progress: Progress | None = None) -> None:
        self.folder = folder or default_pack()
        self.directory_path = directory_of(self.folder)
        if not self.folder.is_dir():
            hint = "name one with --pack FOLDER or TRIAGE_PACK, or leave both out for the shipped pack"
            raise ContentError(f"there is no pack folder {self.folder}", hint=hint)
        self._progress = progress
        self._ledger = Ledger(cache_folder() / "files.json" if use_cache else None)
        self._read_files()
        self._stamp, folder = compiler_stamp()[:16], cache_folder() if use_cache else None
        self._cache: Path | None = None if folder is None else folder / f"{self.hash[:16]}-{self._stamp}"
        self._plans: dict[str, Plan] = {}
        self._directory: Directory | None = None
        self.problems: tuple[Problem, ...] = ()
        pack = self._cached("pack", Pack)
        self.pack: Pack = pack if pack is not None else self._compile()
        if self._parts:
            self.directory  # noqa: B018  compiled now if it must be, not in the middle of a call

    def _read_files(self) -> None:
        """The hashes of the pack and of its directory; a national directory's files are not read when unchanged."""
        self._contents: dict[str, bytes] = {}
        self._parts: dict[str, tuple[Path, str]] = {}
        try:
            for name, path in pack_files(self.folder, self.directory_path).items():
                if name.startswith(PARTS):
                    self._parts[name] = (path, self._ledger.digest(path))
                else:
                    self._contents[name] = path.read_bytes()
        except OSError as error:
            raise ContentError(f"the pack in {self.folder} cannot be read: {error.strerror}") from None
        self._ledger.save()
        digests = {name: digest_of(text) for name, text in self._contents.items()}
        digests |= {name: digest for name, (_, digest) in self._parts.items()}
        self.hash = hash_of(digests)
        self.directory_hash = hash_of({name: digest for name, digest in digests.items() if name.startswith("../")})

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
            self._directory = self._store.open() or self._cached("directory", Directory)
            if self._directory is None:
                self._compile()
        assert self._directory is not None
        return self._directory

    def _compile(self) -> Pack:
        """Compile everything, remember it, and put it in the cache; ContentError when the shared files are broken."""
        from triage_tui.compiler import compile_pack

        known = self._store.open()
        with without_collecting():
            compiled = compile_pack(self.folder, self.directory_path, known, self.hash, self._progress)
            self.problems = compiled.problems
            same = self._same_files()
            self._directory = known or self._stored(compiled.directory, same=same)
        if compiled.pack is None:
            raise ContentError(
                "the pack cannot be used", compiled.errors, "mend the files named above; nothing was started"
            )
        self.pack = compiled.pack
        self._plans = dict(compiled.plans)
        if same and not compiled.errors:
            if not self.is_compiled:
                self._keep("directory", compiled.directory)
            for name, plan in compiled.plans.items():
                self._keep(f"plan-{name}", plan)
            self._keep("pack", compiled.pack)
        return compiled.pack

    @property
    def is_split(self) -> bool:
        """Whether the directory is in several files, which are not held in memory."""
        return bool(self._parts)

    @property
    def is_compiled(self) -> bool:
        """Whether the directory is a large one, searched where it lies."""
        from triage_tui.directory.index import Kept

        return isinstance(self.directory.services, Kept)

    def directory_words(self) -> str:
        """What is searched: how many services, from how many files, and how they are kept."""
        count, files = len(self.directory.services), len(self._parts) + 1
        said = f"{count:,} service{'s' * (count != 1)} in {files:,} file{'s' * (files != 1)}"
        if self.directory.left_out:
            said += ", without what has mistakes (run triage check)"
        if not self.is_compiled:
            return f"{said}, in memory: not large enough to be compiled"
        path = self.compiled_path
        return f"{said}, compiled to {path}" if path else f"{said}, compiled in memory alone"

    @property
    def compiled_path(self) -> Path | None:
        """The file of a compiled directory; None when there is none, or it could not be written."""
        return self._store.path

    @cached_property
    def tables(self) -> TableStore:
        """What can still happen in each pathway, as far as it was worked out."""
        from triage_tui.tables import TableStore

        return TableStore(self._cache)

    @cached_property
    def _store(self) -> CompiledStore:
        from triage_tui.directory.building.store import CompiledStore

        folder = self._cache.parent if self._cache is not None else None
        return CompiledStore(folder, f"{self.directory_hash[:16]}-{self._stamp}", self._ledger)

    def _stored(self, directory: Directory, *, same: bool) -> Directory:
        """A directory that was just read, compiled when it is a large one."""
        from triage_tui.directory.building.store import in_memory

        if len(directory.services) < LARGE:
            return directory
        if directory.left_out or not same:  # it is not what its files say
            return in_memory(directory).directory
        return self._store.keep(directory, self._tell_compiling)

    def _same_files(self) -> bool:
        """Whether the files are still those whose hash was taken: they may be changed while they are read."""
        try:
            found = pack_files(self.folder, self.directory_path)
            return found.keys() == self._contents.keys() | self._parts.keys() and all(
                path.read_bytes() == self._contents[name]
                if name in self._contents
                else self._ledger.digest(path) == self._parts[name][1]
                for name, path in found.items()
            )
        except OSError:
            return False

    def _tell_compiling(self, done: int, of: int) -> None:
        if self._progress is not None:
            self._progress("compiling the directory", done, of)

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
        try:
            self._cache.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._cache / f"{name}.json", [codec.dumps(value).encode()])
        except OSError:
            self._cache = None

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Every file by its name, for pinning an encounter to this pack; ContentError when one was changed since."""
        yield from self._contents.items()
        for name, (path, digest) in self._parts.items():
            try:
                found = path.read_bytes()
            except OSError:
                found = b""
            if digest_of(found) != digest:
                hint = "close the program and open it again, to use the new one"
                raise ContentError(f"{path} was changed while the program was open", hint=hint)
            yield name, found
