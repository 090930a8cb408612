"""The tables of what can still happen: nothing is left out, and everything they name comes true for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.desks import make_small_pack
from tests.proof.reaching import everything_comes_true
from tests.walk.answers import modes_of, random_walk
from tests.walk.conftest import ROOT
from triage_tui.compiler import compile_pack
from triage_tui.proof.levels import Levels
from triage_tui.proof.tables import tables_of
from triage_tui.walk.ahead import DamagedTables, Tables, look_ahead
from triage_tui.walk.engine import Floor, State, start
from triage_tui.walk.outlook import Outlook, final_disposition, outlook
from triage_tui.walk.plan import Plan

TWICE = """
pathway: twice
version: 0.1.0
title: Observations in one of two places
about: Children and adults are measured by steps of their own, and the score is read afterwards; for tests.
modes: [telephone, on_scene]
interim: clinician_30
find: [twice]
sources: {local: made up for tests}
review: {state: draft, owner: tests, due: 2027-06-30}
steps:
  - use: opening
  - id: child_set
    short: Child
    ask: Measure the child.
    when: age < 16 years
    measure: signs
    not known: {floor: clinician_30, because: not measured}
  - {id: adult_set, short: Adult, ask: Measure the adult., when: age >= 16 years, measure: signs, not known: next}
  - id: again
    short: Again
    ask: Has it been like this before?
    when: small_score >= 1
    answers: {yes: next, no: next, not known: next}
  - id: rate
    source: local
    decide:
      - {when: small_score >= 2 and again is not yes, floor: visit_2h, because: not like this before}
      - {otherwise: next}
  - id: sort
    source: local
    decide:
      - {when: surely small_score >= 5, go: hospital}
      - {when: saturation < 92 and age < 16 years, go: visit}
      - {otherwise: well}
outcomes:
  hospital: {title: High score, disposition: hospital_1h, because: A high score., advice: [go_in], worsening: [always]}
  visit: {title: Low oxygen, disposition: visit_2h, because: Low oxygen in a child., worsening: [always]}
  well: {title: At home, disposition: home, because: Nothing found needs more., worsening: [always]}
"""
"""As in a shipped pathway: where a set is read, it may have been taken by either of two steps."""

LOOKED_AT = {"twice": 40, "fall": 20, "wound": 20, "mental_health_press_2": 6}
"""On how many states of random walks everything that is named is looked for. All four shipped pathways at once are
for `python -m benchmarks ahead`: their tables take a minute."""

ROLES = {"telephone": ("call_handler", "clinician"), "on_scene": ("paramedic", "call_handler")}


@cache
def plans() -> dict[str, Plan]:
    shipped = compile_pack(ROOT / "pathways", ROOT / "directory.yaml").plans
    with TemporaryDirectory() as folder:
        pack = make_small_pack(Path(folder))
        (pack / "twice.yaml").write_text(TWICE, encoding="utf-8")
        compiled = compile_pack(pack, pack.parent / "directory.yaml")
    assert compiled.errors == ()
    return {**shipped, **compiled.plans}


@cache
def tables(name: str) -> Tables:
    return Tables(memoryview(tables_of(plans()[name])))


def walks(plan: Plan, count: int) -> Iterator[list[State]]:
    for seed in range(count):
        for mode in modes_of(plan):
            random = Random(f"{plan.pathway} {mode} {seed}")
            role = random.choice([role for role in ROLES[mode] if role in plan.facts[1].values])
            yield random_walk(plan, mode, role, random, random.choice([0.0, 0.6, 0.95]))


@pytest.mark.parametrize("name", LOOKED_AT)
def test_what_is_named_is_what_can_happen(name: str) -> None:
    plan, found = plans()[name], tables(name)
    seen: list[tuple[State, Outlook]] = []
    for states in walks(plan, 20):
        final = final_disposition(plan, states[-1])
        for asked, state in enumerate(states[:-1]):
            ahead, roughly = found.look(plan, state), outlook(plan, state)
            assert ahead is not None
            seen.append((state, ahead))
            assert (ahead.exact, roughly.exact) == (True, False)
            assert ahead.fewest <= len(states) - 1 - asked <= ahead.most
            assert final in ahead.dispositions
            assert roughly.fewest <= ahead.fewest
            assert ahead.most <= roughly.most
            assert set(ahead.dispositions) <= set(roughly.dispositions)
    assert any(ahead != outlook(plan, state)._replace(exact=True) for state, ahead in seen)
    levels = Levels([plan])
    for state, ahead in Random(name).sample(seen, LOOKED_AT[name]):
        everything_comes_true(plan, levels, found, state, ahead)


def test_a_floor_that_came_with_the_patient_counts() -> None:
    """A walk that is begun with a floor of another pathway names nothing less urgent, and the floor itself."""
    plan, found = plans()["twice"], tables("twice")
    number = plan.disposition_index["visit_2h"]
    floor = Floor(plan.ranks[number], number, "from elsewhere", -1)
    free = found.look(plan, start(plan, mode="telephone", role="call_handler"))
    begun = start(plan, mode="telephone", role="call_handler", floor=floor)
    held = found.look(plan, begun)
    assert free is not None
    assert held is not None
    assert any(plan.ranks[one] > floor.rank for one in free.dispositions)
    assert max(plan.ranks[one] for one in held.dispositions) == floor.rank
    assert number in held.dispositions
    everything_comes_true(plan, Levels([plan]), found, begun, held)


def test_answers_that_wait_for_their_step_are_not_asked_so_only_the_most_is_said() -> None:
    plan, found = plans()["twice"], tables("twice")
    waiting = start(plan, mode="telephone", role="call_handler", known={"again": "yes"})
    assert found.look(plan, waiting) is None
    assert look_ahead(plan, waiting, found) == outlook(plan, waiting)
    taken = start(plan, mode="telephone", role="call_handler", known={"place": "here"})
    assert look_ahead(plan, taken, found).exact


def test_what_is_too_hard_is_left_to_the_most_that_is_possible() -> None:
    """Where the budget ends, the steps before have no entrance; those after it are as exact as ever."""
    plan = plans()["twice"]
    found, whole = Tables(memoryview(tables_of(plan, budget=400))), tables("twice")
    exact = rough = 0
    for states in walks(plan, 20):
        for state in states[:-1]:
            ahead = look_ahead(plan, state, found)
            exact, rough = exact + ahead.exact, rough + (not ahead.exact)
            assert ahead == (whole.look(plan, state) if ahead.exact else outlook(plan, state))
    assert min(exact, rough) > 10


@pytest.mark.parametrize("harm", ["short", "cut", "flipped", "magic", "empty"])
def test_bytes_that_are_not_what_was_written_are_refused(harm: str) -> None:
    whole = tables_of(plans()["wound"])
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
    harmed = {"short": whole[:9], "cut": whole[:-8], "flipped": flipped, "magic": b"X" + whole[1:], "empty": b""}
    with pytest.raises(DamagedTables):
        Tables(memoryview(harmed[harm]))
