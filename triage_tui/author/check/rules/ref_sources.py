"""REF: every source that is cited stands under `sources`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage_tui.author.check.context import Context, scalars
from triage_tui.author.check.registry import rule
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem

_CITED = frozenset({"source", "sources"})


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
            for path, name in _cited(source):
                if name not in known:
                    message = f'there is no source "{name}" under sources'
                    yield source.unknown(path, name, known, message, "REF010")


def _cited(source: Source) -> Iterator[tuple[Path_, str]]:
    """Every key that something below the top of a file cites, and where."""
    for path, text in scalars(source.root):
        if path[0] not in _CITED and not _CITED.isdisjoint(path[-2:]):
            yield path, text
