"""CPX: steps that stand in two places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from triage_tui.author.check.context import Context, StepsFile
from triage_tui.author.check.registry import rule
from triage_tui.content.pathway_file import Use
from triage_tui.problems import Problem

FEWEST_ALIKE = 3


@rule(
    "CPX002",
    "steps-stand-twice",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: bleeds, ask: Does it bleed a lot?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: numb, ask: Is the hand numb?, answers: {yes: hospital, no: home, not known: hospital}}
# other.yaml
pathway: other
version: 0.1.0
title: Sore leg
about: For people with a sore leg.
modes: [telephone]
interim: clinician_now
find: [leg]
sources: {local: "own, [design]"}
review: {state: draft, owner: tests, due: 2027-06-30}
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: bleeds, ask: Does it bleed a lot?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: numb, ask: Is the hand numb?, answers: {yes: hospital, no: home, not known: hospital}}
outcomes:
  ambulance: {title: Ambulance, disposition: resus, because: A bone can be seen., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The leg is numb., worsening: [always]}
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: numb, ask: Is the hand numb?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)
def _stand_twice(context: Context) -> Iterator[Problem]:
    """Three or more steps in a row are the same in two files. A change to one of them will be forgotten in the
    other: put them into a module that both use.
    """
    runs: dict[tuple[str, ...], tuple[StepsFile, int]] = {}
    files: list[StepsFile] = [*context.files.modules.values(), *context.files.pathways.values()]
    for loaded in files:
        marks = context.store.get(f"marks {loaded.source.name}", loaded.source, partial(_marks, loaded))
        said = -FEWEST_ALIKE
        for number in range(len(marks) - FEWEST_ALIKE + 1):
            run = tuple(marks[number : number + FEWEST_ALIKE])
            first, place = runs.setdefault(run, (loaded, number))
            if "" in run or first is loaded or number < said + FEWEST_ALIKE or not context.wants(loaded.source):
                continue
            said = number
            there = first.source.related(("steps", place), "the same steps")
            message = f"these {FEWEST_ALIKE} steps stand in {first.source.name} too"
            path = ("steps", number, "id") if loaded.source.value(("steps", number, "id")) else ("steps", number)
            yield loaded.source.problem(path, message, "CPX002", hint="make a module of them", related=(there,))


def _marks(loaded: StepsFile) -> list[str]:
    """Every step of a file as a text to compare."""
    return [_mark(step) for step in loaded.model.steps]


def _mark(step: object) -> str:
    """A step as a text to compare; nothing for the use of a module."""
    return "" if isinstance(step, Use) else repr(step)
