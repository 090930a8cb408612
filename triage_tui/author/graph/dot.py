"""A picture in DOT, for Graphviz: `dot -Tsvg`. It has no limit, so the whole pathway is in it."""

from __future__ import annotations

from triage_tui.author.graph.drawing import Drawing
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.picture import Arrow, Box, Picture
from triage_tui.author.graph.shades import FILLS, LINES, MARKED, NO_FILL, NO_LINE
from triage_tui.author.graph.words import clean, scale
from triage_tui.text import fold

_SHAPES = {"rule": "diamond", "do": "parallelogram", "section": "folder", "outcome": "box", "gone": "note"}
WIDTH = 34
"""Columns of a label before it is folded."""


def dot(drawing: Drawing, marks: Marks, painted: Picture) -> str:
    """The whole file."""
    title = f"{drawing.plan.pathway} {drawing.plan.version}: {drawing.plan.title}"
    lines = [
        f"digraph {_quoted(drawing.plan.pathway)} {{",
        f'  graph [label={_label([clean(title)], 80)}, labelloc=t, rankdir=TB, fontname="Helvetica", charset="UTF-8"];',
        '  node [shape=box, style=filled, fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=9];',
    ]
    for number, (key, words) in enumerate(painted.sections):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f'    graph [label={_label([words])}, style=rounded, color="{NO_LINE}"];')
        lines += [f"    {_box(box)}" for box in painted.boxes if box.section == key]
        lines.append("  }")
    lines += [f"  {_box(box)}" for box in painted.boxes if not box.section]
    lines += [f"  {_arrow(arrow)}" for arrow in painted.arrows]
    lines += [*_legend(drawing, marks, painted), "}"]
    return "\n".join(lines) + "\n"


def _box(box: Box) -> str:
    fill = FILLS[box.shade] if box.shade >= 0 else NO_FILL
    parts = [f"label={_label(box.lines)}", f'fillcolor="{fill}"']
    if shape := _SHAPES.get(box.kind):
        parts.append(f"shape={shape}")
    if box.kind == "outcome":
        parts.append('style="filled,rounded", peripheries=2')
    if box.kind == "gone":
        parts.append('style="filled,dashed"')
    if box.marked:
        parts.append(f'color="{MARKED}", penwidth=3')
    return f"{box.key} [{', '.join(parts)}];"


def _arrow(arrow: Arrow) -> str:
    parts = [f'color="{MARKED if arrow.marked else LINES[arrow.shade] if arrow.shade >= 0 else NO_LINE}"']
    if arrow.label:
        parts.append(f"label={_label([arrow.label])}")
    if arrow.quiet:
        parts.append("style=dashed")
    if arrow.marked:
        parts.append("penwidth=3")
    return f"{arrow.start} -> {arrow.end} [{', '.join(parts)}];"


def _legend(drawing: Drawing, marks: Marks, painted: Picture) -> list[str]:
    lines = ["  subgraph cluster_legend {", '    graph [label="How to read it", style=rounded];']
    texts = [
        "In a box: the most and the least urgent end it can lead to. On an arrow the symbols alone; dashed: not asked."
    ]
    boxes = [(-1, text) for text in texts] + scale(drawing.plan, painted.spans)
    boxes += [(-1, f"[{mark}] {meaning} (thick line)") for mark, meaning in marks.legend]
    for number, (shade, text) in enumerate(boxes):
        fill = FILLS[shade] if shade >= 0 else "#ffffff"
        lines.append(f'    legend{number} [label={_label([text], 60)}, fillcolor="{fill}", shape=box];')
    chain = " -> ".join(f"legend{number}" for number in range(len(boxes)))
    return [*lines, f"    {chain} [style=invis];", "  }"]


def _label(lines: list[str] | tuple[str, ...], width: int = WIDTH) -> str:
    return _quoted("\n".join(folded for line in lines for folded in fold(line, width)))


def _quoted(text: str) -> str:
    """A string in which only the line breaks mean something: Graphviz also decodes entities such as &amp;."""
    safe = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\n", "\\n") + '"'
