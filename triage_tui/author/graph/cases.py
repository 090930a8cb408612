"""The walks that are laid over a picture: those of the pathway's scenarios, or of one case from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from triage_tui.author.scenarios import walk_case
from triage_tui.content.case_file import read_case, read_scenarios
from triage_tui.content.shared_files import CaseShape
from triage_tui.content.source import Map, read_source
from triage_tui.errors import AnswerError, UsageError
from triage_tui.problems import did_you_mean
from triage_tui.walk.engine import State
from triage_tui.walk.plan import Plan


class Walked(NamedTuple):
    """A case by its name, its mode, and where it led."""

    name: str
    mode: str
    state: State


def walks_of(plan: Plan, modes: tuple[str, ...], file: Path) -> tuple[Walked, ...]:
    """Every scenario of a file that can be walked; those that cannot are for `triage test` to explain."""
    found = []
    for case in read_scenarios(file)[0].cases:
        try:
            found.append(_scenario(plan, modes, case))
        except AnswerError:
            continue
    return tuple(found)


def walk_named(plan: Plan, modes: tuple[str, ...], named: str, scenarios: Path) -> Walked:
    """The case meant: a file as for --answers, a file of scenarios, or one of the pathway's scenarios by its name.

    FILE#NAME is one scenario of a file.
    """
    path, _, name = named.partition("#")
    if not Path(path).is_file():
        if not scenarios.is_file():
            raise UsageError(f'there is no file "{named[:80]}"', f"nor has the pathway scenarios in {scenarios}")
        return _scenario(plan, modes, _named(read_scenarios(scenarios)[0].cases, named, str(scenarios)))
    root = read_source(Path(path), path).root
    if isinstance(root, Map) and "cases" in root:
        return _scenario(plan, modes, _named(read_scenarios(Path(path))[0].cases, name, path))
    case = read_case(Path(path))
    shape = CaseShape.model_construct(
        scenario=Path(path).name, given=case.given, answers=case.answers, default=case.default
    )
    return _scenario(plan, modes, shape)


def _named(cases: Sequence[CaseShape], name: str, file: str) -> CaseShape:
    """The case with this name, or the only one that has it within its name, or the only one there is."""
    exact = [case for case in cases if case.scenario == name]
    found = exact or [case for case in cases if name.casefold() in case.scenario.casefold()]
    if len(found) == 1:
        return found[0]
    names = [case.scenario for case in cases]
    if found:
        raise UsageError(
            f'{len(found)} scenarios of {file} have "{name}" in their name', f"such as: {'; '.join(names[:3])}"
        )
    hint = did_you_mean(name, names) or f"such as: {'; '.join(names[:3])}"
    raise UsageError(f'{file} has no scenario "{name[:80]}"', hint)


def _scenario(plan: Plan, modes: tuple[str, ...], case: CaseShape) -> Walked:
    found = walk_case(plan, modes, case)
    return Walked(case.scenario, found.mode, found.run.state)
