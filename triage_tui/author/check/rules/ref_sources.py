"""REF: every source that is cited stands under `sources`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.content.source import Map, Path_, Seq, Source
from triage_tui.problems import Problem

_CITED = ("source", "sources")


@rule(
    "REF010",
    "no-such-source",
    "error",
    bad="""
sources: {local: "own, [design]", guide: "A guideline, 2024 [recalled: check before release]"}
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, source: [gide], answers: {yes: home, no: home, not known: home}}
""",
    good="""
sources: {local: "own, [design]", guide: "A guideline, 2024 [recalled: check before release]"}
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, source: [guide], answers: {yes: home, no: home, not known: home}}
""",
)
def _no_such_source(context: Context) -> Iterator[Problem]:
    """Something cites a source that does not stand under `sources` of its file, so nobody can look it up. The key is
    misspelt, or the source is to be added.
    """
    files = context.files
    shared: list[tuple[Source, Mapping[str, str]]] = [(one.source, one.model.sources) for one in context.step_files()]
    shared += [(one.source, one.model.sources) for one in context.instruments()]
    shared += [(one.source, one.model.sources) for one in (files.advice,) if one is not None]
    for source, known in shared:
        if context.wants(source):
            for path, name in _cited(source.root, ()):
                if name not in known:
                    message = f'there is no source "{name}" under sources'
                    yield source.unknown(path, name, known, message, "REF010")


def _cited(node: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Every key that something below the top of a file cites, and where."""
    if isinstance(node, Map):
        for key, value in node.items():
            if key in _CITED and path:
                yield from _names(value, (*path, key))
            elif path or key not in _CITED:
                yield from _cited(value, (*path, key))
    elif isinstance(node, Seq):
        for number, value in enumerate(node):
            yield from _cited(value, (*path, number))


def _names(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, Seq):
        for number, one in enumerate(value):
            yield (*path, number), str(one)
    elif not isinstance(value, Map):
        yield path, str(value)
