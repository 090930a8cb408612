"""Prove a whole pathway, and say of a module's claims whether any pathway reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from triage_tui.author.prove.builtin import prove_builtin
from triage_tui.author.prove.claims import prove_claims
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import Subject
from triage_tui.proof.claim import Verdict

Place = tuple[str, int, int, str]
"""Where a claim stands, and its promise: the same in every pathway that uses its module."""


def prove_pathway(subject: Subject) -> tuple[Proof, ...]:
    """Every claim and every built-in property, each with what was found, by file and line."""
    found = [*prove_written(subject), *prove_builtin(subject)]
    return tuple(sorted(found, key=lambda proof: (proof.file, proof.line, proof.column, proof.sentence)))


def prove_written(subject: Subject) -> Iterator[Proof]:
    """Every claim, of the pathway and of its modules."""
    return (_of_a_module(subject, proof) for proof in prove_claims(subject))


def _of_a_module(subject: Subject, proof: Proof) -> Proof:
    """A module's claim about nobody in this pathway is not wrong: another pathway may reach its question."""
    if proof.verdict == Verdict.VACUOUS and proof.file != subject.source.name:
        return replace(proof, verdict=Verdict.NOT_HERE)
    return proof


def reached_nowhere(found: Iterable[tuple[Place, str]]) -> set[Place]:
    """The claims of modules that no pathway reaches, where every pathway that uses the module was proved."""
    reached: dict[Place, bool] = {}
    for place, verdict in found:
        reached[place] = reached.get(place, False) or verdict != Verdict.NOT_HERE.value
    return {place for place, anybody in reached.items() if not anybody}
