"""GRF: the shape of the arrows between steps. Found while compiling."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.content.pathway_file import Question, Use
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem
from triage_tui.walk.evaluate import slots_read
from triage_tui.walk.plan import NOT_KNOWN, Kind

_OPENING = "steps:\n  - use: opening\n"
_END = "  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}\n"

known(
    "GRF001",
    "cycle",
    "error",
    "An answer leads back to a step at or above its own. A walk only goes forward, so that it always ends; asking "
    "again is a step of its own further down.",
    bad=_OPENING
    + "  - {id: first, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
    + "  - {id: second, ask: Is it worse?, answers: {yes: first, no: home, not known: home}}",
    good=_OPENING
    + "  - {id: first, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
    + "  - {id: second, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}",
)
known(
    "GRF002",
    "never-led-to",
    "error",
    "No arrow leads to the step: it can never be asked. An answer above it goes elsewhere, or it was meant to be "
    "deleted.",
    bad=_OPENING + _END + "  - {id: worse, ask: Is it worse?, answers: {yes: home, no: home, not known: home}}",
    good=_OPENING
    + "  - {id: pain, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
    + "  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}",
)
known(
    "GRF003",
    "no-end",
    "error",
    "A walk can pass the last step without reaching an outcome, and the caller is left without advice.",
    bad=_OPENING + "  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: next, not known: hospital}}",
    good=_OPENING + _END,
)
known(
    "GRF004",
    "outcome-never-led-to",
    "warning",
    "No arrow leads to the outcome. It is left over, or an answer that should lead to it leads elsewhere.",
    bad=_OPENING
    + """  - {id: pain, ask: Is it sore?, answers: {yes: home, no: home, not known: home}}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
""",
    good=_OPENING
    + _END
    + """outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
""",
)


@rule(
    "GRF006",
    "two-starts",
    "error",
    bad="""
steps:
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: next, not known: next}}
  - use: opening
  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: home}}
""",
    good="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: home}}
""",
)
def _two_starts(context: Context) -> Iterator[Problem]:
    """A pathway starts with the opening: who it is, where, how old. Questions before it would be asked of nobody in
    particular, and a pathway without it cannot find a service.
    """
    if "opening" not in context.files.modules:
        return
    for loaded in context.files.pathways.values():
        if not context.wants(loaded.source):
            continue
        uses = [
            number for number, step in enumerate(loaded.model.steps) if isinstance(step, Use) and step.use == "opening"
        ]
        if uses[:1] == [0]:
            continue
        if not uses:
            message = "the pathway does not begin with the opening"
            yield loaded.source.problem(("steps",), message, "GRF006", key=True, hint="put `- use: opening` first")
        else:
            there = loaded.source.related(("steps", 0), "the other start")
            message = "the opening is not the first step, so the pathway has two starts"
            path = ("steps", uses[0], "use")
            yield loaded.source.problem(path, message, "GRF006", hint="put it first", related=(there,))


@rule(
    "GRF007",
    "single-answer",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)
def _single_answer(context: Context) -> Iterator[Problem]:
    """A question has one answer, apart from *not known*. Either an answer was forgotten, or it is no question but
    something to do (`instruct`).
    """
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if isinstance(step, Question) and len(set(step.answers) - {NOT_KNOWN}) == 1:
                path = ("steps", number, "answers")
                message = f'"{step.id}" has one answer only'
                hint = "add the other answer, or make it an instruction"
                yield loaded.source.problem(path, message, "GRF007", key=True, hint=hint)


@rule(
    "GRF005",
    "question-without-effect",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: colour, ask: What colour is it?, answers: {red: next, blue: next, not known: next}}
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: colour, ask: What colour is it?, answers: {red: next, blue: hospital, not known: next}}
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)
def _without_effect(context: Context) -> Iterator[Problem]:
    """Every answer of a question does the same, and no condition of any pathway it stands in reads it: it costs the
    caller time and changes nothing. What is asked for the record alone is a text step.
    The opening is left out: the directory and the summary read it.
    """
    effect: dict[tuple[str, Path_], list[bool]] = {}
    places: dict[tuple[str, Path_], tuple[Source, Path_, str]] = {}
    for plan in context.plans():
        read = {slot for step in plan.steps for slot in slots_read(step)}
        for number, step in enumerate(plan.steps):
            if step.module != "opening" and step.kind in (Kind.CHOICE, Kind.CHECKLIST, Kind.NUMBER):
                source, path = context.step_at(plan, number)
                same = len({(action.go, action.floor, action.also) for action in step.actions}) == 1
                effect.setdefault((source.name, path), []).append(not same or step.slot in read)
                places[source.name, path] = source, path, step.id
    for key, effects in effect.items():
        source, path, name = places[key]
        if not any(effects) and context.wants(source):
            message = f'every answer of "{name}" does the same, and nothing reads it'
            hint = "let an answer do something, read it, or delete the question"
            yield source.problem((*path, "id"), message, "GRF005", hint=hint)
