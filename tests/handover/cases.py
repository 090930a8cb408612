"""Encounters of the small pack, taken at a desk with a clock of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from triage_tui.desk import Desk
from triage_tui.handover.model import Summary
from triage_tui.library import Library
from triage_tui.record.encounter import Encounter, Kind
from triage_tui.record.store import Store
from triage_tui.summaries import summary_of
from triage_tui.walk.plan import Value

SMALL_PACK = Path(__file__).parent.parent / "packs" / "small" / "pathways"
BEGIN = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)

OPENING: dict[str, Value] = {
    "place": "4 Elm Road, Westford",
    "call_back": "01632 960010",
    "caller": "with_them",
    "awake": "yes",
    "age": "82",
    "sex": "female",
    "area": "westshire",
    "complaint": "Tripped on the rug an hour ago",
    "scene_safe": "yes",
    "access_needs": ("hearing",),
    "alerts": (),
}
FALL: dict[str, Value] = {
    **OPENING,
    "bleeding": ("ooze",),
    "head_hit": "yes",
    "head_thinner": "no",
    "neck_pain": "no",
    "down": "1h 15",
    "keep_still": "done",
    "more": "",
    "safe_to_talk": "yes",
    "safeguarding": (),
}
FIRST_SET = {"breaths": "22", "saturation": "94", "temperature": "37.2"}
SECOND_SET = {"breaths": "26", "saturation": "not known", "temperature": "39.1"}


@dataclass
class SteppingClock:
    """A clock that goes on by a third of a minute each time it is read."""

    at: datetime = BEGIN
    ticks: int = field(default=0)

    def now(self) -> datetime:
        """The time, a little later than before."""
        self.at += timedelta(seconds=20)
        return self.at

    def monotonic(self) -> int:
        """Nanoseconds."""
        self.ticks += 1
        return self.ticks


def desk_in(folder: Path, *, role: str = "call_handler", begin: datetime = BEGIN) -> Desk:
    """A desk with the small pack and a new record in a folder."""
    return Desk(Library(SMALL_PACK), Store.open(folder / "encounters.db"), role, SteppingClock(begin))


def walk(desk: Desk, encounter: Encounter, answers: dict[str, Value], *, until: str = "") -> Encounter:
    """Answer every question the answers know, up to one that is named."""
    while not encounter.state.finished:
        step = encounter.plan.steps[encounter.state.at].id
        if step == until or step not in answers:
            break
        encounter = desk.record(encounter, Kind.ANSWERED, step=step, value=answers[step])
    return encounter


def detail(desk: Desk, encounter: Encounter, **details: str) -> Encounter:
    """Write details."""
    for name, text in details.items():
        encounter = desk.record(encounter, Kind.DETAIL, field=name, text=text)
    return encounter


def summary(desk: Desk, encounter: Encounter) -> Summary:
    """Its summary, printed a moment later."""
    return summary_of(desk, encounter, desk.clock.now())


def finished(desk: Desk) -> Encounter:
    """A whole call: a service rejected, advice ticked, a note, closed, printed once before."""
    call = walk(desk, desk.open("fall", "telephone"), FALL)
    call = detail(desk, call, name="Ada Example", date_of_birth="5/3/1943", nhs_number="9434765919")
    call = detail(desk, call, allergies="Penicillin: rash", medicines="not known", consent="none")
    call = detail(desk, call, completed_by="C. Handler, 1234", follow_up="A nurse will ring you by 6 pm.")
    call = desk.record(call, Kind.NOTED, step="head_hit", text="Daughter saw it.")
    first = desk.services_of(call).offered[0].service.id
    call = desk.record(call, Kind.REJECTED, service=first, reason="full", comment="rang twice")
    call = desk.record(call, Kind.ADVISED, item="keep_warm", given=True)
    call = desk.record(call, Kind.CLOSED)
    return desk.record(call, Kind.PRINTED, copy="patient", after_close=True)


def changed(desk: Desk) -> Encounter:
    """Answers changed, taken back and fallen away; a worry about harm; the floor set by one of them."""
    call = walk(desk, desk.open("fall", "telephone"), {**FALL, "head_thinner": "yes"}, until="down")
    call = desk.record(call, Kind.CHANGED, step="head_thinner", value="not known")
    call = desk.record(call, Kind.WENT_BACK)
    call = walk(desk, call, {**FALL, "neck_pain": "yes", "safe_to_talk": "no", "safeguarding": ("carer_strain",)})
    return desk.record(call, Kind.CHANGED, step="head_hit", value="no")


def emergency(desk: Desk) -> Encounter:
    """The emergency key in the middle of a call."""
    call = walk(desk, desk.open("fall", "telephone"), FALL, until="head_hit")
    return desk.record(call, Kind.EMERGENCY, reason="not_breathing")


def broke_off(desk: Desk) -> Encounter:
    """The line drops."""
    call = walk(desk, desk.open("fall", "telephone"), {**FALL, "bleeding": "not known"}, until="head_thinner")
    call = desk.record(call, Kind.CUT_OFF, disposition="clinician_30")
    return desk.record(call, Kind.CLOSED)


def closed_early(desk: Desk) -> Encounter:
    """Closed after four questions."""
    call = walk(desk, desk.open("fall", "telephone"), FALL, until="age")
    return desk.record(call, Kind.CLOSED)


def parked(desk: Desk) -> Encounter:
    """Parked before the first answer."""
    return desk.record(desk.open("fall", "telephone"), Kind.PARKED)


def on_scene(desk: Desk) -> Encounter:
    """Two sets of observations, the second incomplete; the urgency raised by the paramedic."""
    answers: dict[str, Value] = {**FALL, "first_set": FIRST_SET, "second_set": SECOND_SET, "alerts": ("blood_thinner",)}
    call = walk(desk, desk.open("fall", "on_scene"), answers)
    call = detail(desk, call, eta="15:10", medicines_given="Paracetamol 1 g by mouth, 14:20", onset="13:00")
    return desk.record(call, Kind.OVERRODE, disposition="hospital_1h", reason="Looks unwell", raised=True)


def switched(desk: Desk) -> Encounter:
    """At home by one pathway, then on in another, with somebody in danger."""
    call = walk(desk, desk.open("fall", "telephone"), {**FALL, "head_hit": "no", "down": "5"})
    call = desk.record(call, Kind.SWITCHED, pathway="unwell")
    return walk(desk, call, {"chest_pain": "yes"})


CASES: dict[str, Callable[[Desk], Encounter]] = {
    "finished": finished,
    "changed": changed,
    "emergency": emergency,
    "broke_off": broke_off,
    "closed_early": closed_early,
    "parked": parked,
    "on_scene": on_scene,
    "switched": switched,
}
ROLES = {"on_scene": "paramedic"}


def case(name: str, folder: Path) -> tuple[Desk, Encounter, Summary]:
    """One of the encounters, taken, with its summary."""
    desk = desk_in(folder, role=ROLES.get(name, "call_handler"))
    encounter = CASES[name](desk)
    return desk, encounter, summary(desk, encounter)
