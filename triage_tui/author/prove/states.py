"""What holds at every step, for every state a walk can be in there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import eq

from triage_tui.author.prove import proof as names
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.subject import PROVED, Subject
from triage_tui.content.ages import OLDEST_DAYS, age_limits
from triage_tui.proof.ahead import Longest, mildest_ending
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import BudgetError, Ref, deep
from triage_tui.proof.example import plainest
from triage_tui.proof.levels import MODE
from triage_tui.proof.pairs import arriving
from triage_tui.proof.possible import Possible
from triage_tui.walk import evaluate as code
from triage_tui.walk.engine import State, answers_by_step, path
from triage_tui.walk.evaluate import TRUE, slots_of
from triage_tui.walk.plan import Condition, Kind, Plan

INDIFFERENT = ("sex", "area", "access_needs")


def no_difference(subject: Subject) -> Iterator[Proof]:
    """Sex, area and access needs change nothing: nothing reads them and their answers do nothing, or it is declared."""
    plan = subject.plan
    for name in INDIFFERENT:
        number = plan.step_index.get(name)
        if number is None:
            continue
        readers = _readers(plan, plan.fact_index[name])
        acts = any(action.floor >= 0 or action.leaves for action in plan.steps[number].actions)
        sentence = f"{name.replace('_', ' ')} changes nothing"
        if not readers and not acts:
            yield subject.at_step(names.SAME, sentence, number, PROVED)
        elif name in subject.model.varies_by:
            found = subject.proof(names.SAME, f"{sentence} but what is declared", ("varies_by", name), PROVED)
            yield replace(found, note=f"declared: {subject.model.varies_by[name]}")
        else:
            where = ", ".join(f'"{step}"' for step in readers[:3])
            sentence += f": read by {where}; say why in varies_by" if readers else ": its answers do something"
            yield subject.at_step(names.SAME, sentence, number, Finding(Verdict.VIOLATED))


def _readers(plan: Plan, slot: int) -> list[str]:
    found = []
    for step in plan.steps:
        conditions = [step.guard, *(branch.when for branch in step.branches)]
        if any(condition is not None and slot in slots_of(condition) for condition in conditions):
            found.append(step.id)
    return found


def how_long(subject: Subject) -> Iterator[Proof]:
    """The longest walk to an emergency is within the declared number of questions."""
    subject.make_room()
    limit = subject.model.limits.emergency_within if subject.model.limits is not None else None
    if limit is None:
        return
    sentence = f"a walk that ends in an emergency asks at most {limit} questions"
    plan = subject.plan
    try:
        longest = Longest(
            subject.walks,
            lambda outcome: plan.ranks[plan.outcomes[outcome].disposition] <= subject.emergency,
            subject.emergency,
        ).compile()
    except BudgetError as hard:
        bound = _most_arrows(plan)
        finding = PROVED if bound <= limit else Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
        yield subject.proof(names.LENGTH, sentence, ("limits", "emergency_within"), finding)
        return
    diagram = subject.walks.diagram
    with deep():
        counts = diagram.map(longest.root, ("over", limit), lambda count: count > limit)
        most = max(diagram.value(end) for end in diagram.ends(longest.root))
        beyond = plainest(subject.walks, diagram.both(counts, subject.patients))
    if beyond is not None:
        subject.confirm(tuple(beyond), partial(_asks_more_than, plan, limit), sentence)
    finding = PROVED if beyond is None else Finding(Verdict.VIOLATED, tuple(beyond))
    found = subject.proof(names.LENGTH, sentence, ("limits", "emergency_within"), finding)
    yield replace(found, note=f"the longest asks {most}")


def _asks_more_than(plan: Plan, limit: int, state: State) -> bool:
    return sum(plan.steps[entry.step].kind != Kind.INSTRUCTION for entry in path(state)) > limit


def _most_arrows(plan: Plan) -> int:
    """The most questions on any path of arrows, whatever the conditions."""
    most = [0] * (len(plan.steps) + 1)
    for number in range(len(plan.steps) - 1, -1, -1):
        step = plan.steps[number]
        goes = {action.go for action in step.ways}
        own = int(step.kind not in (Kind.DECISION, Kind.INSTRUCTION))
        most[number] = max([own + most[go] if go >= 0 else own for go in goes] + [most[number + 1]])
    return most[0]


def breaks_off(subject: Subject) -> Iterator[Proof]:
    """Where a call can only end in an emergency it is treated as one if it breaks off; else a clinician rings back."""
    subject.make_room()
    plan, walks = subject.plan, subject.walks
    sentence = "a call that can only end in an emergency is treated as one if it breaks off here"
    held = 0
    try:
        ahead = mildest_ending(walks).compile()
        for number, step in enumerate(plan.steps):
            if step.kind == Kind.DECISION:
                continue
            finding = _interim(subject, ahead.at[number], number)
            if finding is None:
                held += 1
            else:
                yield subject.at_step(names.BREAKS_OFF, f'"{step.id}": {sentence}', number, finding)
    except BudgetError as hard:
        finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
        yield subject.proof(names.BREAKS_OFF, sentence, ("interim",), finding)
        return
    yield subject.proof(names.BREAKS_OFF, f"at {held} steps {sentence}", ("interim",), PROVED)


def _interim(subject: Subject, mildest: Ref, number: int) -> Finding | None:
    """Who can be at a step where every ending is an emergency, and neither the interim disposition nor a floor is."""
    plan, diagram = subject.plan, subject.walks.diagram
    step = plan.steps[number]
    interim = plan.ranks[plan.interim]
    if step.interim >= 0:
        interim = min(interim, plan.ranks[step.interim])
    if interim <= subject.emergency:
        return None
    for end in diagram.ends(mildest):
        rank = diagram.value(end)
        if rank <= subject.emergency:
            with deep():
                only_more_urgent = diagram.map(mildest, ("is", rank), partial(eq, rank))
                state = diagram.both(subject.walks.asked_when(number), only_more_urgent)
                found = arriving(subject.walks, number, state, subject.emergency, subject.patients)
            if found is not None:
                asked = partial(_asked, subject.plan, number)
                subject.confirm(tuple(found), asked, f'"{step.id}" can be reached with nothing milder than rank {rank}')
                return Finding(Verdict.VIOLATED, tuple(found))
    return None


def _asked(plan: Plan, number: int, state: State) -> bool:
    return plan.steps[number].id in answers_by_step(plan, state)


def excluded(subject: Subject) -> Iterator[Proof]:
    """Nobody outside the pathway's ages, or of those it is not for, is asked its own questions."""
    plan = subject.plan
    own = [n for n, step in enumerate(plan.steps) if not step.module and step.kind != Kind.DECISION]
    if subject.model.ages is not None and "age" in plan.fact_index:
        low, high = age_limits(subject.model.ages)
        condition = outside(plan.fact_index["age"], low, high)
        yield _never_asked(subject, own, condition, f"nobody outside {subject.model.ages} is asked", ("ages",))
    for number, written in enumerate(subject.claimed.not_for):
        sentence = f"nobody with {written.text} is asked"
        yield _never_asked(subject, own, written.condition, sentence, ("not_for", number))


def outside(slot: int, low: int, high: int) -> Condition:
    """A known age below the lowest or above the highest."""
    parts: list[Condition] = []
    if low > 0:
        parts.append((code.COMPARE_CONSTANT, slot, code.LESS, low))
    if high < OLDEST_DAYS:
        parts.append((code.COMPARE_CONSTANT, slot, code.MORE, high))
    return (code.SURELY, (code.ANY, tuple(parts)))


def _never_asked(
    subject: Subject, own: list[int], condition: Condition, sentence: str, place: tuple[str | int, ...]
) -> Proof:
    possible = Possible(subject.plan, subject.walks.levels, lambda _: True)
    for number in own:
        values = possible.at[number]
        if values is None or possible.assume(condition, TRUE, True, values, number) is None:
            continue
        try:
            with deep():
                asked = subject.walks.asked_when(number)
                state = subject.walks.diagram.both(asked, subject.walks.reader.surely(condition, number))
                found = arriving(subject.walks, number, state, None, subject.patients)
        except BudgetError as hard:
            finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
            return subject.proof(names.EXCLUDED, sentence, place, finding)
        if found is not None:
            finding = Finding(Verdict.VIOLATED, tuple(found))
            return subject.proof(
                names.EXCLUDED, f'{sentence}, but "{subject.plan.steps[number].id}" is', place, finding
            )
    return subject.proof(names.EXCLUDED, f"{sentence} the pathway's own questions", place, PROVED)


def model_of_care(subject: Subject) -> Iterator[Proof]:
    """On scene nothing ends in hear and treat; an ambulance at once is never hear and treat."""
    plan = subject.plan
    modes = [mark.name for mark in subject.walks.levels.all[MODE].marks]
    possible = Possible(plan, subject.walks.levels, lambda _: True)
    seen: dict[int, int] = {}
    for (_, go, _), values in possible.after.items():
        if go < 0:
            seen[~go] = seen.get(~go, 0) | values[MODE]
    wrong = 0
    for number, bits in sorted(seen.items()):
        outcome = plan.outcomes[number]
        own = plan.dispositions[outcome.disposition]
        for place, mode in enumerate(modes):
            care = outcome.care or own.care[place]
            misfit = care == "hear_and_treat" and (mode == "on_scene" or own.rank <= subject.emergency)
            if bits >> place & 1 and misfit:
                wrong += 1
                sentence = f'outcome "{outcome.id}" is hear and treat, {mode.replace("_", " ")} and {own.word}'
                found = Finding(Verdict.VIOLATED)
                proof = subject.proof(names.CARE, sentence, ("outcomes", outcome.id), found)
                yield replace(proof, file=subject.files.get(outcome.file, outcome.file), line=outcome.line)
    if not wrong:
        yield subject.proof(names.CARE, "the model of care fits the mode everywhere", ("outcomes",), PROVED)
