"""REF: names that must exist, and what conditions may say of them. Found while compiling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.content.pathway_file import Checklist, Question
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem

_BONE = "steps:\n  - use: opening\n  - id: bone\n    ask: Can you see bone?\n"
_GOOD = _BONE + "    answers: {yes: next, no: next, not known: next}\n"

known(
    "REF001",
    "no-such-target",
    "error",
    "An answer leads to a step or an outcome that does not exist.",
    bad=_BONE + "    answers: {yes: ambulance, no: hom, not known: ambulance}\n# modules/example.yaml\nabout: Hello.\n",
    good=_BONE + "    answers: {yes: ambulance, no: home, not known: ambulance}\n",
)
known(
    "REF002",
    "no-such-fact",
    "error",
    "A condition reads a fact that nothing tells. Facts are the ids of steps, the fields and totals of "
    "instruments, the names under derive, and mode, role, age, sex and pregnant.",
    bad=_GOOD + "  - {decide: [{when: bonne is yes, go: ambulance}, {otherwise: home}]}",
    good=_GOOD + "  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: home}]}",
)
known(
    "REF003",
    "no-such-answer",
    "error",
    "A condition compares a fact with something it can never be: an answer the question does not have, an item of a "
    "question that is no checklist, a number for a word.",
    bad=_GOOD + "  - {decide: [{when: bone is maybe, go: ambulance}, {otherwise: home}]}",
    good=_GOOD + '  - {decide: [{when: "bone in [yes, not known]", go: ambulance}, {otherwise: home}]}',
)
known(
    "REF004",
    "no-such-name",
    "error",
    "A disposition, outcome, adjunct, advice, instrument, module, pathway, service, type, area, role or rule is "
    "named that is defined nowhere.",
    bad="interim: clinician_nwo",
    good="interim: clinician_now",
)
known(
    "REF007",
    "wrong-unit",
    "error",
    "A number is compared with an amount in a unit that does not fit it, or an age with an amount that has no "
    "unit: 3 may be meant as years or as months.",
    bad="steps:\n  - use: opening\n  - {decide: [{when: age < 3, go: hospital}, {otherwise: home}]}",
    good="steps:\n  - use: opening\n  - {decide: [{when: age < 3 months, go: hospital}, {otherwise: home}]}",
)
known(
    "REF008",
    "condition-unreadable",
    "error",
    "The condition is not in the language: see the table of conditions in docs/pathway-language.md.",
    bad=_GOOD + "  - {decide: [{when: bone = yes, go: ambulance}, {otherwise: home}]}",
    good=_GOOD + "  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: home}]}",
)
known(
    "REF009",
    "asked-later",
    "error",
    "A condition reads a fact that is asked further down, so it never has a value here. Move the question up.",
    bad="steps:\n  - use: opening\n  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: next}]}\n"
    "  - {id: bone, ask: Can you see bone?, answers: {yes: home, no: home, not known: home}}",
    good=_GOOD + "  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: home}]}",
)


@rule(
    "REF005",
    "never-used",
    "warning",
    bad="""
# advice.yaml
advice:
  rest: {title: Rest, lines: [Keep the arm still.], sources: [local]}
  warmth: {title: Keep warm, lines: [Use a blanket.], sources: [local]}
""",
    good="""
# advice.yaml
advice:
  rest: {title: Rest, lines: [Keep the arm still.], sources: [local]}
""",
)
def _never_used(context: Context) -> Iterator[Problem]:
    """Something is defined that nothing names: advice, a module, an instrument, an adjunct, a source, a derived
    fact. It is left over, or the name was forgotten where it was meant.
    """
    said = context.said
    if not context.files.whole:
        return  # a file that could not be read may use it
    for path, source, name, what in _defined(context):
        users = said.get(_USED_UNDER[what], set()) | (said.get("also", set()) if what == "adjunct" else set())
        if name not in users and context.wants(source):
            yield source.problem(
                path, f'{what} "{name}" is used nowhere', "REF005", key=True, hint="use it, or delete it"
            )
    yield from _sources_never_cited(context)
    yield from _derived_never_read(context)


_USED_UNDER = {
    "advice": "advice",
    "worsening": "worsening",
    "module": "use",
    "instrument": "measure",
    "adjunct": "also",
}


def _defined(context: Context) -> Iterator[tuple[Path_, Source, str, str]]:
    files = context.files
    if files.advice is not None:
        for key, group in (("advice", files.advice.model.advice), ("worsening", files.advice.model.worsening)):
            for name in group:
                yield (key, name), files.advice.source, name, key
    if files.dispositions is not None:
        for name in files.dispositions.model.adjuncts:
            yield ("adjuncts", name), files.dispositions.source, name, "adjunct"
    groups: tuple[tuple[str, Mapping[str, Any]], ...] = (("module", files.modules), ("instrument", files.instruments))
    for what, loaded in groups:
        for name, one in loaded.items():
            yield (what,), one.source, name, what


def _sources_never_cited(context: Context) -> Iterator[Problem]:
    """Sources of a pathway or a module that nothing in the file cites; `local` may stand for the whole."""
    for loaded in context.step_files():
        said = context.said_in(loaded.source)
        cited = said.get("source", set()) | said.get("sources", set())
        for name in loaded.model.sources:
            if name != "local" and name not in cited:
                message = f'source "{name}" is cited nowhere in this file'
                hint = "cite it where it was followed, or delete it"
                yield loaded.source.problem(("sources", name), message, "REF005", key=True, hint=hint)


def _derived_never_read(context: Context) -> Iterator[Problem]:
    conditions = " ".join(" ".join(context.said.get(key, ())) for key in ("when", "if", "impossible"))
    words = set(re.findall(r"\w+", conditions))
    for loaded in context.step_files():
        for name in loaded.model.derive:
            others = " ".join(text for other, text in loaded.model.derive.items() if other != name)
            if name not in words and name not in re.findall(r"\w+", others):
                message = f'derived fact "{name}" is read nowhere'
                yield loaded.source.problem(("derive", name), message, "REF005", key=True, hint="use it, or delete it")


@rule(
    "REF006",
    "asked-under-two-ids",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: bone_again, ask: Can you see bone?, answers: {yes: hospital, no: home, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: bleeds, ask: Does it bleed?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)
def _asked_twice(context: Context) -> Iterator[Problem]:
    """One question with the same answers stands in a pathway under two ids, so the caller is asked twice and the two
    answers may differ. Give both places one fact: ask once, above both, and read it there.
    """
    said: set[tuple[str, str]] = set()
    for plan in context.plans():
        first: dict[tuple[str, frozenset[str]], tuple[Source, Path_, str]] = {}
        for placed in context.flat(plan.pathway).steps:
            step = placed.step
            if not isinstance(step, Question | Checklist):
                continue
            answers = step.answers if isinstance(step, Question) else step.checklist
            same = (re.sub(r"\W+", " ", step.ask).strip().lower(), frozenset(answers))
            if same not in first:
                first[same] = placed.source, placed.path, step.id
            elif (first[same][2], step.id) not in said and context.wants(placed.source):
                source, path, name = first[same]
                said.add((name, step.id))
                there = source.related((*path, "id"), "first asked here")
                message = f'"{step.id}" asks the same as "{name}"'
                hint = "ask once and read that fact in both places"
                where = (*placed.path, "id")
                yield placed.source.problem(where, message, "REF006", hint=hint, related=(there,))
