"""What a pack and its pathways share: review states, the scale of dispositions, and adjuncts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Review:
    """Who owns a text, its state and when it is due (ISO date)."""

    state: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class Needs:
    """Service types, best first, and what they must be able to do."""

    service: tuple[str, ...]
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disposition:
    """One rung of the ordered scale; rank 1 is the most urgent."""

    id: str
    rank: int
    minutes: int | None
    word: str
    symbol: str
    label: str
    target: str
    patient: tuple[str, str]
    """What the patient's copy says: by telephone, and on scene."""
    three_way: str
    care: tuple[str, str]
    needs: Needs
    advice: tuple[str, ...]
    worsening: tuple[str, ...]
    validate: bool
    gp_copy: bool
    dx_hint: str


@dataclass(frozen=True, slots=True)
class Adjunct:
    """Something that must happen as well."""

    id: str
    label: str
    needs: Needs | None
    patient_copy: bool
