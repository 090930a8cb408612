"""What coverage says can be reached is what walking every way reaches, and what is proposed completes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.author.tangled import everybody, tangle
from triage_tui.author.cover.aims import BRANCHES, EDGES, POINTS, Aim, Aims
from triage_tui.author.cover.arrive import Told
from triage_tui.author.cover.beside import beside
from triage_tui.author.cover.hits import hits
from triage_tui.author.cover.measure import coverage
from triage_tui.author.cover.pool import Pool
from triage_tui.author.cover.reach import Reach
from triage_tui.author.scenarios import run_scenarios
from triage_tui.author.suggest.choose import propose
from triage_tui.author.suggest.name import name_of
from triage_tui.author.suggest.write import HEADER, append, cases
from triage_tui.library import Library

SEEDS = range(4)


@cache
def library(seed: int) -> Library:
    return tangle(Path(mkdtemp()), seed)


def reach(seed: int) -> Reach:
    own = library(seed)
    return Reach(own.plan("tangle"), {role.id: role.modes for role in own.pack.roles})


@pytest.mark.parametrize("seed", SEEDS)
def test_what_nobody_reaches_is_what_no_walk_reaches(seed: int) -> None:
    aims = Aims(library(seed).plan("tangle"))
    met = set[Aim]().union(*(hits(aims, told.state) for told in everybody(library(seed), aims)))
    found = coverage(reach(seed), ())
    assert {aims.line(aim) for aim in found.missing} == {aims.line(aim) for aim in met}
    assert set(found.missing) | set(found.unreachable) == set(aims.all)
    assert found.unreachable


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proposed_completes_the_coverage(seed: int, tmp_path: Path) -> None:
    searched = reach(seed)
    missing = coverage(searched, ()).missing
    proposals = propose(searched, (), missing)
    assert proposals.left == ()
    file = tmp_path / "tangle.yaml"
    before = "scenarios: tangle\ncases:\n  # kept as it is\n\n  - {scenario: a first one, answers: {}}"
    file.write_text(before, encoding="utf-8")
    append(file, cases(searched.aims, proposals.chosen))
    append(file, "  # more of them\n")
    written = file.read_text(encoding="utf-8")
    assert written.startswith(before + "\n" + HEADER)
    assert written.count(HEADER.strip()) == 1
    results = run_scenarios(searched.plan, ("telephone", "on_scene"), library(seed).directory, file)
    assert [problem.line() for result in results for problem in result.problems] == []
    walks = [Told(one.mode, one.role, one.run.state) for one in results if one.run is not None]
    assert coverage(searched, walks).missing == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_walk_of_a_proposal_is_idle(seed: int) -> None:
    searched = reach(seed)
    chosen = propose(searched, (), coverage(searched, ()).missing).chosen
    assert len(chosen) < 40
    for one in chosen:
        others = set[Aim]().union(*(hits(searched.aims, other.told.state) for other in chosen if other is not one))
        assert set(one.aims) - others


@pytest.mark.parametrize("seed", SEEDS)
def test_beside_walks_that_leave_an_aim_out_is_one_that_exercises_it(seed: int) -> None:
    searched = reach(seed)
    walks = everybody(library(seed), searched.aims)
    met = [(told, hits(searched.aims, told.state)) for told in walks]
    found = sought = 0
    for aim in searched.aims.all:
        others = [told for told, exercised in met if aim not in exercised]
        if aim.kind not in (BRANCHES, EDGES) or aim.branch == POINTS or len(others) == len(met):
            continue
        sought += 1
        told = beside(searched, Pool(searched.aims, others), aim)
        if told is not None:
            assert aim in hits(searched.aims, told.state)
            found += 1
    assert sought // 2 < found <= sought


@pytest.mark.parametrize("seed", SEEDS)
def test_the_name_of_a_proposal_says_what_stands_out_and_where_it_ends(seed: int) -> None:
    searched = reach(seed)
    plan = searched.plan
    chosen = propose(searched, (), coverage(searched, ()).missing).chosen
    for one in chosen:
        name = name_of(plan, one.told)
        assert name.endswith(plan.outcomes[~one.told.state.at].title)
        last = plan.steps[max(one.told.answers)]
        value = one.told.answers[max(one.told.answers)]
        assert value != "not known" or f"{last.short[0].lower()}{last.short[1:]} not known" in name.lower()
