"""What this desk says of services for a shift: events of their own stream, folded to the marks that stand at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage_tui.record.encounter import Recorded

SHIFT = "shift"
"""The name these events have where those of a call have its reference."""

STATES = ("full", "closed", "busy")


class ShiftKind(StrEnum):
    """What an event of the shift says happened."""

    MARKED = "marked"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True)
class ShiftMark:
    """A service marked at this desk: `role` marked it, and it stands from `since` until `until`, both aware."""

    service: str
    state: str
    role: str
    since: datetime
    until: datetime


def marks_at(events: Iterable[Recorded], moment: datetime) -> dict[str, ShiftMark]:
    """The marks that stand at a time: the last word on each service said by then, unless its time is over."""
    last: dict[str, ShiftMark | None] = {}
    for event in events:
        since = datetime.fromisoformat(event.utc)
        if since > moment:
            continue
        service = str(event.payload["service"])
        last[service] = None
        if event.kind == ShiftKind.MARKED:
            until = datetime.fromisoformat(str(event.payload["until"]))
            last[service] = ShiftMark(service, str(event.payload["state"]), event.role, since, until)
    return {service: mark for service, mark in last.items() if mark is not None and mark.until > moment}
