"""Read a pack folder: every file of it, checked for shape, with its hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from pydantic import BaseModel

from triage_tui.content.fingerprint import digest_of, hash_of, pack_files, pack_paths
from triage_tui.content.kept import Kept
from triage_tui.content.pathway_file import ModuleFile, PathwayFile
from triage_tui.content.shape import validate
from triage_tui.content.shared_files import AdviceFile, DispositionsFile, InstrumentFile, PackFile
from triage_tui.content.source import Source, parse_source
from triage_tui.problems import Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)

FORMAT = 1
SHARED = ("pack.yaml", "dispositions.yaml", "advice.yaml")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Model]):
    """A file's model and where it came from."""

    model: Model
    source: Source


StepsFile: TypeAlias = Loaded[PathwayFile] | Loaded[ModuleFile]


@dataclass(slots=True)
class PackFiles:
    """Everything read from a pack folder, and every problem found on the way."""

    folder: Path
    hash: str
    pack: Loaded[PackFile] | None = None
    dispositions: Loaded[DispositionsFile] | None = None
    advice: Loaded[AdviceFile] | None = None
    instruments: dict[str, Loaded[InstrumentFile]] = field(default_factory=dict)
    modules: dict[str, Loaded[ModuleFile]] = field(default_factory=dict)
    pathways: dict[str, Loaded[PathwayFile]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Files of the pack, by their names inside it, that could not be read or have not the right shape."""

    @property
    def shared(self) -> bool:
        """Whether the files that every pathway stands on could be read."""
        return self.pack is not None and self.dispositions is not None and self.advice is not None

    @property
    def whole(self) -> bool:
        """Whether every file of the pack could be read."""
        return self.shared and not self.unread

    @property
    def with_steps(self) -> list[StepsFile]:
        """Every pathway and module."""
        return [*self.pathways.values(), *self.modules.values()]

    @property
    def named(self) -> list[str]:
        """Every pathway that has a file here, whether it could be read or not."""
        unread = (Path(name).stem for name in self.unread if "/" not in name and name not in SHARED)
        return sorted({*self.pathways, *unread})


def read_pack(folder: Path, directory: Path | None = None, known_hash: str = "", kept: Kept | None = None) -> PackFiles:
    """Read every file of a pack; problems are collected, never raised. `known_hash`: the pack's, when it is known."""
    kept = kept or Kept()
    if not folder.is_dir():
        files = PackFiles(folder, "")
        files.problems.append(Problem(folder.as_posix(), 1, 1, "there is no such pack folder", "YML009"))
        return files
    files = PackFiles(folder, known_hash or _hash(folder, directory))
    for path in pack_paths(folder):
        _read_one(files, path, kept)
    for name in SHARED:
        if not (folder / name).is_file():
            files.problems.append(Problem((folder / name).as_posix(), 1, 1, f"{name} is missing", "YML009"))
    return files


def _hash(folder: Path, directory: Path | None) -> str:
    """The hash of a pack, or none when a file of it cannot be read, which is said where it is read."""
    found = pack_files(folder, directory or folder / "none")
    try:
        return hash_of({name: digest_of(path.read_bytes()) for name, path in found.items()})
    except OSError:
        return ""


def display_name(path: Path) -> str:
    """The file's name for messages: relative to the working folder where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _read_one(files: PackFiles, path: Path, kept: Kept) -> None:
    name = display_name(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        files.problems.append(Problem(name, 1, 1, f"cannot be read: {error.strerror}", "YML009"))
        files.unread.append(path.relative_to(files.folder).as_posix())
        return
    alone = kept.get(path, (name, raw), lambda: _read_alone(files.folder, path, name, raw))
    files.problems.extend(alone.problems)
    files.unread.extend(alone.unread)
    files.pack = files.pack or alone.pack
    files.dispositions = files.dispositions or alone.dispositions
    files.advice = files.advice or alone.advice
    files.instruments.update(alone.instruments)
    files.modules.update(alone.modules)
    files.pathways.update(alone.pathways)


def _read_alone(folder: Path, path: Path, name: str, raw: bytes) -> PackFiles:
    """One file, as if a pack had no other."""
    files = PackFiles(folder, "")
    source = parse_source(raw, name)
    files.problems.extend(source.problems)
    place = path.relative_to(files.folder).as_posix()
    source.label = place
    if place == "pack.yaml":
        files.pack = _load(files, PackFile, source)
    elif place == "dispositions.yaml":
        files.dispositions = _load(files, DispositionsFile, source)
    elif place == "advice.yaml":
        files.advice = _load(files, AdviceFile, source)
    elif place.startswith("instruments/"):
        _keep(files, files.instruments, _load(files, InstrumentFile, source), "instrument", path)
    elif place.startswith("modules/"):
        _keep(files, files.modules, _load(files, ModuleFile, source), "module", path)
    else:
        _keep(files, files.pathways, _load(files, PathwayFile, source), "pathway", path)
    return files


def _load(files: PackFiles, model: type[Model], source: Source) -> Loaded[Model] | None:
    found, problems = validate(model, source)
    files.problems.extend(problems)
    if isinstance(found, PackFile) and found.format != FORMAT:
        message = f"this pack is in format {found.format}; this program reads format {FORMAT}"
        hint = "use a version of the program that reads it" if found.format > FORMAT else "write format: 1"
        files.problems.append(source.problem(("format",), message, "SCH006", hint=hint))
    if found is None:
        files.unread.append(source.label)
        return None
    return Loaded(found, source)


def _keep(files: PackFiles, kept: dict[str, Loaded[Model]], loaded: Loaded[Model] | None, key: str, path: Path) -> None:
    if loaded is None:
        return
    name = getattr(loaded.model, key)
    if name != path.stem:
        hint = did_you_mean(name, [path.stem])
        message = f'{key} "{name}" must have the name of its file, "{path.stem}"'
        files.problems.append(loaded.source.problem((key,), message, "SCH004", hint=hint))
    kept[path.stem] = loaded
