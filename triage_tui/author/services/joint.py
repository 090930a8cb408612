"""Every ending of every pathway against every minute of the directory: who is served, by what, and where nobody is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, TypeVar

from triage_tui.author.services.cover import Cover, Wanted
from triage_tui.author.services.endings import Ages, Ending
from triage_tui.author.services.served import Judge, Left, Served
from triage_tui.directory.in_time import Times, minutes_in
from triage_tui.directory.model import Directory

Age: TypeAlias = tuple[int, int] | None
Value = TypeVar("Value")
KINDS = ("local", "another", "national", "relying", "hole")


class People(NamedTuple):
    """Everybody of some roles, ages (spans of days) and sexes; None is not known."""

    roles: tuple[str, ...]
    ages: tuple[Age, ...]
    sexes: tuple[str | None, ...]

    @property
    def number(self) -> int:
        """How many different people."""
        return len(self.roles) * len(self.ages) * len(self.sexes)


Places: TypeAlias = dict[str | None, list[People]]
"""By area (None: not known), who."""


class Gap(NamedTuple):
    """What is left (None: nothing, a hole) and at which minutes."""

    left: Left | None
    times: Times


@dataclass
class Looked:
    """What was found for everybody at one ending: minutes by who serves them, and where nobody truly does."""

    people: int = 0
    minutes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    gaps: dict[Gap, Places] = field(default_factory=dict)

    def add(self, area: str | None, people: People, served: Served) -> None:
        """Count some people who are served alike."""
        self.people += people.number
        relying = sum(minutes_in(times) for _, times in served.relying)
        known = minutes_in(served.local), minutes_in(served.another), minutes_in(served.national)
        for kind, minutes in zip(KINDS, (*known, relying, minutes_in(served.hole)), strict=True):
            self.minutes[kind] += people.number * minutes
        gaps: list[Gap] = [Gap(left, times) for left, times in served.relying]
        if served.hole:
            gaps.append(Gap(None, served.hole))
        for gap in gaps:
            self.gaps.setdefault(gap, {}).setdefault(area, []).append(people)


@dataclass
class Joint:
    """What was found: every ending, with what was found there (the same object where the same is asked)."""

    cover: Cover
    found: list[tuple[Ending, Looked]]

    @property
    def people(self) -> int:
        """How many combinations of an ending, an area and somebody there were looked at."""
        return sum(looked.people for _, looked in self.found)

    def minutes(self) -> dict[str, int]:
        """The minutes of all of them together, by who serves them."""
        return {kind: sum(looked.minutes[kind] for _, looked in self.found) for kind in KINDS}


def prove_services(directory: Directory, endings: Iterable[Ending], year: int) -> Joint:
    """The joint proof of some endings over one year."""
    finder = _Finder(Cover(directory, year))
    return Joint(finder.cover, [(ending, finder.found(ending)) for ending in endings])


class _Finder:
    """Puts people together who are served alike, so that each kind is looked at once."""

    def __init__(self, cover: Cover) -> None:
        self.cover = cover
        self.judge = Judge(cover)
        self.areas: tuple[str | None, ...] = (*cover.directory.areas, None)
        referrers = {name for entry in cover.entries.values() for name in entry.service.referral_only_from}
        self._referrers = sum(1 << order for order, one in cover.entries.items() if one.service.id in referrers)
        limits = [limit for entry in cover.entries.values() for limit in entry.service.ages]
        self._cuts = sorted({cut for low, high in limits for cut in (low, high + 1)})
        self._known: dict[tuple[object, ...], Looked] = {}

    def found(self, ending: Ending) -> Looked:
        """What is found for everybody who may be at an ending."""
        who = ending.roles, ending.ages, ending.age_unknown, ending.sexes
        key = ending.needs, ending.disposition.id, ending.mode, who
        looked = self._known.get(key)
        if looked is None:
            looked = self._known[key] = Looked()
            for area in self.areas:
                for people, served in self._in(area, ending):
                    looked.add(area, people, served)
        return looked

    def _in(self, area: str | None, ending: Ending) -> Iterator[tuple[People, Served]]:
        """People in one area who are served alike, and how."""
        cover, needs, disposition = self.cover, ending.needs, ending.disposition
        wanted = Wanted(
            *(needs.service, needs.capabilities, disposition.minutes, disposition.id, ending.mode),
            *(ending.roles[0], area, None, None),
        )
        kinds = 0
        for level in cover.kinds_by_level(wanted.types, wanted.minutes, wanted.mode):
            kinds |= level
        matter = kinds & cover.passing("place", area)
        if matter & cover.referred:
            matter |= self._referrers
        ages: list[Age] = [*cut_ages(ending.ages, self._cuts), *([None] if ending.age_unknown else [])]
        for roles in alike(ending.roles, lambda role: matter & cover.passing("direct", role)):
            for some in alike(ages, lambda age: matter & cover.passing("age", age[0] if age else None)):
                for sexes in alike(ending.sexes, lambda sex: matter & cover.passing("sex", sex)):
                    days = some[0][0] if some[0] is not None else None
                    one = wanted._replace(role=roles[0], age_days=days, sex=sexes[0])
                    yield People(roles, some, sexes), self.judge.served(one)


def cut_ages(ages: Ages, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """Spans of days, cut where a service begins or ends to take people."""
    for low, high in ages:
        starts = [low, *(cut for cut in cuts if low < cut <= high)]
        yield from zip(starts, [*(cut - 1 for cut in starts[1:]), high], strict=True)


def alike(values: Sequence[Value], key: Callable[[Value], int]) -> list[tuple[Value, ...]]:
    """Values that are the same in what matters, together."""
    found: dict[int, list[Value]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return [tuple(some) for some in found.values()]
