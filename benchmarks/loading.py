"""Reading, checking and compiling a long pathway, against PyYAML's C loader on the same text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import yaml

from benchmarks.figure import Compare, Figure, cpu_seconds, in_turn
from benchmarks.long_pathway import long_pathway
from benchmarks.place import Place
from triage_tui.content.pack_files import Loaded, read_pack
from triage_tui.content.pathway_file import PathwayFile
from triage_tui.content.shape import validate
from triage_tui.content.source import parse_source
from triage_tui.library import default_pack
from triage_tui.walk.compiling.pathway import compile_pathway
from triage_tui.walk.compiling.shared import compile_shared

STEPS = 2000


def measure(_: Place, runs: int) -> Iterator[Figure]:
    """The processor's time, in this process."""
    text = long_pathway(STEPS)
    raw = text.encode()
    files = read_pack(default_pack())
    shared = compile_shared(files)

    def ours() -> None:
        source = parse_source(raw, "long.yaml")
        model, wrong = validate(PathwayFile, source)
        assert model is not None
        files.pathways["long"] = Loaded(model, source)
        plan, problems = compile_pathway(files, shared, "long")
        assert plan is not None
        found = [problem for problem in (*source.problems, *wrong, *problems) if problem.severity == "error"]
        assert not found, found[0].line()

    pairs = in_turn(max(runs // 3, 3), partial(cpu_seconds, ours), partial(cpu_seconds, partial(_bare, text)))
    what = f"load a {STEPS:,}-step pathway with positions, checked"
    yield Figure(what, "yaml.load, CSafeLoader", Compare.SLOWER, 0.6, pairs, "ms", f"{len(raw) / 1e6:.1f} MB")


def _bare(text: str) -> None:
    yaml.load(text, yaml.CSafeLoader)
