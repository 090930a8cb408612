"""The desk: one pack, one record, one user. What happens to an encounter passes here and is durable when it returns."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from triage_tui.errors import AnswerError, ContentError, TriageError
from triage_tui.library import Library
from triage_tui.record.chain import Event, utc_text
from triage_tui.record.kind import Kind
from triage_tui.record.packs import keep_pack, kept_pack
from triage_tui.record.shift import SHIFT, ShiftKind
from triage_tui.record.store import EncounterRow, Store
from triage_tui.walk.pack import Pack, PathwayHeader

if TYPE_CHECKING:  # walking and matching are imported by the methods that need them: Home is painted without
    from triage_tui.directory.request import Found, Mark
    from triage_tui.record.encounter import Encounter
    from triage_tui.walk.conclude import Conclusion

REFERENCE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The time, aware."""

    def monotonic(self) -> int:
        """Nanoseconds that never go back."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> int:
        """Nanoseconds since the machine started."""
        return time.monotonic_ns()


@dataclass(frozen=True, slots=True)
class OpenCall:
    """An encounter that can be taken up again, as Home lists it."""

    id: str
    pathway: str
    opened: str
    status: str
    title: str


class Desk:
    """One user's place: opens encounters, records what happens, and recommends services."""

    def __init__(self, library: Library, store: Store, role: str, clock: Clock | None = None) -> None:
        self.library = library
        self.store = store
        self.role = role
        self.clock = clock or SystemClock()
        self._pinned: dict[str, Library] = {library.hash: library}
        self._shift: list[Event] | None = None

    @property
    def pack(self) -> Pack:
        """The pack for new encounters."""
        return self.library.pack

    def open(self, pathway: str, mode: str, known: Mapping[str, Any] | None = None) -> Encounter:
        """A new encounter, durable; AnswerError when the pathway has no such mode."""
        from triage_tui.record.encounter import begin

        plan = self.library.plan(pathway)
        encounter_id = self._new_reference()
        payload = {"pathway": pathway, "mode": mode, "known": dict(known or {}), "pack": self.pack.id}
        payload |= {"pack_version": self.pack.version, "pathway_version": plan.version}
        trial = _Trial(Kind.OPENED, payload, self._utc(), self.role, self.library.hash)
        begin(encounter_id, trial, self.library.plan)
        self.keep_pack()
        event = self._append(encounter_id, Kind.OPENED, payload, self.library.hash)
        return begin(encounter_id, event, self.library.plan)

    def keep_pack(self) -> None:
        """Keep a copy of the pack beside the record, if there is none yet."""
        keep_pack(self.store.path.parent, self.library.hash, self.library.contents())

    def emergency_pathway(self, mode: str) -> tuple[str, str]:
        """The pathway and mode to open for an emergency before any call; ContentError when the pack has none."""
        if not self.pack.pathways:
            raise ContentError("the pack has no pathway that can be walked", hint="run: triage check")
        first = min(self.pack.pathways, key=lambda header: (mode not in header.modes, header.id != "hear_and_treat"))
        return first.id, mode if mode in first.modes else first.modes[0]

    def record(self, encounter: Encounter, kind: Kind, **payload: Any) -> Encounter:
        """The encounter after something happened, durable; AnswerError, and nothing recorded, when it cannot be."""
        from triage_tui.record.encounter import act, apply

        plan_of = self.library_of(encounter).plan
        act(encounter, kind, payload, self._utc(), self.role, plan_of)
        event = self._append(encounter.id, kind, payload, encounter.pack)
        return apply(encounter, event, plan_of)

    def load(self, encounter_id: str) -> Encounter:
        """The encounter as its events tell it, on the pack it was begun with."""
        from triage_tui.record.encounter import fold

        events = self.store.events(encounter_id) if encounter_id != SHIFT else ()
        if not events:
            raise TriageError(f"there is no encounter {encounter_id}", "triage records list shows what there is")
        library = self._library_with(events[0].pack)
        return fold(encounter_id, events, library.plan)

    def library_of(self, encounter: Encounter) -> Library:
        """The pack this encounter is pinned to."""
        return self._library_with(encounter.pack)

    def other_pathways(self, encounter: Encounter) -> tuple[PathwayHeader, ...]:
        """The pathways of its pack in which the encounter can go on."""
        headers = self.library_of(encounter).pack.pathways
        return tuple(one for one in headers if one.id != encounter.pathway and encounter.mode in one.modes)

    def conclusion(self, encounter: Encounter) -> Conclusion | None:
        """What the encounter recommends, or None while questions remain."""
        from triage_tui.record.outcome import conclusion

        return conclusion(encounter, self.library_of(encounter).pack)

    def services(self, encounter: Encounter, found: Conclusion) -> Found:
        """The services for the encounter as at the time it finished; never empty."""
        from triage_tui.recommend import recommend

        at = datetime.fromisoformat(encounter.finished_at) if encounter.finished_at else self.clock.now()
        return recommend(
            self.library_of(encounter).directory,
            encounter.plan,
            encounter.state,
            found,
            role=encounter.role,
            mode=encounter.mode,
            at=at,
            rejected=frozenset(item.service for item in encounter.rejected),
            marks=self.marks(encounter),
        )

    def services_of(self, encounter: Encounter) -> Found:
        """The services for the encounter's conclusion."""
        found = self.conclusion(encounter)
        assert found is not None
        return self.services(encounter, found)

    def professional_lines(self, encounter: Encounter, found: Conclusion) -> Found | None:
        """The lines to ring before conveying, or None when this user may use none of them."""
        from triage_tui.recommend import lines_before_conveying

        at = datetime.fromisoformat(encounter.finished_at) if encounter.finished_at else self.clock.now()
        return lines_before_conveying(
            self.library_of(encounter).directory,
            encounter.plan,
            encounter.state,
            found,
            role=self.role,
            mode=encounter.mode,
            at=at,
            marks=self.marks(encounter),
        )

    def marks(self, encounter: Encounter | None = None) -> dict[str, Mark]:
        """What services are marked for this shift now; for a closed encounter, as they were when it was closed."""
        from triage_tui.shift import standing_marks

        closed = encounter is not None and encounter.status == "closed"
        at = datetime.fromisoformat(encounter.closed_at) if encounter and closed else self.clock.now()
        if self._shift is None:
            self._shift = list(self.store.events(SHIFT))
        return standing_marks(self._shift, at, [(role.id, role.label) for role in self.pack.roles])

    def mark(self, service: str, state: str, until: datetime) -> None:
        """Mark a service for this shift, durable; AnswerError when it cannot be marked so."""
        from triage_tui.directory.index import index_of
        from triage_tui.shift import check_mark

        entry = index_of(self.library.directory).get(service)
        check_mark(entry.service if entry else None, state, until, self.clock.now())
        payload = {"service": service, "state": state, "until": utc_text(until)}
        self._tell_shift(ShiftKind.MARKED, payload)

    def unmark(self, service: str) -> None:
        """Take the mark of a service away, durable."""
        if service not in self.marks():
            raise AnswerError("this service is not marked")
        self._tell_shift(ShiftKind.UNMARKED, {"service": service})

    def _tell_shift(self, kind: ShiftKind, payload: Mapping[str, Any]) -> None:
        """Keep an event of the shift; those before it are read once."""
        event = self._append(SHIFT, kind, payload, self.library.hash)
        if self._shift is not None:
            self._shift.append(event)

    def open_calls(self) -> tuple[OpenCall, ...]:
        """Encounters that are not closed, newest first."""
        rows = [row for row in self.store.encounters() if not _is_closed(row)]
        return tuple(self._call(row) for row in sorted(rows, key=lambda row: row.last_utc, reverse=True))

    def _call(self, row: EncounterRow) -> OpenCall:
        pathway = str(row.first_payload.get("pathway", ""))
        header = self.pack.header(pathway)
        status = {Kind.PARKED: "parked", Kind.CUT_OFF: "broke off"}.get(Kind(row.last_kind), "open")
        return OpenCall(row.encounter, pathway, row.first_utc, status, header.title if header else pathway)

    def _library_with(self, pack: str) -> Library:
        if pack not in self._pinned:
            folder = kept_pack(self.store.path.parent, pack)
            if folder is None:
                hint = "put that pack's files back, or start a new encounter"
                raise ContentError(
                    f"the pack this encounter was begun with ({pack[:12]}) is not on this machine", hint=hint
                )
            library = Library(folder)
            if library.hash != pack:
                hint = f"restore the folder {folder}"
                raise ContentError("the kept copy of the encounter's pack was changed since", hint=hint)
            self._pinned[pack] = library
        return self._pinned[pack]

    def _append(self, encounter_id: str, kind: Kind | ShiftKind, payload: Mapping[str, Any], pack: str) -> Any:
        return self.store.append(
            encounter_id,
            kind.value,
            payload,
            utc=self.clock.now(),
            mono=self.clock.monotonic(),
            role=self.role,
            pack=pack,
        )

    def _utc(self) -> str:
        return self.clock.now().isoformat()

    def _new_reference(self) -> str:
        """A reference people can say: the date and four letters."""
        day = self.clock.now().strftime("%y%m%d")
        while True:
            found = f"{day}-{''.join(secrets.choice(REFERENCE_LETTERS) for _ in range(4))}"
            if not self.store.events(found):
                return found


def _is_closed(row: EncounterRow) -> bool:
    return row.last_kind == Kind.CLOSED or bool(row.last_payload.get("after_close"))


@dataclass(frozen=True, slots=True)
class _Trial:
    """An event that is only tried."""

    kind: str
    payload: Mapping[str, Any]
    utc: str
    role: str
    pack: str
    hash: str = ""


__all__ = ["AnswerError", "Desk", "OpenCall", "SystemClock"]
