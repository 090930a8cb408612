"""A picture in Mermaid: one diagram where it fits its default limits, otherwise an overview and one for each part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from triage_tui.author.graph.drawing import Drawing, Section
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.picture import Arrow, Box, Picture, picture
from triage_tui.author.graph.shades import FILLS, LINES, MARKED, NO_FILL, NO_LINE
from triage_tui.author.graph.words import clean, scale, section_count, section_name

MOST_ARROWS = 500
MOST_TEXT = 50_000
"""Mermaid's own defaults (maxEdges, maxTextSize): beyond them a page shows an error in place of the diagram."""

MOST_STEPS = 40
"""Steps of one section that can still be read in one diagram."""
TOO_LARGE = 'flowchart TD\n  large["Too large for Mermaid. Use --format dot."]\n'

_PLAIN = re.compile(r"[^\w ,.?/=+]|_", re.ASCII)
_SHAPES = {
    "rule": ("{{", "}}"),
    "do": ("[/", "/]"),
    "section": ("[[", "]]"),
    "outcome": ("([", "])"),
    "gone": ("[", "]"),
    "ask": ("[", "]"),
}


class Diagram(NamedTuple):
    """One diagram: its title and its text."""

    title: str
    text: str


def diagrams(drawing: Drawing, marks: Marks, shown: frozenset[int]) -> list[Diagram]:
    """One diagram when it fits; otherwise an overview, and one for each section or part of a section."""
    plan = drawing.plan
    whole = mermaid(drawing, marks, picture(drawing, marks, shown))
    title = f"{plan.pathway} {plan.version}: {clean(plan.title)}"
    if whole is not None:
        return [Diagram(title, whole)]
    overview = mermaid(drawing, marks, picture(drawing, marks, frozenset()))
    found = [] if overview is None else [Diagram(f"{title} (overview)", overview)]
    for section in drawing.sections:
        steps = [number for number in section.steps if number in shown]
        if steps:
            found += _parts(drawing, marks, section, steps)
    return found


def _parts(drawing: Drawing, marks: Marks, section: Section, steps: list[int]) -> Iterator[Diagram]:
    few = len(steps) <= MOST_STEPS
    text = mermaid(drawing, marks, picture(drawing, marks, frozenset(steps))) if few else None
    if text is not None or len(steps) == 1:
        part = replace(section, steps=range(steps[0], steps[-1] + 1))
        yield Diagram(f"{section_name(section)} ({section_count(part)})", text or TOO_LARGE)
        return
    middle = len(steps) // 2
    yield from _parts(drawing, marks, section, steps[:middle])
    yield from _parts(drawing, marks, section, steps[middle:])


def mermaid(drawing: Drawing, marks: Marks, painted: Picture) -> str | None:
    """The text of one diagram; None when it is larger than Mermaid draws."""
    if len(painted.arrows) > MOST_ARROWS:
        return None
    lines = ["flowchart TD"]
    for key, words in painted.sections:
        lines.append(f'  subgraph {_name(key)}["{escaped(words)}"]')
        lines += [f"    {_box(box)}" for box in painted.boxes if box.section == key]
        lines.append("  end")
    lines += [f"  {_box(box)}" for box in painted.boxes if not box.section]
    lines += [f"  {_arrow(arrow)}" for arrow in painted.arrows]
    lines += [*_legend(drawing, marks, painted), *_colours(painted)]
    text = "\n".join(lines) + "\n"
    return text if len(text) <= MOST_TEXT else None


def escaped(text: str) -> str:
    """A text in which nothing is markup to Mermaid or to the page: all but letters, digits and little else as #N;."""
    return _PLAIN.sub(lambda found: f"#{ord(found[0])};", clean(text)) or "#160;"


def _name(key: str) -> str:
    """A section's key as a name in Mermaid, which has words of its own such as `end`."""
    return "in_" + re.sub(r"\W", "_", key)


def _box(box: Box) -> str:
    begin, end = _SHAPES[box.kind]
    return f'{box.key}{begin}"{"<br/>".join(escaped(line) for line in box.lines)}"{end}'


def _arrow(arrow: Arrow) -> str:
    line = "-.->" if arrow.quiet else "==>" if arrow.marked else "-->"
    return (
        f'{arrow.start} {line}|"{escaped(arrow.label)}"| {arrow.end}'
        if arrow.label
        else f"{arrow.start} {line} {arrow.end}"
    )


def _legend(drawing: Drawing, marks: Marks, painted: Picture) -> list[str]:
    lines = ['  subgraph in_legend_["How to read it"]']
    texts = [
        "In a box: the most and the least urgent end it can lead to.",
        "On an arrow the symbols alone. Dotted: not asked.",
    ]
    texts += [text for _, text in scale(drawing.plan, painted.spans)]
    texts += [f"[{mark}] {meaning} (thick line)" for mark, meaning in marks.legend]
    lines.append(f'    legend["{"<br/>".join(escaped(text) for text in texts)}"]')
    return [*lines, "  end"]


def _colours(painted: Picture) -> list[str]:
    lines = []
    for shade in range(-1, len(FILLS)):
        boxes = [box.key for box in painted.boxes if box.shade == shade]
        arrows = [str(n) for n, arrow in enumerate(painted.arrows) if arrow.shade == shade and not arrow.marked]
        fill, line = (FILLS[shade], LINES[shade]) if shade >= 0 else (NO_FILL, NO_LINE)
        if boxes:
            name = f"shade{shade}" if shade >= 0 else "unshaded"
            lines.append(f"  classDef {name} fill:{fill},stroke:{line},color:#000000")
            lines.append(f"  class {','.join(boxes)} {name}")
        if arrows:
            lines.append(f"  linkStyle {','.join(arrows)} stroke:{line}")
    marked = [box.key for box in painted.boxes if box.marked]
    if marked:
        lines.append(f"  classDef marked stroke:{MARKED},stroke-width:4px")
        lines.append(f"  class {','.join(marked)} marked")
    thick = [str(number) for number, arrow in enumerate(painted.arrows) if arrow.marked]
    if thick:
        lines.append(f"  linkStyle {','.join(thick)} stroke:{MARKED},stroke-width:4px")
    return lines


def page(found: list[Diagram], story: Sequence[str] = ()) -> str:
    """Diagrams as Markdown, each in a fence under its title; then a walk that is told."""
    parts = []
    for number, diagram in enumerate(found):
        title = _in_markdown(diagram.title)
        parts.append(f"{'#' if number == 0 else '##'} {title}\n\n```mermaid\n{diagram.text}```\n")
    if story:
        lines = [f"- {_in_markdown(line)}" for line in story[1:]]
        parts.append("\n".join([f"## {_in_markdown(story[0])}", "", *lines, ""]))
    return "\n".join(parts)


def _in_markdown(text: str) -> str:
    """A text in which nothing is markup to Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|!&~])", r"\\\1", clean(text))
