"""TST: scenarios. What needs a proof is in a module of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.scenarios import CaseResult, run_cases
from triage_tui.problems import Problem

_FILE = "# scenarios/example.yaml\ncases:\n"


@rule(
    "TST001",
    "scenario-fails",
    "error",
    bad=_FILE + "  - {scenario: A bone can be seen, answers: {bone: yes}, expect: {outcome: home}}",
    good=_FILE + "  - {scenario: A bone can be seen, answers: {bone: yes}, expect: {outcome: ambulance}}",
    slow=True,
)
def _fails(context: Context) -> Iterator[Problem]:
    """A worked case does not end where it should, or asks or leaves out what it should not. Either the pathway was
    changed by mistake, or the case is to be changed with it, knowingly.
    """
    yield from _run(context, "TST001")


@rule(
    "TST004",
    "scenario-names-nothing",
    "error",
    bad=_FILE + "  - {scenario: A bone can be seen, answers: {bonne: yes}, expect: {outcome: home}}",
    good=_FILE + "  - {scenario: A bone can be seen, answers: {bone: yes}, expect: {outcome: ambulance}}",
    slow=True,
)
def _names_nothing(context: Context) -> Iterator[Problem]:
    """A worked case gives a fact that its pathway does not have or never asks on that walk, an answer that the question
    does not take, or belongs to no pathway.
    """
    for name, loaded in context.scenarios.items():
        if context.wants(loaded.source) and name not in context.files.pathways:
            message = f'there is no pathway "{name}"'
            yield loaded.source.unknown(("scenarios",), name, context.files.pathways, message, "TST004")
        elif context.wants(loaded.source) and loaded.model.scenarios != name:
            message = f'scenarios "{loaded.model.scenarios}" must have the name of their file, "{name}"'
            yield loaded.source.problem(("scenarios",), message, "TST004")
    yield from _run(context, "TST004")


def _run(context: Context, code: str) -> Iterator[Problem]:
    """The problems with this code of every case that can be run; each file is run once."""
    for name, loaded in context.scenarios.items():
        if context.wants(loaded.source) and context.sound(name):
            results = context.kept(f"cases {name}", partial(_results, context, name))
            for result in results:
                yield from (problem for problem in result.problems if problem.code == code)


def _results(context: Context, name: str) -> tuple[CaseResult, ...]:
    directory = context.compiled.directory
    if directory.left_out:
        return ()
    modes, loaded = context.files.pathways[name].model.modes, context.scenarios[name]
    return run_cases(context.compiled.plans[name], modes, directory, loaded.model, loaded.source)
