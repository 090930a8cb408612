"""What `triage prove` finds, as findings of `triage check --prove`: claims, and what every pathway must satisfy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.run import prove_pathway, reached_nowhere
from triage_tui.author.prove.subject import Subject, subject_of
from triage_tui.problems import Problem
from triage_tui.proof.claim import Verdict

_BONE = """steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, source: local, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: pain, ask: Is it sore?, source: local, answers: {yes: hospital, no: home, not known: hospital}}
"""


@rule(
    "SAF001",
    "claim-broken",
    "error",
    bad=_BONE + "claims:\n  - {if: pain is yes, at least: resus, source: local}",
    good=_BONE + "claims:\n  - {if: bone is yes, at least: resus, source: local}",
    whole=True,
)
def _claims(context: Context) -> Iterator[Problem]:
    """Somebody breaks a claim of the pathway: there is a walk on which its condition certainly holds and its
    promise does not. `triage prove` shows that walk, and `--save` writes it as a scenario.
    """
    plans = list(context.plans())
    found = [proof for plan in plans for proof in prove_pathway(subject_in(context, plan.pathway))]
    whole = len(plans) == len(context.compiled.plans)
    nowhere = reached_nowhere((proof.place, proof.verdict.value) for proof in found) if whole else set()
    for proof in found:
        if proof.place in nowhere:
            nowhere.remove(proof.place)
            yield _problem(replace(proof, verdict=Verdict.VACUOUS))
        elif proof.verdict not in (Verdict.PROVED, Verdict.NOT_HERE):
            yield _problem(proof)


def subject_in(context: Context, pathway: str) -> Subject:
    """A pathway made ready to be proved, with its scenarios: they show most claims to be about somebody."""
    scenarios = context.scenarios.get(pathway)
    return subject_of(context.compiled, pathway, scenarios.model.cases if scenarios is not None else ())


def _problem(proof: Proof) -> Problem:
    return Problem(proof.file, proof.line, proof.column, _words(proof), proof.code, "error", _hint(proof))


def _words(proof: Proof) -> str:
    if proof.verdict == Verdict.VACUOUS:
        return f"no walk meets the condition, so nothing is promised: {proof.sentence}"
    if proof.verdict == Verdict.UNKNOWN:
        facts = ", ".join(proof.facts[:6])
        return f'too hard to prove at "{proof.step}" ({len(proof.facts)} facts: {facts}): {proof.sentence}'
    return f"not so for everybody: {proof.sentence}"


def _hint(proof: Proof) -> str:
    if proof.verdict == Verdict.UNKNOWN:
        return "decide nearer to the questions, so that fewer facts are needed at once"
    if proof.verdict == Verdict.VACUOUS:
        return "mend the condition, or delete the claim"
    return f"triage prove {proof.pathway} shows who, question by question"


known(
    "SAF002",
    "claim-about-nobody",
    "error",
    "The condition of a claim never holds on any walk, so the claim promises nothing and only looks like safety.",
    bad=_BONE + "claims:\n  - {if: bone is yes and pain is yes, at least: resus, source: local}",
    good=_BONE + "claims:\n  - {if: bone is yes, at least: resus, source: local}",
    whole=True,
)
known(
    "SAF003",
    "too-hard-to-prove",
    "error",
    "A proof needed more than its budget allows, so nothing is known; this is never counted as proved. The step "
    "where it became too hard is named, and the facts it depends on there. Decide nearer to the questions.",
    bad="""
derive: {both: one + two}
steps:
  - use: opening
  - {id: one, ask: When?, source: local, number: {unit: minutes, from: 0, to: 90000}, not known: hospital}
  - {id: two, ask: When again?, source: local, number: {unit: minutes, from: 0, to: 90000}, not known: hospital}
  - {decide: [{when: both > 7, go: hospital}, {otherwise: home}]}
claims:
  - {if: both > 9, at least: ed_1h, source: local}
""",
    good="""
steps:
  - use: opening
  - {id: one, ask: When?, source: local, number: {unit: minutes, from: 0, to: 90000}, not known: hospital}
  - {decide: [{when: one > 7, go: hospital}, {otherwise: home}]}
claims:
  - {if: one > 9, at least: ed_1h, source: local}
""",
    whole=True,
)
known(
    "SAF005",
    "worse-answer-ends-milder",
    "error",
    "There is a patient who ends less urgent by giving a worse answer: one that sets a floor, more points of a "
    "score, or an item more on a list of danger signs.",
    bad="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    source: local
    answers: {yes: {floor: clinician_now, go: home}, no: hospital, not known: hospital}
""",
    good="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    source: local
    answers: {yes: {floor: ed_1h, go: hospital}, no: home, not known: hospital}
""",
    whole=True,
)
known(
    "SAF009",
    "breaks-off-too-mild",
    "error",
    "A call can be at a step from which every way ends in an emergency, and if it breaks off there it is not "
    "treated as one. Give the step an `interim`, or set the floor before it.",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, source: local, answers: {yes: next, no: home, not known: next}}
  - {id: bleeds, ask: Does it bleed?, source: local, answers: {yes: ambulance, no: ambulance, not known: ambulance}}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, source: local, answers: {yes: next, no: home, not known: next}}
  - {id: bleeds, ask: Does it bleed?, source: local, interim: resus, answers: {yes: ambulance, no: ambulance,
     not known: ambulance}}
""",
    whole=True,
)
known(
    "SAF010",
    "undeclared-difference",
    "error",
    "Sex, area or access needs change where a walk ends, and the pathway does not say why. Say it under "
    "`varies_by`, or treat everybody alike.",
    bad="""
steps:
  - use: opening
  - {decide: [{when: sex is female, go: hospital}, {otherwise: home}], source: local}
""",
    good="""
varies_by: {sex: this sign is a danger in women alone}
steps:
  - use: opening
  - {decide: [{when: sex is female, go: hospital}, {otherwise: home}], source: local}
""",
    whole=True,
)
known(
    "ORD001",
    "routine-before-life-threat",
    "error",
    "A routine question comes before one about a threat to life and does not decide whether it is asked. Ask "
    "about life first, or say under `asked_first` why this comes before.",
    bad="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, source: local, answers: {yes: next, no: next, not known: next}}
  - {id: bone, ask: Can you see bone?, red_flag: true, source: local, answers: {yes: {floor: resus, go: ambulance},
     no: next, not known: {floor: resus, go: ambulance}}}
  - {decide: [{when: pain is yes, go: hospital}, {otherwise: home}], source: local}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, source: local, answers: {yes: {floor: resus, go: ambulance},
     no: next, not known: {floor: resus, go: ambulance}}}
  - {id: pain, ask: Is it sore?, source: local, answers: {yes: hospital, no: home, not known: hospital}}
""",
    whole=True,
)
known(
    "ORD002",
    "emergency-too-late",
    "warning",
    "Some walk that ends in an emergency asks more questions than the pathway allows itself under `limits`.",
    bad=_BONE + "limits: {emergency_within: 2}",
    good=_BONE + "limits: {emergency_within: 20}",
    whole=True,
)
known(
    "ORD004",
    "too-many-questions",
    "warning",
    "Some walk asks more questions than the pathway allows itself under `limits`: people give up, and answers late in "
    "a long call are worth less. Without `questions` under `limits` nothing is too long.",
    bad=_BONE + "limits: {questions: 2}",
    good=_BONE + "limits: {questions: 20}",
    whole=True,
)
known(
    "SAF014",
    "care-does-not-fit",
    "error",
    "The model of care does not fit the mode: on scene nothing ends in hear and treat, and an ambulance at once "
    "is never hear and treat.",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, source: local, answers: {yes: ambulance, no: home, not known: ambulance}}
outcomes:
  ambulance: {title: Ambulance, disposition: resus, because: A bone can be seen., worsening: [always]}
  home: {title: Home, disposition: self_care, because: There was no danger sign., care: hear_and_treat,
    worsening: [always]}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, source: local, answers: {yes: ambulance, no: home, not known: ambulance}}
""",
    whole=True,
)
