"""The directory in plain text, beside an outcome: a list, all about one service, and marking it for the shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage_tui.desk import Desk
from triage_tui.directory.ask import Ask
from triage_tui.directory.browse import Wanted, browse
from triage_tui.directory.index import index_of
from triage_tui.directory.page import service_page
from triage_tui.directory.place import Place, resolve_place
from triage_tui.directory.request import Request
from triage_tui.errors import AnswerError
from triage_tui.handover.found import count_words, listed_words
from triage_tui.plain.console import place_of
from triage_tui.record.encounter import Encounter
from triage_tui.shift import SHIFT_HOURS, STATE_WORDS, end_of_mark
from triage_tui.walk.plan import NOT_KNOWN

if TYPE_CHECKING:
    from triage_tui.plain.console import Console

SHOWN = 10


def offered_ids(desk: Desk, call: Encounter) -> tuple[str, ...]:
    """The services of the outcome by number: the recommended one, the others, then those left out."""
    found = desk.services_of(call)
    return (*(item.service.id for item in found.offered), *(item.service.id for item in found.excluded))


def list_services(desk: Desk, call: Encounter, console: Console, typed: str) -> tuple[str, ...]:
    """Say the services of the kinds needed here, or those with these letters in their name; their ids by number."""
    directory, place = desk.library_of(call).directory, _place(desk, call)
    conclusion = desk.conclusion(call)
    wanted = Wanted(
        desk.clock.now(),
        text=typed,
        kinds=conclusion.needs.service if conclusion and not typed else (),
        area=place.area if place else None,
        point=place.point if place else None,
        placed=place is not None and not typed,
        marks=desk.marks(),
    )
    listing = browse(directory, wanted)
    shown = listing.lines[:SHOWN]
    for number, line in enumerate(shown, 1):
        console.say(f"{number}. {listed_words(line)}.")
    console.say(f"{count_words(listing, 0, len(shown), 'l and a few letters of a name for others')}.")
    return tuple(line.service.id for line in shown)


def _place(desk: Desk, call: Encounter) -> Place | None:
    area = call.answers.get("area")
    known = isinstance(area, str) and area != NOT_KNOWN
    return resolve_place(desk.library_of(call).directory, str(area)) if known else None


def about_service(desk: Desk, call: Encounter, console: Console, service: str) -> None:
    """Say all about a service, one fact a line."""
    index, place = index_of(desk.library_of(call).directory), _place(desk, call)
    entry = index.get(service)
    if entry is None:
        raise AnswerError("the directory has no such service")
    request = Request(
        (),
        desk.role,
        call.mode,
        desk.clock.now(),
        area=place.area if place else None,
        point=place.point if place else None,
        marks=desk.marks(),
    )
    console.say(entry.service.name)
    for row in service_page(entry, Ask(index, request)):
        console.say(f"{row.label}: {row.words.rstrip('.')}.")


def mark_service(desk: Desk, console: Console, service: str) -> None:
    """Ask what to mark a service as and until when, or take its mark away."""
    marked = service in desk.marks()
    states = [*STATE_WORDS, "unmark"] if marked else [*STATE_WORDS]
    labels = [STATE_WORDS.get(state, "Take the mark away") for state in states]
    place = console.choose("Mark it for this shift as number (anything else goes back):", labels)
    if place is None:
        return
    if states[place] == "unmark":
        desk.unmark(service)
        console.say("The mark is taken away.")
        return
    ends = [f"{hours} hours" for hours in SHIFT_HOURS]
    typed = console.ask(f"Until when? A time such as 18:00, or {', '.join(ends)}:")
    desk.mark(service, states[place], end_of_mark(typed, desk.clock.now()))
    console.say("Marked, on this machine alone.")


def service_meant(ids: tuple[str, ...], typed: str) -> str:
    """The service of this number in the list that was said last; the first without a number."""
    place = place_of(typed or "1", len(ids))
    if place is None:
        raise AnswerError("type a number of the list; x or l shows one")
    return ids[place]
