"""Marking a service full, closed or busy for this shift: kept in the record like an answer, and over by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

from triage_tui.directory.clock import instant, local_day, minute_of
from triage_tui.directory.model import AMBULANCE, Service
from triage_tui.directory.request import Mark, MarkState
from triage_tui.errors import AnswerError
from triage_tui.record.shift import STATES, marks_at

if TYPE_CHECKING:
    from triage_tui.record.encounter import Recorded

SHIFT_HOURS: Final = (2, 4, 12)
"""What is offered as the end of a mark, beside a time of day."""

LONGEST: Final = timedelta(days=5)
"""As published: capacity goes back to green by itself after 15 minutes to 5 days."""

STATE_WORDS: Final = {
    "full": "Full: takes nobody more",
    "closed": "Closed",
    "busy": "Busy: nearly full, still takes people",
}


def standing_marks(events: Iterable[Recorded], at: datetime, labels: Iterable[tuple[str, str]]) -> dict[str, Mark]:
    """The marks that stand at a time, by service; `labels` are those of the roles."""
    names = dict(labels)
    found = marks_at(events, at)
    return {
        service: Mark(service, cast(MarkState, one.state), names.get(one.role, one.role), one.since, one.until)
        for service, one in found.items()
    }


def check_mark(service: Service | None, state: str, until: datetime, now: datetime) -> None:
    """AnswerError when a service cannot be marked so."""
    if service is None:
        raise AnswerError("the directory has no such service")
    if service.type == AMBULANCE:
        raise AnswerError(f"{service.name} cannot be marked", "it is always offered when life is at risk")
    if state not in STATES:
        raise AnswerError(f"a service is marked {', '.join(STATES)}")
    if not now < until <= now + LONGEST:
        raise AnswerError("a mark ends within 5 days", "mark it again when it is over")


def end_of_mark(text: str, now: datetime) -> datetime:
    """The end that `4h`, `90 min` or `18:00` (the next time a UK clock reads it) means; AnswerError when none."""
    typed = text.strip().lower().replace(" ", "")
    if found := re.fullmatch(r"([0-9]{1,3})(h|hours?|m|min|minutes?)", typed):
        count = int(found[1])
        return now + (timedelta(hours=count) if found[2].startswith("h") else timedelta(minutes=count))
    found = re.fullmatch(r"([0-9]{1,2})[:.]?([0-9]{2})", typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise AnswerError(f'"{text.strip()[:20]}" is no end of a mark', "write a time such as 18:00, or 4h")
    minute, today = int(found[1]) * 60 + int(found[2]), local_day(minute_of(now))
    at = next(end for day in (today, today + 1, today + 2) if (end := instant(day, minute)) > minute_of(now))
    return datetime.fromtimestamp(at * 60, UTC)
