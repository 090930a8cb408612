"""The author's bench: a whole pack checked, proved and tested; long pathways proved; random testing beside it."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.figure import Compare, Figure, Pair, cpu_seconds, in_turn
from benchmarks.long_pathway import long_pathway
from benchmarks.place import PASS, TRIAGE, Place
from triage_tui.author.prove.answers import not_known_pairs, worse_pairs
from triage_tui.author.prove.claims import prove_claims
from triage_tui.author.prove.subject import Subject, subject_of
from triage_tui.compiler import Compiled, compile_pack
from triage_tui.errors import AnswerError, ExitCode
from triage_tui.library import default_pack
from triage_tui.proof.claim import Verdict
from triage_tui.proof.pairs import compare
from triage_tui.proof.patient import walk
from triage_tui.walk.engine import path
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Plan

AT_ONCE = ("verify",)
ONE_BY_ONE = ("check", "prove", "test")
"""What `verify` does at once; what both do again, as starting and compiling, is done once there."""
LENGTHS = ((500, 1.0), (2000, 15.0))
FAULTS = 4


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """The whole pack by the clock; long pathways and random testing by the processor's time."""
    yield _whole_pack(place, AT_ONCE, 10, max(runs // 5, 1))
    yield _whole_pack(place, ONE_BY_ONE, None, max(runs // 5, 1))
    yield _twice(place, max(runs // 5, 1))
    for steps, limit in LENGTHS:
        yield _long(place.folder, steps, limit, max(runs // 5, 1))
    yield from _random_testing()


def _whole_pack(place: Place, commands: tuple[str, ...], limit: float | None, runs: int) -> Figure:
    """Everything that is asked of a pack before it is signed, by one command or by several."""

    def ours() -> float:
        return sum(_cold(place, command) for command in commands)

    def bare() -> float:
        begun = time.perf_counter()
        for _ in commands:
            subprocess.run(PASS, check=True)
        return time.perf_counter() - begun

    what = f"{' + '.join(commands)} of the shipped pack, cold"
    return Figure(what, "python -c pass", Compare.TAKES_S, limit, in_turn(runs, ours, bare), "s")


def _twice(place: Place, runs: int) -> Figure:
    """The pack with every pathway in it twice, beside the pack as it is."""
    double = place.folder / "double" / "pathways"
    shutil.copytree(default_pack(), double)
    shutil.copy(default_pack().parent / "directory.yaml", double.parent)
    for file in default_pack().glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if text.startswith("pathway:"):
            name, cases = file.stem, default_pack() / "scenarios" / file.name
            again = text.replace(f"pathway: {name}\n", f"pathway: {name}_b\n", 1)
            (double / f"{name}_b.yaml").write_text(again, encoding="utf-8")
            again = cases.read_text(encoding="utf-8").replace(f"scenarios: {name}\n", f"scenarios: {name}_b\n", 1)
            (double / "scenarios" / f"{name}_b.yaml").write_text(again, encoding="utf-8")
    ours, bare = (
        partial(_cold, place, "verify", "--pack", str(pack), ends=ends)
        for pack, ends in ((double, ExitCode.PROBLEMS), (default_pack(), ExitCode.OK))
    )  # that two pathways are alike is a warning
    what = "verify of the pack with every pathway twice"
    return Figure(what, "the pack as it is", Compare.SLOWER, 2, in_turn(runs, ours, bare), "s")


def _cold(place: Place, *words: str, ends: ExitCode = ExitCode.OK) -> float:
    """How long a command takes with nothing kept from before."""
    shutil.rmtree(place.cache, ignore_errors=True)
    begun = time.perf_counter()
    done = subprocess.run([*TRIAGE, *words], capture_output=True, env=place.environment, check=False)
    taken = time.perf_counter() - begun
    assert done.returncode == ends, done.stderr.decode()
    return taken


def _pack_with(folder: Path, steps: int) -> Compiled:
    target = folder / f"long-{steps}"
    if not target.is_dir():
        others = shutil.ignore_patterns("*_and_treat.yaml", "falls*", "mental*")
        shutil.copytree(default_pack(), target / "pathways", ignore=others)
        shutil.copy(default_pack().parent / "directory.yaml", target / "directory.yaml")
        claims = "".join(
            f"  - {{if: step_{number} is yes, at least: clinician_now}}\n"
            for number in range(steps)
            if f"id: step_{number}\n    short" in long_pathway(steps)
        )
        (target / "pathways" / "long.yaml").write_text(f"{long_pathway(steps)}claims:\n{claims}", encoding="utf-8")
    return compile_pack(target / "pathways", target / "directory.yaml")


def _long(folder: Path, steps: int, limit: float, runs: int) -> Figure:
    """Every claim, and every pair of answers of which one may not end less urgent."""
    compiled = _pack_with(folder, steps)

    def ours() -> None:
        subject = subject_of(compiled, "long")
        for proof in prove_claims(subject):
            assert proof.verdict is Verdict.PROVED, proof.sentence
        for pairs in (not_known_pairs, worse_pairs):
            for pair in pairs(subject.walks):
                compare(subject.walks, subject.reassured, pair, *subject.anybody)

    what = f"every claim and every worse answer, {steps:,} steps"
    pairs = in_turn(runs, partial(cpu_seconds, ours), partial(cpu_seconds, partial(_pack_with, folder, steps)))
    return Figure(what, "compiling it", Compare.TAKES_S, limit, pairs, "s")


def _random_testing() -> Iterator[Figure]:
    """For each of some floors left out: whether the bench notices, and whether random patients do in the same time."""
    compiled = compile_pack(default_pack(), default_pack().parent / "directory.yaml")
    plan = compiled.plans["falls_risk"]
    noticed, by_chance, reached = 0, 0, set[tuple[int, object]]()
    spent = 0.0
    for number in _with_floors(plan)[:FAULTS]:
        subject = subject_of(compiled, "falls_risk")
        subject.plan = _without_floors(plan, number)
        begun = time.process_time()
        noticed += any(proof.verdict is Verdict.VIOLATED for proof in prove_claims(subject))
        took = time.process_time() - begun
        spent += took
        by_chance += _found_by_chance(subject, plan, took, reached)
    answers = sum(len(step.options) for step in plan.steps)
    seen = f"{len(reached)} of {answers} answers"
    note = f"{noticed} of {FAULTS}; by chance in the same {spent:.0f} s {by_chance}, with {seen}"
    pair = Pair(1 / max(noticed, 1), 1 / max(by_chance, 1))
    yield Figure("floors left out that are noticed", "random patients", Compare.FASTER, None, (pair,), "s", note)


def _with_floors(plan: Plan) -> list[int]:
    return [number for number, step in enumerate(plan.steps) if any(action.floor >= 0 for action in step.actions)][::9]


def _without_floors(plan: Plan, number: int) -> Plan:
    step = plan.steps[number]
    mild = replace(step, actions=tuple(action._replace(floor=-1) for action in step.actions))
    return replace(plan, steps=(*plan.steps[:number], mild, *plan.steps[number + 1 :]))


def _found_by_chance(subject: Subject, sound: Plan, seconds: float, reached: set[tuple[int, object]]) -> bool:
    """Whether random patients show that the plan ends less urgent than the sound one, within some seconds."""
    chance = random.Random(7)
    levels = subject.walks.levels
    until = time.process_time() + seconds
    while time.process_time() < until:
        patient = [chance.randrange(int(level.step != "" and not level.part), len(level.marks)) for level in levels.all]
        try:
            faulty = walk(subject.plan, levels, patient)
            right = walk(sound, levels, patient)
        except (AnswerError, LookupError):
            continue
        reached |= {(entry.step, str(entry.value)) for entry in path(faulty)}
        if sound.ranks[final_disposition(subject.plan, faulty)] > sound.ranks[final_disposition(sound, right)]:
            return True
    return False
