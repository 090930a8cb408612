"""triage test: run the scenarios of pathways, and measure what they exercise."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from triage_tui.author.beside import Beside
from triage_tui.author.cover.arrive import NODES, QUICK, Told
from triage_tui.author.cover.measure import Coverage, coverage
from triage_tui.author.cover.reach import Reach
from triage_tui.author.scenarios import CaseResult, run_cases
from triage_tui.collecting import without_collecting
from triage_tui.commands.progress import told
from triage_tui.commands.settings import open_library, plan_of
from triage_tui.content.case_file import read_scenarios
from triage_tui.content.pack_files import PackFiles, read_pack
from triage_tui.errors import ContentError, ExitCode
from triage_tui.library import Library, cache_folder
from triage_tui.walk.compiling.claims import impossible_of

if TYPE_CHECKING:
    from triage_tui.author.mutants.score import Score
    from triage_tui.content.shared_files import CaseShape
    from triage_tui.proof.example import Roles
    from triage_tui.walk.plan import Condition, Plan


def run(options: argparse.Namespace) -> int:
    """Run every scenario of the pathways named (default: all), print what failed and what they exercise."""
    searches = options.mutants is not None or options.suggest
    with nullcontext() if searches else without_collecting():  # a search leaves one large diagram behind after another
        library = open_library(options)
        names = options.pathways or [header.id for header in library.pack.pathways]
        work = _Work(options, library, read_pack(library.folder))
        if not searches and len(names) > 1:
            longest = sorted(names, key=lambda name: -len(plan_of(library, name).steps))
            with Beside(work, longest) as beside:
                done = beside.finish()
            sys.stdout.writelines(done[name][1] for name in names)
            good = [done[name][0] for name in names]
        else:
            good = [report(options, work.run(name)) for name in names]
    return int(ExitCode.OK if all(good) else ExitCode.PROBLEMS)


@dataclass(frozen=True)
class Tested:
    """The scenarios of one pathway, run, and what it takes to say what they exercise."""

    plan: Plan
    roles: Roles
    impossible: tuple[Condition, ...]
    file: Path
    cases: tuple[CaseShape, ...]
    results: tuple[CaseResult, ...]


@dataclass(frozen=True)
class _Work:
    """The pathways of a pack, to be tested one by one."""

    options: argparse.Namespace
    library: Library
    files: PackFiles

    def do(self, name: str) -> tuple[bool, str]:
        """Whether a pathway passes, and what to print of it."""
        with redirect_stdout(StringIO()) as said:
            good = report(self.options, self.run(name))
        return good, said.getvalue()

    def run(self, name: str) -> Tested:
        """Run the scenarios of a pathway."""
        pack, plan = self.library.pack, plan_of(self.library, name)
        header = pack.header(name)
        file = self.library.folder / "scenarios" / f"{name}.yaml"
        if header is None or not file.is_file():
            raise ContentError(f'pathway "{name}" has no scenarios', hint=f"write them in {file}")
        scenarios, source = read_scenarios(file)
        results = run_cases(plan, header.modes, self.library.directory, scenarios, source)
        roles = {role.id: role.modes for role in pack.roles}
        return Tested(plan, roles, impossible_of(self.files, name, plan), file, scenarios.cases, results)


def report(options: argparse.Namespace, tested: Tested) -> bool:
    """Print what failed of one pathway and what its scenarios exercise; whether all pass and enough is exercised."""
    results = tested.results
    for result in results:
        for problem in result.problems:
            sys.stdout.write(f"{problem.line()}\n  in: {result.name}\n")
    bad = sum(bool(result.problems) for result in results)
    sys.stdout.write(f"{tested.plan.pathway}: {len(results)} scenarios, {bad} failed\n")
    reach = Reach(tested.plan, tested.roles, NODES if options.suggest else QUICK, tested.impossible)
    walks = [Told(one.mode, one.role, one.run.state) for one in results if one.run and one.run.state.finished]
    found = coverage(reach, walks)
    sys.stdout.writelines(f"  {line}\n" for line in _shares(found))
    if options.missing:
        sys.stdout.writelines(f"  {found.aims.line(aim)}\n" for aim in found.missing)
    if options.unreachable:
        sys.stdout.writelines(f"  {found.aims.line(aim)} (no patient can reach it)\n" for aim in found.unreachable)
    scored = _mutants(options, reach, tested.cases, results, walks) if options.mutants is not None and not bad else None
    if options.suggest:
        _suggest(options, tested.file, reach, walks, found, scored)
    shares = [share.percent for share in found.shares] + ([scored.percent] if scored is not None else [])
    return not bad and all(percent >= options.threshold for percent in shares)


def _mutants(
    options: argparse.Namespace,
    reach: Reach,
    cases: Sequence[CaseShape],
    results: Sequence[CaseResult],
    walks: list[Told],
) -> Score:
    """Run the mutants and print what survives."""
    from triage_tui.author.cover.pool import Pool
    from triage_tui.author.mutants.differ import Differ
    from triage_tui.author.mutants.make import mutants_of
    from triage_tui.author.mutants.proved import Proved
    from triage_tui.author.mutants.score import sample, score
    from triage_tui.author.mutants.suite import suite_of

    suite = suite_of(reach.plan, cases, results)
    mutants = list(mutants_of(reach.plan))
    chosen = sample(mutants, options.mutants or len(mutants), options.seed)
    differ = Differ(reach.plan, reach.roles, Pool(reach.aims, walks, reach.impossible))
    proved = Proved(cache_folder(), reach.plan, reach.roles, reach.impossible)
    found = score(suite, differ, chosen, partial(told(), "mutants"), proved)
    some = f" (a sample: {len(chosen)} of {len(mutants)})" if len(chosen) < len(mutants) else ""
    sys.stdout.write(f"  {'mutants':<10} {found.percent:>3} %  {found.killed} of {found.of} noticed{some}\n")
    sys.stdout.write(f"  {len(found.equivalent)} more that change nothing for anybody (proved)\n")
    for kind, ones in (("not noticed", found.survived), ("not decided", found.undecided)):
        sys.stdout.writelines(f"  {one.line_of_text()} ({kind})\n" for one in ones)
    return found


def _suggest(
    options: argparse.Namespace, file: Path, reach: Reach, walks: list[Told], found: Coverage, scored: Score | None
) -> None:
    """Print, or write, the scenarios that are missing."""
    from triage_tui.author.suggest.choose import Proposal, propose
    from triage_tui.author.suggest.write import append, cases

    proposals = propose(reach, walks, found.missing)
    for aim in proposals.left:
        sys.stderr.write(f"no walk was found for {found.aims.line(aim)}\n")
    chosen = list(proposals.chosen)
    chosen += [Proposal(told, [], shown) for told, shown in (scored.witnesses if scored is not None else ())]
    if not chosen:
        return
    text = cases(reach.aims, chosen)
    if options.write:
        append(file, text)
        sys.stderr.write(f"{len(chosen)} scenarios were added to {file}; read every one of them\n")
    else:
        sys.stdout.write(f"# {len(chosen)} scenarios for {file}; expected is what the pathway does now\n{text}")


def _shares(found: Coverage) -> Iterator[str]:
    """The shares, and what is left."""
    for share in found.shares:
        yield f"{share.kind:<10} {share.percent:>3} %  {share.done} of {share.of}"
    if found.missing:
        yield f"{len(found.missing)} not exercised: see them with --missing, have scenarios for them with --suggest"
    if found.unreachable:
        yield f"{len(found.unreachable)} more that no patient can reach (proved): see them with --unreachable"
