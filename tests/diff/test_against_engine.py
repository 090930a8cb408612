"""What the comparison counts is what the engine does with every patient there can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.check.small import write_pack
from tests.diff.generate import edit, edited, files_of
from triage_tui.author.diff.compare import changed_fields
from triage_tui.author.diff.example import example_of
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.errors import AnswerError
from triage_tui.proof.below import Numbers, Written, answers_apart
from triage_tui.proof.differences import ANSWER, GAINED, LESS, LOST, MORE, OUTCOME, Difference, Differences, Versions
from triage_tui.proof.form import plan_form
from triage_tui.proof.meets import Meets
from triage_tui.proof.parting import Parting
from triage_tui.proof.payload import Arrives
from triage_tui.proof.question import Adjunct, OtherOutcome, Question, Urgency
from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value

Ends = tuple[int, str, frozenset[str]]


def compiled(folder: Path, files: dict[str, str]) -> Compiled | None:
    """The pack, or None when the edit made it one that cannot be walked."""
    write_pack(files, folder)
    found = compile_pack(folder / "pathways", folder / "directory.yaml")
    return found if "example" in found.plans else None


def answers(plans: tuple[Plan, Plan], step: Step) -> list[Value]:
    """Everything that can be answered at a step in either version."""
    steps = [one for plan in plans for one in plan.steps if (one.id, one.kind) == (step.id, step.kind)]
    options = list(dict.fromkeys(option.id for one in steps for option in one.options))
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        return [*options, *([NOT_KNOWN] if step.kind == Kind.CHOICE else [])]
    if step.kind == Kind.NUMBER:
        assert step.number is not None
        return [NOT_KNOWN, *(str(n) for n in range(step.number.low, step.number.high + 1))]
    if step.kind == Kind.CHECKLIST:
        ticked = product((False, True), repeat=len(options))
        some = [tuple(name for name, tick in zip(options, ticks, strict=True) if tick) for ticks in ticked]
        return [*[NOT_KNOWN] * len(some), *some]
    fields = [[NOT_KNOWN, "0", "1", "2", "3"], [NOT_KNOWN, "yes", "no"]]
    taken: list[Value] = [dict(zip(("pulse", "awake"), values, strict=True)) for values in product(*fields)]
    taken = taken[1:]  # nothing measured is not known
    return [*[NOT_KNOWN] * (len(taken) + 1), *taken]


def patients(plans: tuple[Plan, Plan]) -> Iterator[tuple[str, str, dict[str, Value]]]:
    """Every patient: one answer for every step of either version."""
    steps = {step.id: step for plan in plans for step in plan.steps if step.kind != Kind.DECISION}
    every = [answers(plans, step) for step in steps.values()]
    for mode, role in (("telephone", "call_handler"), ("telephone", "paramedic"), ("on_scene", "paramedic")):
        for chosen in product(*every):
            yield mode, role, dict(zip(steps, chosen, strict=True))


def ended(plan: Plan, mode: str, role: str, known: Mapping[str, Value]) -> Ends | None:
    """Where a patient ends; None when this version does not have an answer."""
    try:
        state = start(plan, mode=mode, role=role)
        while not state.finished:
            state = answer(plan, state, known[plan.steps[state.at].id])
    except AnswerError:
        return None
    return _ends(plan, state)


def _ends(plan: Plan, state: State) -> Ends:
    bits = state.also | plan.outcomes[~state.at].also
    also = frozenset(item.id for place, item in enumerate(plan.adjuncts) if bits >> place & 1)
    return plan.ranks[final_disposition(plan, state)], plan.outcomes[~state.at].id, also


def by_brute_force(old: Plan, new: Plan) -> tuple[Counter[tuple[str, str, str]], int]:
    """Every difference, counted one patient at a time."""
    found: Counter[tuple[str, str, str]] = Counter()
    total = 0
    for mode, role, known in patients((old, new)):
        total += 1
        before, now = ended(old, mode, role, known), ended(new, mode, role, known)
        if before is None or now is None:
            if before is not now:
                which = "new" if before is None else "old"
                found[ANSWER, which, which] += 1
            continue
        if before[0] != now[0]:
            found[LESS if now[0] > before[0] else MORE, str(before[0]), str(now[0])] += 1
        elif before[1] != now[1]:
            found[OUTCOME, before[1], now[1]] += 1
        for kind, names in ((LOST, before[2] - now[2]), (GAINED, now[2] - before[2])):
            for name in names:
                found[kind, name, name] += 1
    return found, total


@pytest.mark.parametrize("start_at", range(0, 160, 20))
def test_every_difference_is_counted_exactly(start_at: int, tmp_path: Path) -> None:
    compared = 0
    for seed in range(start_at, start_at + 20):
        old, new = (
            compiled(tmp_path / f"{seed}{name}", files)
            for name, files in zip(("old", "new"), edited(Random(seed)), strict=True)
        )
        if old is not None and new is not None:
            _check(old, new)
            compared += 1
    assert compared >= 3


def test_of_some_patients_the_same_is_said_as_of_everybody(tmp_path: Path) -> None:
    """Where the versions are alike up to a question, of those who give one answer to it."""
    compared = 0
    for seed in range(60):
        old, new = (
            compiled(tmp_path / f"{seed}{name}", files)
            for name, files in zip(("old", "new"), edited(Random(seed)), strict=True)
        )
        if old is not None and new is not None:
            versions = _versions(old, new)
            number = next((n for n, step in enumerate(versions.old.plan.steps) if step.kind == Kind.CHOICE), -1)
            forms = [[walks.form(n) for n in range(number + 1)] for walks in (versions.old, versions.new)]
            if number >= 0 and forms[0] == forms[1]:
                _check_each_answer(versions, number)
                compared += 1
    assert compared >= 10


def _check_each_answer(versions: Versions, number: int) -> None:
    one, other, diagram = versions.old, versions.new, versions.diagram
    level = versions.levels.group(one.plan.steps[number]).head
    who = Meets(one, Arrives(one.plan), {number: one.asked_when(number)}, only_first=True).compile(number + 1).root
    numbers: Numbers = {}
    apart = answers_apart(one.plan, other.plan)
    written = Written(one, numbers, apart), Written(other, numbers, apart)
    questions: list[Question] = [Urgency(one.plan, other.plan, rank) for rank in range(1, 13)]
    questions += [OtherOutcome(one.plan, other.plan), Adjunct(one.plan, other.plan, "safeguarding_adult")]
    for question in questions:
        everybody = Parting(*written, question, 10**6, 10**6).root()
        for value in range(1, diagram.domains[level]):
            some = Parting(*written, question, 10**6, 10**6, {level: 1 << value}).root()
            answered = diagram.fix(who, {level: value})
            left, right = (
                diagram.either(answered, diagram.fix(found, {level: value}), diagram.nothing)
                for found in (everybody, some)
            )
            assert left == right


def _choice(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "choice", "not known": {}, "answers": {"yes": {}, "no": {}}}


def _decision(name: str, when: str, go: str) -> dict[str, Any]:
    return {"id": name, "decide": [{"when": when, "go": go}, {"otherwise": "next"}]}


LAST = {"id": "last", "decide": [{"otherwise": "e4"}]}
SCORED = _decision("sort", "example_score >= 2", "e2")
FIRST_SET: dict[str, Any] = {"id": "first", "kind": "measure", "then": {}, "not known": {}}
SET_AGAIN = {**FIRST_SET, "id": "again", "when": "hot is yes"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([FIRST_SET, SET_AGAIN], [SET_AGAIN]),
        ([FIRST_SET, SET_AGAIN], [FIRST_SET]),
        ([FIRST_SET], [{**FIRST_SET, "id": "renamed"}]),
        ([FIRST_SET], [{**FIRST_SET, "when": "hot is yes"}]),
    ],
)
@pytest.mark.parametrize("points", [1, 2])
def test_a_set_that_several_steps_take(one: list[Any], other: list[Any], points: int, tmp_path: Path) -> None:
    packs: list[Compiled] = []
    for steps, low in ((one, 1), (other, points)):
        files = files_of({"low": low, "steps": [_choice("hot"), *steps, SCORED, LAST]})
        found = compiled(tmp_path / str(len(packs)), files)
        assert found is not None
        packs.append(found)
    _check(*packs)
    _check(*reversed(packs))


@pytest.mark.parametrize("seed", range(6))
def test_points_that_changed_under_other_edits(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    decided = [SCORED, _decision("unsure", "surely example_score >= 3", "e1"), _decision("hot_too", "hot is yes", "e5")]
    random.shuffle(decided)
    old = {"low": 1, "steps": [_choice("hot"), FIRST_SET, *decided, SET_AGAIN, *_more(random), LAST]}
    new = {**edit(random, old), "low": 2}
    packs = [compiled(tmp_path / name, files_of(one)) for name, one in (("old", old), ("new", new))]
    if packs[0] is not None and packs[1] is not None:
        _check(packs[0], packs[1])
        _check(packs[1], packs[0])


def _more(random: Random) -> list[dict[str, Any]]:
    """Decisions that read the set once more."""
    whens = ["example_score >= 2 and hot is no", "example_score is not known", "surely example_score >= 4", "pulse < 2"]
    return [_decision(f"more{n}", when, random.choice(["e1", "e2", "e3"])) for n, when in enumerate(whens)]


def test_a_number_of_another_range(tmp_path: Path) -> None:
    hours = {"id": "hours", "kind": "number", "then": {}, "not known": {}}
    steps = [hours, _decision("long", "hours >= 3", "e2"), _decision("unknown", "hours is not known", "e5"), LAST]
    files = files_of({"low": 1, "steps": steps})
    less = {**files, "example.yaml": files["example.yaml"].replace("to: 4}", "to: 2}")}
    wide, narrow = compiled(tmp_path / "wide", files), compiled(tmp_path / "narrow", less)
    assert wide is not None
    assert narrow is not None
    _check(narrow, wide)
    back = _versions(wide, narrow).compare()
    assert {(one.kind, one.old, one.new): one.count for one in back.found} == {
        (OUTCOME, "e2", "e5"): 3,
        (ANSWER, "old", "old"): 6,
    }


def test_what_is_too_hard_makes_nothing_else_wrong(tmp_path: Path) -> None:
    hard = moved = 0
    for seed in range(40, 52):
        old, new = (
            compiled(tmp_path / f"{seed}{name}", files)
            for name, files in zip(("old", "new"), edited(Random(seed)), strict=True)
        )
        if old is None or new is None:
            continue
        expected, _ = by_brute_force(old.plans["example"], new.plans["example"])
        for room in (5, 20, 40, 60):
            versions = _versions(old, new)
            versions.room = versions.room_of_one = room
            result = versions.compare()
            _check_what_is_said(old, new, result, expected)
            hard += bool(result.undecided)
            moved += any(one.at_least for one in result.found)
    assert hard
    assert moved


def test_where_all_outcomes_are_too_hard_at_once_each_that_is_left_is_asked_of(tmp_path: Path) -> None:
    hours = {"id": "hours", "kind": "number", "then": {}, "not known": {}}
    first = [_choice("hot"), hours, FIRST_SET]
    last = [SCORED, _decision("long", "hours >= 2 and hot is yes", "e5"), LAST]
    packs = []
    for name, now in (("old", []), ("new", [_decision("early", "surely hours >= 3 or example_score >= 4", "e5")])):
        found = compiled(tmp_path / name, files_of({"low": 1, "steps": [*first, *now, *last]}))
        assert found is not None
        packs.append(found)
    _check(packs[0], packs[1])
    expected, _ = by_brute_force(packs[0].plans["example"], packs[1].plans["example"])
    assert {old for kind, old, _ in expected if kind == OUTCOME} == {"e2"}
    opened = 0
    for room in range(2, 60, 3):
        versions = _versions(packs[0], packs[1])
        versions.room_of_one = 600
        versions.room = room
        result = versions.compare()
        _check_what_is_said(packs[0], packs[1], result, expected)
        opened += [one.new for one in result.of(OUTCOME)] == [""]
    assert opened


def _check_what_is_said(
    old: Compiled, new: Compiled, result: Differences, expected: Counter[tuple[str, str, str]]
) -> None:
    """Nothing more than there is, and nobody who moved another way."""
    for one in result.found:
        if one.patient:
            example_of(result.levels, one, old.plans["example"], new.plans["example"])
        if not one.at_least:
            assert one.count <= sum(count for other, count in expected.items() if _is_of(one, *other))
    for way in (LESS, MORE):
        said = sum(one.count for one in result.of(way))
        assert said <= sum(count for (kind, _, _), count in expected.items() if kind == way)
    if not result.undecided:
        for other, count in expected.items():
            assert sum(one.count for one in result.found if _is_of(one, *other)) >= count
        assert sum(one.count for one in result.found) == sum(expected.values())


def _is_of(one: Difference, kind: str, old: str, new: str) -> bool:
    """Whether a difference is of a kind, from one thing to another; where it is left open, from or to any."""
    return one.kind == kind and one.old in ("", old) and one.new in ("", new)


def _check_less_urgent(old: Compiled, new: Compiled, expected: Counter[tuple[str, str, str]]) -> None:
    """Somebody is shown exactly when anybody ends less urgent."""
    result = _versions(old, new).less_urgent()
    assert result.undecided == []
    assert bool(result.found) == any(kind == LESS for kind, _, _ in expected)
    for one in result.found:
        example_of(result.levels, one, old.plans["example"], new.plans["example"])


def _versions(old: Compiled, new: Compiled) -> Versions:
    assert new.pack is not None
    roles = {role.id: role.modes for role in new.pack.roles}
    return Versions(old.plans["example"], new.plans["example"], roles)


def _check(old: Compiled, new: Compiled) -> None:
    before, after = old.plans["example"], new.plans["example"]
    expected, total = by_brute_force(before, after)
    result = _versions(old, new).compare()
    assert result.undecided == []
    assert not changed_fields(before, after)
    assert {(one.kind, one.old, one.new): one.count for one in result.found} == dict(expected)
    assert result.patients == total
    for one in result.found:
        if one.patient:
            example_of(result.levels, one, before, after)  # an error when the engine does not show it
    _check_less_urgent(old, new, expected)
    if plan_form(before) == plan_form(after):
        assert not expected
