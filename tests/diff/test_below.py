"""Where both versions go on alike nothing is followed, and what is found is what following everything finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.diff.generate import edited
from tests.diff.test_against_engine import compiled
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.library import default_pack
from triage_tui.proof.below import Written
from triage_tui.proof.differences import Differences, Versions
from triage_tui.walk.plan import Plan


def _compare(old: Plan, new: Plan, pack: Compiled) -> tuple[object, ...]:
    assert pack.pack is not None
    return _said(Versions(old, new, {role.id: role.modes for role in pack.pack.roles}).compare())


def _said(found: Differences) -> tuple[object, ...]:
    return found.patients, found.undecided, [(one.kind, one.old, one.new, one.count) for one in found.found]


def _follow_everything(patch: pytest.MonkeyPatch) -> None:
    """No place of one version goes on as any of the other."""
    fresh = count()
    shape = Written.below
    patch.setattr(Written, "below", lambda self, payload: [next(fresh) for _ in shape(self, payload)])


def test_a_shipped_pathway(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = compile_pack(default_pack(), default_pack().parent / "directory.yaml")
    plan = shipped.plans["falls_risk"]
    number = [number for number, step in enumerate(plan.steps) if any(way.floor >= 0 for way in step.actions)][-2]
    step = plan.steps[number]
    mild = replace(step, actions=tuple(action._replace(floor=-1) for action in step.actions))
    other = replace(plan, steps=(*plan.steps[:number], mild, *plan.steps[number + 1 :]))
    quick = _compare(plan, other, shipped)
    _follow_everything(monkeypatch)
    assert _compare(plan, other, shipped) == quick


def test_made_up_pathways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = []
    for seed in range(200, 225):
        found = [
            compiled(tmp_path / f"{seed}{name}", files)
            for name, files in zip(("old", "new"), edited(Random(seed)), strict=True)
        ]
        if all(found):
            pairs.append([one for one in found if one is not None])
    plans = [(old.plans["example"], new.plans["example"], new) for old, new in pairs]
    quick = [_compare(*each) for each in plans]
    _follow_everything(monkeypatch)
    assert [_compare(*each) for each in plans] == quick
    assert sum(bool(found) for _, _, found in quick) > 5
