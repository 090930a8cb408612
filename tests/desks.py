"""A desk with a pack for tests, a clock that stands still, and references that can be foretold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from triage_tui.desk import Desk
from triage_tui.library import Library
from triage_tui.record.encounter import Encounter, Kind
from triage_tui.record.store import Store
from triage_tui.walk.case import mildest
from triage_tui.walk.plan import Value

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "tests" / "packs"
SHIPPED = ROOT / "pathways"
MONDAY = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)

OPENING: Mapping[str, Value] = {
    "place": "1 High Street, Westford",
    "call_back": "01632 960100",
    "caller": "self",
    "awake": "yes",
    "age": "40",
    "sex": "female",
    "area": "westshire",
    "complaint": "Fell over",
    "scene_safe": "yes",
    "access_needs": (),
    "alerts": (),
}
"""Mild answers to the small pack's opening."""

FALL: Mapping[str, Value] = {
    **OPENING,
    "bleeding": (),
    "head_hit": "no",
    "down": "10",
    "keep_still": "done",
    "more": "",
    "safe_to_talk": "yes",
    "safeguarding": (),
}
"""Mild answers to the rest of the small pack's telephone pathway for falls."""


@dataclass
class StillClock:
    """A clock that moves only when it is told to."""

    time: datetime = MONDAY
    ticks: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> datetime:
        """The time it was set to."""
        return self.time

    def monotonic(self) -> int:
        """A number higher than the last."""
        return next(self.ticks)

    def move(self, **time: float) -> None:
        """Let time pass, as timedelta's arguments."""
        self.time += timedelta(**time)


class TestDesk(Desk):
    """A desk whose references are TEST-0001 and so on."""

    __test__ = False

    def _new_reference(self) -> str:
        return f"TEST-{len(self.store.encounters()) + 1:04d}"


def make_small_pack(folder: Path) -> Path:
    """The small pack with its further pathways, copied; where its pathways are."""
    shutil.copytree(PACKS / "small", folder, dirs_exist_ok=True)
    for file in (PACKS / "more").glob("*.yaml"):
        shutil.copy(file, folder / "pathways" / file.name)
    return folder / "pathways"


@contextmanager
def opened(pack: Path, data: Path, role: str = "call_handler", clock: StillClock | None = None) -> Iterator[TestDesk]:
    """A desk at a pack and a record; closed at the end."""
    library = Library(pack)
    with Store.open(data / "encounters.db") as store:
        yield TestDesk(library, store, role, clock or StillClock())


def answered(desk: Desk, pathway: str, mode: str, answers: Mapping[str, Value], until: str = "") -> Encounter:
    """A call answered up to a step, or to its end; a step that is not in the answers takes its mildest."""
    call = desk.open(pathway, mode)
    while not call.finished:
        step = call.plan.steps[call.state.at]
        if step.id == until:
            return call
        value = answers[step.id] if step.id in answers else mildest(call.plan, step)
        call = desk.record(call, Kind.ANSWERED, step=step.id, value=value)
    assert not until, f"{until} was never asked"
    return call
