"""TST: what the scenarios of a pathway leave out, and mistakes that they would not notice. Under `--tests` alone."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.cases import case_results
from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.cover.aims import ANSWERS, BRANCHES, OUTCOMES, Aim
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.measure import Coverage, coverage
from triage_tui.author.cover.pool import Pool
from triage_tui.author.cover.reach import Reach
from triage_tui.author.mutants.differ import Differ
from triage_tui.author.mutants.make import mutants_of
from triage_tui.author.mutants.mutant import Mutant
from triage_tui.author.mutants.proved import Proved
from triage_tui.author.mutants.score import sample, score
from triage_tui.author.mutants.suite import suite_of
from triage_tui.author.suggest.choose import propose
from triage_tui.author.suggest.write import in_short
from triage_tui.problems import Problem
from triage_tui.walk.compiling.claims import impossible_of
from triage_tui.walk.plan import Kind, Plan

MOST_PROPOSED = 40
"""With more missing than this, single proposals would take minutes: `triage test --suggest` finds the fewest."""

MOST_MUTANTS, SEED = 100, 1
"""Of each pathway, spread evenly and always the same ones: `triage test --mutants` runs them all."""

_FILE = "# scenarios/example.yaml\ncases:\n"
_PAIN = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
"""
_SORE = """  - {scenario: Sore, given: {sex: female}, answers: {pain: yes},
     expect: {disposition: ed_1h, outcome: hospital, also: []}}
"""
_WHO = "scenario: Not sore, given: {age: not known, sex: not known}"
_NOT_SORE = f"  - {{{_WHO}, expect: {{disposition: self_care, outcome: home, also: []}}}}\n"
_NO_ANSWER = "  - {scenario: Nobody knows, answers: {pain: not known}, expect: {outcome: hospital, also: []}}\n"


@rule(
    "TST002",
    "never-exercised",
    "warning",
    bad=_PAIN + _FILE + _SORE + _NOT_SORE,
    good=_PAIN + _FILE + _SORE + _NOT_SORE + _NO_ANSWER,
    tests=True,
)
def _never_exercised(context: Context) -> Iterator[Problem]:
    """No scenario comes to a step, gives an answer, meets a value at the edge of a band, takes a branch or ends in an
    outcome, though a patient could. A change there would go unseen. A scenario for it is proposed; `triage test
    PATHWAY --suggest --write` adds the fewest that are needed. What nobody can reach (proved) is not asked for.
    """
    for plan in context.plans():
        if plan.pathway not in context.scenarios:
            source = context.files.pathways[plan.pathway].source
            hint = f"write them in scenarios/{plan.pathway}.yaml"
            yield source.problem(("pathway",), f"{plan.pathway} has no scenarios", "TST002", hint=hint)
            continue
        reach, walks = _reach(context, plan), _walks(context, plan)
        found = coverage(reach, walks)
        proposed = _proposed(plan, reach, walks, found)
        for aim in found.missing:
            message = f"no scenario of {plan.pathway} exercises this: {_words(found, aim)}"
            hint = proposed.get(aim) or f"triage test {plan.pathway} --suggest proposes one"
            yield _at(context, plan, aim, message, hint)


def _proposed(plan: Plan, reach: Reach, walks: list[Told], found: Coverage) -> dict[Aim, str]:
    """A scenario for each thing that is missing, in one line."""
    if len(found.missing) > MOST_PROPOSED:
        return {}
    chosen = propose(reach, walks, found.missing).chosen
    return {aim: f"write a scenario: {in_short(plan, one.told)}" for one in chosen for aim in one.aims}


def _words(found: Coverage, aim: Aim) -> str:
    """What is not exercised, without the place."""
    return found.aims.line(aim).split(": ", 1)[-1]


def _at(context: Context, plan: Plan, aim: Aim, message: str, hint: str) -> Problem:
    """The problem where what is not exercised is written."""
    if aim.kind == OUTCOMES:
        return context.at_outcome(plan, aim.place, message, "TST002", hint=hint)
    step = plan.steps[aim.place]
    plain = aim.kind == ANSWERS and not aim.part and step.kind in (Kind.CHOICE, Kind.INSTRUCTION)
    if plain or (aim.kind == BRANCHES and aim.branch >= 0):
        action = aim.value if plain else aim.branch
        return context.at_action(plan, aim.place, action, message, "TST002", hint=hint)
    return context.at_step(plan, aim.place, message, "TST002", hint=hint)


@rule(
    "TST003",
    "mistake-not-noticed",
    "warning",
    bad=_PAIN + _FILE + _SORE + f"  - {{{_WHO}}}\n" + _NO_ANSWER,
    good=_PAIN + _FILE + _SORE + _NOT_SORE + _NO_ANSWER,
    tests=True,
)
def _not_noticed(context: Context) -> Iterator[Problem]:
    """A small mistake put into the pathway (an answer that leads elsewhere, a threshold off by one, a floor dropped)
    changes where some patient ends, and no scenario fails. Every such mistake counts: less than all of them noticed is
    too little for a text that people act on. Mistakes that change nothing for anybody (proved) are not counted. A
    scenario that would notice it is proposed. Only asked where every scenario passes; 100 mistakes spread over each
    pathway are tried, always the same ones, and `triage test --mutants` tries them all.
    """
    for plan in context.plans():
        results, loaded = case_results(context, plan.pathway), context.scenarios.get(plan.pathway)
        if loaded is None or not results or any(result.problems for result in results):
            continue
        reach, walks = _reach(context, plan), _walks(context, plan)
        differ = Differ(plan, reach.roles, Pool(reach.aims, walks, reach.impossible))
        tried = sample(list(mutants_of(plan)), MOST_MUTANTS, SEED)
        proved = Proved(context.cache, plan, reach.roles, reach.impossible)
        found = score(suite_of(plan, loaded.model.cases, results), differ, tried, proved=proved)
        shown = {id(mutant): told for told, mutants in found.witnesses for mutant in mutants}
        for mutant in found.survived:
            hint = f"write a scenario: {in_short(plan, shown[id(mutant)])}"
            message = f"no scenario of {plan.pathway} would notice this mistake: {mutant.what}"
            yield _at_mutant(context, plan, mutant, message, hint)
        for mutant in found.undecided:
            message = f"no scenario of {plan.pathway} notices this mistake, and it is too hard to say whether one could"
            yield _at_mutant(context, plan, mutant, f"{message}: {mutant.what}", "decide nearer to the questions")


def _at_mutant(context: Context, plan: Plan, mutant: Mutant, message: str, hint: str) -> Problem:
    """The problem at the step or the outcome that a mistake was put into, or at the points of an instrument."""
    if mutant.step >= 0:
        return context.at_step(plan, mutant.step, message, "TST003", hint=hint)
    if mutant.outcome >= 0:
        return context.at_outcome(plan, mutant.outcome, message, "TST003", hint=hint)
    source = context.files.instruments[plan.instruments[mutant.instrument].id].source
    return source.problem(("points",), message, "TST003", key=True, hint=hint)


def _reach(context: Context, plan: Plan) -> Reach:
    """What can be reached in a pathway, worked out once."""
    pack = context.compiled.pack
    roles = {role.id: role.modes for role in pack.roles} if pack is not None else {}
    impossible = impossible_of(context.files, plan.pathway, plan)
    return context.kept(f"coverable {plan.pathway}", lambda: Reach(plan, roles, impossible=impossible))


def _walks(context: Context, plan: Plan) -> list[Told]:
    """The walks of the scenarios that come to an end."""
    results = case_results(context, plan.pathway)
    return [Told(one.mode, one.role, one.run.state) for one in results if one.run and one.run.state.finished]
