"""Which problems belong to what is on the screen: a step with its instrument, or an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from triage_tui.author.check.context import Context
from triage_tui.content.source import Map, Path_, Seq, Source
from triage_tui.problems import Problem
from triage_tui.walk.plan import Kind, Plan


class Lines(NamedTuple):
    """Some lines of a file."""

    file: str
    first: int
    last: int

    def has(self, problem: Problem) -> bool:
        """Whether a problem, or a place that belongs to it, is on them."""
        places = [(problem.file, problem.at_line), *((one.file, one.at_line) for one in problem.related)]
        return any(file == self.file and self.first <= line <= self.last for file, line in places)


def lines_of_step(context: Context, plan: Plan, number: int) -> list[Lines]:
    """The lines of a step, and the whole file of the instrument it measures with."""
    source, path = context.step_at(plan, number)
    found = [_lines(source, path)]
    instrument = plan.steps[number].instrument
    loaded = context.files.instruments.get(plan.instruments[instrument].id) if instrument >= 0 else None
    if loaded is not None:
        found.append(Lines(loaded.source.name, 1, len(loaded.source.text) + 1))
    return found


def lines_of_outcome(context: Context, plan: Plan, number: int) -> list[Lines]:
    """The lines of an outcome."""
    placed = context.flat(plan.pathway).outcomes[plan.outcomes[number].id]
    return [_lines(placed.source, placed.path)]


def near(problems: Sequence[Problem], places: Sequence[Lines]) -> tuple[Problem, ...]:
    """The problems that are on some lines."""
    return tuple(problem for problem in problems if any(lines.has(problem) for lines in places))


def step_with(context: Context, plan: Plan, problem: Problem) -> str | None:
    """The id of the step that a problem is in; None where it is in none that somebody is asked."""
    for number, step in enumerate(plan.steps):
        if step.kind != Kind.DECISION and any(one.has(problem) for one in lines_of_step(context, plan, number)):
            return step.id
    return None


def _lines(source: Source, path: Path_) -> Lines:
    """From where a part of a file begins up to where the next one does."""
    first = source.place(path, key=path[0] == "outcomes")[0]
    following = [line for line in _beginnings(source) if line > first]
    return Lines(source.name, first, min(following, default=len(source.text) + 2) - 1)


def _beginnings(source: Source) -> list[int]:
    """The lines on which steps, outcomes and the keys of the file begin."""
    root = source.root
    if not isinstance(root, Map):
        return []
    found = [source.place((key,), key=True)[0] for key in root]
    steps, outcomes = root.get("steps"), root.get("outcomes")
    if isinstance(steps, Seq):
        found += [source.place(("steps", number))[0] for number in range(len(steps))]
    if isinstance(outcomes, Map):
        found += [source.place(("outcomes", name), key=True)[0] for name in outcomes]
    return found
