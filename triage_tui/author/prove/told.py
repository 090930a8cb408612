"""What was proved, as lines for a person and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import Subject
from triage_tui.author.transcript import transcript
from triage_tui.proof.claim import Verdict
from triage_tui.proof.patient import setting, walk

MARKS = {
    Verdict.PROVED: "proved",
    Verdict.VIOLATED: "VIOLATED",
    Verdict.VACUOUS: "VACUOUS",
    Verdict.NOT_HERE: "not reached here",
    Verdict.UNKNOWN: "UNKNOWN",
}
FINE = (Verdict.PROVED, Verdict.NOT_HERE)
"""Nothing to mend in this pathway."""


def lines_of(subject: Subject, proof: Proof) -> Iterator[str]:
    """One line that an editor can follow, and below it why: a conversation, or what made it too hard."""
    code = "" if proof.verdict in FINE else f"[{proof.code}]"
    note = f" ({proof.note})" if proof.note else ""
    yield f"{proof.file}:{proof.line}:{proof.column}: {MARKS[proof.verdict]}{code} {proof.sentence}{note}"
    if proof.leans_on:
        yield f"    leans on what is declared impossible: {'; '.join(proof.leans_on)}"
    if proof.verdict == Verdict.VACUOUS:
        yield "    no walk ever meets the condition, so it promises nothing: mend the condition, or delete the claim"
    if proof.verdict == Verdict.UNKNOWN:
        yield f'    too hard at step "{proof.step}", where {len(proof.facts)} facts still matter:'
        yield f"    {', '.join(proof.facts)}"
        yield "    let fewer late conditions read early answers, or split the pathway"
    yield from (f"    {line}" for line in conversation(subject, proof))


def conversation(subject: Subject, proof: Proof) -> Iterator[str]:
    """The walk of the patient who breaks a property, as the engine walks it."""
    plan, levels = subject.plan, subject.walks.levels
    for number, patient in enumerate((proof.patient, proof.beside)):
        if patient:
            if number:
                yield "the same patient with the better answer:"
            mode, role = setting(levels, patient)
            yield from transcript(plan, walk(plan, levels, patient), mode, role)


def as_data(subject: Subject, proof: Proof) -> dict[str, Any]:
    """Everything about a proof, for machines."""
    return {
        "pathway": proof.pathway,
        "property": proof.name,
        "sentence": proof.sentence,
        "file": proof.file,
        "line": proof.line,
        "column": proof.column,
        "verdict": proof.verdict.value,
        "code": "" if proof.verdict in FINE else proof.code,
        "leans_on": list(proof.leans_on),
        "step": proof.step,
        "facts": list(proof.facts),
        "note": proof.note,
        "conversation": list(conversation(subject, proof)),
    }
