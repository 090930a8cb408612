"""TST: scenarios. What needs a proof is in a module of its own."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.cases import case_results
from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.scenarios import case_answers
from triage_tui.content.shared_files import CaseShape
from triage_tui.problems import Problem
from triage_tui.walk.case import mildest
from triage_tui.walk.compiling.claims import impossible_of
from triage_tui.walk.engine import State, path
from triage_tui.walk.evaluate import TRUE, evaluate, slots_of
from triage_tui.walk.plan import Kind, Plan
from triage_tui.walk.trace import ASKED, Met, met

_FILE = "# scenarios/example.yaml\ncases:\n"
_CASE = "  - {scenario: A bone can be seen, answers: {bone: yes}, expect: {outcome: ambulance}}"


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
    "TST007",
    "expects-nothing",
    "error",
    bad=_FILE + "  - {scenario: A bone can be seen, answers: {bone: yes}, expect: {}}",
    good=_FILE + _CASE,
)
def _expects_nothing(context: Context) -> Iterator[Problem]:
    """A worked case does not say where it must end, so it passes whatever the pathway does. `triage prove --save`
    leaves that to a person: write the disposition, or the outcome, that is right.
    """
    for loaded in context.scenarios.values():
        for number, case in enumerate(loaded.model.cases):
            if context.wants(loaded.source) and (case.expect is None or not case.expect.model_fields_set):
                message = "this case expects nothing, so it passes whatever happens"
                hint = "write where it must end: expect: {disposition: …, outcome: …}"
                yield loaded.source.problem(("cases", number, "scenario"), message, "TST007", hint=hint)


@rule(
    "TST006",
    "impossible-patient",
    "warning",
    bad=f"impossible: [bone is yes]\n{_FILE}{_CASE}",
    good=f"impossible: [age > 120 years]\n{_FILE}{_CASE}",
    slow=True,
)
def _impossible(context: Context) -> Iterator[Problem]:
    """A worked case is about a patient who cannot be: the pathway says so under `impossible`. Either the case has a
    slip, or there are such patients and the declaration hides them from every proof.
    """
    for name, loaded in context.scenarios.items():
        if not context.wants(loaded.source) or not context.sound(name):
            continue
        conditions = impossible_of(context.files, name, context.compiled.plans[name])
        for number, result in enumerate(case_results(context, name)):
            facts = result.run.state.facts if result.run is not None else None
            if facts is not None and any(evaluate(condition, facts) == TRUE for condition in conditions):
                message = "the pathway says that there is no such patient"
                hint = "correct the case, or take the line out of impossible"
                yield loaded.source.problem(("cases", number, "scenario"), message, "TST006", hint=hint)


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
        if context.wants(loaded.source) and name not in context.files.named:
            message = f'there is no pathway "{name}"'
            yield loaded.source.unknown(("scenarios",), name, context.files.named, message, "TST004")
        elif context.wants(loaded.source) and loaded.model.scenarios != name:
            message = f'scenarios "{loaded.model.scenarios}" must have the name of their file, "{name}"'
            yield loaded.source.problem(("scenarios",), message, "TST004")
    yield from _run(context, "TST004")


def _run(context: Context, code: str) -> Iterator[Problem]:
    """The problems with this code of every case that can be run; each file is run once."""
    for name, loaded in context.scenarios.items():
        if context.wants(loaded.source) and context.sound(name):
            for result in case_results(context, name):
                yield from (problem for problem in result.problems if problem.code == code)


_PAIN = """steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: pain, ask: Is it sore?, answers: {yes: next, no: next, not known: next}}
  - {id: worse, ask: Is it worse?, answers: {yes: next, no: home, not known: home}}
  - {decide: [{when: pain is yes, go: hospital}, {otherwise: home}]}
"""


@rule(
    "TST005",
    "fact-never-read",
    "warning",
    bad=_PAIN + _FILE + "  - {scenario: Not sore, answers: {pain: no}, expect: {outcome: home}}",
    good=_PAIN
    + _FILE
    + "  - {scenario: Sore and worse, answers: {pain: yes, worse: yes}, expect: {outcome: hospital}}",
    slow=True,
)
def _never_read(context: Context) -> Iterator[Problem]:
    """A worked case says what changes nothing: the reassuring answer to a question that does nothing itself and that
    nothing on the walk reads. Whoever reads the case takes it for the point of it. Another answer than the reassuring
    one is left alone, because the case may be there to give it; so is who the patient is and when they call.
    """
    for name, loaded in context.scenarios.items():
        if not context.wants(loaded.source) or not context.sound(name):
            continue
        plan, results = context.compiled.plans[name], case_results(context, name)
        for number, (case, result) in enumerate(zip(loaded.model.cases, results, strict=False)):
            for fact in _idle_facts(plan, case, result.run.state) if result.run is not None else ():
                where = ("cases", number, "given" if fact in case.given else "answers", fact)
                message = f'"{fact}" is as reassuring as if nothing were said, and nothing on this walk reads it'
                hint = "leave it out, or give what matters"
                yield loaded.source.problem(where, message, "TST005", key=True, hint=hint)


def _idle_facts(plan: Plan, case: CaseShape, state: State) -> Iterator[str]:
    """The reassuring answers of a case that do nothing and that no condition met on its walk reads."""
    given = case_answers(case)
    quiet = [
        step
        for entry in (path(state) if case.default != "fail" and given else ())
        if (step := plan.steps[entry.step]).id in given
        and step.kind in (Kind.CHOICE, Kind.CHECKLIST)
        and step.module != "opening"
        and len({(action.go, action.floor, action.also) for action in step.actions}) == 1
        and entry.value == mildest(plan, step)
    ]
    read = set[int]().union(*(_read_there(plan, one) for one in met(plan, state))) if quiet else set()
    yield from (step.id for step in quiet if step.slot not in read)


def _read_there(plan: Plan, one: Met) -> Iterator[int]:
    """The facts that were read where a walk met a step."""
    step = plan.steps[one.step]
    for condition in (step.guard, *(branch.when for branch in step.branches[: max(one.how, ASKED) + 1])):
        if condition is not None:
            yield from slots_of(condition)
