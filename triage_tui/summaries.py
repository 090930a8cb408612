"""The summary of an encounter at a desk, and its copies as text or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from triage_tui import __version__
from triage_tui.directory.request import Found, Mark
from triage_tui.directory.search import search
from triage_tui.handover.copies import COPIES
from triage_tui.handover.history import earlier_answers
from triage_tui.handover.html import render_html
from triage_tui.handover.model import Summary
from triage_tui.handover.summary import summarise
from triage_tui.handover.text import WIDTH, render_text
from triage_tui.library import Library
from triage_tui.recommend import request_for
from triage_tui.record.encounter import Encounter, Recorded
from triage_tui.record.outcome import cut_off
from triage_tui.walk.conclude import Conclusion

SUMMARIES_FOLDER = "summaries"
"""Where copies are saved, beside the record."""


class EventSource(Protocol):
    """Where an encounter's events come from."""

    def events(self, encounter: str) -> Sequence[Recorded]:
        """Its events, in order."""


class AtDesk(Protocol):
    """What a summary needs of a desk."""

    @property
    def store(self) -> EventSource:
        """The record."""

    def library_of(self, encounter: Encounter) -> Library:
        """The pack the encounter is pinned to."""

    def conclusion(self, encounter: Encounter) -> Conclusion | None:
        """What it recommends."""

    def services(self, encounter: Encounter, found: Conclusion) -> Found:
        """The services for it."""

    def professional_lines(self, encounter: Encounter, found: Conclusion) -> Found | None:
        """The lines to ring before conveying."""

    def marks(self, encounter: Encounter | None = None) -> dict[str, Mark]:
        """What services are marked for this shift."""


def summary_of(desk: AtDesk, encounter: Encounter, printed_at: datetime, language: str = "") -> Summary:
    """The summary of an encounter as it stands; while questions remain, with the safe interim recommendation.

    `language`: the code of another language, in which advice is given beside the English.
    """
    library = desk.library_of(encounter)
    conclusion = desk.conclusion(encounter) or cut_off(encounter)
    return summarise(
        encounter,
        library.pack.in_language(language) if language else library.pack,
        conclusion,
        desk.services(encounter, conclusion),
        earlier=earlier_answers(desk.store.events(encounter.id), library.plan),
        also_found=_adjunct_services(desk, encounter, conclusion, printed_at),
        ring_first=desk.professional_lines(encounter, conclusion) if conclusion.call_first else None,
        printed_at=printed_at,
        app_version=__version__,
        directory_updated=library.directory.updated,
        area_names={area.id: area.name for area in library.directory.areas.values()},
    )


def copy_as_text(
    summary: Summary, copy: str, *, encoding: str = "utf-8", form_feeds: bool = False, width: int = WIDTH
) -> str:
    """One copy (`professional`, `patient`, `sbar`, `atmister`) as lines of at most `width` columns."""
    return render_text(COPIES[copy](summary), encoding=encoding, form_feeds=form_feeds, width=width)


def copy_as_html(summary: Summary, copy: str) -> str:
    """One copy as a web page that needs nothing else."""
    return render_html(COPIES[copy](summary))


def _adjunct_services(
    desk: AtDesk, encounter: Encounter, conclusion: Conclusion, printed_at: datetime
) -> dict[str, Found]:
    """Whom to ask for each thing that must happen as well, as at the time the encounter ended."""
    library, marks = desk.library_of(encounter), desk.marks(encounter)
    at = datetime.fromisoformat(encounter.finished_at) if encounter.finished_at else printed_at
    found = {}
    for item in library.pack.adjuncts:
        if item.id in conclusion.also and item.needs is not None:
            request = request_for(
                library.directory,
                encounter.plan,
                encounter.state,
                item.needs,
                role=encounter.role,
                mode=encounter.mode,
                at=at,
            )
            found[item.id] = search(library.directory, replace(request, marks=marks))
    return found
