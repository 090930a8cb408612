"""An encounter: everything its events say happened, folded into one value. Pure: events in, encounter out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from triage_tui.errors import StoreDamaged
from triage_tui.record.kind import Kind as Kind
from triage_tui.walk.engine import NOTHING, State, answer, answers_by_step, back, change, start
from triage_tui.walk.plan import Plan, Value


class Recorded(Protocol):
    """What the fold needs of an event."""

    @property
    def kind(self) -> str:
        """A value of Kind."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """What happened."""

    @property
    def utc(self) -> str:
        """When, in UTC, ISO 8601."""

    @property
    def role(self) -> str:
        """Who."""

    @property
    def pack(self) -> str:
        """The hash of the pack in use."""

    @property
    def hash(self) -> str:
        """The event's own hash."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words written down, when, and at which step."""

    utc: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that was changed: from what to what, and which later answers fell away."""

    utc: str
    step: str
    before: Value | None
    after: Value
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A disposition chosen by the user instead of the recommended one."""

    utc: str
    disposition: str
    reason: str
    role: str
    raised: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """A service that was not used, and why."""

    utc: str
    service: str
    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """One contact with one patient, as its events tell it."""

    id: str
    pathway: str
    mode: str
    role: str
    pack: str
    opened: str
    plan: Plan
    state: State
    status: str = "open"
    """open, parked, cut_off or closed."""
    last_utc: str = ""
    finished_at: str = ""
    closed_at: str = ""
    head: str = ""
    answered_at: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    changes: tuple[Changed, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    emergency: str | None = None
    override: Override | None = None
    rejected: tuple[Rejected, ...] = ()
    chosen: str | None = None
    advised: frozenset[str] = frozenset()
    interim: str | None = None
    earlier_pathways: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether there is an outcome to show."""
        return self.state.finished or self.emergency is not None or self.status in ("cut_off", "closed")

    @property
    def answers(self) -> dict[str, Value]:
        """The answers that count, by step id."""
        return answers_by_step(self.plan, self.state)

    @property
    def patient_is_caller(self) -> bool:
        """Whether the words to read aloud are said to the patient (`you`) and not about them."""
        return self.answers.get("caller", "self") == "self"


PlanOf = Callable[[str], Plan]


def fold(encounter_id: str, events: Iterable[Recorded], plan_of: PlanOf) -> Encounter:
    """The encounter that these events tell; StoreDamaged when they do not begin with one."""
    found: Encounter | None = None
    for event in events:
        found = begin(encounter_id, event, plan_of) if found is None else apply(found, event, plan_of)
    if found is None:
        raise StoreDamaged(f"encounter {encounter_id} has no events", "the record may be from another machine")
    return found


def begin(encounter_id: str, event: Recorded, plan_of: PlanOf) -> Encounter:
    """The encounter after its first event."""
    if event.kind != Kind.OPENED:
        raise StoreDamaged(f"encounter {encounter_id} does not begin with its opening", "run: triage records verify")
    pathway, mode = str(event.payload["pathway"]), str(event.payload["mode"])
    plan = plan_of(pathway)
    state = start(plan, mode=mode, role=event.role, known=_values(event.payload.get("known", {})))
    return Encounter(
        encounter_id, pathway, mode, event.role, event.pack, event.utc, plan, state, last_utc=event.utc, head=event.hash
    )


def apply(encounter: Encounter, event: Recorded, plan_of: PlanOf) -> Encounter:
    """The encounter after one more event."""
    changed = act(encounter, event.kind, event.payload, event.utc, event.role, plan_of)
    finished_at = changed.finished_at
    if not changed.finished:
        finished_at = ""
    elif not encounter.finished or not finished_at:
        finished_at = event.utc
    return replace(changed, last_utc=event.utc, head=event.hash, finished_at=finished_at)


def act(encounter: Encounter, kind: str, payload: Mapping[str, Any], utc: str, role: str, plan_of: PlanOf) -> Encounter:
    """What an event of this kind does; AnswerError when it cannot be done (nothing is recorded then)."""
    if kind in _WALKING:
        return _walk(encounter, kind, payload, utc, plan_of)
    text = str(payload.get("text", ""))
    if kind == Kind.NOTED:
        return replace(encounter, notes=(*encounter.notes, Note(utc, str(payload.get("step", "")), text)))
    if kind == Kind.DETAIL:
        return replace(encounter, details={**encounter.details, str(payload["field"]): text})
    if kind == Kind.OVERRODE:
        raised = bool(payload["raised"])
        chosen = Override(utc, str(payload["disposition"]), str(payload["reason"]), role, raised)
        return replace(encounter, override=chosen, rejected=(), chosen=None)
    if kind == Kind.REJECTED:
        away = Rejected(utc, str(payload["service"]), str(payload["reason"]), str(payload.get("comment", "")))
        return replace(encounter, rejected=(*encounter.rejected, away), chosen=None)
    if kind == Kind.RECONSIDERED:
        left = tuple(item for item in encounter.rejected if item.service != str(payload["service"]))
        return replace(encounter, rejected=left, chosen=None)
    if kind == Kind.CHOSE:
        return replace(encounter, chosen=str(payload["service"]))
    if kind == Kind.ADVISED:
        item = {str(payload["item"])}
        return replace(encounter, advised=encounter.advised | item if payload["given"] else encounter.advised - item)
    if kind == Kind.PARKED:
        return replace(encounter, status="parked")
    if kind == Kind.RESUMED:
        return replace(encounter, status="open")
    if kind == Kind.CUT_OFF:
        return replace(encounter, status="cut_off", interim=str(payload["disposition"]))
    if kind == Kind.CLOSED:
        return replace(encounter, status="closed", closed_at=utc)
    if kind == Kind.PRINTED:
        return replace(encounter, printed=(*encounter.printed, str(payload["copy"])))
    raise StoreDamaged(f'event of unknown kind "{kind}"', "this record was written by a newer version of the program")


_WALKING = (Kind.ANSWERED, Kind.CHANGED, Kind.WENT_BACK, Kind.SWITCHED, Kind.EMERGENCY)


def _walk(encounter: Encounter, kind: str, payload: Mapping[str, Any], utc: str, plan_of: PlanOf) -> Encounter:
    plan, state = encounter.plan, encounter.state
    if kind == Kind.EMERGENCY:
        return replace(
            encounter, emergency=str(payload["reason"]), override=None, rejected=(), chosen=None, status="open"
        )
    kept = encounter.override if encounter.override is not None and encounter.override.raised else None
    fresh = replace(encounter, override=kept, rejected=(), chosen=None, interim=None, status="open")
    if kind == Kind.WENT_BACK:
        return replace(fresh, state=back(state))
    if kind == Kind.SWITCHED:
        return _switch(fresh, str(payload["pathway"]), plan_of)
    step, value = str(payload["step"]), read_value(payload["value"])
    if kind == Kind.ANSWERED:
        following = answer(plan, state, value)
        return replace(fresh, state=following, answered_at={**encounter.answered_at, step: utc})
    before = encounter.answers.get(step)
    result = change(plan, state, plan.step_index[step], value)
    dropped = tuple(plan.steps[number].id for number, _ in result.dropped)
    changes = (*encounter.changes, Changed(utc, step, before, value, dropped))
    return replace(fresh, state=result.state, changes=changes, answered_at={**encounter.answered_at, step: utc})


def _switch(encounter: Encounter, pathway: str, plan_of: PlanOf) -> Encounter:
    """Go on in another pathway with what is known; the floor and adjuncts stand."""
    plan = plan_of(pathway)
    state = encounter.state
    known = {**state.pending, **encounter.answers}
    also = state.also
    following = start(plan, mode=encounter.mode, role=encounter.role, known=known, floor=_carried(state), also=also)
    earlier = (*encounter.earlier_pathways, encounter.pathway)
    return replace(encounter, pathway=pathway, plan=plan, state=following, earlier_pathways=earlier)


def _carried(state: State) -> Any:
    return None if state.floor is None else state.floor._replace(step=-1)


def read_value(data: object) -> Value:
    """An answer as an event's JSON holds it: lists become tuples."""
    if isinstance(data, list | tuple):
        return tuple(str(item) for item in data)
    if isinstance(data, Mapping):
        return {str(key): str(item) for key, item in data.items()}
    return str(data)


def _values(data: Mapping[str, Any]) -> Mapping[str, Value]:
    return {key: read_value(value) for key, value in data.items()} or NOTHING
