"""What is proved of small made-up pathways is what following every walk through them shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import pytest

from tests.desks import PACKS
from triage_tui.author.prove.answers import not_known_pairs, worse_pairs
from triage_tui.author.prove.breaks import breaks_off
from triage_tui.author.prove.length import how_long
from triage_tui.author.prove.subject import Subject, subject_of
from triage_tui.compiler import compile_pack
from triage_tui.proof import by_answer
from triage_tui.proof.claim import Verdict
from triage_tui.proof.pairs import Pair, compare
from triage_tui.proof.patient import answer_of, walk_on
from triage_tui.proof.payload import Arrives, Breaks, EndsIn
from triage_tui.proof.somebody import nobody, nobody_comes
from triage_tui.walk.engine import State, answer, answers_by_step, path, start
from triage_tui.walk.evaluate import IS_ONE_OF
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Kind, Value

FLOORS = ("ambulance_now", "hospital_1h", "clinician_30", "visit_2h")
OUTCOMES = ("ambulance_now", "hospital_1h", "visit_2h", "home")
HEAD = """pathway: made_up
version: 0.1.0
title: Made up
about: Made up at random, for tests.
modes: [telephone]
interim: clinician_30
find: [made up]
sources: {{local: made up for tests}}
review: {{state: draft, owner: tests, due: 2027-06-30}}
limits: {{emergency_within: {limit}}}
steps:
"""


def action(random: Random, further: list[str]) -> str:
    """What an answer does, at random: a floor, a step or an outcome, both or nothing."""
    parts = []
    if random.random() < 0.3:
        parts += [f"floor: {random.choice(FLOORS)}", "because: it was drawn"]
    if random.random() < 0.25:
        parts.append(f"go: {random.choice(further)}")
    return "{" + ", ".join(parts) + "}" if parts else "next"


def guard(random: Random, asked: list[tuple[str, bool]]) -> str:
    """A condition about something asked before."""
    name, ticks = random.choice(asked)
    return f"{name} has item" if ticks else f"{name} is {random.choice(('yes', 'no', 'not known'))}"


def pathway(random: Random) -> str:
    """A pathway of six questions and two decisions with conditions, floors and ways drawn at random."""
    order = ["q0", "q1", "d0", "q2", "q3", "d1", "q4", "q5"]
    asked: list[tuple[str, bool]] = []
    lines = []
    for place, name in enumerate(order):
        further = [*order[place + 1 :], *(f"end_{number}" for number in range(len(OUTCOMES)))]
        if name.startswith("d"):
            branch = f"{{when: {guard(random, asked)}, go: {random.choice(further)}}}"
            lines.append(f"  - {{id: {name}, source: local, decide: [{branch}, {{otherwise: next}}]}}")
            continue
        when = f", when: {guard(random, asked)}" if asked and random.random() < 0.4 else ""
        step = f"  - {{id: {name}, short: {name}, ask: What is {name}?, red_flag: true{when}, "
        ticks = random.random() < 0.4
        if ticks:
            does = action(random, further)
            items = "item: Item" if does == "next" else f"item: {{label: Item, {does[1:]}"
            step += f"checklist: {{{items}, other: Other}}, none: next, not known: {action(random, further)}}}"
        else:
            answers = ", ".join(f"{one}: {action(random, further)}" for one in ("yes", "no", "not known"))
            step += f"answers: {{{answers}}}, mildest: no}}"
        asked.append((name, ticks))
        lines.append(step)
    lines.append("  - {id: last, source: local, decide: [{otherwise: end_3}]}")
    ends = [
        f"  end_{number}: {{title: End {number}, disposition: {name}, because: It was drawn., worsening: [always]}}"
        for number, name in enumerate(OUTCOMES)
    ]
    return "\n".join([HEAD.format(limit=random.choice((4, 5))).rstrip(), *lines, "outcomes:", *ends, ""])


@pytest.fixture(params=range(16))
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Subject:
    shutil.copytree(PACKS / "small", tmp_path, dirs_exist_ok=True)
    random = Random(request.param)
    for _ in range(10):
        (tmp_path / "pathways" / "made_up.yaml").write_text(pathway(random), encoding="utf-8")
        compiled = compile_pack(tmp_path / "pathways", tmp_path / "directory.yaml")
        if "made_up" in compiled.plans:
            return subject_of(compiled, "made_up")
    raise AssertionError([problem.message for problem in compiled.errors])


def patients_at(subject: Subject, number: int) -> Iterator[list[int]]:
    """Reassuring patients with every answer to one step."""
    levels = subject.walks.levels
    own = levels.group(subject.plan.steps[number]).levels
    for values in product(*(range(int(not levels.all[level].part), len(levels.all[level].marks)) for level in own)):
        patient = list(subject.walks.mild)
        for level, value in zip(own, values, strict=True):
            patient[level] = value
        yield patient


def states(subject: Subject, state: State) -> Iterator[State]:
    """Every state of every walk from a state on."""
    yield state
    if not state.finished:
        for value in answers(subject, state.at):
            yield from states(subject, answer(subject.plan, state, value))


def answers(subject: Subject, number: int) -> list[Value]:
    """Every answer to a step, once."""
    found = [answer_of(subject.plan, subject.walks.levels, patient, number) for patient in patients_at(subject, number)]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def rank(subject: Subject, state: State) -> int:
    """How urgent a finished walk is."""
    return subject.plan.ranks[final_disposition(subject.plan, state)]


def begin(subject: Subject) -> State:
    """Before the first question."""
    return start(subject.plan, mode="telephone", role="call_handler")


def has_floor(subject: Subject, state: State) -> bool:
    """Whether an emergency is certain already."""
    return state.floor is not None and state.floor.rank <= subject.emergency


def test_where_a_call_must_not_break_off(subject: Subject) -> None:
    plan, broken = subject.plan, set()
    for state in states(subject, begin(subject)):
        if state.finished or has_floor(subject, state):
            continue
        ends = [rank(subject, end) for end in states(subject, state) if end.finished]
        if max(ends) <= subject.emergency < plan.interim_rank(plan.steps[state.at]):
            broken.add(plan.steps[state.at].line)
    found = {proof.line for proof in breaks_off(subject) if proof.verdict is Verdict.VIOLATED}
    assert found == broken


def test_how_many_questions_to_an_emergency(subject: Subject) -> None:
    plan = subject.plan
    ends = [end for end in states(subject, begin(subject)) if end.finished and rank(subject, end) <= subject.emergency]
    most = max((sum(plan.steps[one.step].kind != Kind.INSTRUCTION for one in path(end)) for end in ends), default=0)
    limits = subject.model.limits
    assert limits is not None
    assert limits.emergency_within is not None
    (proof,) = how_long(subject)
    assert (proof.verdict is Verdict.VIOLATED) == (most > limits.emergency_within)
    if proof.verdict is Verdict.VIOLATED:
        assert proof.note == f"the longest asks {most}"


def ends_milder(subject: Subject, state: State, pair: Pair) -> bool:
    """Whether the worse answer of a pair ends less urgent here, with anything else answered to the same step."""
    plan, levels, mild = subject.plan, subject.walks.levels, subject.walks.mild
    for patient in patients_at(subject, state.at):
        ranks = []
        for chosen in (pair.worse, pair.better):
            one = list(patient)
            for level, value in chosen:
                one[level] = value
            after = answer(plan, state, answer_of(plan, levels, one, state.at))
            ranks.append(rank(subject, walk_on(plan, levels, mild, after)))
        if ranks[0] > ranks[1]:
            return True
    return False


def test_which_answers_end_less_urgent(subject: Subject) -> None:
    every_state = [state for state in states(subject, begin(subject)) if not state.finished]
    for pair in (*not_known_pairs(subject.walks), *worse_pairs(subject.walks)):
        shown = any(ends_milder(subject, state, pair) for state in every_state if state.at == pair.step)
        finding, _ = compare(subject.walks, subject.reassured, pair, *subject.anybody)
        assert (finding.verdict is Verdict.VIOLATED) == shown, pair.what


def test_cases_told_apart_by_one_answer_end_the_same(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_answer, "MANY", 1)
    monkeypatch.setattr(by_answer, "FEW", 2.0)
    assert isinstance(subject.reassured, by_answer.ByAnswer)
    test_which_answers_end_less_urgent(subject)
    test_where_a_call_must_not_break_off(subject)


def test_who_ends_where(subject: Subject) -> None:
    plan = subject.plan
    ends = [end for end in states(subject, begin(subject)) if end.finished]
    for number in range(len(plan.outcomes)):
        shown = any(~end.at == number for end in ends)
        assert nobody(subject.walks, subject.patients, EndsIn(plan, frozenset((number,))), {}) != shown
        for step in (one for one in plan.steps if one.kind == Kind.CHOICE):
            levels = subject.walks.levels
            head = levels.group(step).head
            yes = next(place for place, mark in enumerate(levels.all[head].marks) if mark.name == "yes")
            given = any(~end.at == number and answers_by_step(plan, end).get(step.id) == "yes" for end in ends)
            who = {head: 1 << yes}
            code = 1 << plan.codes[plan.step_index[step.id]]["yes"]
            others = frozenset(range(len(plan.outcomes))) - {number}
            premise = Breaks(plan, (IS_ONE_OF, step.slot, code), outcomes=others)
            assert nobody(subject.walks, subject.patients, premise, who) != given


def test_who_comes_to_a_step_with_no_emergency_yet(subject: Subject) -> None:
    plan, walks = subject.plan, subject.walks
    arrivals = {state.at for state in states(subject, begin(subject)) if not has_floor(subject, state)}
    asking = [number for number, step in enumerate(plan.steps) if step.kind != Kind.DECISION]
    payload = Arrives(plan, subject.emergency)
    for number in asking:
        marks = {number: walks.asked_when(number)}
        assert nobody_comes(walks, subject.patients, payload, marks) == (number not in arrivals)
    late = {number: walks.asked_when(number) for number in asking if number not in arrivals}
    assert not late or nobody_comes(walks, subject.patients, payload, late)
