"""Build the summary of an encounter, once, for every copy of it. Pure: everything it says is given to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from triage_tui.directory.request import Found
from triage_tui.handover.answers import answer_words, parts, question_words, says, sets_words
from triage_tui.handover.decision import decide, role_words, status_of
from triage_tui.handover.findings import done_on_the_call, findings, was_words
from triage_tui.handover.history import Earlier, Given, standing_answers
from triage_tui.handover.model import AdviceLine, AuditLine, LostAnswer, NoteLine, Provenance, Summary
from triage_tui.handover.observation_sets import observations
from triage_tui.handover.service_lines import also_lines, private_types, rejected_lines, service_lines
from triage_tui.handover.stated import detail_statements, opening_statements
from triage_tui.handover.times import read_utc
from triage_tui.record.encounter import Encounter
from triage_tui.walk.conclude import Conclusion
from triage_tui.walk.pack import Advice, Pack
from triage_tui.walk.plan import Kind, Plan
from triage_tui.walk.trace import branches_taken

HASH_LETTERS = 12
_SLASHES = r"[/\\]"
REVIEW_WORDS = {
    "draft": "DRAFT, not signed off",
    "in_review": "IN REVIEW, not signed off",
    "approved": "approved",
    "retired": "RETIRED: not for use",
}


def summarise(
    encounter: Encounter,
    pack: Pack,
    conclusion: Conclusion,
    found: Found,
    *,
    earlier: tuple[Earlier, ...],
    also_found: Mapping[str, Found],
    ring_first: Found | None,
    printed_at: datetime,
    app_version: str,
    directory_updated: str,
    area_names: Mapping[str, str],
) -> Summary:
    """The summary of an encounter as it stands.

    `conclusion` is its recommendation, or the interim one while questions remain; `found` the services for it,
    `also_found` those of each adjunct, `ring_first` the lines to ring before conveying; `earlier` the answers that no
    longer stand; `printed_at` an aware time; `area_names` the directory's areas by id.
    """
    answers = standing_answers(encounter, earlier)
    return Summary(
        reference=encounter.id,
        status=status_of(encounter),
        opened=read_utc(encounter.opened),
        ended=read_utc(encounter.finished_at) if encounter.finished_at else None,
        printed=printed_at,
        printed_before=encounter.printed,
        mode=encounter.mode,
        role=role_words(pack, encounter.role),
        asked=opening_statements(answers, area_names),
        written=detail_statements(encounter, printed_at),
        decision=decide(encounter, pack, conclusion),
        services=service_lines(found.offered, private_types(pack)),
        chosen=encounter.chosen or "",
        rejected=rejected_lines(encounter, pack, found),
        service_notes=found.notes,
        ring_first=service_lines(ring_first.offered, private_types(pack)) if ring_first else (),
        also=also_lines(pack, conclusion.also, also_found, answers),
        findings=findings(encounter, answers, earlier),
        done=done_on_the_call(answers),
        lost=_lost(encounter, earlier),
        observations=observations(answers),
        notes=tuple(
            NoteLine(read_utc(note.utc), _short_name(encounter.plan, note.step), note.text) for note in encounter.notes
        ),
        advice=tuple(
            _advice(pack.advice[name], name in encounter.advised) for name in conclusion.advice if name in pack.advice
        ),
        worsening=tuple(_advice(pack.worsening[name], None) for name in conclusion.worsening if name in pack.worsening),
        audit=_audit(encounter, answers, earlier),
        rules=_rules(encounter),
        provenance=_provenance(encounter, pack, app_version, directory_updated),
    )


def _short_name(plan: Plan, step_id: str) -> str:
    place = plan.step_index.get(step_id)
    return plan.steps[place].short if place is not None else ""


def _lost(encounter: Encounter, earlier: tuple[Earlier, ...]) -> tuple[LostAnswer, ...]:
    answers = encounter.answers
    gone = (item for item in earlier if item.given.step.id not in answers and not item.pathway_before)
    return tuple(
        LostAnswer(
            says(item.given.step, answer_words(item.given.step, item.given.value), encounter.mode), item.gone, item.why
        )
        for item in gone
    )


def _advice(advice: Advice, given: bool | None) -> AdviceLine:
    return AdviceLine(advice.title, advice.lines, advice.emergency, given)


def _audit(encounter: Encounter, answers: tuple[Given, ...], earlier: tuple[Earlier, ...]) -> tuple[AuditLine, ...]:
    lines = []
    for given in answers:
        step = given.step
        found = parts(given.plan, step, given.value)
        sets = "; ".join(said for _, action in found if (said := sets_words(given.plan, action)))
        asked = question_words(step, encounter.mode)
        asked = f"{step.short}: {asked}" if step.kind == Kind.CHECKLIST else asked
        question = asked if given.plan is encounter.plan else f"{asked} (in: {given.plan.title})"
        was = was_words(step, tuple(item for item in earlier if item.given is not given))
        lines.append(AuditLine(given.at, question, answer_words(step, given.value), sets, was))
    return tuple(lines)


def _rules(encounter: Encounter) -> tuple[str, ...]:
    """The decisions passed, each with the condition that held, what it set, and where it is written."""
    plan = encounter.plan
    if not encounter.answers:
        return ()
    lines = []
    for number, place in branches_taken(plan, encounter.state):
        step, branch = plan.steps[number], plan.steps[number].branches[place]
        if branch.when is None and branch.action.go >= 0 and not sets_words(plan, branch.action):
            continue
        condition = f"when {branch.text}" if branch.when is not None else "otherwise"
        file = re.split(_SLASHES, step.file)[-1]
        sets = sets_words(plan, branch.action)
        lines.append(f"{step.id}: {condition}{f' ({sets})' if sets else ''} [{file}, line {step.line}]")
    return tuple(lines)


def _provenance(encounter: Encounter, pack: Pack, app_version: str, directory_updated: str) -> Provenance:
    plan = encounter.plan
    return Provenance(
        app=f"Triage TUI {app_version}",
        pack=f"{pack.id} {pack.version}",
        pack_hash=encounter.pack[:HASH_LETTERS],
        pathway=f"{plan.title}, version {plan.version}",
        review=f"{REVIEW_WORDS.get(plan.review.state, plan.review.state)}; review due {plan.review.due}",
        earlier_pathways=encounter.earlier_pathways,
        directory_date=directory_updated,
        chain_head=encounter.head[:HASH_LETTERS],
        notice=pack.notice,
    )
