"""A patient for whom an aim is exercised, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from triage_tui.author.cover.aims import ANSWERS, BRANCHES, EDGES, GUARD, OUTCOMES, POINTS, STEPS, Aim, Aims
from triage_tui.author.cover.arrive import NODES, Arrivals, Told
from triage_tui.author.cover.hits import hits
from triage_tui.proof.diagram import BudgetError, Ref
from triage_tui.proof.example import Roles
from triage_tui.proof.levels import Mark
from triage_tui.proof.patient import answer_of, number_text
from triage_tui.proof.possible import Values
from triage_tui.proof.walks import Walks
from triage_tui.walk.evaluate import COMPARE_CONSTANT, EQUAL, POSSIBLE
from triage_tui.walk.plan import NOT_KNOWN, Condition, Kind, Plan, Slot, Value


class UnknownError(Exception):
    """It could not be decided whether an aim can be reached."""


class Reach:
    """Finds patients for the aims of one plan; what one search proves of a step is not asked again."""

    def __init__(self, plan: Plan, roles: Roles, nodes: int = NODES, impossible: Sequence[Condition] = ()) -> None:
        self.nodes = nodes
        self.impossible = tuple(impossible)
        self.plan = plan
        self.aims = Aims(plan)
        self.roles = roles
        self._arrivals: Arrivals | None = None
        self._asked: dict[int, list[int] | None] = {}

    @property
    def arrivals(self) -> Arrivals:
        """The diagrams, made when the first aim needs them."""
        if self._arrivals is None:
            self._arrivals = Arrivals(self.plan, self.roles, self.nodes, self.impossible)
        return self._arrivals

    def ruled_out(self, aim: Aim) -> bool:
        """Whether what is cheap to see already shows that nobody can exercise an aim."""
        return aim.kind != OUTCOMES and self._values(aim) is None

    def nobody(self, aims: Sequence[Aim]) -> bool:
        """Whether it is proved, in one go, that no patient exercises any of some aims."""
        marks: dict[int, list[Aim]] = {}
        for aim in aims:
            if aim.kind in (STEPS, ANSWERS) or aim.branch == POINTS:
                marks.setdefault(aim.place, []).append(Aim(STEPS, aim.place))
            elif aim.kind != OUTCOMES:
                marks.setdefault(aim.place, []).append(aim)
        outcomes = frozenset(aim.place for aim in aims if aim.kind == OUTCOMES)
        try:
            return self.arrivals.nobody_meets(
                {number: partial(self._any, own) for number, own in marks.items()}, outcomes
            )
        except BudgetError:
            return False

    def _any(self, aims: Sequence[Aim], walks: Walks) -> Ref:
        found = walks.diagram.no
        for aim in dict.fromkeys(aims):
            own = walks.asked_when(aim.place) if aim.kind == STEPS else self._holds(walks, aim)
            found = walks.diagram.any_of(own, found)
        return found

    def patient(self, aim: Aim, around: Values | None = None) -> Told | None:
        """A patient for whom the aim is exercised on the engine; None: proved that there is none. UnknownError.

        `around`: the only values to look at, by level; None then proves nothing beyond them.
        """
        try:
            found = self._patient(aim, around)
        except BudgetError:
            raise UnknownError(aim) from None
        if found is None:
            return None
        told = self.arrivals.walk(found, dict(self._instead(aim, found)))
        if told is None or aim not in hits(self.aims, told.state):
            raise UnknownError(aim)
        return told

    def _patient(self, aim: Aim, around: Values | None) -> list[int] | None:
        arrivals, number = self.arrivals, aim.place
        if aim.kind == OUTCOMES:
            return arrivals.who_ends_in(frozenset((number,)))
        if aim.kind in (STEPS, ANSWERS) or aim.branch == POINTS:
            return self._with_answer(aim)
        values, holds = self._values(aim), partial(self._holds, aim=aim)
        if aim.kind != EDGES or not self._is_total(aim):
            return arrivals.who(number, holds, values, around=around)
        for every in (True, False):
            exactly = partial(self._exactly, aim=aim, every=every)
            found = arrivals.who(number, holds, values, also=exactly, around=around)
            if found is not None:
                return found
        return None

    def _values(self, aim: Aim) -> Values | None:
        """What may be known at the step with the aim; None when the aim cannot be."""
        arrivals, number = self.arrivals, aim.place
        step = self.plan.steps[number]
        if aim.kind in (STEPS, ANSWERS) or aim.branch == POINTS:
            return arrivals.values(number)
        if aim.branch == GUARD:
            found = arrivals.in_mode(number)
            if found is None or step.guard is None:
                return None
            if aim.kind == BRANCHES:
                return arrivals.possible.assume(step.guard, POSSIBLE, False, found, number)
        else:
            found = arrivals.at_branch(number, aim.branch)
            when = step.branches[aim.branch].when
            if aim.kind == BRANCHES and when is not None and found is not None:
                found = arrivals.possible.assume(when, POSSIBLE, True, found, number)
        if aim.kind == EDGES and found is not None and not self._is_total(aim):
            equal = (COMPARE_CONSTANT, self.plan.fact_index[aim.part], EQUAL, aim.value)
            if not self._split(aim):
                found = arrivals.possible.assume(equal, POSSIBLE, True, found, number)
        return found

    def _split(self, aim: Aim) -> bool:
        """Whether the value is inside a band, so that its first value stands for it."""
        return self._facts(self.arrivals.walks, aim) != {aim.value}

    def _is_total(self, aim: Aim) -> bool:
        return self.aims.spec(aim) is None

    def _with_answer(self, aim: Aim) -> list[int] | None:
        """A patient who is asked the step, and answers as the aim says."""
        number = aim.place
        if number not in self._asked:
            values = self.arrivals.values(number)
            self._asked[number] = self.arrivals.who(number, lambda walks: walks.asked_when(number), values)
        found = self._asked[number]
        if found is None or aim.kind == STEPS:
            return found
        if self.arrivals.diagram.evaluate(self.arrivals.patients, self._answered(found, aim)):
            return self._answered(found, aim)
        return self.arrivals.who(
            number,
            lambda walks: walks.asked_when(number),
            self.arrivals.values(number),
            also=lambda walks: self._answers(walks, aim),
        )

    def _answered(self, patient: list[int], aim: Aim) -> list[int]:
        found = list(patient)
        for level, value in self._levels(self.arrivals.walks, aim):
            found[level] = value
        return found

    def _levels(self, walks: Walks, aim: Aim) -> Iterator[tuple[int, int]]:
        """The levels of an answer, and their values."""
        step = self.plan.steps[aim.place]
        if step.kind == Kind.DECISION:
            return
        group = walks.levels.group(step)
        marks = walks.levels.all[group.head].marks
        if aim.part:
            yield group.head, 2
            level = group.parts[aim.part]
            own = walks.levels.all[level].marks
            if aim.kind == EDGES:
                yield level, next(n for n, mark in enumerate(own) if _stands_for(mark, aim.value))
            elif step.kind == Kind.CHECKLIST:
                yield level, 1
            else:
                words = self.aims.answer_words(aim).removeprefix(f"{aim.part} ")
                names = {"not measured": NOT_KNOWN}
                wanted = names.get(words, words)
                usual = next(n for n, mark in enumerate(own) if mark.name != NOT_KNOWN)
                yield level, next((n for n, mark in enumerate(own) if mark.name == wanted), usual)
            return
        name = self.aims.answer_words(aim)
        place = next((n for n, mark in enumerate(marks) if mark.name == name), 2)
        yield group.head, place
        if step.kind == Kind.CHECKLIST and aim.value == 1:
            yield from ((level, 0) for level in group.parts.values())

    def _answers(self, walks: Walks, aim: Aim) -> Ref:
        found = walks.diagram.yes
        for level, value in self._levels(walks, aim):
            size = len(walks.levels.all[level].marks)
            fits = [walks.diagram.terminal(place == value) for place in range(size)]
            found = walks.diagram.both(found, walks.diagram.node(level, tuple(fits)))
        return found

    def _holds(self, walks: Walks, aim: Aim) -> Ref:
        """Where an aim that is not an answer holds, at its step."""
        number, diagram = aim.place, walks.diagram
        step = self.plan.steps[number]
        if aim.branch == GUARD:
            found = self.arrivals.mode_fits(number)
            if aim.kind == BRANCHES:
                return diagram.both(found, diagram.opposite(walks.asked_when(number)))
        else:
            found = self.arrivals.looked_at(number, aim.branch)
            when = step.branches[aim.branch].when
            if aim.kind == BRANCHES and when is not None:
                found = diagram.both(found, walks.reader.may(when, number))
        if aim.kind == EDGES:
            facts = self._facts(walks, aim)
            slot = self.plan.fact_index[aim.part]
            read = diagram.map(walks.reader.fact(slot, number), ("edge", aim), lambda fact: fact in facts)
            found = diagram.both(found, read)
        return found

    def _facts(self, walks: Walks, aim: Aim) -> set[Slot]:
        """What a fact holds in a proof where it has the value of an edge: the first value of its band, or class."""
        levels, found = walks.levels, set[Slot]()
        for number in self.plan.facts[self.plan.fact_index[aim.part]].steps:
            step = self.plan.steps[number]
            group = levels.group(step)
            if step.number is not None:
                marks = levels.all[group.head].marks[2:]
                found.update(mark.fact for mark in marks if mark.low <= aim.value <= mark.high)
                continue
            totals = levels.totals(self.plan, step)
            if aim.part in totals:
                marks = levels.all[totals[aim.part]].marks
                known = levels.cuts.class_of.get((aim.part, aim.value))
                found.update([marks[known].fact] if known is not None else ())
                continue
            marks = levels.all[group.parts[aim.part.removeprefix(step.prefix)]].marks
            found.update(mark.fact for mark in marks if _stands_for(mark, aim.value))
        return found

    def _exactly(self, walks: Walks, aim: Aim, every: bool) -> Ref:
        """Whether a set of observations adds up to the total of an edge, over its fields; `every`: in whichever step
        it is asked for.
        """
        diagram = walks.diagram
        found = diagram.terminal(every)
        for number in self.plan.facts[self.plan.fact_index[aim.part]].steps:
            if number < aim.place:
                total = walks.reader.total_from_fields(self.plan.steps[number], aim.part)
                same = diagram.map(total, ("exactly", aim.value), lambda fact: fact == aim.value)
                found = diagram.both(found, same) if every else diagram.any_of(found, same)
        return found

    def _instead(self, aim: Aim, patient: list[int]) -> Iterator[tuple[int, Value]]:
        """Answers to give in place of the first value of their band, where the edge is its last."""
        if aim.kind != EDGES or self._is_total(aim):
            return
        spec = self.aims.spec(aim)
        assert spec is not None
        text = number_text(spec, aim.value)
        steps = (aim.place,) if aim.branch == POINTS else self.plan.facts[self.plan.fact_index[aim.part]].steps
        for number in steps:
            step = self.plan.steps[number]
            if step.number is not None:
                yield number, text
                continue
            answer = self._measured(patient, number)
            yield number, {**answer, aim.part.removeprefix(step.prefix): text}

    def _measured(self, patient: list[int], number: int) -> dict[str, str]:
        answer = answer_of(self.plan, self.arrivals.walks.levels, patient, number)
        return dict(answer) if isinstance(answer, dict) else {}


def _stands_for(mark: Mark, value: int) -> bool:
    """Whether a band has a number in it."""
    return mark.name != NOT_KNOWN and mark.low <= value <= mark.high
