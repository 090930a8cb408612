"""The kinds of event of an encounter."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an event says happened."""

    OPENED = "opened"
    ANSWERED = "answered"
    CHANGED = "changed"
    WENT_BACK = "went_back"
    SWITCHED = "switched"
    NOTED = "noted"
    DETAIL = "detail"
    EMERGENCY = "emergency"
    OVERRODE = "overrode"
    REJECTED = "rejected"
    RECONSIDERED = "reconsidered"
    CHOSE = "chose"
    ADVISED = "advised"
    PARKED = "parked"
    RESUMED = "resumed"
    CUT_OFF = "cut_off"
    CLOSED = "closed"
    PRINTED = "printed"
