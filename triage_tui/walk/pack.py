"""The shared part of a pack at run time: who may use it, what it lists, and the texts every pathway shares."""

from __future__ import annotations

from dataclasses import dataclass, replace

from triage_tui.walk.scale import Adjunct, Disposition, Review


@dataclass(frozen=True, slots=True)
class Role:
    """Who may use the program, and in which modes."""

    id: str
    label: str
    clinician: bool
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RejectReason:
    """Why a recommended service was not used."""

    id: str
    label: str
    clinician: bool
    comment: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """A piece of advice in another language, line by line."""

    title: str
    lines: tuple[str, ...]
    emergency: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: lines to say or watch for, and the lines that mean 999."""

    id: str
    title: str
    lines: tuple[str, ...]
    emergency: tuple[str, ...]
    modes: tuple[str, ...]
    translations: dict[str, Translation]

    def beside(self, language: str) -> Advice:
        """The advice with every line followed by its translation; as it is, where it has none that fits."""
        other = self.translations.get(language)
        if other is None or (len(other.lines), len(other.emergency)) != (len(self.lines), len(self.emergency)):
            return self
        return replace(
            self,
            title=f"{self.title} / {other.title}",
            lines=tuple(f"{line} / {same}" for line, same in zip(self.lines, other.lines, strict=True)),
            emergency=tuple(f"{line} / {same}" for line, same in zip(self.emergency, other.emergency, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class Emergency:
    """What the emergency key ends in: reasons as (id, label)."""

    disposition: str
    title: str
    because: str
    reasons: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]
    worsening: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathwayHeader:
    """What Home shows of a pathway."""

    id: str
    title: str
    about: str
    version: str
    modes: tuple[str, ...]
    ages: str
    find: tuple[str, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack without its pathways' steps."""

    id: str
    version: str
    title: str
    notice: str
    hash: str
    review: Review
    roles: tuple[Role, ...]
    reject_reasons: tuple[RejectReason, ...]
    dispositions: tuple[Disposition, ...]
    adjuncts: tuple[Adjunct, ...]
    emergency: Emergency
    advice: dict[str, Advice]
    worsening: dict[str, Advice]
    languages: dict[str, str]
    pathways: tuple[PathwayHeader, ...]

    def in_language(self, language: str) -> Pack:
        """The pack with every piece of advice in English and in another language."""
        advice = {name: item.beside(language) for name, item in self.advice.items()}
        worsening = {name: item.beside(language) for name, item in self.worsening.items()}
        return replace(self, advice=advice, worsening=worsening)

    def role(self, role_id: str) -> Role | None:
        """The role with this id, or None."""
        return next((role for role in self.roles if role.id == role_id), None)

    def header(self, pathway: str) -> PathwayHeader | None:
        """The header of a pathway, or None."""
        return next((header for header in self.pathways if header.id == pathway), None)

    def disposition(self, disposition_id: str) -> Disposition:
        """The disposition with this id."""
        return next(item for item in self.dispositions if item.id == disposition_id)
