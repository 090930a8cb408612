"""The ids a pack has, with their words; read leniently, because an editor completes what is not finished yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from triage_tui.content.fingerprint import DIRECTORY_NAME
from triage_tui.content.pathway_file import step_kind
from triage_tui.content.source import read_source

Names: TypeAlias = dict[str, str]
"""Ids, and what each means in words."""


@dataclass(frozen=True, slots=True)
class StepIds:
    """One step as a case answers it: its kind as a tag, its question, its answers, its instrument and prefix."""

    kind: str
    ask: str
    answers: Names
    measure: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class FileIds:
    """What one pathway or module has of its own; `uses` names the modules it uses."""

    title: str
    steps: dict[str, StepIds] = field(default_factory=dict)
    outcomes: Names = field(default_factory=dict)
    sources: Names = field(default_factory=dict)
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackIds:
    """Every id that one file of a pack may name in another."""

    dispositions: Names
    adjuncts: Names
    advice: Names
    worsening: Names
    roles: Names
    types: Names
    capabilities: Names
    areas: Names
    providers: Names
    services: Names
    groups: Names
    instruments: dict[str, Mapping[str, Any]]
    modules: dict[str, FileIds]
    pathways: dict[str, FileIds]
    sources: dict[str, Names]
    """The keys of `sources`, by the name of the file."""

    def whole(self, ids: FileIds) -> FileIds:
        """A pathway or module with the steps and outcomes of the modules it uses, in its own order of mention."""
        steps, outcomes, seen = dict[str, StepIds](), dict[str, str](), set[str]()

        def add(one: FileIds) -> None:
            for name in one.uses:
                if name in self.modules and name not in seen:
                    seen.add(name)
                    add(self.modules[name])
            steps.update(one.steps)
            outcomes.update(one.outcomes)

        add(ids)
        return FileIds(ids.title, steps, outcomes, ids.sources, ids.uses)


def read_ids(folder: Path, directory: Path | None = None) -> PackIds:
    """The ids of a pack folder and its directory; what cannot be read has none."""
    inside = folder / DIRECTORY_NAME
    directory = directory or (inside if inside.is_file() else folder.parent / DIRECTORY_NAME)
    pack, scale = _root(folder / "pack.yaml"), _root(folder / "dispositions.yaml")
    texts, place = _root(folder / "advice.yaml"), _root(directory)
    instruments = {path.stem: _root(path) for path in sorted((folder / "instruments").glob("*.yaml"))}
    others = {path.stem: _root(path) for path in sorted(folder.glob("*.yaml"))}
    shared = {"pack.yaml": pack, "dispositions.yaml": scale, "advice.yaml": texts, "directory.yaml": place}
    return PackIds(
        dispositions=_listed(scale, "dispositions", "label"),
        adjuncts=_names(scale, "adjuncts", "label"),
        advice=_names(texts, "advice", "title"),
        worsening=_names(texts, "worsening", "title"),
        roles=_names(pack, "roles", "label"),
        types=_names(place, "types", "label"),
        capabilities=_names(place, "capabilities"),
        areas=_names(place, "areas", "name"),
        providers=_names(place, "providers", "name"),
        services=_listed(place, "services", "name"),
        groups=_names(place, "roles") | _names(place, "role_groups"),
        instruments=instruments,
        modules={path.stem: file_ids(_root(path)) for path in sorted((folder / "modules").glob("*.yaml"))},
        pathways={name: file_ids(root) for name, root in others.items() if "pathway" in root},
        sources={name: _names(root, "sources") for name, root in shared.items()},
    )


def file_ids(root: Mapping[str, Any]) -> FileIds:
    """What a pathway or module file has of its own."""
    steps: dict[str, StepIds] = {}
    uses: list[str] = []
    for step in _items(root, "steps"):
        if _text(step, "use"):
            uses.append(_text(step, "use"))
        if name := _text(step, "id"):
            steps[name] = _step(step)
    return FileIds(_text(root, "title"), steps, _names(root, "outcomes", "title"), _names(root, "sources"), tuple(uses))


def _step(step: Mapping[str, Any]) -> StepIds:
    kind = step_kind(step)
    named = _names(step, "answers", "label") or _names(step, "checklist", "label")
    answers = {name: words if words != "next" else "" for name, words in named.items()}
    ask = _text(step, "ask") or _text(step, "instruct")
    return StepIds(kind, ask, answers, _text(step, "measure"), _text(step, "as"))


def _root(path: Path) -> Mapping[str, Any]:
    root = read_source(path).root
    return root if isinstance(root, Mapping) else {}


def _text(node: Mapping[str, Any], key: str) -> str:
    found = node.get(key)
    return found if isinstance(found, str) else ""


def _items(node: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    found = node.get(key)
    yield from (item for item in (found if isinstance(found, list) else ()) if isinstance(item, Mapping))


def _names(node: Mapping[str, Any], key: str, words: str = "") -> Names:
    """The keys of a mapping of a file, with their words: their text, or the text at `words` in them."""
    found = node.get(key)
    return {name: _said(value, words) for name, value in found.items()} if isinstance(found, Mapping) else {}


def _said(value: Any, words: str) -> str:
    if isinstance(value, Mapping):
        return _text(value, words)
    return value if isinstance(value, str) else ""


def _listed(node: Mapping[str, Any], key: str, words: str) -> Names:
    """The ids of a list of a file, with their words."""
    return {_text(item, "id"): _text(item, words) for item in _items(node, key) if _text(item, "id")}
