"""One small mistake in a compiled plan."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from triage_tui.walk.plan import Instrument, Kind, Outcome, Plan, Step


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is put in place of one step, outcome or instrument of a plan, in words, and where it is written."""

    what: str
    file: str
    line: int
    step: int = -1
    outcome: int = -1
    instrument: int = -1
    change: Step | Outcome | Instrument | None = None

    def line_of_text(self) -> str:
        """The mutant as one line that editors can follow."""
        return f"{self.file}:{self.line}: {self.what}"


def of_step(number: int, old: Step, new: Step, what: str) -> Mutant:
    """A step changed."""
    return Mutant(f"{old.id}: {what}", old.file, old.line, step=number, change=new)


def mutated(plan: Plan, mutant: Mutant) -> Plan:
    """The plan with the mistake in it; what was worked out from the rest of it is kept."""
    change = mutant.change
    if isinstance(change, Instrument):
        kept = plan.instruments
        return replace(plan, instruments=(*kept[: mutant.instrument], change, *kept[mutant.instrument + 1 :]))
    if isinstance(change, Outcome):
        ends = plan.outcomes
        return replace(plan, outcomes=(*ends[: mutant.outcome], change, *ends[mutant.outcome + 1 :]))
    assert isinstance(change, Step)
    quick = plan.quick
    codes, index, facts = plan.codes, plan.step_index, plan.fact_index
    found = copy.copy(plan)
    steps = (*plan.steps[: mutant.step], change, *plan.steps[mutant.step + 1 :])
    own = quick if change.kind != Kind.CHOICE else (*quick[: mutant.step], None, *quick[mutant.step + 1 :])
    found.__dict__.update(steps=steps, quick=own, codes=codes, step_index=index, fact_index=facts)
    for worked_out in ("targets", "floor_bits"):
        found.__dict__.pop(worked_out, None)
    return found
