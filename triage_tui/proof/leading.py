"""A patient for whom what can still happen does: chosen answer by answer, as reassuring as each can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from triage_tui.proof.any_value import together
from triage_tui.proof.behaviour import scored
from triage_tui.proof.diagram import Ref, deep
from triage_tui.proof.effect import Effect
from triage_tui.proof.example import plainest
from triage_tui.proof.levels import MODE, ROLE
from triage_tui.proof.meets import Meets
from triage_tui.proof.payload import Payload
from triage_tui.proof.somebody import Somebody
from triage_tui.proof.walks import Walks
from triage_tui.walk.plan import Kind, Step


class Through(Somebody):
    """Whether somebody comes through one step, with an answer or in a state that is given, to an end that counts."""

    def __init__(self, walks: Walks, payload: Payload, through: int, given: Ref) -> None:
        super().__init__(walks, payload)
        self.through = through
        self.given = given

    def follow(self, number: int, effect: Effect | None) -> Ref:
        """No walk counts that ends before the step, or goes past it."""
        if number < self.through and effect is not None and not 0 <= effect.go <= self.through:
            return self.diagram.no
        return super().follow(number, effect)

    def or_passed(self, number: int, asked: Ref) -> Ref:
        """Nor one in which the step is passed over."""
        if number != self.through:
            return super().or_passed(number, asked)
        return self.diagram.both(self.walks.asked_when(number), asked)

    def asked_at(self, number: int) -> Ref:
        """Nor one in which a decision is come to in another state."""
        found = super().asked_at(number)
        decides = number == self.through and self.plan.steps[number].kind == Kind.DECISION
        return self.diagram.both(self.given, found) if decides else found

    def allowed(self, step: Step) -> Ref:
        """Nor one in which another answer is given."""
        found = super().allowed(step)
        return self.diagram.both(found, self.given) if step is self.plan.steps[self.through] else found


def led(question: Somebody, patients: Ref) -> tuple[int, ...] | None:
    """A patient whom a compiled question finds among some; None where it finds none."""
    walks, diagram = question.walks, question.diagram
    with deep():
        setting = plainest(walks, diagram.both(question.root, patients))
        if setting is None:
            return None
        known, number = _begin(question, setting), 0
        while 0 <= number < len(walks.plan.steps):
            number = _answer(question, number, known)
    return tuple(known.get(level, value) for level, value in enumerate(walks.mild))


def met(walks: Walks, payload: Payload, states: Mapping[int, Ref], patients: Ref) -> tuple[int, ...] | None:
    """The plainest of some patients who comes to one of several steps in the state given for it; None for nobody.

    A state may read answers to come. Much smaller than the function of every answer, which is looked at where what was
    led to is no patient that there can be.
    """
    return Coming(walks, payload, states).somebody(patients)


class Coming:
    """Who comes to one of several steps in the state given for it.

    `only_first`: at the first of the steps that the walk comes to; `others`: levels of which these walks know nothing.
    """

    def __init__(
        self,
        walks: Walks,
        payload: Payload,
        states: Mapping[int, Ref],
        *,
        only_first: bool = False,
        others: Iterable[int] = (),
    ) -> None:
        self.walks, self.payload, self.states = walks, payload, states
        self.only_first = only_first
        self.others = dict.fromkeys(others, 0)

    @cached_property
    def question(self) -> Somebody:
        """Who can still come there, whatever is answered."""
        walks = self.walks
        with deep():
            before = {
                number: _whatever_comes(walks, number, state, self.others) for number, state in self.states.items()
            }
            found = Somebody(walks, self.payload, marks=before, only_first=self.only_first)
            return found.compile(before=max(self.states) + 1)

    def nobody(self, patients: Ref) -> bool:
        """Whether none of some patients does."""
        diagram = self.walks.diagram
        if all(state == diagram.no for state in self.states.values()):
            return True
        with deep():
            return diagram.both(self.question.root, patients) == diagram.no

    def somebody(self, patients: Ref) -> tuple[int, ...] | None:
        """The plainest of some patients who does."""
        if self.nobody(patients):
            return None
        diagram, states = self.walks.diagram, self.states
        with deep():
            setting = plainest(self.walks, diagram.both(self.question.root, patients))
            assert setting is not None
            known, number = _begin(self.question, setting), 0
            while number not in states or diagram.fix(self.question.marks[number], known) == diagram.no:
                number = _answer(self.question, number, known)
            found = plainest(self.walks, diagram.both(diagram.fix(states[number], known), diagram.fix(patients, known)))
            if found is None:
                exact = Meets(self.walks, self.payload, states, only_first=self.only_first)
                exact.compile(before=max(states) + 1)
                found = plainest(self.walks, diagram.both(exact.root, patients))
                return None if found is None else tuple(found)
        return tuple(known.get(level, value) for level, value in enumerate(found))


def _whatever_comes(walks: Walks, number: int, state: Ref, others: Mapping[int, int]) -> Ref:
    """A state with any answers to a step and to those after it, and any values of some other levels."""
    heads = {walks.levels.group(step).head for step in walks.plan.steps if step.kind != Kind.DECISION}
    later = {level: int(level in heads) for level, owner in enumerate(walks.owners) if owner >= number}
    return together(walks.diagram, state, walks.diagram.yes, {**later, **others})


def _begin(question: Somebody, setting: Sequence[int]) -> dict[int, int]:
    """What is known before the first step: the mode and the role, and that no observations were taken."""
    groups = [question.levels.group(step) for step in question.plan.steps if step.kind == Kind.MEASURE]
    taken = {told.head: 0 for group in groups if (told := group.told) and told.head != group.head}
    return {MODE: setting[MODE], ROLE: setting[ROLE], **taken}


def _answer(question: Somebody, number: int, known: dict[int, int]) -> int:
    """Choose the answer to a step that somebody comes to, and note it; the place it leads to."""
    walks, diagram = question.walks, question.diagram
    step = walks.plan.steps[number]
    if diagram.fix(walks.asked_when(number), known) == diagram.no:
        _never_asked(question, number, number + 1, known)
        return number + 1
    if step.kind != Kind.DECISION:
        answers = plainest(walks, _answers(question, number, known))
        assert answers is not None, step.id
        known.update({level: answers[level] for level in walks.levels.group(step).levels})
        _tell(question, step, known)
    effect = diagram.value(diagram.fix(walks.effects(number), known))
    _never_asked(question, number + 1, effect.go, known)
    return int(effect.go)


def _answers(question: Somebody, number: int, known: dict[int, int]) -> Ref:
    """The answers to a step after which it can still be, when everything before is known."""
    walks, diagram = question.walks, question.diagram
    step = walks.plan.steps[number]
    effects = diagram.fix(walks.effects(number, question.payload.also), known)
    told = walks.levels.told(walks.plan, step)
    before = {level: value for level, value in known.items() if level not in told}
    follow = {end: diagram.fix(question.follow(number, diagram.value(end)), before) for end in diagram.ends(effects)}
    asked = diagram.select(effects, follow, answers_at=walks.levels.group(step).head)
    if step.kind == Kind.MEASURE:
        asked = scored(walks, step, asked)
    return diagram.both(asked, diagram.fix(question.allowed(step), known))


def _tell(question: Somebody, step: Step, known: dict[int, int]) -> None:
    """Note what later steps read of a set of observations."""
    walks, diagram = question.walks, question.diagram
    group = walks.levels.group(step)
    if group.told is not None:
        known.update(zip(group.told.levels, [known[level] for level in group.levels], strict=True))
    for name, level in walks.levels.totals(walks.plan, step).items():
        known[level] = diagram.value(diagram.fix(walks.classes(step, name), known))


def _never_asked(question: Somebody, first: int, target: int, known: dict[int, int]) -> None:
    """Note that the steps between two were never asked."""
    for step in question.plan.steps[first : max(target, 0)]:
        if step.kind != Kind.DECISION:
            known[question.levels.group(step).head] = 0
