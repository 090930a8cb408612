"""The summary of an encounter: what every copy is made of. Times are aware; texts are as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from triage_tui.walk.plan import Disposition


class Said(StrEnum):
    """How a heading came by what it says; the ways of saying nothing are never mixed up."""

    STATED = "stated"
    NONE_STATED = "none stated"
    NOT_KNOWN = "not known"
    NOT_ASKED = "not asked"
    NOT_RECORDED = "not recorded"


class Status(StrEnum):
    """How far the encounter got."""

    COMPLETE = "COMPLETE"
    EMERGENCY = "EMERGENCY: the emergency key was pressed"
    BROKE_OFF = "INCOMPLETE: the call broke off"
    CLOSED_EARLY = "INCOMPLETE: closed before the questions were finished"
    PARKED = "INCOMPLETE: parked, to be taken up again"
    OPEN = "INCOMPLETE: questions are still being asked"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said under a label, and a caution about it."""

    text: str = ""
    said: Said = Said.NOT_ASKED
    caution: str = ""

    @property
    def words(self) -> str:
        """The text, or why there is none."""
        text = self.text if self.said is Said.STATED else self.said.value
        return f"{text} ({self.caution})" if self.caution else text


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer that matters: its short name, the answer, and what it set; `says` is both as they can be read alone.

    `brief` is the same for a short copy.
    """

    label: str
    answer: str
    says: str
    brief: str
    sets: str = ""
    was: str = ""
    private: bool = False
    """About safeguarding: it stays under that heading."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers that count, sorted for the next clinician."""

    positive: tuple[Finding, ...]
    in_words: tuple[Finding, ...]
    """Answers to open questions, as they were written down."""
    agreed: tuple[Finding, ...]
    """Those of them that are the patient's own plan, or were agreed with them."""
    red_flags_absent: tuple[Finding, ...]
    other_negative: tuple[Finding, ...]
    not_known: tuple[Finding, ...]
    red_flags_not_asked: tuple[str, ...]
    safeguarding: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """An answer that no longer counts, and when and why it stopped."""

    says: str
    gone: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One thing measured, in every set of it."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observations:
    """The sets of one instrument side by side; `sets` names each with its time, `missing` what the last one lacks."""

    title: str
    sets: tuple[str, ...]
    rows: tuple[ObservationRow, ...]
    missing: tuple[str, ...]
    credit: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service as it can be used; `public`: the patient may be told about it; `phone`: the public number."""

    id: str
    type: str
    name: str
    public_name: str
    why: str
    open: str
    where: str
    refer: str
    phone: str
    professional_phone: str
    web: str
    checks: tuple[str, ...]
    entry: str
    mark: str
    public: bool
    catch_all: bool


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A service that was not used, and why."""

    name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlsoLine:
    """Something that must happen as well; `open_to_patient` says whether the patient's copy may name it."""

    label: str
    services: tuple[ServiceLine, ...]
    open_to_patient: bool


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A piece of advice, and whether it was ticked as given (None: worsening advice is not ticked)."""

    title: str
    lines: tuple[str, ...]
    emergency: tuple[str, ...]
    given: bool | None


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """A disposition that the user chose instead."""

    how: str
    recommended: str
    reason: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What is recommended and why; `act_by` is a target, None where the disposition has no time."""

    disposition: Disposition
    title: str
    care: str
    because: tuple[str, ...]
    floor: str
    act_by: datetime | None
    emergency_reason: str
    override: OverrideLine | None
    call_first: str
    """The kind of line to ring before conveying, in words, or ""."""
    interim: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """Words written down during the call."""

    at: datetime
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One question as it was asked: when (None: known beforehand), the answer, and what it set."""

    at: datetime | None
    question: str
    answer: str
    sets: str
    was: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this summary, so that it can be made again."""

    app: str
    pack: str
    pack_hash: str
    pathway: str
    review: str
    earlier_pathways: tuple[str, ...]
    directory_date: str
    chain_head: str
    notice: str


@dataclass(frozen=True, slots=True)
class Summary:
    """An encounter as the next person reads it."""

    reference: str
    status: Status
    opened: datetime
    ended: datetime | None
    printed: datetime
    printed_before: tuple[str, ...]
    mode: str
    role: str
    asked: Mapping[str, Statement]
    """Steps of the opening, by step id."""
    written: Mapping[str, Statement]
    """Details, by id."""
    decision: Decision
    services: tuple[ServiceLine, ...]
    chosen: str
    rejected: tuple[RejectedLine, ...]
    service_notes: tuple[str, ...]
    ring_first: tuple[ServiceLine, ...]
    """Professional lines to ring before conveying."""
    also: tuple[AlsoLine, ...]
    findings: Findings
    done: tuple[Finding, ...]
    lost: tuple[LostAnswer, ...]
    observations: tuple[Observations, ...]
    notes: tuple[NoteLine, ...]
    advice: tuple[AdviceLine, ...]
    worsening: tuple[AdviceLine, ...]
    audit: tuple[AuditLine, ...]
    rules: tuple[str, ...]
    provenance: Provenance
