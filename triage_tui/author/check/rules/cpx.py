"""CPX: steps that stand in two places, and more facts than can be kept in mind, or proved, at one step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.content.pack_files import StepsFile
from triage_tui.content.pathway_file import Use
from triage_tui.problems import Problem
from triage_tui.walk.evaluate import slots_read
from triage_tui.walk.plan import Plan

FEWEST_ALIKE = 3
MOST_LIVE = 100
MOST_NAMED = 8


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


_TWO_FACTS = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}
  - {id: worse, ask: Is it worse?, answers: {yes: next, no: next, not known: next}}
  - {id: numb, ask: Is the hand numb?, answers: {yes: hospital, no: next, not known: next}}
"""


@rule(
    "CPX001",
    "too-many-facts-live",
    "warning",
    bad="limits: {facts: 2}\n"
    + _TWO_FACTS
    + "  - decide: [{when: pain is not known or worse is yes or numb is not known, go: hospital}, {otherwise: home}]",
    good="limits: {facts: 2}\n"
    + _TWO_FACTS
    + "  - decide: [{when: pain is not known or worse is yes, go: hospital}, {otherwise: home}]",
)
def _too_many_live(context: Context) -> Iterator[Problem]:
    """At one step more facts asked before are still read, there or later, than the pathway allows itself (`limits`,
    `facts`; 100 where it says nothing). Proofs cost more with each, and no reviewer keeps so many in mind. A prover
    that lists every combination gives up at about 10; this one joins facts that are read apart, and stays within its
    budget on pathways with 90, so a limit below 100 is the author's own. Decide nearer to the questions, by a floor.
    """
    for plan in context.plans():
        loaded = context.files.pathways[plan.pathway]
        limits = loaded.model.limits
        most = limits.facts if limits is not None and limits.facts is not None else MOST_LIVE
        live = _live(plan)
        number = max(range(len(plan.steps)), key=lambda place: len(live[place]), default=0)
        if len(live[number]) > most:
            count, names = len(live[number]), ", ".join(live[number][:MOST_NAMED])
            more = f" and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
            message = f"{count} facts asked before are read here or later, and {most} are allowed: {names}{more}"
            hint = "decide nearer to the questions, so that fewer facts are needed at once"
            declared = loaded.source.value(("limits", "facts")) is not None
            there = (loaded.source.related(("limits", "facts"), "declared here"),) if declared else ()
            yield context.at_step(plan, number, message, "CPX001", hint=hint, related=there)


def _live(plan: Plan) -> list[list[str]]:
    """For every step, the facts that may have been asked before it and that it, or a step after it, reads."""
    count = len(plan.steps)
    ahead = [0] * (count + 1)
    for number in range(count - 1, -1, -1):
        ahead[number] = 1 << number
        for target in plan.arrows[number]:
            ahead[number] |= ahead[target] if target >= 0 else 0
    readers = [0] * len(plan.facts)
    for number, step in enumerate(plan.steps):
        for slot in slots_read(step):
            readers[slot] |= 1 << number
    before = [_asked_before(ahead, fact.steps) for fact in plan.facts]
    return [
        [
            fact.name
            for slot, fact in enumerate(plan.facts)
            if before[slot] >> number & 1 and readers[slot] & ahead[number]
        ]
        for number in range(count)
    ]


def _asked_before(ahead: list[int], setters: tuple[int, ...]) -> int:
    """The steps before which a fact may have been asked, as bits."""
    found = 0
    for step in setters:
        found |= ahead[step] & ~(1 << step)
    return found
