"""triage test: run the scenarios of pathways, and measure what they exercise."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

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


def run(options: argparse.Namespace) -> int:
    """Run every scenario of the pathways named (default: all), print what failed and what they exercise."""
    searches = options.mutants is not None or options.suggest
    with nullcontext() if searches else without_collecting():  # a search leaves one large diagram behind after another
        library = open_library(options)
        names = options.pathways or [header.id for header in library.pack.pathways]
        files = read_pack(library.folder)
        if not searches and len(names) > 1:
            good = list(_side_by_side(options, library, names, files))
        else:
            good = [_test(options, library, name, files) for name in names]
    return int(ExitCode.OK if all(good) else ExitCode.PROBLEMS)


def _side_by_side(options: argparse.Namespace, library: Library, names: list[str], files: PackFiles) -> Iterator[bool]:
    """Test pathways on two cores, the longest first; each is printed in its turn."""
    plans = {name: plan_of(library, name) for name in names}
    longest = sorted(plans, key=lambda name: -len(plans[name].steps))
    with ProcessPoolExecutor(max_workers=2, initializer=_begin, initargs=(options, library, files)) as pool:
        waiting = {name: pool.submit(_test_apart, name) for name in longest}
        for name in names:
            good, text = waiting[name].result()
            sys.stdout.write(text)
            yield good


_begun: list[tuple[argparse.Namespace, Library, PackFiles]] = []


def _begin(options: argparse.Namespace, library: Library, files: PackFiles) -> None:
    """Called once in every process that tests."""
    gc.disable()
    _begun.append((options, library, files))


def _test_apart(name: str) -> tuple[bool, str]:
    """Whether a pathway passed, and what to print of it."""
    options, library, files = _begun[-1]
    with redirect_stdout(StringIO()) as said:
        good = _test(options, library, name, files)
    return good, said.getvalue()


def _test(options: argparse.Namespace, library: Library, name: str, files: PackFiles) -> bool:
    """Test one pathway; whether everything passed and enough is exercised."""
    header = library.pack.header(name)
    plan = plan_of(library, name)
    file = library.folder / "scenarios" / f"{name}.yaml"
    if header is None or not file.is_file():
        raise ContentError(f'pathway "{name}" has no scenarios', hint=f"write them in {file}")
    scenarios, source = read_scenarios(file)
    results = run_cases(plan, header.modes, library.directory, scenarios, source)
    for result in results:
        for problem in result.problems:
            sys.stdout.write(f"{problem.line()}\n  in: {result.name}\n")
    bad = sum(bool(result.problems) for result in results)
    sys.stdout.write(f"{name}: {len(results)} scenarios, {bad} failed\n")
    roles = {role.id: role.modes for role in library.pack.roles}
    reach = Reach(plan, roles, NODES if options.suggest else QUICK, impossible_of(files, name, plan))
    walks = [Told(one.mode, one.role, one.run.state) for one in results if one.run and one.run.state.finished]
    found = coverage(reach, walks)
    sys.stdout.writelines(f"  {line}\n" for line in _report(found))
    if options.missing:
        sys.stdout.writelines(f"  {found.aims.line(aim)}\n" for aim in found.missing)
    if options.unreachable:
        sys.stdout.writelines(f"  {found.aims.line(aim)} (no patient can reach it)\n" for aim in found.unreachable)
    scored = (
        _mutants(options, reach, scenarios.cases, results, walks) if options.mutants is not None and not bad else None
    )
    if options.suggest:
        _suggest(options, file, reach, walks, found, scored)
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


def _report(found: Coverage) -> Iterator[str]:
    """The shares, and what is left."""
    for share in found.shares:
        yield f"{share.kind:<10} {share.percent:>3} %  {share.done} of {share.of}"
    if found.missing:
        yield f"{len(found.missing)} not exercised: see them with --missing, have scenarios for them with --suggest"
    if found.unreachable:
        yield f"{len(found.unreachable)} more that no patient can reach (proved): see them with --unreachable"
