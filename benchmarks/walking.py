"""A walk of 20 questions: every answer at once, and answer by answer; against other engines on the same flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from benchmarks.figure import Compare, Figure, Pair, cpu_seconds
from benchmarks.flow import QUESTIONS, Answers, answer_sets, flow_plan
from benchmarks.peers import every_peer
from benchmarks.place import Place
from triage_tui.record.chain import Event
from triage_tui.record.encounter import apply, begin
from triage_tui.record.kind import Kind
from triage_tui.walk.batch import Batch, Patient
from triage_tui.walk.engine import answer, start
from triage_tui.walk.plan import Plan

SETS = 500
MODE, ROLE = "telephone", "call_handler"
Given = TypeVar("Given")


class Ours:
    """The flow in our engine."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.batch = Batch(plan, MODE, ROLE)
        self.first = start(plan, mode=MODE, role=ROLE)

    def code(self, answers: Answers) -> Patient:
        """The answers as tables."""
        return self.batch.code({f"q{n}": value for n, value in enumerate(answers)})

    def at_once(self, patient: Patient) -> int:
        """All answers over the tables."""
        return self.batch.walk(patient)[0]

    def one_by_one(self, answers: Answers) -> int:
        """A state after every answer, each holding the answer and the state before it."""
        plan, state = self.plan, self.first
        at = state.at
        while at >= 0:
            state = answer(plan, state, answers[at])
            at = state.at
        return at

    def recorded(self, answers: Answers) -> int:
        """As the app does it but for the disk: an event for every answer, folded into the encounter."""
        encounter = begin("E", _event(1, Kind.OPENED, {"pathway": "flow", "mode": MODE}), self._plan_of)
        while (at := encounter.state.at) >= 0:
            event = _event(at + 2, Kind.ANSWERED, {"step": f"q{at}", "value": answers[at]})
            encounter = apply(encounter, event, self._plan_of)
        return at

    def name(self, at: int) -> str:
        """The outcome at which a walk ended."""
        return self.plan.outcomes[~at].id

    def _plan_of(self, _: str) -> Plan:
        return self.plan


def _event(n: int, kind: Kind, payload: dict[str, object]) -> Event:
    return Event(n, "E", n, kind, payload, "2026-01-05T03:00:00+00:00", n, ROLE, "0" * 64, "0" * 64, "0" * 64)


def each(walk: Callable[[Given], object], given: Sequence[Given]) -> float:
    """Processor seconds for one walk, over all that is given."""
    return cpu_seconds(lambda: [walk(item) for item in given]) / len(given)


def measure(_: Place, runs: int) -> Iterator[Figure]:
    """Every engine walks the same answers in every run; outcomes are checked first."""
    ours, sets = Ours(flow_plan()), answer_sets(SETS, 1)
    coded = [ours.code(answers) for answers in sets]
    peers = dict(every_peer())
    if not peers:
        return
    expected = [ours.name(ours.at_once(patient)) for patient in coded]
    for ours_too in (ours.one_by_one, ours.recorded):
        assert [ours.name(ours_too(answers)) for answers in sets] == expected
    for name, walk in peers.items():
        assert [walk(answers) for answers in sets] == expected, name
    ways = {
        "all answers at once": partial(each, ours.batch.walk, coded),
        "the same, coding the answers included": partial(each, lambda answers: ours.at_once(ours.code(answers)), sets),
        "answer by answer": partial(each, ours.one_by_one, sets),
        "the same, as events folded into an encounter": partial(each, ours.recorded, sets),
    }
    limits = (100.0, None, 10.0, None)
    pairs: dict[str, list[Pair]] = {way: [] for way in ways}
    quickest = ""
    for _run in range(runs):
        bare, quickest = min((each(walk, sets), name) for name, walk in peers.items())
        for way, cost in ways.items():
            pairs[way].append(Pair(cost(), bare))
    for way, limit in zip(ways, limits, strict=True):
        what = f"{QUESTIONS}-question walk, {way}" if limit else way
        against = f"fastest of {len(peers)}: {quickest}" if limit else "the same"
        yield Figure(what, against, Compare.FASTER, limit, tuple(pairs[way]), "µs")
