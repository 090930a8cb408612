"""How somebody is served through a year: by what was asked for, by the catch-all, or at some minutes by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage_tui.author.services.cover import Cover, Level, Wanted
from triage_tui.directory.in_time import Times, either, shared, without
from triage_tui.directory.model import AMBULANCE
from triage_tui.directory.ranking import types_at_once


class Left(NamedTuple):
    """What is left of the directory when nothing is truly there: places in the file, as bits."""

    signposts: int
    instead: int


class Served(NamedTuple):
    """The minutes of a year by who is there.

    `local`: a service of a kind asked for that is not national; `another`: of a kind tried instead; `national`: one for
    the whole country, of a kind asked for; `relying`: only what is kept for everybody, by what that is; `hole`: nobody.
    """

    local: Times
    another: Times
    national: Times
    relying: tuple[tuple[Left, Times], ...]
    hole: Times


class Judge:
    """Says how people are served; the same services are looked at once."""

    def __init__(self, cover: Cover) -> None:
        self.cover = cover
        self._known: dict[tuple[object, ...], Served] = {}

    def served(self, wanted: Wanted) -> Served:
        """How somebody is served."""
        levels = self.cover.levels(wanted)
        through = any(level.services | level.signposts for level in levels) and self._through(levels, wanted)
        ambulance = AMBULANCE in types_at_once(self.cover.directory, wanted.types, wanted.minutes, wanted.mode)
        key = levels, wanted.minutes, ambulance, wanted[5:] if through else ()
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._judged(levels, wanted, ambulance=ambulance)
        return found

    def _through(self, levels: tuple[Level, ...], wanted: Wanted) -> bool:
        fits = 0
        for level in levels:
            fits |= level.services | level.signposts
        return bool(fits & self.cover.referred & ~self.cover.passing("direct", wanted.role))

    def _judged(self, levels: tuple[Level, ...], wanted: Wanted, *, ambulance: bool) -> Served:
        whole = (self.cover.stretch,)
        asked = levels[0]
        local = self._times(asked.services & ~self.cover.national, wanted)
        there = either((*local, *self._times(asked.services & self.cover.national, wanted)))
        rest = without(whole, there)
        another: list[tuple[int, int]] = []
        relying: dict[Left, Times] = {}
        signed = shared(rest, self._times(asked.signposts, wanted))
        for part, signposts in ((signed, asked.signposts), (without(rest, signed), 0)):
            left = part
            for services, here in self._instead(levels[1:], wanted, part, signposted=bool(signposts)):
                by_local = shared(here, self._times(services & ~self.cover.national & ~self.cover.signposts, wanted))
                another.extend(by_local)
                relied = without(here, by_local)
                if relied:
                    what = Left(self._at(signposts, relied, wanted), self._at(services, relied, wanted))
                    relying[what] = either((*relying.get(what, ()), *relied))
                left = without(left, here)
            if left and (signposts or ambulance):
                what = Left(self._at(signposts, left, wanted), 0)
                relying[what] = either((*relying.get(what, ()), *left))
                left = ()
            hole = left
        return Served(local, either(another), without(there, local), tuple(relying.items()), hole)

    def _instead(
        self, levels: tuple[Level, ...], wanted: Wanted, part: Times, *, signposted: bool
    ) -> Iterator[tuple[int, Times]]:
        """Level by level, what is found there and when nothing was found before."""
        for level in levels:
            if not part:
                return
            services = level.services if signposted else level.services | level.signposts
            here = shared(part, self._times(services, wanted))
            if here:
                yield services, here
                part = without(part, here)

    def _times(self, services: int, wanted: Wanted) -> Times:
        """The minutes at which one of some services is there."""
        found: list[tuple[int, int]] = []
        whole = (self.cover.stretch,)
        for order in orders(services):
            times = self.cover.times(order, wanted)
            if times == whole:
                return whole
            found.extend(times)
        return either(found)

    def _at(self, services: int, times: Times, wanted: Wanted) -> int:
        """Those of some services that are there at some of these minutes."""
        return sum(1 << order for order in orders(services) if shared(self.cover.times(order, wanted), times))


def orders(services: int) -> Iterator[int]:
    """The places in the file of some services."""
    while services:
        last = services & -services
        yield last.bit_length() - 1
        services ^= last
