"""Equivalence of mutants is decided: by every patient of small pathways, and by running the scenarios whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.author.tangled import AGAIN, HEAD, OUTCOMES, everybody, tangle, written
from tests.author.test_cover import SEEDS, library, reach
from triage_tui.author.cover.aims import Aims
from triage_tui.author.cover.arrive import Told, told_of
from triage_tui.author.cover.measure import coverage
from triage_tui.author.cover.pool import Pool, complete
from triage_tui.author.cover.reach import Reach
from triage_tui.author.mutants.apart import Apart
from triage_tui.author.mutants.differ import Differ, UndecidedError, end_of, looked_at, watched
from triage_tui.author.mutants.make import mutants_of
from triage_tui.author.mutants.mutant import Mutant, mutated, of_step
from triage_tui.author.mutants.proved import Proved
from triage_tui.author.mutants.score import as_case, sample, score
from triage_tui.author.mutants.suite import Suite
from triage_tui.author.suggest.choose import propose
from triage_tui.proof.example import Roles
from triage_tui.walk.engine import start
from triage_tui.walk.plan import Kind, Plan


def changes_somebody(told: list[Told], mutant: Mutant, aims: Aims) -> bool:
    """Whether any patient at all ends otherwise."""
    plan, other = aims.plan, mutated(aims.plan, mutant)
    number = watched(plan, mutant)
    for one in told:
        new = complete(other, one, start(other, mode=one.mode, role=one.role), one.answers)
        if new is None or end_of(plan, one, number) != end_of(other, new, number):
            return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_equivalent_is_what_changes_nobody(seed: int) -> None:
    searched = reach(seed)
    aims, plan = searched.aims, searched.plan
    told = list(everybody(library(seed), aims))[::3]
    differ = Differ(plan, {role.id: role.modes for role in library(seed).pack.roles}, Pool(aims))
    undecided = same = 0
    mutants = sample(list(mutants_of(plan)), 60, seed)
    differ.begin(mutants)
    for mutant in mutants:
        try:
            found = differ.patient(mutant)
        except UndecidedError:
            undecided += 1
            continue
        if found is None:
            same += 1
            assert not changes_somebody(told, mutant, aims), mutant.line_of_text()
        else:
            assert changes_somebody([found], mutant, aims), mutant.line_of_text()
    assert same > 3
    assert undecided == 0


@pytest.mark.parametrize("seed", [105, 108, 112, 115, 116, 118])
def test_points_of_a_set_that_is_taken_twice(seed: int, tmp_path: Path) -> None:
    """What the second set is compared with depends on the first, which other points may change as well."""
    own = tangle(tmp_path, seed, twice=True)
    plan, roles = own.plan("tangle"), {role.id: role.modes for role in own.pack.roles}
    aims = Reach(plan, roles).aims
    told = list(everybody(own, aims))
    differ = Differ(plan, roles, Pool(aims))
    mutants = [mutant for mutant in mutants_of(plan) if mutant.instrument >= 0]
    assert len(mutants) > 3
    differ.begin(mutants)
    for mutant in mutants:
        found = differ.patient(mutant)
        if found is None:
            assert not changes_somebody(told, mutant, aims), mutant.line_of_text()
        else:
            assert changes_somebody([found], mutant, aims) or looked_at(plan, found, mutant), mutant.line_of_text()


def test_whoever_differs_by_the_second_set_alone_is_found(tmp_path: Path) -> None:
    """The changed version reads the first set as well: there it is scored as before."""
    steps = f"""\
  - {{id: set, short: Set, ask: Measure., measure: tiny, not known: next}}
{AGAIN}\
  - id: last
    decide:
      - {{when: surely second_tiny_score <= 0 and surely tiny_score >= 2 and dull is no, go: visit}}
      - {{otherwise: stay}}
"""
    plan = written(tmp_path, HEAD + steps + OUTCOMES.replace("  hospital:", "  # hospital:")).plan("tangle")
    mutant = next(one for one in mutants_of(plan) if "dull yes: 1 became 0" in one.what)
    roles = {"call_handler": ("telephone",)}
    apart = Apart(plan, roles, (), [mutant])
    patient = apart.patient(mutant)
    assert patient is not None
    told = told_of(plan, apart.levels, patient)
    assert told is not None
    assert Differ(plan, roles, Pool(Reach(plan, roles).aims)).differs(told, mutant, mutated(plan, mutant))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_witnesses_kill_every_survivor(seed: int) -> None:
    searched = reach(seed)
    plan = searched.plan
    walks = [one.told for one in propose(searched, (), coverage(searched, ()).missing).chosen]
    suite = Suite(plan, [as_case(plan, told, []) for told in walks])
    roles = {role.id: role.modes for role in library(seed).pack.roles}
    mutants = list(mutants_of(plan))
    first = score(suite, Differ(plan, roles, Pool(searched.aims, walks)), mutants)
    assert first.survived
    assert first.killed + len(first.survived) + len(first.undecided) + len(first.equivalent) == len(mutants)
    more = [as_case(plan, told, shown) for told, shown in first.witnesses]
    assert all(not suite.kills(one, mutated(plan, one)) for one in first.survived)
    whole = Suite(plan, [*suite.cases, *more])
    assert all(whole.kills(one, mutated(plan, one)) for one in first.survived)
    assert not any(whole.kills(one, mutated(plan, one)) for one in first.equivalent)


def test_what_was_proved_is_not_proved_again(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    searched = reach(SEEDS[0])
    plan, mutants = searched.plan, sample(list(mutants_of(searched.plan)), 40, 1)
    roles = {role.id: role.modes for role in library(SEEDS[0]).pack.roles}
    suite, pool = Suite(plan, ()), Pool(searched.aims)
    first = score(suite, Differ(plan, roles, pool), mutants, proved=Proved(folder, plan, roles))
    assert first.equivalent

    again = Proved(folder, plan, roles)
    assert [mutant for mutant in mutants if again.has(mutant)] == first.equivalent
    found = score(suite, _NothingIsDecided(plan, roles, pool), first.equivalent, proved=again)
    assert found.equivalent == first.equivalent

    assert not any(Proved(folder, plan, {}).has(mutant) for mutant in mutants)  # for other roles nothing is known
    assert not any(Proved(None, plan, roles).has(mutant) for mutant in mutants)


class _NothingIsDecided(Differ):
    def patient(self, mutant: Mutant) -> Told | None:
        raise AssertionError(mutant.what)


def test_what_was_proved_before_a_run_broke_off_is_kept(tmp_path: Path) -> None:
    searched = reach(SEEDS[0])
    plan, mutants = searched.plan, sample(list(mutants_of(searched.plan)), 40, 1)
    roles = {role.id: role.modes for role in library(SEEDS[0]).pack.roles}
    suite, pool = Suite(plan, ()), Pool(searched.aims)
    whole = score(suite, Differ(plan, roles, pool), mutants)
    last = whole.equivalent[-1]
    with pytest.raises(KeyboardInterrupt):
        score(suite, _StoppedAt(plan, roles, pool, last), mutants, proved=Proved(tmp_path, plan, roles))
    again = Proved(tmp_path, plan, roles)
    kept = [mutant for mutant in mutants if again.has(mutant)]
    assert kept == whole.equivalent[: len(kept)]
    assert kept
    assert last not in kept


class _StoppedAt(Differ):
    def __init__(self, plan: Plan, roles: Roles, pool: Pool, last: Mutant) -> None:
        super().__init__(plan, roles, pool)
        self.last = last

    def patient(self, mutant: Mutant) -> Told | None:
        if mutant == self.last:
            raise KeyboardInterrupt
        return super().patient(mutant)


def test_what_was_too_hard_is_searched_exactly_once() -> None:
    searched = reach(SEEDS[0])
    plan, mutants = searched.plan, sample(list(mutants_of(searched.plan)), 12, 1)
    roles = {role.id: role.modes for role in library(SEEDS[0]).pack.roles}
    differ = _EverythingIsHard(plan, roles, Pool(searched.aims))
    found = score(Suite(plan, ()), differ, mutants)
    assert len(differ.exactly) == len({id(mutant) for mutant in differ.exactly}) == len(mutants)
    assert differ.near_walks == differ.exactly
    assert found.undecided == mutants


class _EverythingIsHard(Differ):
    def __init__(self, plan: Plan, roles: Roles, pool: Pool) -> None:
        super().__init__(plan, roles, pool)
        self.exactly: list[Mutant] = []
        self.near_walks: list[Mutant] = []

    def patient(self, mutant: Mutant) -> Told | None:
        self.exactly.append(mutant)
        raise UndecidedError(mutant.what)

    def near(self, mutant: Mutant) -> Told:
        self.near_walks.append(mutant)
        raise UndecidedError(mutant.what)


def test_a_folder_that_takes_no_file_keeps_nothing(tmp_path: Path) -> None:
    searched = reach(SEEDS[0])
    roles = {role.id: role.modes for role in library(SEEDS[0]).pack.roles}
    (tmp_path / "cache").write_text("", encoding="utf-8")
    proved = Proved(tmp_path / "cache", searched.plan, roles)
    mutant = next(mutants_of(searched.plan))
    proved.keep([mutant])
    assert proved.has(mutant)
    assert (tmp_path / "cache").read_text(encoding="utf-8") == ""


def test_nobody_is_asked_a_decision() -> None:
    plan = reach(SEEDS[0]).plan
    guarded = next(number for number, step in enumerate(plan.steps) if step.guard is not None)
    decision = next(number for number, step in enumerate(plan.steps) if step.kind == Kind.DECISION)
    changed = of_step(guarded, plan.steps[guarded], replace(plan.steps[guarded], guard=None), "no condition")
    passed = replace(plan.steps[decision], guard=plan.steps[guarded].guard)
    assert plan.steps[guarded].kind != Kind.DECISION
    assert watched(plan, changed) == guarded
    assert watched(plan, of_step(decision, plan.steps[decision], passed, "a condition")) == -1
