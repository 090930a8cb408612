"""A pathway as a tree in reading order: sections, their steps, what each answer does. Every step stands once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from triage_tui.author.graph.conditions import asked_when
from triage_tui.author.graph.drawing import PASSED, Drawing, Section, Span, Way
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.words import (
    clean,
    disposition_words,
    kind_words,
    outcome_words,
    raises,
    scale,
    section_count,
    section_name,
    shade,
    span_words,
    step_name,
)
from triage_tui.walk.plan import Kind, Plan

PLAIN, STRONG, DIM, MARK = "plain", "strong", "dim", "mark"
ARROW = "\u2192"


@dataclass(slots=True)
class Line:
    """One line of the tree: pieces of text with their style (a word, or the number of a shade), and what is below."""

    pieces: list[tuple[str, str | int]]
    below: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(text for text, _ in self.pieces)


def tree(drawing: Drawing, marks: Marks, shown: frozenset[int], depth: int = 3) -> Line:
    """The whole tree; `depth` 1: sections, 2: steps, 3: answers."""
    plan = drawing.plan
    root = Line([(f"{plan.pathway} {plan.version}", STRONG), (f"  {clean(plan.title)}", PLAIN)])
    for section in drawing.sections:
        root.below.append(_section(drawing, marks, section, shown, depth))
    root.below += [Line([(text, MARK)]) for text in marks.removed_before(len(plan.steps))]
    if depth > 1:
        root.below.append(_outcomes(drawing, marks, shown))
    if marks.story:
        title, *lines = marks.story
        root.below.append(Line([(clean(title), STRONG)], [Line([(clean(line), PLAIN)]) for line in lines]))
    root.below.append(_legend(drawing, marks, shown if depth > 1 else frozenset()))
    return root


def _section(drawing: Drawing, marks: Marks, section: Section, shown: frozenset[int], depth: int) -> Line:
    plan = drawing.plan
    line = Line([(section_name(section), STRONG), (f" ({section_count(section)})", DIM)])
    line.pieces += _span(plan, drawing.span_of_steps(section.steps))
    visible = [number for number in section.steps if number in shown] if depth > 1 else []
    hidden = [number for number in section.steps if number not in visible]
    line.pieces += _marks(marks.of_steps(hidden))
    for number in section.steps:
        line.below += [Line([(text, MARK)]) for text in marks.removed_before(number)]
        if number in visible:
            line.below.append(_step(drawing, marks, number, depth))
    if visible and hidden:
        line.below.append(Line([(f"{len(hidden)} more not shown", DIM)]))
    return line


def _step(drawing: Drawing, marks: Marks, number: int, depth: int) -> Line:
    plan = drawing.plan
    step = plan.steps[number]
    line = Line([(step_name(plan, number), STRONG)])
    if step.short.lower() != step.id.replace("_", " "):
        line.pieces.append((f" ({step.id})", DIM))
    line.pieces.append((f", {kind_words(plan, number)}", DIM))
    line.pieces += [*_span(plan, drawing.spans[number]), *_marks(marks.of_step(number))]
    if depth > 2:
        if condition := asked_when(plan, number):
            line.below.append(Line([(f"asked {condition}", DIM)]))
        ways = tuple(way for way in drawing.ways[number] if way.code != PASSED)
        line.below += [_ways(drawing, marks, group) for group in alike(ways, marks)]
    return line


def alike(ways: tuple[Way, ...], marks: Marks) -> Iterator[list[Way]]:
    """Answers that stand together in the file and do the same, as one; each rule of a decision alone."""
    group: list[Way] = []
    for way in ways:
        if group and _does(group[-1], marks) != _does(way, marks):
            yield group
            group = []
        group.append(way)
    if group:
        yield group


def _does(way: Way, marks: Marks) -> tuple[object, ...]:
    rule = way.code if marks.plan.steps[way.step].kind == Kind.DECISION else -1
    return way.go, way.floor, way.also, way.span, rule, marks.of_answer(way.step, way.code)


def _ways(drawing: Drawing, marks: Marks, ways: list[Way]) -> Line:
    plan, first = drawing.plan, ways[0]
    labels = " | ".join(clean(way.label) for way in ways)
    line = Line([(f"{labels} {ARROW} {_target(plan, first)}", PLAIN)])
    if raises(plan, first):
        line.pieces += [(", at least ", PLAIN), (disposition_words(plan, first.floor), shade(plan, first.floor))]
    line.pieces += [
        (f", also: {clean(item.label)}", PLAIN) for n, item in enumerate(plan.adjuncts) if first.also >> n & 1
    ]
    certain = first.go < 0 and not raises(plan, first) and first.span.worst >= 0
    if not certain and first.span != drawing.spans[first.step]:
        line.pieces += _span(plan, first.span)
    line.pieces += _marks(marks.of_answer(first.step, first.code))
    return line


def _target(plan: Plan, way: Way) -> str:
    if way.go < 0:
        return outcome_words(plan, ~way.go)
    return "next" if way.go == way.step + 1 else step_name(plan, way.go)


def _outcomes(drawing: Drawing, marks: Marks, shown: frozenset[int]) -> Line:
    """Every outcome once, most urgent first; those of the steps that are shown where not all are."""
    plan = drawing.plan
    led = {~way.go for number in shown for way in drawing.ways[number] if way.go < 0}
    whole = len(shown) == len(plan.steps)
    order = sorted(
        range(len(plan.outcomes)) if whole else led, key=lambda n: (plan.ranks[plan.outcomes[n].disposition], n)
    )
    line = Line([("outcomes" if whole else "outcomes of these steps", STRONG), (f" ({len(order)})", DIM)])
    for number in order:
        outcome = plan.outcomes[number]
        below = Line([(outcome_words(plan, number), shade(plan, outcome.disposition)), (f" ({outcome.id})", DIM)])
        below.pieces += _marks(marks.of_outcome(number))
        line.below.append(below)
    return line


def _legend(drawing: Drawing, marks: Marks, shown: frozenset[int]) -> Line:
    line = Line([("how to read it", STRONG)])
    texts = [
        "In <>: the most urgent and the least urgent end that a section, a step or an answer can lead to.",
        "An answer with nothing in <> can lead to whatever its step can.",
        "A floor that an earlier answer set can only make the end more urgent.",
        "| stands between answers that do the same.",
        "An item of a list is judged as if it alone were ticked.",
        f"{ARROW} leads to; next: the step below; a number: that step. A rule is tried from the top.",
        "A step that says when it is asked is otherwise passed over.",
    ]
    line.below += [Line([(text, PLAIN)]) for text in texts]
    line.below += [Line([(text, style)]) for style, text in scale(drawing.plan, _spans(drawing, shown))]
    line.below += [Line([(f"[{mark}]", MARK), (f" {meaning}", PLAIN)]) for mark, meaning in marks.legend]
    return line


def _spans(drawing: Drawing, shown: frozenset[int]) -> list[Span]:
    """Every span that stands in the tree."""
    sections = [drawing.span_of_steps(section.steps) for section in drawing.sections]
    return [*sections, *(way.span for number in shown for way in drawing.ways[number])]


def _span(plan: Plan, span: Span) -> list[tuple[str, str | int]]:
    return [("  ", PLAIN), (f"<{span_words(plan, span)}>", shade(plan, span.worst))]


def _marks(marks: tuple[str, ...]) -> list[tuple[str, str | int]]:
    return [piece for mark in marks for piece in ((" ", PLAIN), (f"[{clean(mark)}]", MARK))]
