"""How much of a pathway its scenarios exercise; what is proved to be out of reach is listed apart, and not counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage_tui.author.cover.aims import KINDS, Aim, Aims
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.hits import hits
from triage_tui.author.cover.pool import Pool
from triage_tui.author.cover.reach import Reach, UnknownError

FEW = 60
"""So many aims are asked about in one question first: where nobody reaches any of them, that is quick."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the aims of one kind are exercised, of those that count."""

    kind: str
    done: int
    of: int

    @property
    def percent(self) -> int:
        """The whole percentage, rounded down: 100 is all of them."""
        return 100 if not self.of else self.done * 100 // self.of


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of one pathway exercise, what they leave out, and what nobody can reach."""

    aims: Aims
    hit: frozenset[Aim]
    missing: tuple[Aim, ...]
    unreachable: tuple[Aim, ...]

    @property
    def shares(self) -> tuple[Share, ...]:
        """Every kind with its share."""
        left = {kind: sum(aim.kind == kind for aim in self.missing) for kind in KINDS}
        done = {kind: sum(aim.kind == kind for aim in self.hit) for kind in KINDS}
        return tuple(Share(kind, done[kind], done[kind] + left[kind]) for kind in KINDS)


def coverage(reach: Reach, walks: Iterable[Told]) -> Coverage:
    """The coverage by some walks."""
    known = tuple(walks)
    hit = hits(reach.aims, *(told.state for told in known))
    left = tuple(aim for aim in reach.aims.all if aim not in hit)
    unreachable = frozenset(never(reach, left, known))
    missing = tuple(aim for aim in left if aim not in unreachable)
    return Coverage(reach.aims, frozenset(hit), missing, tuple(aim for aim in left if aim in unreachable))


def never(reach: Reach, aims: tuple[Aim, ...], known: tuple[Told, ...]) -> Iterable[Aim]:
    """Those that no patient can reach. One that is too hard to decide, or one of very many that are open, counts as one
    that can be reached.
    """
    rest = tuple(aim for aim in aims if not reach.ruled_out(aim))
    if not rest or (len(rest) <= FEW and reach.nobody(rest)):
        return aims
    pool = Pool(reach.aims, known)
    open_ = {aim for aim in rest if pool.near(aim) is None}
    if len(open_) <= FEW and reach.nobody(tuple(open_)):
        return [aim for aim in aims if aim not in rest or aim in open_]
    if len(open_) > FEW:
        return [aim for aim in aims if aim not in rest]
    return [aim for aim in aims if aim not in rest or (aim in open_ and is_unreachable(reach, aim))]


def is_unreachable(reach: Reach, aim: Aim) -> bool:
    """Whether it is proved that nobody reaches an aim."""
    try:
        return reach.patient(aim) is None
    except UnknownError:
        return False
