"""Prove a whole pathway."""

from __future__ import annotations

from triage_tui.author.prove.builtin import prove_builtin
from triage_tui.author.prove.claims import prove_claims
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import Subject


def prove_pathway(subject: Subject) -> tuple[Proof, ...]:
    """Every claim and every built-in property, each with what was found, by file and line."""
    found = [*prove_claims(subject), *prove_builtin(subject)]
    return tuple(sorted(found, key=lambda proof: (proof.file, proof.line, proof.column, proof.sentence)))
