"""What was proved, or not, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass

from triage_tui.proof.claim import Verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """One property of one pathway: its code, a sentence, its place, and what was found.

    `patient`: who breaks it; `beside`: the same patient with the better answer; `step` and `facts`: what made it too
    hard; `leans_on`: declared impossible combinations without which it would not hold; `note`: anything to add.
    """

    pathway: str
    name: str
    sentence: str
    file: str
    line: int
    column: int
    verdict: Verdict
    patient: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()
    step: str = ""
    facts: tuple[str, ...] = ()
    leans_on: tuple[str, ...] = ()
    note: str = ""

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Where it stands, and what it says."""
        return self.file, self.line, self.column, self.sentence

    @property
    def code(self) -> str:
        """The rule of `triage check` that speaks of it."""
        found = {Verdict.VACUOUS: "SAF002", Verdict.UNKNOWN: "SAF003"}.get(self.verdict)
        return found or _CODES.get(self.name, "SAF001")


ENDS, FLOORS, NOT_KNOWN, WORSE = "every walk ends", "floors hold", "not known", "worse answers"
SAME, ORDER, LENGTH, TOTAL = "no difference", "life threats first", "length", "length in all"
BREAKS_OFF = "a call that breaks off"
EXCLUDED, CARE, CLAIM = "who it is not for", "model of care", "claim"

_CODES = {
    ENDS: "GRF003",
    FLOORS: "SAF004",
    NOT_KNOWN: "SAF007",
    WORSE: "SAF005",
    SAME: "SAF010",
    ORDER: "ORD001",
    LENGTH: "ORD002",
    TOTAL: "ORD004",
    BREAKS_OFF: "SAF009",
    EXCLUDED: "SAF012",
    CARE: "SAF014",
}
