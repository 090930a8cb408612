"""Every test of one service, and what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from triage_tui.directory.ask import Ask
from triage_tui.directory.filters import FIRST, SECOND, checks_first, only_if_open, place_of
from triage_tui.directory.hours import Opening, opening, opening_words
from triage_tui.directory.index import Entry
from triage_tui.directory.referral import Referral, referral


class Reason(NamedTuple):
    """A test that failed, and what to say about it."""

    test: str
    words: str


@dataclass(slots=True)
class Verdict:
    """What the tests said of one service; `first` and `second` are the failures of the published two pipelines."""

    entry: Entry
    distance: float | None
    opening: Opening
    referral: Referral
    first: list[Reason] = field(default_factory=list)
    second: list[Reason] = field(default_factory=list)
    checks: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it may be offered."""
        return not self.first and not self.second

    @property
    def failures(self) -> int:
        """How many tests it failed."""
        return len(self.first) + len(self.second)


def judge(entry: Entry, ask: Ask) -> Verdict | None:
    """Every test of a service of the right type; None when it is nowhere near, of which no record is kept."""
    near, distance = place_of(entry, ask)
    if not near:
        return None
    hours = opening(entry.service.hours, ask.moment, ask.index.calendar)
    verdict = Verdict(entry, distance, hours, referral(entry, ask))
    verdict.first = [Reason(name, words) for name, test in FIRST if (words := test(entry, ask))]
    second = [Reason(name, words) for name, test in SECOND if (words := test(entry, ask))]
    if verdict.referral.way == "none":
        second.append(Reason("role", verdict.referral.words))
    if not hours.in_time:
        second.append(Reason("hours", opening_words(hours, ask.moment)))
    elif words := only_if_open(entry.service, hours, ask):
        second.append(Reason("only_if_open", words))
    verdict.second = second
    if verdict.fits:
        verdict.checks = tuple(checks_first(entry, ask))
    return verdict
