"""How many questions a walk to an emergency asks at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import eq

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
    """The longest walk to an emergency is within the declared number of questions."""
    subject.make_room()
    limit = subject.model.limits.emergency_within if subject.model.limits is not None else None
    if limit is None:
        return
    sentence = f"a walk that ends in an emergency asks at most {limit} questions"
    plan, place = subject.plan, ("limits", "emergency_within")
    bound = _most_by_arrows(subject.walks, subject.emergency)
    if bound <= limit:
        found = subject.proof(names.LENGTH, sentence, place, PROVED)
        yield replace(found, note=f"no way there, possible or not, asks more than {bound}")
        return
    try:
        beyond, most = _beyond(subject, limit, joined=True)
        if beyond is not None:
            beyond, most = _beyond(subject, limit, joined=False)
    except BudgetError as hard:
        finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
        yield subject.proof(names.LENGTH, sentence, place, finding)
        return
    if beyond is None:
        yield subject.proof(names.LENGTH, sentence, place, PROVED)
        return
    subject.confirm(beyond, partial(_asks_more_than, plan, limit), sentence)
    found = subject.proof(names.LENGTH, sentence, place, Finding(Verdict.VIOLATED, beyond))
    yield replace(found, note=f"the longest asks {most}")


def _beyond(subject: Subject, limit: int, *, joined: bool) -> tuple[tuple[int, ...] | None, int]:
    """Somebody who is asked more questions than the limit on the way to an emergency, and the most anybody is asked.

    `joined`: with the answers taken together: much smaller, and right where it finds nobody.
    """
    plan, diagram, emergency = subject.plan, subject.walks.diagram, subject.emergency
    least = [limit + 1 - most for most in _most_before(subject.walks)]

    def counts(outcome: int) -> bool:
        return plan.ranks[plan.outcomes[outcome].disposition] <= emergency

    longest = Longest(subject.walks, counts, emergency, least, joined=joined).compile()
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
