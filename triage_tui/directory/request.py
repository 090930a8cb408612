"""What is asked of the directory, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from triage_tui.directory.model import Service

MarkState: TypeAlias = Literal["busy", "full", "closed"]
DEFAULT_KM = 60.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody at this desk said of a service for the shift: `by` a role's label; both times are aware."""

    service: str
    state: MarkState
    by: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One search. `types` are best first; `at` is an aware time.

    `minutes`: the disposition's (None and 0 count as at once; give None for an adjunct). `age_days`, `sex` (`female`,
    `male`), `area` and `point` (degrees) may be None: not known. `referrers`: services the user speaks for.
    `marks`: what this desk has marked for the shift, by service. `rejected`: services that are not to be offered again.
    """

    types: tuple[str, ...]
    role: str
    mode: str
    at: datetime
    capabilities: tuple[str, ...] = ()
    area: str | None = None
    point: tuple[float, float] | None = None
    age_days: float | None = None
    sex: str | None = None
    minutes: int | None = None
    disposition: str | None = None
    rejected: frozenset[str] = frozenset()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    distance_km: float = DEFAULT_KM
    gp_practice: str | None = None
    referrers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A service that may be offered, in phrases that can be said aloud; `checks` are things to ask first.

    `distance_km` is good to `accuracy_km`. `busy`: that it is nearly full, where that is published or marked.
    `old`: the entry is past its check. `instead_of`: the label of the kind asked for, when none of those fitted.
    `catch_all`: there was nothing else.
    """

    service: Service
    name: str
    why: str
    open: str
    distance_km: float | None
    area: str
    freshness: str
    via: str
    phone: str
    checks: tuple[str, ...] = ()
    accuracy_km: float | None = None
    busy: str = ""
    old: bool = False
    instead_of: str | None = None
    catch_all: bool = False


@dataclass(frozen=True, slots=True)
class Excluded:
    """A service of a kind that was asked for, and why it is not offered: a phrase, and the tests it failed."""

    service: Service
    why: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search ends in; `offered` is never empty, best first.

    `near_misses` failed one test only. `notes` are about the search as a whole. `catch_all`: nothing asked for fitted.
    """

    offered: tuple[Match, ...]
    excluded: tuple[Excluded, ...]
    near_misses: tuple[Excluded, ...]
    catch_all: bool
    notes: tuple[str, ...] = ()
