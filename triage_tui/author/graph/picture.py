"""A pathway as boxes and arrows, however they are written: what is not shown one by one is one box for its section."""

from __future__ import annotations

from typing import NamedTuple

from triage_tui.author.graph.conditions import asked_when
from triage_tui.author.graph.drawing import PASSED, Drawing, Span, Way
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.words import (
    answers_words,
    clean,
    disposition_words,
    kind_words,
    section_count,
    section_name,
    shade,
    span_symbols,
    span_words,
    step_name,
)
from triage_tui.text import shortened
from triage_tui.walk.plan import Kind

MOST_ANSWERS = 4
"""Answers that are named on one arrow; of more it says how many."""
LONGEST = 44
"""Columns of one answer on an arrow."""


class Box(NamedTuple):
    """A step, an outcome, a section that is not opened, or what is gone; `shade` -1 is none."""

    key: str
    kind: str
    lines: tuple[str, ...]
    shade: int
    marked: bool
    section: str


class Arrow(NamedTuple):
    """Where some answers lead; `quiet`: by not being asked."""

    start: str
    end: str
    label: str
    shade: int
    quiet: bool
    marked: bool


class Picture(NamedTuple):
    """Boxes and arrows, and the sections that boxes stand in, as (key, words)."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    sections: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]


def picture(drawing: Drawing, marks: Marks, shown: frozenset[int]) -> Picture:
    """The picture of some steps; with none it is an overview of the sections."""
    return _Painter(drawing, marks, shown).paint()


class _Painter:
    def __init__(self, drawing: Drawing, marks: Marks, shown: frozenset[int]) -> None:
        self.drawing, self.plan, self.marks, self.shown = drawing, drawing.plan, marks, shown
        self.section_of = {number: section for section in drawing.sections for number in section.steps}
        self.found: dict[tuple[str, str, bool, bool], list[Way]] = {}
        self.spans: list[Span] = []
        """Every span that is shown, for the legend."""

    def paint(self) -> Picture:
        for ways in self.drawing.ways:
            for way in ways:
                self._add(way)
        used = {end for start, to, _, _ in self.found for end in (start, to)}
        boxes = []
        for section in self.drawing.sections:
            boxes += [self._step(number) for number in section.steps if number in self.shown]
            if f"g{section.steps[0]}" in used:
                boxes.append(self._section(section.steps[0]))
        boxes += [self._outcome(n) for n in range(len(self.plan.outcomes)) if self._whole or f"o{n}" in used]
        boxes += [self._ending(n) for n in range(len(self.plan.dispositions)) if f"d{n}" in used]
        boxes += self._gone()
        arrows = tuple(self._arrow(*key, ways) for key, ways in self.found.items())
        opened = [section for section in self.drawing.sections if set(section.steps) & self.shown]
        names = tuple((item.key, section_name(item)) for item in opened)
        return Picture(tuple(boxes), arrows, names, tuple(self.spans))

    @property
    def _whole(self) -> bool:
        return len(self.shown) == len(self.plan.steps)

    def _add(self, way: Way) -> None:
        start = self._place(way.step)
        end = self._place(way.go) if way.go >= 0 else f"o{~way.go}" if way.step in self.shown else self._end(way)
        inside = way.step in self.shown or (way.go in self.shown and way.go >= 0) or not self.shown
        if start != end and inside:
            marked = bool(self.marks.of_answer(way.step, way.code)) and start.startswith("s")
            quiet = way.code == PASSED and start.startswith("s")
            self.found.setdefault((start, end, quiet, marked), []).append(way)

    def _end(self, way: Way) -> str:
        return f"d{self.plan.outcomes[~way.go].disposition}"

    def _place(self, number: int) -> str:
        return f"s{number}" if number in self.shown else f"g{self.section_of[number].steps[0]}"

    def _step(self, number: int) -> Box:
        step, span = self.plan.steps[number], self.drawing.spans[number]
        self.spans.append(span)
        kind = {Kind.DECISION: "rule", Kind.INSTRUCTION: "do"}.get(Kind(step.kind), "ask")
        marks = self.marks.of_step(number)
        condition = asked_when(self.plan, number)
        told = (f"asked {shortened(condition, LONGEST)}",) if condition else ()
        name, words = step_name(self.plan, number), kind_words(self.plan, number)
        lines = (name, words, *told, span_words(self.plan, span), *_told(marks))
        return Box(f"s{number}", kind, lines, shade(self.plan, span.worst), bool(marks), self.section_of[number].key)

    def _section(self, first: int) -> Box:
        section = self.section_of[first]
        span = self.drawing.span_of_steps(section.steps)
        self.spans.append(span)
        marks = self.marks.of_steps(set(section.steps) - self.shown)
        lines = (section_name(section), section_count(section), span_words(self.plan, span), *_told(marks))
        return Box(f"g{first}", "section", lines, shade(self.plan, span.worst), bool(marks), "")

    def _outcome(self, number: int) -> Box:
        outcome = self.plan.outcomes[number]
        self.spans.append(Span(outcome.disposition, outcome.disposition))
        marks = self.marks.of_outcome(number)
        lines = (clean(outcome.title), disposition_words(self.plan, outcome.disposition), *_told(marks))
        return Box(f"o{number}", "outcome", lines, shade(self.plan, outcome.disposition), bool(marks), "")

    def _ending(self, number: int) -> Box:
        self.spans.append(Span(number, number))
        lines = (f"Ends: {disposition_words(self.plan, number)}",)
        return Box(f"d{number}", "outcome", lines, shade(self.plan, number), False, "")

    def _gone(self) -> list[Box]:
        """What the old version had, in the section where it stood."""
        found = []
        for number in range(len(self.plan.steps) + 1):
            inside = number in self.shown or (self._whole and number == len(self.plan.steps))
            section = self.section_of[number].key if number in self.section_of else ""
            for place, text in enumerate(self.marks.removed_before(number) if inside else ()):
                found.append(Box(f"r{number}_{place}", "gone", (clean(text),), -1, True, section))
        return found

    def _arrow(self, start: str, end: str, quiet: bool, marked: bool, ways: list[Way]) -> Arrow:
        span = _joined(self.plan.ranks, [way.span for way in ways])
        self.spans.append(span)
        if not start.startswith("s"):
            return Arrow(start, end, "", shade(self.plan, span.worst), quiet, marked)
        if quiet:
            return Arrow(start, end, "not asked", -1, quiet, marked)
        label = answers_words(self.plan, ways, MOST_ANSWERS, LONGEST)
        label += f" ({span_symbols(self.plan, span)})"
        told = dict.fromkeys(mark for way in ways for mark in self.marks.of_answer(way.step, way.code))
        label += "".join(f" {mark}" for mark in _told(tuple(told)))
        return Arrow(start, end, label, shade(self.plan, span.worst), quiet, marked)


def _told(marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"[{shortened(clean(mark), 60)}]" for mark in marks)


def _joined(ranks: tuple[int, ...], spans: list[Span]) -> Span:
    ends = [(ranks[number], number) for span in spans for number in span if number >= 0]
    return Span(min(ends)[1], max(ends)[1]) if ends else Span(-1, -1)
