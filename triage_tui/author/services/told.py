"""The joint proof as sentences, for a person and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from triage_tui.author.services.cover import Cover
from triage_tui.author.services.endings import Ending
from triage_tui.author.services.joint import Age, Gap, Joint, Looked, People
from triage_tui.author.services.served import Left, orders
from triage_tui.author.services.week import hours_words
from triage_tui.directory.in_time import minutes_in
from triage_tui.directory.words import ages_words, joined, roles_words

PROPERTY = "a service for everyone"
EVER, SOMETIMES = "DIR001", "DIR002"
UNKNOWN_AREA = "area not known"
MOST_NAMED = 4


@dataclass(frozen=True)
class Told:
    """One sentence about some endings: who, where and when, and what is left for them (nothing for a hole)."""

    endings: tuple[Ending, ...]
    areas: tuple[str | None, ...]
    people: People
    gap: Gap
    who: str
    where: str
    where_first: str
    when: str
    left: str
    minutes: int
    """For all of these people together, in a year."""

    @property
    def code(self) -> str:
        """The rule it breaks when it is a hole."""
        return EVER if self.when == "at every hour" else SOMETIMES

    @property
    def sentence(self) -> str:
        """What is wrong, or relied on, in one sentence."""
        return self._sentence(list(self._outcomes()), self.where)

    @property
    def short(self) -> str:
        """The same with the first outcomes and areas only."""
        return self._sentence(_first(list(self._outcomes())), self.where_first)

    def _sentence(self, outcomes: list[str], where: str) -> str:
        what = f"outcome{'s' * (len(outcomes) > 1)} {joined(outcomes)}"
        return f"{', '.join(part for part in (what, self.who, where, self.when) if part)}: {self.left}"

    def _outcomes(self) -> Iterator[str]:
        names = dict.fromkeys(
            (one.outcome.id, one.disposition.id if one.raised else "")
            for one in sorted(self.endings, key=lambda one: one.raised)
        )
        yield from (f'"{name}"{f" (raised to {raised})" if raised else ""}' for name, raised in names)


def _first(names: list[str]) -> list[str]:
    left = len(names) - MOST_NAMED
    return names if left <= 1 else [*names[:MOST_NAMED], f"{left} more"]


class Teller:
    """Puts what was found in words."""

    def __init__(self, joint: Joint) -> None:
        self.cover: Cover = joint.cover
        self.joint = joint

    def holes(self) -> list[Told]:
        """Every hole: one sentence for an outcome, the same people, areas and hours."""
        return self._told(holes=True)

    def relying(self) -> list[Told]:
        """Every use of the catch-all, the most minutes first; outcomes alike in everything are told together."""
        return sorted(self._told(holes=False), key=lambda told: (-told.minutes, told.sentence))

    def _told(self, *, holes: bool) -> list[Told]:
        found: dict[tuple[object, ...], tuple[list[Ending], tuple[str | None, ...], People, Gap]] = {}
        alike: dict[int, list[tuple[Gap, People, tuple[str | None, ...]]]] = {}
        for ending, looked in self.joint.found:
            if id(looked) not in alike:
                alike[id(looked)] = list(_by_people(looked, holes=holes))
            for gap, people, areas in alike[id(looked)]:
                name = (ending.pathway, ending.outcome.id, ending.disposition.id) if holes else None
                key = name, gap, self._who(people, ending), areas
                found.setdefault(key, ([], areas, people, gap))[0].append(ending)
        return [self._one(tuple(endings), *rest) for endings, *rest in found.values()]  # type: ignore[arg-type]

    def _one(self, endings: tuple[Ending, ...], areas: tuple[str | None, ...], people: People, gap: Gap) -> Told:
        left = self._nothing(areas) if gap.left is None else self._left(gap.left)
        when = hours_words(gap.times, self.cover.stretch)
        minutes = minutes_in(gap.times) * people.number * len(areas) * len(endings)
        who, names = self._who(people, endings[0]), self._where(areas)
        where, first = _places(*names), _places(names[0], _first(names[1]))
        return Told(endings, areas, people, gap, who, where, first, when, left, minutes)

    def _who(self, people: People, ending: Ending) -> str:
        roles = "" if len(people.roles) == len(ending.roles) else roles_words(self.cover.directory, people.roles)
        return ", ".join(part for part in (roles, _ages(people.ages, ending), _sexes(people, ending)) if part)

    def _where(self, areas: tuple[str | None, ...]) -> tuple[str, list[str]]:
        """`everywhere`, or the names of areas; `everywhere but` the names when those are fewer."""
        known = self.cover.directory.areas
        if len(areas) == len(known) + 1:
            return "everywhere", []
        names = [known[area].name if area else UNKNOWN_AREA for area in areas]
        left = [area.name for name, area in known.items() if name not in areas]
        if len(left) < len(names):
            return "everywhere but", [*left, *([] if None in areas else [UNKNOWN_AREA])]
        return "", names

    def _left(self, left: Left) -> str:
        signposts = joined(self._names(left.signposts), "or")
        instead = joined(self._names(left.instead), "or")
        if signposts and instead:
            return f"only where to look ({signposts}), or instead {instead}"
        return f"only where to look ({signposts})" if signposts else f"only {instead or '999'} instead"

    def _names(self, services: int) -> list[str]:
        return [self.cover.entries[order].service.name for order in orders(services)]

    def _nothing(self, areas: Iterable[str | None]) -> str:
        if any(self.cover.near(area) for area in areas):
            return "nothing fits: only 999 and the nearest emergency department are left"
        return "only 999 is left"

    def directory_line(self, told: Told) -> int:
        """Where in the directory to look: what is left, or what is of the kind and near; 1 for none."""
        if told.gap.left is not None:
            services = told.gap.left.signposts or told.gap.left.instead
        else:
            one = told.endings[0]
            kinds = self.cover.kinds_by_level(one.needs.service, one.disposition.minutes, one.mode)[0]
            services = kinds & self.cover.passing("place", told.areas[0]) or kinds
        return next((self.cover.entries[order].service.line for order in orders(services)), 1)


def _by_people(looked: Looked, *, holes: bool) -> Iterator[tuple[Gap, People, tuple[str | None, ...]]]:
    """The same people at the same minutes with the same left, in all areas where that is so."""
    for gap, places in looked.gaps.items():
        if (gap.left is None) != holes:
            continue
        areas: dict[People, list[str | None]] = {}
        for area, some in places.items():
            for people in some:
                areas.setdefault(people, []).append(area)
        for people, found in areas.items():
            yield gap, people, tuple(found)


def _ages(ages: tuple[Age, ...], ending: Ending) -> str:
    spans: list[tuple[int, int]] = []
    for low, high in sorted(age for age in ages if age is not None):
        if spans and low == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    known = tuple(spans) == ending.ages
    if known and (None in ages) == ending.age_unknown:
        return ""
    told = [ages_words(tuple(spans)).removeprefix("for ")] if spans else []
    return joined([*told, *(["age not known"] if None in ages else [])], "or")


def _sexes(people: People, ending: Ending) -> str:
    if len(people.sexes) == len(ending.sexes):
        return ""
    return joined((sex or "sex not known" for sex in people.sexes), "or")


def _places(first: str, names: list[str]) -> str:
    return f"{first} {joined(names)}".strip()


def share(minutes: int, of: int) -> str:
    """`15.6 %`, and never nothing for something."""
    if not minutes or not of:
        return "none"
    return f"{100 * minutes / of:.1f} %" if minutes * 1000 >= of else "under 0.1 %"


def as_data(teller: Teller, told: Told, directory_file: str, files: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Everything about one sentence, for machines."""
    first = told.endings[0]
    return {
        "sentence": told.sentence,
        "file": files[first.pathway].get(first.outcome.file, first.outcome.file),
        "line": first.outcome.line,
        "column": first.outcome.column,
        "directory": {"file": directory_file, "line": teller.directory_line(told)},
        "endings": [
            {"pathway": one.pathway, "outcome": one.outcome.id, "disposition": one.disposition.id, "mode": one.mode}
            for one in told.endings
        ],
        "areas": list(told.areas),
        "roles": list(told.people.roles),
        "ages_in_days": [list(age) if age else None for age in told.people.ages],
        "sexes": list(told.people.sexes),
        "when": told.when,
        "minutes_a_year": minutes_in(told.gap.times),
        "left": told.left,
    }
