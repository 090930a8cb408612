"""The lines that are always in sight: pathway and step, time, floor, and what can still happen."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from triage_tui.record.encounter import Encounter
from triage_tui.text import columns, shortened
from triage_tui.tui.literal import Literal
from triage_tui.tui.modes import MODE_WORDS
from triage_tui.walk.outlook import Outlook
from triage_tui.walk.plan import Plan

if TYPE_CHECKING:
    from triage_tui.tables import TableStore


class StatusBar(Vertical):
    """Three lines about the open call."""

    call: Encounter | None = None

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Literal("", classes="status-line", id="where")
        yield Literal("", classes="floor", id="floor")
        yield Literal("", classes="status-line", id="ahead")

    def on_mount(self) -> None:
        """Take the look of a status bar."""
        self.add_class("status")

    def show(self, call: Encounter, tables: TableStore, now: datetime, role: str, place: str) -> None:
        """Show where the call stands."""
        self.show_time(call, now, role, place)
        self.query_one("#floor", Literal).show(floor_words(call))
        self.call = call
        self.call_after_refresh(self._show_ahead, tables)

    def _show_ahead(self, tables: TableStore) -> None:
        """Show what can still happen, once the question is painted."""
        call = self.call
        assert call is not None
        self.query_one("#ahead", Literal).show(ahead_words(call, tables.outlook(call.plan, call.state)))
        if not tables.looked_for(call.plan.pathway):
            self._open(call.plan.pathway, tables)

    @work(exclusive=True)
    async def _open(self, pathway: str, tables: TableStore) -> None:
        """Have the tables of the pathway opened away from the screen, then show the line again."""
        if await asyncio.to_thread(tables.open, pathway):
            self._show_ahead(tables)

    def show_time(self, call: Encounter, now: datetime, role: str, place: str) -> None:
        """Show the first line, which holds the elapsed time."""
        short = call.plan.title.split(" (")[0]
        line = self.query_one("#where", Literal)
        begun, who = f"{elapsed(call, now)}  {short} > ", f"   {MODE_WORDS[call.mode]}, {role}   {call.id}"
        room = line.size.width - columns(begun) - columns(who)
        line.show(begun + (shortened(place, room) if room > 6 else place) + who)


def elapsed(call: Encounter, now: datetime) -> str:
    """Minutes and seconds since the call was opened."""
    seconds = max(int((now - datetime.fromisoformat(call.opened)).total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    text = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{text}" if hours else text


def floor_words(call: Encounter) -> str:
    """The floor and why it stands."""
    if call.emergency is not None:
        return "EMERGENCY key pressed: top of the scale stands"
    floor = call.state.floor
    if call.override is not None and call.override.raised:
        disposition = call.plan.dispositions[call.plan.disposition_index[call.override.disposition]]
        if floor is None or disposition.rank < floor.rank:
            return f"RAISED to {disposition.symbol} {disposition.word}: {call.override.reason}"
    if floor is None:
        return "No floor yet"
    disposition = call.plan.dispositions[floor.disposition]
    return f"AT LEAST {disposition.symbol} {disposition.word}: {floor.because}"


def ahead_words(call: Encounter, ahead: Outlook) -> str:
    """How many questions can still come, and the dispositions still possible."""
    count = _count(ahead.fewest, ahead.most)
    if not ahead.exact:
        count = f"At most {count}"
    if call.emergency is not None:
        return f"{count} to come   the emergency outcome stands"
    return f"{count} to come  can end: {_range(call.plan, ahead.dispositions)}"


def _count(fewest: int, most: int) -> str:
    if fewest == most:
        return f"{most} question{'s' * (most != 1)}"
    return f"{fewest}-{most} questions"


def _range(plan: Plan, dispositions: tuple[int, ...]) -> str:
    words = [plan.dispositions[number].word for number in dispositions]
    if len(words) <= 2:
        return " or ".join(words)
    return f"{words[0]} ... {words[-1]} ({len(words)} ways)"
