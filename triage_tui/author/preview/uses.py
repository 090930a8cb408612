"""Which pathways have a file in them: what a preview of the file can walk."""

from __future__ import annotations

from pathlib import Path

from triage_tui.content.pack_files import PackFiles
from triage_tui.content.pathway_file import Measure, ModuleFile, PathwayFile, Use


def pathways_with(files: PackFiles, file: Path) -> tuple[str, ...]:
    """The pathways that a file of the pack has a part in, in the order of their names."""
    place = _place_in(files.folder, file)
    if place.parent == Path() and place.name not in ("pack.yaml", "dispositions.yaml", "advice.yaml"):
        return (place.stem,)
    if place.parent.name == "scenarios":
        return (place.stem,)
    if place.parent.name == "modules":
        return tuple(name for name in sorted(files.pathways) if place.stem in _modules_of(files, name))
    if place.parent.name == "instruments":
        return tuple(name for name in sorted(files.pathways) if place.stem in _measured_by(files, name))
    return tuple(sorted(files.pathways))


def _place_in(folder: Path, file: Path) -> Path:
    """Where a file lies inside the pack; the directory, which lies beside it, as a folder's file."""
    try:
        return file.resolve().relative_to(folder.resolve())
    except ValueError:
        return Path("directory") / file.name


def _modules_of(files: PackFiles, pathway: str) -> set[str]:
    """The modules a pathway uses, and those that they use."""
    found: set[str] = set()
    waiting: list[PathwayFile | ModuleFile] = [files.pathways[pathway].model]
    while waiting:
        for step in waiting.pop().steps:
            if isinstance(step, Use) and step.use not in found:
                found.add(step.use)
                if step.use in files.modules:
                    waiting.append(files.modules[step.use].model)
    return found


def _measured_by(files: PackFiles, pathway: str) -> set[str]:
    """The instruments of a pathway and of its modules."""
    modules = (files.modules[name].model for name in _modules_of(files, pathway) if name in files.modules)
    everything: list[PathwayFile | ModuleFile] = [files.pathways[pathway].model, *modules]
    return {step.measure for one in everything for step in one.steps if isinstance(step, Measure)}
