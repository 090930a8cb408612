"""Who may be asked what, and which model of care an ending has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from triage_tui.author.indifferent import INDIFFERENT, acts, readers
from triage_tui.author.prove import proof as names
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import PROVED, Subject
from triage_tui.content.ages import OLDEST_DAYS, age_limits
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import BudgetError, deep
from triage_tui.proof.levels import MODE
from triage_tui.proof.pairs import arriving
from triage_tui.walk import evaluate as code
from triage_tui.walk.evaluate import TRUE
from triage_tui.walk.plan import Condition, Kind


def no_difference(subject: Subject) -> Iterator[Proof]:
    """Sex, area and access needs change nothing: nothing reads them and their answers do nothing, or it is declared."""
    plan = subject.plan
    for name in INDIFFERENT:
        number = plan.step_index.get(name)
        if number is None:
            continue
        read_by = [step.id for step in readers(plan, name)]
        sentence = f"{name.replace('_', ' ')} changes nothing"
        if not read_by and not acts(plan, name):
            yield subject.at_step(names.SAME, sentence, number, PROVED)
        elif name in subject.model.varies_by:
            found = subject.proof(names.SAME, f"{sentence} but what is declared", ("varies_by", name), PROVED)
            yield replace(found, note=f"declared: {subject.model.varies_by[name]}")
        else:
            where = ", ".join(f'"{step}"' for step in read_by[:3])
            sentence += f": read by {where}; say why in varies_by" if read_by else ": its answers do something"
            yield subject.at_step(names.SAME, sentence, number, Finding(Verdict.VIOLATED))


def excluded(subject: Subject) -> Iterator[Proof]:
    """Nobody outside the pathway's ages, or of those it is not for, is asked its own questions."""
    plan = subject.plan
    own = [n for n, step in enumerate(plan.steps) if not step.module and step.kind != Kind.DECISION]
    if subject.model.ages is not None and "age" in plan.fact_index:
        low, high = age_limits(subject.model.ages)
        condition = outside(plan.fact_index["age"], low, high)
        yield _never_asked(subject, own, condition, f"nobody outside {subject.model.ages} is asked", ("ages",))
    for number, written in enumerate(subject.claimed.not_for):
        sentence = f"nobody with {written.text} is asked"
        yield _never_asked(subject, own, written.condition, sentence, ("not_for", number))


def outside(slot: int, low: int, high: int) -> Condition:
    """A known age below the lowest or above the highest."""
    parts: list[Condition] = []
    if low > 0:
        parts.append((code.COMPARE_CONSTANT, slot, code.LESS, low))
    if high < OLDEST_DAYS:
        parts.append((code.COMPARE_CONSTANT, slot, code.MORE, high))
    return (code.SURELY, (code.ANY, tuple(parts)))


def _never_asked(
    subject: Subject, own: list[int], condition: Condition, sentence: str, place: tuple[str | int, ...]
) -> Proof:
    possible = subject.walks.possible
    for number in own:
        values = possible.at[number]
        if values is None or possible.assume(condition, TRUE, True, values, number) is None:
            continue
        try:
            with deep():
                asked = subject.walks.asked_when(number)
                state = subject.walks.diagram.both(asked, subject.walks.reader.surely(condition, number))
                found = arriving(subject.walks, number, state, None, subject.patients)
        except BudgetError as hard:
            finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
            return subject.proof(names.EXCLUDED, sentence, place, finding)
        if found is not None:
            finding = Finding(Verdict.VIOLATED, tuple(found))
            return subject.proof(
                names.EXCLUDED, f'{sentence}, but "{subject.plan.steps[number].id}" is', place, finding
            )
    return subject.proof(names.EXCLUDED, f"{sentence} the pathway's own questions", place, PROVED)


def model_of_care(subject: Subject) -> Iterator[Proof]:
    """On scene nothing ends in hear and treat; an ambulance at once is never hear and treat."""
    plan = subject.plan
    modes = [mark.name for mark in subject.walks.levels.all[MODE].marks]
    possible = subject.walks.possible
    seen: dict[int, int] = {}
    for (_, go, _), values in possible.after.items():
        if go < 0:
            seen[~go] = seen.get(~go, 0) | values[MODE]
    wrong = 0
    for number, bits in sorted(seen.items()):
        outcome = plan.outcomes[number]
        own = plan.dispositions[outcome.disposition]
        for place, mode in enumerate(modes):
            care = outcome.care or own.care[place]
            misfit = care == "hear_and_treat" and (mode == "on_scene" or own.rank <= subject.emergency)
            if bits >> place & 1 and misfit:
                wrong += 1
                sentence = f'outcome "{outcome.id}" is hear and treat, {mode.replace("_", " ")} and {own.word}'
                found = Finding(Verdict.VIOLATED)
                proof = subject.proof(names.CARE, sentence, ("outcomes", outcome.id), found)
                yield replace(proof, file=subject.files.get(outcome.file, outcome.file), line=outcome.line)
    if not wrong:
        yield subject.proof(names.CARE, "the model of care fits the mode everywhere", ("outcomes",), PROVED)
