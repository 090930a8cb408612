"""How many questions a walk asks at most: to an emergency, and in all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import eq
from typing import NamedTuple

from triage_tui.author.prove import proof as names
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import PROVED, Subject
from triage_tui.proof.ahead import NEVER, Longest
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import BudgetError, deep
from triage_tui.proof.example import plainest
from triage_tui.proof.walks import Walks
from triage_tui.walk.engine import State, path
from triage_tui.walk.plan import Kind, Plan


def how_long(subject: Subject) -> Iterator[Proof]:
    """The longest walk to an emergency, and the longest of all, are within the declared numbers of questions."""
    limits = subject.model.limits
    if limits is not None and limits.emergency_within is not None:
        sentence = f"a walk that ends in an emergency asks at most {limits.emergency_within} questions"
        emergencies = _Limit(names.LENGTH, "emergency_within", limits.emergency_within, sentence, subject.emergency)
        yield _within(subject, emergencies)
    if limits is not None and limits.questions is not None:
        sentence, last = f"a walk asks at most {limits.questions} questions", max(subject.plan.ranks)
        yield _within(subject, _Limit(names.TOTAL, "questions", limits.questions, sentence, last))


class _Limit(NamedTuple):
    """A declared limit: for walks that end in this rank or a more urgent one."""

    name: str
    key: str
    most: int
    sentence: str
    rank: int


def _within(subject: Subject, declared: _Limit) -> Proof:
    """Whether no walk is longer than a limit."""
    subject.make_room()
    name, key, limit, sentence, rank = declared
    plan, place = subject.plan, ("limits", key)
    bound = _most_by_arrows(subject.walks, rank)
    if bound <= limit:
        found = subject.proof(name, sentence, place, PROVED)
        return replace(found, note=f"no way there, possible or not, asks more than {bound}")
    try:
        beyond, most = _beyond(subject, limit, rank, joined=True)
        if beyond is not None:
            beyond, most = _beyond(subject, limit, rank, joined=False)
    except BudgetError as hard:
        finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
        return subject.proof(name, sentence, place, finding)
    if beyond is None:
        return subject.proof(name, sentence, place, PROVED)
    subject.confirm(beyond, partial(_asks_more_than, plan, limit), sentence)
    found = subject.proof(name, sentence, place, Finding(Verdict.VIOLATED, beyond))
    return replace(found, note=f"the longest asks {most}")


def _beyond(subject: Subject, limit: int, rank: int, *, joined: bool) -> tuple[tuple[int, ...] | None, int]:
    """Somebody who is asked more questions than the limit on the way to a rank, and the most anybody is asked.

    `joined`: with the answers taken together: much smaller, and right where it finds nobody.
    """
    plan, diagram = subject.plan, subject.walks.diagram
    least = [limit + 1 - most for most in _most_before(subject.walks)]

    def counts(outcome: int) -> bool:
        return plan.ranks[plan.outcomes[outcome].disposition] <= rank

    longest = Longest(subject.walks, counts, rank, least, joined=joined).compile()
    with deep():
        who = diagram.select(subject.patients, {diagram.yes: longest.root, diagram.no: diagram.terminal(NEVER)})
        most = max(diagram.value(end) for end in diagram.ends(who))
        beyond = plainest(subject.walks, diagram.map(who, ("is", most), partial(eq, most))) if most > limit else None
    return None if beyond is None else tuple(beyond), most


def _asks_more_than(plan: Plan, limit: int, state: State) -> bool:
    return sum(plan.steps[entry.step].kind != Kind.INSTRUCTION for entry in path(state)) > limit


def _most_by_arrows(walks: Walks, emergency: int) -> int:
    """The most questions on any path of arrows that somebody may follow to an emergency: never fewer than are asked."""
    plan, possible = walks.plan, walks.possible
    last = len(plan.steps)
    ways: list[set[tuple[int, int]]] = [set() for _ in range(last)]
    for number, go, floor in possible.after:
        ways[number].add((go, floor))
    to_any, to_emergency = [NEVER] * (last + 1), [NEVER] * (last + 1)
    for number in range(last - 1, -1, -1):
        own = int(plan.steps[number].kind not in (Kind.DECISION, Kind.INSTRUCTION))
        passed = number + 1 if number in possible.passed else last
        any_way, urgent_way = [to_any[passed]], [to_emergency[passed]]
        for go, floor in ways[number]:
            counts = floor >= 0 and plan.ranks[floor] <= emergency
            if go >= 0:
                onward = to_any[go], to_any[go] if counts else to_emergency[go]
            else:
                ends = counts or plan.ranks[plan.outcomes[~go].disposition] <= emergency
                onward = 0, 0 if ends else NEVER
            any_way.append(own + onward[0] if onward[0] > NEVER else NEVER)
            urgent_way.append(own + onward[1] if onward[1] > NEVER else NEVER)
        to_any[number], to_emergency[number] = max(any_way), max(urgent_way)
    return to_emergency[0]


def _most_before(walks: Walks) -> list[int]:
    """For every step, the most questions on any path of arrows to it."""
    plan, possible = walks.plan, walks.possible
    most = [0] * (len(plan.steps) + 1)
    ways: list[set[int]] = [set() for _ in plan.steps]
    for number, go, _ in possible.after:
        ways[number].add(go)
    for number, step in enumerate(plan.steps):
        after = most[number] + int(step.kind not in (Kind.DECISION, Kind.INSTRUCTION))
        for go in ways[number]:
            if go >= 0:
                most[go] = max(most[go], after)
        if number in possible.passed:
            most[number + 1] = max(most[number + 1], most[number])
    return most
