"""Every ending of every pathway against every minute of the directory: who is served, by what, and where nobody is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


Everybody: TypeAlias = tuple[list[tuple[str, int]], list[tuple[Age, int]], list[tuple[str | None, int]]]
"""Roles, ages and sexes, each with the services that take it (bits)."""

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
    return Finder(directory, year).joint(endings)


class Finder:
    """Puts people together who are served alike, so that each kind is looked at once; for a directory and a year."""

    def __init__(self, directory: Directory, year: int) -> None:
        self.year = year
        self.cover = cover = Cover(directory, year)
        self.judge = Judge(cover)
        self.areas: tuple[str | None, ...] = (*cover.directory.areas, None)
        referrers = {name for entry in cover.entries.values() for name in entry.service.referral_only_from}
        self._referrers = sum(1 << order for order, one in cover.entries.items() if one.service.id in referrers)
        limits = [limit for entry in cover.entries.values() for limit in entry.service.ages]
        self._cuts = sorted({cut for low, high in limits for cut in (low, high + 1)})
        self._known: dict[tuple[object, ...], Looked] = {}

    def joint(self, endings: Iterable[Ending]) -> Joint:
        """What is found at every ending; what was found before of those like it is not looked for again."""
        return Joint(self.cover, [(ending, self.found(ending)) for ending in endings])

    def found(self, ending: Ending) -> Looked:
        """What is found for everybody who may be at an ending."""
        who = ending.roles, ending.ages, ending.age_unknown, ending.sexes
        key = ending.needs, ending.disposition.id, ending.mode, who
        looked = self._known.get(key)
        if looked is None:
            looked = self._known[key] = Looked()
            everybody = self._everybody(ending)
            for area in self.areas:
                for people, served in self._in(area, ending, everybody):
                    looked.add(area, people, served)
        return looked

    def _everybody(self, ending: Ending) -> Everybody:
        """The roles, ages and sexes that may be at an ending, each with the services that take it."""
        passing = self.cover.passing
        ages: list[Age] = [*cut_ages(ending.ages, self._cuts), *([None] if ending.age_unknown else [])]
        return (
            [(role, passing("direct", role)) for role in ending.roles],
            [(age, passing("age", age[0] if age else None)) for age in ages],
            [(sex, passing("sex", sex)) for sex in ending.sexes],
        )

    def _in(self, area: str | None, ending: Ending, everybody: Everybody) -> Iterator[tuple[People, Served]]:
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
        all_roles, all_ages, all_sexes = everybody
        by_age, by_sex = alike(all_ages, matter), alike(all_sexes, matter)
        for roles in alike(all_roles, matter):
            for ages in by_age:
                for sexes in by_sex:
                    days = ages[0][0] if ages[0] is not None else None
                    one = wanted._replace(role=roles[0], age_days=days, sex=sexes[0])
                    yield People(roles, ages, sexes), self.judge.served(one)


def cut_ages(ages: Ages, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """Spans of days, cut where a service begins or ends to take people."""
    for low, high in ages:
        starts = [low, *(cut for cut in cuts if low < cut <= high)]
        yield from zip(starts, [*(cut - 1 for cut in starts[1:]), high], strict=True)


def alike(values: Sequence[tuple[Value, int]], matter: int) -> list[tuple[Value, ...]]:
    """Values that the same services take, of those that matter, together."""
    found: dict[int, list[Value]] = {}
    for value, taken in values:
        found.setdefault(taken & matter, []).append(value)
    return [tuple(some) for some in found.values()]
