"""A request with everything about it worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triage_tui.directory.clock import local_time, minute_of
from triage_tui.directory.hours import Moment, moment
from triage_tui.directory.place import area_chain, point_of
from triage_tui.directory.request import Request

if TYPE_CHECKING:
    from triage_tui.directory.index import Lookup

KNOWN_SEXES = frozenset({"female", "male"})


class Ask:
    """A request with everything about it worked out once; `known` is for an index to remember things in meanwhile."""

    __slots__ = ("age", "areas", "chain", "index", "known", "moment", "point", "request", "sex", "today", "wanted")

    def __init__(self, index: Lookup, request: Request) -> None:
        directory = index.directory
        area = directory.areas.get(request.area or "")
        self.index = index
        self.request = request
        self.moment: Moment = moment(minute_of(request.at), request.minutes)
        self.today = f"{local_time(self.moment.now):%Y-%m-%d}"
        self.chain = area_chain(directory, request.area)
        self.areas = frozenset(self.chain)
        self.point = request.point or (point_of(area) if area else None)
        self.age = None if request.age_days is None else int(request.age_days)
        self.sex = request.sex if request.sex in KNOWN_SEXES else None
        self.wanted = frozenset(request.capabilities)
        self.known: dict[object, Any] = {}
