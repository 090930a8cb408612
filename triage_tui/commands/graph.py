"""triage graph: a pathway as a tree, in Mermaid or in DOT."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.author.graph.drawing import Drawing
from triage_tui.author.graph.overlay import Marks, Overlay
from triage_tui.author.graph.select import opened
from triage_tui.commands.settings import open_library, plan_of
from triage_tui.errors import ContentError, ExitCode, OutputError, UsageError

if TYPE_CHECKING:
    from triage_tui.library import Library
    from triage_tui.walk.plan import Plan

MARKDOWN = (".md", ".markdown")


def run(options: argparse.Namespace) -> int:
    """Draw one pathway, with what the options lay over it."""
    _refuse(options)
    library = open_library(options)
    plan = plan_of(library, options.pathway)
    drawing = Drawing(plan)
    shown = opened(drawing, options.module, options.steps or "", options.section or "")
    marks = Marks(plan, _overlays(options, library, plan))
    if options.format == "tree":
        from triage_tui.commands.graph_tree import tree_text, write_tree

        if options.output is None:
            write_tree(drawing, marks, shown, options.depth)
        else:
            _write(options.output, tree_text(drawing, marks, shown, options.depth))
    elif options.format == "mermaid":
        _mermaid(drawing, marks, shown, options.output)
    else:
        from triage_tui.author.graph.dot import dot
        from triage_tui.author.graph.picture import picture

        _write(options.output, dot(drawing, marks, picture(drawing, marks, shown)))
    return int(ExitCode.OK)


def _refuse(options: argparse.Namespace) -> None:
    if options.depth is not None and options.format != "tree":
        raise UsageError("--depth is for --format tree", "choose steps with --module, --section or --steps")
    if options.depth is None:
        options.depth = 3
    suffix = Path(options.output or "").suffix.lower()
    if suffix in (".svg", ".png", ".pdf"):
        hint = f"write it with -o picture.dot, then: dot -T{suffix[1:]} picture.dot -o picture{suffix}"
        raise UsageError(f"a {suffix} picture is drawn by Graphviz, from --format dot", hint)


def _overlays(options: argparse.Namespace, library: Library, plan: Plan) -> list[Overlay]:
    header = library.pack.header(plan.pathway)
    assert header is not None
    scenarios = library.folder / "scenarios" / f"{plan.pathway}.yaml"
    found = []
    if options.coverage:
        from triage_tui.author.graph.cases import walks_of
        from triage_tui.author.graph.walked import coverage

        if not scenarios.is_file():
            raise ContentError(f'pathway "{plan.pathway}" has no scenarios', hint=f"write them in {scenarios}")
        found.append(coverage(plan, [walked.state for walked in walks_of(plan, header.modes, scenarios)]))
    if options.diff:
        from triage_tui.author.diff.version import plan_at
        from triage_tui.author.graph.changed import changes

        found.append(changes(plan, plan_at(options.diff, plan.pathway, library.folder)))
    if options.case:
        from triage_tui.author.graph.cases import walk_named
        from triage_tui.author.graph.walked import one_walk

        walked = walk_named(plan, header.modes, options.case, scenarios)
        found.append(one_walk(plan, walked.state, walked.mode, walked.name))
    return found


def _mermaid(drawing: Drawing, marks: Marks, shown: frozenset[int], output: str | None) -> None:
    from triage_tui.author.graph.mermaid import diagrams, page

    found = diagrams(drawing, marks, shown)
    in_page = output is not None and Path(output).suffix.lower() in MARKDOWN
    if len(found) > 1 and output is not None and not in_page:
        hint = "write a page of them with -o picture.md, or choose with --section, --module or --steps"
        raise UsageError(f"the whole is larger than Mermaid draws: it is {len(found)} diagrams", hint)
    if len(found) > 1 and output is None:
        sys.stderr.write(f"larger than Mermaid draws at once: {len(found)} diagrams, as Markdown; --section for one\n")
    _write(output, page(found, marks.story) if in_page or len(found) > 1 else found[0].text)


def _write(output: str | None, text: str) -> None:
    """To the file that was named, or to standard output."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror}") from None
    sys.stderr.write(f"written to {output}\n")
