"""One pathway made ready to be proved: its plan, what is claimed of it, and who its patients can be."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from triage_tui.author.prove.proof import Proof
from triage_tui.author.scenarios import walk_case
from triage_tui.compiler import Compiled
from triage_tui.content.case_file import read_scenarios
from triage_tui.content.pathway_file import PathwayFile
from triage_tui.content.shared_files import CaseShape
from triage_tui.content.source import Path_, Source
from triage_tui.errors import AnswerError, ContentError, TriageError
from triage_tui.proof.by_answer import reassured
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import Ref, deep
from triage_tui.proof.example import possible_patients
from triage_tui.proof.patient import walk
from triage_tui.proof.reading import Reader
from triage_tui.proof.reassured import Reassured
from triage_tui.proof.walks import Walks
from triage_tui.walk.case import Beginnings
from triage_tui.walk.compiling.claims import Claimed, claimed
from triage_tui.walk.engine import State
from triage_tui.walk.plan import Kind, Plan, Slot

BUDGET = 1_500_000
"""Nodes for everything proved about one pathway: about one gigabyte."""


@dataclass
class Subject:
    """Everything that the proofs of one pathway stand on."""

    name: str
    plan: Plan
    model: PathwayFile
    source: Source
    claimed: Claimed
    roles: dict[str, tuple[str, ...]]
    cases: tuple[CaseShape, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    """The name of every file for messages, by its name inside the pack."""

    @cached_property
    def walks(self) -> Walks:
        """The diagrams, made once and again when they have grown large."""
        written = [placed.condition for placed in self.claimed.claims if placed.condition is not None]
        written += [one.condition for one in (*self.claimed.impossible, *self.claimed.not_for)]
        written += self.claimed.scores_for.values()
        return Walks.of(self.plan, written, BUDGET)

    def make_room(self) -> None:
        """Begin with empty diagrams when the ones so far would leave too little for another proof."""
        if "walks" in self.__dict__ and len(self.walks.diagram.level) > BUDGET // 2:
            for name in ("walks", "patients", "reassured", "_scored"):
                self.__dict__.pop(name, None)
            gc.collect()  # what was left behind is large, and holds itself in rings

    @cached_property
    def patients(self) -> Ref:
        """Who can be a patient."""
        return self.patients_without(-1)

    def patients_without(self, left_out: int) -> Ref:
        """Who can be a patient if one declared impossibility (-1: none) were possible."""
        kept = [one.condition for n, one in enumerate(self.claimed.impossible) if n != left_out]
        with deep():
            return possible_patients(self.walks, self.roles, kept)

    @property
    def anybody(self) -> tuple[Ref, Ref]:
        """Who can be a patient, and that nothing more is known of them at a step."""
        return self.patients, self.walks.diagram.yes

    def scored_at(self, number: int) -> tuple[Ref, Ref]:
        """For whom the score of a set of observations is: who they are, and what is known of them at its step."""
        step = self.plan.steps[number]
        if step.kind != Kind.MEASURE:
            return self.anybody
        condition = self.claimed.scores_for.get(self.plan.instruments[step.instrument].id)
        if condition is None:
            return self.anybody
        if number not in self._scored:
            diagram = self.walks.diagram
            everything = Reader(self.plan, self.walks.levels, diagram, lambda _: diagram.yes)
            with deep():
                whom = everything.surely(condition, len(self.plan.steps) + 1)
                known = self.walks.known_at(number, whom)
                self._scored[number] = diagram.both(self.patients, whom), known
        return self._scored[number]

    @cached_property
    def _scored(self) -> dict[int, tuple[Ref, Ref]]:
        return {}

    @cached_property
    def reassured(self) -> Reassured:
        """Where walks end when nothing bad is said from some step on."""
        found = reassured(self.walks)
        found.compile()
        return found

    @cached_property
    def seen(self) -> tuple[tuple[Slot, ...], ...]:
        """The facts at the end of the walks of every scenario: with these, few premises need a search."""
        found, beginnings = [], Beginnings(self.plan)
        for case in self.cases:
            try:
                state = walk_case(self.plan, self.model.modes, case, beginnings).run.state
            except AnswerError:
                continue  # triage test tells of it
            if state.finished:
                found.append(state.facts)
        return tuple(found)

    @cached_property
    def emergency(self) -> int:
        """The rank that counts as an emergency: every disposition up to it is a 999 response at once."""
        return max(item.rank for item in self.plan.dispositions if item.minutes == 0)

    def confirm(self, patient: tuple[int, ...], holds: Callable[[State], bool], what: str) -> None:
        """Replay a patient on the engine; TriageError when it does not show what the proof says."""
        if not holds(walk(self.plan, self.walks.levels, patient)):
            hint = "this is a mistake in the program, not in the pathway: please report it with the pathway"
            raise TriageError(f"{self.source.name}: the proof and the engine disagree about: {what}", hint)

    def proof(self, name: str, sentence: str, path: Path_, finding: Finding, source: Source | None = None) -> Proof:
        """A proof of something written at a path of the pathway's file."""
        where = source or self.source
        line, column = where.place(path)
        return Proof(
            self.name,
            name,
            sentence,
            where.name,
            line,
            column,
            finding.verdict,
            finding.patient,
            (),
            finding.step,
            finding.facts,
        )

    def at_step(self, name: str, sentence: str, number: int, finding: Finding, beside: tuple[int, ...] = ()) -> Proof:
        """A proof about one step, at its place."""
        step = self.plan.steps[number]
        return Proof(
            self.name,
            name,
            sentence,
            self.files.get(step.file, step.file),
            step.line,
            step.column,
            finding.verdict,
            finding.patient,
            beside,
            finding.step,
            finding.facts,
        )


PROVED = Finding(Verdict.PROVED)


def subject_of(compiled: Compiled, name: str, cases: tuple[CaseShape, ...] = ()) -> Subject:
    """One pathway of a compiled pack; the pack and the pathway must be whole. `cases`: its scenarios."""
    assert compiled.pack is not None
    loaded = compiled.files.pathways[name]
    roles = {role.id: role.modes for role in compiled.pack.roles}
    names = {loaded.source.label: loaded.source.name}
    names |= {module.source.label: module.source.name for module in compiled.files.modules.values()}
    plan = compiled.plans[name]
    return Subject(name, plan, loaded.model, loaded.source, claimed(compiled.files, name, plan), roles, cases, names)


def cases_of(folder: Path, name: str) -> tuple[CaseShape, ...]:
    """The scenarios of a pathway; none where they cannot be read, which triage check and triage test tell."""
    try:
        return read_scenarios(folder / "scenarios" / f"{name}.yaml")[0].cases
    except ContentError:
        return ()
