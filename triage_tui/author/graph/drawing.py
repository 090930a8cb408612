"""What is drawn of a pathway: its sections, its steps, and a way for each answer, with how urgent it can end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from triage_tui.author.graph.reach import Reach
from triage_tui.walk.plan import Kind, Plan, Step

PASSED = -1
"""The answer of a step that is passed over."""


class Span(NamedTuple):
    """The most urgent and the least urgent disposition that can be reached; -1 where nothing can."""

    worst: int
    least: int


class Way(NamedTuple):
    """What one answer does: its number (PASSED: not asked), its wording, where it leads, how urgent it can end."""

    step: int
    code: int
    label: str
    go: int
    floor: int
    also: int
    ends: int
    """Every disposition it can end in, as bits."""
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """Steps that stand together and come from one file; `key` names it on the command line."""

    key: str
    module: str
    steps: range


class Drawing:
    """A plan ready to be drawn; what takes time is worked out when it is asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.reach = Reach(plan)

    @cached_property
    def ways(self) -> tuple[tuple[Way, ...], ...]:
        """For every step, one way for each answer or branch, and one where it may be passed over."""
        return tuple(tuple(self._ways(number, step)) for number, step in enumerate(self.plan.steps))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """For every step, how urgent a walk that is asked it can end."""
        return tuple(_span_of_all(self.plan, [way.span for way in ways if way.code != PASSED]) for ways in self.ways)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The pathway in reading order, cut where another file begins."""
        found: list[Section] = []
        seen: dict[str, int] = {}
        begin = 0
        steps = self.plan.steps
        for number in range(1, len(steps) + 1):
            if number == len(steps) or steps[number].module != steps[begin].module:
                name = steps[begin].module or self.plan.pathway
                seen[name] = seen.get(name, 0) + 1
                key = name if seen[name] == 1 else f"{name}-{seen[name]}"
                found.append(Section(key, steps[begin].module, range(begin, number)))
                begin = number
        return tuple(found)

    def span_of(self, bits: int) -> Span:
        """The two ends of some dispositions."""
        ranks = self.plan.ranks
        order = sorted((ranks[number], number) for number in range(len(ranks)) if bits >> number & 1)
        return Span(order[0][1], order[-1][1]) if order else Span(-1, -1)

    def span_of_steps(self, steps: range) -> Span:
        """How urgent a walk that is asked one of some steps can end."""
        return _span_of_all(self.plan, [self.spans[number] for number in steps])

    def _ways(self, number: int, step: Step) -> list[Way]:
        found = []
        for code, label in answer_labels(step):
            action = step.branches[code].action if step.kind == Kind.DECISION else step.actions[code]
            ends = self.reach.way(number, code)
            found.append(Way(number, code, label, action.go, action.floor, action.also, ends, self.span_of(ends)))
        if number + 1 < len(self.plan.steps) and self.plan.may_be_passed(step):
            ends = self.reach.from_step[number + 1]
            found.append(Way(number, PASSED, "not asked", number + 1, -1, 0, ends, self.span_of(ends)))
        return found


def answer_labels(step: Step) -> list[tuple[int, str]]:
    """The answers or branches of a step, as their number and their wording, in the order of the file."""
    if step.kind == Kind.DECISION:
        return [(place, branch.text) for place, branch in enumerate(step.branches)]
    if step.kind == Kind.TEXT:
        return [(1, "any words")]
    if step.kind == Kind.INSTRUCTION:
        return [(code, option.label) for code, option in enumerate(step.options, 1)]
    if step.kind == Kind.CHOICE:
        return [*((code, option.label) for code, option in enumerate(step.options, 1)), (0, "Not known")]
    if step.kind == Kind.CHECKLIST:
        items = [(code, option.label) for code, option in enumerate(step.options, 2)]
        return [*items, (1, "None of these"), (0, "Not known")]
    return [(1, "a number" if step.kind == Kind.NUMBER else "measured"), (0, "Not known")]


def _span_of_all(plan: Plan, spans: list[Span]) -> Span:
    ranks = plan.ranks
    ends = [(ranks[number], number) for span in spans for number in span if number >= 0]
    return Span(min(ends)[1], max(ends)[1]) if ends else Span(-1, -1)
