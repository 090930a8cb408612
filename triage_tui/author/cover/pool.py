"""Walks that are known, and those next to them: one answer changed, the others as they were where still asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from triage_tui.author.cover.aims import ANSWERS, EDGES, GUARD, OUTCOMES, POINTS, Aim, Aims
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.hits import hits
from triage_tui.errors import AnswerError
from triage_tui.proof.patient import number_text
from triage_tui.walk.case import mildest
from triage_tui.walk.engine import State, answer, path
from triage_tui.walk.evaluate import TRUE, evaluate
from triage_tui.walk.plan import NOT_KNOWN, Condition, Kind, Plan, Step, Value
from triage_tui.walk.trace import PASSED_OVER, met

KEPT, KEPT_WAY = 6, 2
"""Walks that are remembered for each step, and for each way on from it; more bring little."""


class Pool:
    """The walks of one plan, by the steps they come to; `impossible`: what no patient can be, as declared."""

    def __init__(self, aims: Aims, walks: Iterable[Told] = (), impossible: Sequence[Condition] = ()) -> None:
        self.impossible = tuple(impossible)
        self.aims = aims
        self.plan = aims.plan
        self.by_step: dict[int, list[Told]] = {}
        self._ways: dict[int, list[tuple[int, Told]]] = {}
        for told in sorted(walks, key=lambda one: len(one.answers)):
            self.add(told)

    def add(self, told: Told) -> None:
        """Remember a walk under every step that it comes to, and under the way it goes on from there."""
        for one in met(self.plan, told.state):
            known, ways = self.by_step.setdefault(one.step, []), self._ways.setdefault(one.step, [])
            if one.how != PASSED_OVER and len(known) < KEPT:
                known.append(told)
            if sum(how == one.how for how, _ in ways) < KEPT_WAY:
                ways.append((one.how, told))

    def can_be(self, told: Told) -> bool:
        """Whether there can be such a patient."""
        return not any(evaluate(condition, told.state.facts) == TRUE for condition in self.impossible)

    def at(self, aim: Aim) -> list[Told]:
        """Known walks that come to where an aim is, going on in every way; those that look at its branch first."""
        known = [one for one in self._ways.get(aim.place, ()) if one[0] != PASSED_OVER or aim.branch == GUARD]
        return [told for _, told in sorted(known, key=lambda one: (one[0] < aim.branch, one[0]))]

    def on_every_way(self, number: int) -> list[Told]:
        """Known walks that come to a step, going on in every way that is known."""
        return [told for _, told in self._ways.get(number, ())]

    def near(self, aim: Aim) -> Told | None:
        """A walk that exercises an aim and differs from a known one in one answer; None when there is none.

        One answer rarely makes the total of a whole set of observations: those are left to a search.
        """
        quick = aim.kind == EDGES and self.aims.spec(aim) is not None
        if aim.kind == OUTCOMES or (aim.kind == EDGES and not quick):
            return None
        for told in self.at(aim) if quick else self.by_step.get(aim.place, ()):
            for changed in self._changed(told, aim):
                if changed is not None and aim in hits(self.aims, changed.state) and self.can_be(changed):
                    return changed
        return None

    def _changed(self, told: Told, aim: Aim) -> Iterator[Told | None]:
        if aim.kind == ANSWERS or aim.branch == POINTS:
            yield rerun(self.plan, told, aim.place, self.value(told, aim.place, aim))
        elif aim.kind == EDGES:
            for number in self.plan.facts[self.plan.fact_index[aim.part]].steps:
                if number in told.answers and number < aim.place:
                    yield rerun(self.plan, told, number, self.value(told, number, aim))
        else:
            for number in told.answers:
                if number < aim.place:
                    for value in alternatives(self.plan.steps[number]):
                        yield rerun(self.plan, told, number, value)

    def value(self, told: Told, number: int, aim: Aim) -> Value:
        """The answer of a step with what an aim wants in it."""
        step = self.plan.steps[number]
        spec = self.aims.spec(aim) if aim.kind == EDGES else None
        text = number_text(spec, aim.value) if spec is not None else ""
        if step.kind == Kind.MEASURE and (aim.part or aim.kind == EDGES):
            known = told.answers.get(number)
            fields = dict(known) if isinstance(known, Mapping) else dict(mildest(self.plan, step) or {})  # type: ignore[arg-type]
            name = aim.part.removeprefix(step.prefix)
            if aim.kind == EDGES:
                return {**fields, name: text}
            words = self.aims.answer_words(aim).removeprefix(f"{aim.part} ")
            if words == "not measured":
                return {field: value for field, value in fields.items() if field != name}
            usual = next(one.usual for one in self.plan.instruments[step.instrument].fields if one.id == name)
            return {**fields, name: usual if words == "measured" else words}
        if aim.kind == EDGES:
            return text
        if aim.part:
            return (aim.part,)
        if aim.value == 0:
            return NOT_KNOWN
        if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
            return step.options[aim.value - 1].id
        if step.kind == Kind.CHECKLIST:
            return ()
        if step.kind == Kind.MEASURE:
            return dict(mildest(self.plan, step) or {})  # type: ignore[arg-type]
        return next(iter(alternatives(step)))


def rerun(plan: Plan, told: Told, number: int, value: Value) -> Told | None:
    """The walk with one answer changed; None where it cannot be given."""
    entry = next((one for one in path(told.state) if one.step == number), None)
    if entry is None:
        return None
    return complete(plan, told, entry.before, {**told.answers, number: value})


def complete(plan: Plan, told: Told, state: State, answers: Mapping[int, Value]) -> Told | None:
    """Walk on to the end with some answers, and the reassuring one where there is none."""
    try:
        while not state.finished:
            value = answers.get(state.at)
            if value is None:
                value = mildest(plan, plan.steps[state.at])
            state = answer(plan, state, NOT_KNOWN if value is None else value)
    except AnswerError:
        return None
    return Told(told.mode, told.role, state)


def alternatives(step: Step) -> Iterator[Value]:
    """Every plain answer of a step: each choice, each item alone, an end of a number's range, not known last."""
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        yield from (option.id for option in step.options)
    elif step.kind == Kind.CHECKLIST:
        yield ()
        yield from ((option.id,) for option in step.options)
    elif step.kind == Kind.NUMBER and step.number is not None:
        yield number_text(step.number, step.number.high)
        yield number_text(step.number, step.number.low)
    elif step.kind == Kind.TEXT:
        yield "-"
    if step.kind != Kind.INSTRUCTION:
        yield NOT_KNOWN
