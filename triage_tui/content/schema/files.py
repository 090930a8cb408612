"""The schema of each kind of file, and all of a pack's schemas beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from triage_tui.content.directory_shape import DirectoryShape
from triage_tui.content.pathway_file import ModuleFile, PathwayFile
from triage_tui.content.schema.cases import answers, given
from triage_tui.content.schema.facts import conditions
from triage_tui.content.schema.ids import FileIds, Names, PackIds
from triage_tui.content.schema.refers import INSTEAD, KINDS, OFFERED, REFERS
from triage_tui.content.schema.shapes import Shapes
from triage_tui.content.schema.written import Json, offered
from triage_tui.content.shape import Shape
from triage_tui.content.shared_files import AdviceFile, DispositionsFile, InstrumentFile, PackFile, ScenariosFile
from triage_tui.files import write_whole

FOLDER: Final = ".schema"
"""Where schemas stand in a pack's folder."""

SHAPES: Final[dict[str, type[Shape]]] = {
    "pathway": PathwayFile,
    "module": ModuleFile,
    "instrument": InstrumentFile,
    "scenarios": ScenariosFile,
    "dispositions": DispositionsFile,
    "advice": AdviceFile,
    "pack": PackFile,
    "directory": DirectoryShape,
}
"""The shape of every kind of file."""

OWN: Final = ("pathway", "module", "scenarios")
"""Kinds of file that have a schema each, with what they name in themselves."""

_MODES: Final = ("telephone", "on_scene")


def schema(kind: str, pack: PackIds, name: str | None = None) -> Json:
    """The schema of a kind of file; with a name, of the file of that name, with its own steps and outcomes."""
    ids = _own(kind, pack, name)
    shapes = Shapes(REFERS, INSTEAD, OFFERED)
    root = shapes.of(SHAPES[kind])
    names = _names(kind, pack, ids)
    needed = {found for found in KINDS if f'"#/definitions/{found}"' in json.dumps(shapes.definitions)}
    shapes.definitions |= {found: offered(names[found], KINDS[found]) for found in sorted(needed)}
    if kind == "scenarios":
        case = shapes.definitions["CaseShape"]["properties"]
        known = answers(pack, ids)
        case["given"] |= {"properties": {**known, **given(pack, _MODES)}}
        case["answers"] |= {"properties": known}
    of = f" {name}" if name else ""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Triage {kind}{of}",
        **root,
        "definitions": shapes.definitions,
    }


def every_schema(pack: PackIds) -> Iterator[tuple[str, Json]]:
    """Every schema of a pack, by the name of its file."""
    for kind in SHAPES:
        yield file_name(kind), schema(kind, pack)
    for kind in OWN:
        for name in pack.modules if kind == "module" else pack.pathways:
            yield file_name(kind, name), schema(kind, pack, name)


def file_name(kind: str, name: str | None = None) -> str:
    """The name of a schema's file."""
    return f"{kind}-{name}.json" if name else f"{kind}.json"


def write_schemas(pack: PackIds, into: Path) -> int:
    """Write every schema of a pack to a folder that git leaves alone, each whole or not at all; how many there are."""
    into.mkdir(parents=True, exist_ok=True)
    (into / ".gitignore").write_text("# made by: triage schema --write\n*\n", encoding="utf-8")
    count = 0
    for name, found in every_schema(pack):
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        write_whole(into / name, [text.encode()])
        count += 1
    return count


def modelines(kind: str, name: str | None, way: str = "") -> str:
    """The two comments that tell an editor a file's schema; `way`: from the file's folder to its pack's, as `../`."""
    path = f"{way}{FOLDER}/{file_name(kind, name if kind in OWN else None)}"
    return f"# yaml-language-server: $schema={path}\n# $schema: {path}\n"


def _own(kind: str, pack: PackIds, name: str | None) -> FileIds:
    found = (pack.modules if kind == "module" else pack.pathways).get(name or "")
    return pack.whole(found) if found is not None else FileIds("")


def _names(kind: str, pack: PackIds, ids: FileIds) -> dict[str, Names]:
    """The names there are of each kind of thing, as one file sees them."""
    steps = {step: found.ask for step, found in ids.steps.items()}
    shared = pack.sources.get(f"{kind}.yaml", {})
    return {
        "disposition": pack.dispositions,
        "adjunct": pack.adjuncts,
        "advice": pack.advice,
        "worsening": pack.worsening,
        "target": {"next": "the step that follows", **ids.outcomes, **steps},
        "outcome": ids.outcomes,
        "pathway": {name: found.title for name, found in pack.pathways.items()},
        "module": {name: found.title for name, found in pack.modules.items()},
        "instrument": {name: str(found.get("title", "")) for name, found in pack.instruments.items()},
        "source": ids.sources or shared,
        "condition": conditions(pack, ids),
        "type": pack.types,
        "capability": pack.capabilities,
        "area": pack.areas,
        "service": pack.services,
        "provider": pack.providers,
        "referrer": pack.groups,
        "found": {**pack.types, **pack.services},
        "step": steps,
    }
