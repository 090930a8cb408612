"""How places and urgency are written in a picture: names, never an id alone; symbols and words, never colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triage_tui.author.graph.drawing import Section, Span, Way
from triage_tui.text import printable, shortened
from triage_tui.walk.plan import Kind, Plan

TO = "to"
_KINDS = {
    Kind.DECISION: "rule",
    Kind.INSTRUCTION: "do",
    Kind.MEASURE: "observations",
    Kind.NUMBER: "number",
    Kind.TEXT: "words",
    Kind.CHECKLIST: "tick all that are true",
    Kind.CHOICE: "question",
}
SHADES = 5
"""How many colours the scale of dispositions is spread over: 0 for the most urgent."""


def clean(text: str) -> str:
    """A text on one line, with nothing in it that a terminal or a page would obey."""
    return " ".join(printable(text).split())


def step_name(plan: Plan, number: int) -> str:
    """A step's number, as people count, and its short name."""
    return f"{number + 1} {clean(plan.steps[number].short)}"


def kind_words(plan: Plan, number: int) -> str:
    """What kind of step it is."""
    step = plan.steps[number]
    kind = _KINDS[Kind(step.kind)]
    return f"{kind}, red flag" if step.red_flag else kind


def disposition_words(plan: Plan, number: int) -> str:
    """A disposition's symbol and word."""
    disposition = plan.dispositions[number]
    return f"{clean(disposition.symbol)} {clean(disposition.word)}"


def span_words(plan: Plan, span: Span) -> str:
    """The most and the least urgent end, in symbols and words."""
    if span.worst < 0:
        return "never reached"
    worst = disposition_words(plan, span.worst)
    return worst if span.worst == span.least else f"{worst} {TO} {disposition_words(plan, span.least)}"


def span_symbols(plan: Plan, span: Span) -> str:
    """The same in symbols alone, for places where words do not fit; the legend has the words."""
    if span.worst < 0:
        return "never"
    symbols = [clean(plan.dispositions[number].symbol) for number in dict.fromkeys(span)]
    return f" {TO} ".join(dict.fromkeys(symbols))


def raises(plan: Plan, way: Way) -> bool:
    """Whether an answer sets a floor that matters: not where it leads to an outcome that is as urgent anyway."""
    if way.floor < 0 or way.go >= 0:
        return way.floor >= 0
    return plan.ranks[way.floor] < plan.ranks[plan.outcomes[~way.go].disposition]


def answers_words(plan: Plan, ways: Sequence[Way], most: int, width: int) -> str:
    """Some answers' wordings, so many at most and none wider, and the floors they set."""
    floors = {way.floor if raises(plan, way) else -1 for way in ways}
    labels = []
    for way in ways[:most]:
        label = shortened(clean(way.label), width)
        labels.append(f"{label} {_floor(plan, way.floor)}" if len(floors) > 1 and raises(plan, way) else label)
    if len(ways) > most:
        labels.append(f"and {len(ways) - most} more")
    text = " | ".join(labels)
    return f"{text} {_floor(plan, floors.pop())}" if len(floors) == 1 and -1 not in floors else text


def _floor(plan: Plan, floor: int) -> str:
    return f"(at least {clean(plan.dispositions[floor].word)})"


def section_name(section: Section) -> str:
    """A section in words: the module's name, or the pathway's own steps."""
    return section.module.replace("_", " ") or "the pathway's own steps"


def section_count(section: Section) -> str:
    """Which steps it has, after its key where that is not its name."""
    first, last = section.steps[0] + 1, section.steps[-1] + 1
    steps = f"step {first}" if first == last else f"steps {first} to {last}"
    return steps if section.key == section_name(section) else f"{section.key}, {steps}"


def outcome_words(plan: Plan, number: int) -> str:
    """An outcome's title and its disposition."""
    outcome = plan.outcomes[number]
    return f"{clean(outcome.title)}: {disposition_words(plan, outcome.disposition)}"


def shade(plan: Plan, disposition: int) -> int:
    """Which colour a disposition has, from 0 (most urgent); -1 for what is never reached."""
    if disposition < 0:
        return -1
    ranks = sorted(set(plan.ranks))
    return ranks.index(plan.ranks[disposition]) * SHADES // len(ranks)


def scale(plan: Plan, spans: Iterable[Span]) -> list[tuple[int, str]]:
    """The dispositions that stand in some spans, most urgent first, each with its shade."""
    seen = {number for span in spans for number in span if number >= 0}
    order = sorted(seen, key=lambda number: (plan.ranks[number], number))
    return [
        (shade(plan, number), f"{disposition_words(plan, number)}: {clean(plan.dispositions[number].label)}")
        for number in order
    ]
