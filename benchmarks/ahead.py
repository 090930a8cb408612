"""What can still happen, exactly: working out the tables of every shipped pathway, and looking in them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

from benchmarks.figure import Compare, Figure, Pair
from benchmarks.place import ROOT, Place
from tests.proof.reaching import everything_comes_true
from tests.walk.answers import modes_of, random_walk
from triage_tui.compiler import compile_pack
from triage_tui.proof.levels import Levels
from triage_tui.proof.tables import tables_of
from triage_tui.walk.ahead import Tables
from triage_tui.walk.engine import State
from triage_tui.walk.outlook import final_disposition, outlook
from triage_tui.walk.plan import Plan

ROLES = {"telephone": "call_handler", "on_scene": "paramedic"}
LOOKED_AT = 30
"""States of each pathway for which everything that is named is looked for, as somebody who comes to it."""


def measure(_place: Place, runs: int) -> Iterator[Figure]:
    """Each pathway once; on random walks nothing may be left out, and what is named comes true on the engine."""
    plans = compile_pack(ROOT / "pathways", ROOT / "directory.yaml").plans
    for name, plan in plans.items():
        start = time.process_time()
        data = tables_of(plan)
        seconds = time.process_time() - start
        tables = Tables(memoryview(data))
        states = [state for seed in range(max(runs, 10)) for state in _walked(plan, seed, tables)]
        pairs = tuple(_looked_up(plan, tables, state) for state in states)
        what = f"what can still happen, looked up ({name})"
        note = f"{len(data) / 1e6:.1f} MB worked out in {seconds:.0f} s of processor time, once"
        yield Figure(what, "at most, by the arrows", Compare.TAKES, 1.0, pairs, "ms", note)
        for state in Random(name).sample(states, min(LOOKED_AT, len(states))):
            found = tables.look(plan, state)
            assert found is not None
            everything_comes_true(plan, Levels([plan]), tables, state, found)


def _walked(plan: Plan, seed: int, tables: Tables) -> Iterator[State]:
    """The states of one walk in each mode, where the end of the walk is among what was said to be possible."""
    for mode in modes_of(plan):
        random = Random(f"{plan.pathway} {mode} {seed}")
        states = random_walk(plan, mode, ROLES[mode], random, random.choice([0.0, 0.6, 0.95]))
        for asked, state in enumerate(states[:-1]):
            found = tables.look(plan, state)
            assert found is not None
            assert found.fewest <= len(states) - 1 - asked <= found.most
            assert final_disposition(plan, states[-1]) in found.dispositions
            yield state


def _looked_up(plan: Plan, tables: Tables, state: State) -> Pair:
    start = time.perf_counter()
    tables.look(plan, state)
    middle = time.perf_counter()
    outlook(plan, state)
    return Pair(middle - start, time.perf_counter() - middle)
