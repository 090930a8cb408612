"""triage prove: the claims of pathways, and what every pathway must satisfy, over every possible patient.

With it the joint proof: everybody has a service in the directory, at every minute of a year.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_tui.collecting import without_collecting
from triage_tui.commands.settings import pack_folder
from triage_tui.errors import ContentError, ExitCode, OutputError, UsageError
from triage_tui.problems import did_you_mean

if TYPE_CHECKING:
    from triage_tui.compiler import Compiled

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A directory's dated exceptions and the bank holidays of England are known for these."""


def run(options: argparse.Namespace) -> int:
    """Prove every pathway named (default: all); print what is not proved, or everything with --all."""
    from triage_tui.author.check.locate import targets
    from triage_tui.compiler import compile_pack

    target = targets([pack_folder(options)])[0]
    with without_collecting():
        compiled = compile_pack(target.folder, target.directory)
    known = sorted(compiled.files.pathways)
    names = options.pathways or known
    for name in names:
        if name not in known:
            raise UsageError(f'there is no pathway "{name}"', did_you_mean(name, known))
        if name not in compiled.plans or compiled.pack is None:
            hint = "triage check says what is wrong"
            raise ContentError(f'pathway "{name}" cannot be proved', compiled.errors, hint)
    year = _year(options)
    if options.services:
        return _services(compiled, target.directory, names, year, options)
    counts: Counter[str] = Counter()
    data: list[dict[str, Any]] = []
    for name, found in _proved(Work(compiled, target.folder, target.directory, year), names):
        verdicts = Counter(proof["verdict"] for proof in found)
        counts += verdicts
        data.extend(found)
        if options.format == "text":
            _print(found, everything=options.all)
            sys.stderr.write(f"{name}: {_told(verdicts)}\n")
        if options.save:
            _save(Path(options.save), name, found)
    if set(names) == set(known):
        counts += _about_nobody(data, told=options.format == "text")
    if options.format == "json":
        sys.stdout.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    return int(ExitCode.OK if set(counts) <= {"proved", "not reached here"} else ExitCode.PROBLEMS)


def _about_nobody(data: list[dict[str, Any]], *, told: bool) -> Counter[str]:
    """The claims of modules that no pathway of the pack reaches: vacuous everywhere they stand."""
    from triage_tui.author.prove.run import reached_nowhere

    nowhere = reached_nowhere((_place(proof), proof["verdict"]) for proof in data)
    for proof in data:
        if _place(proof) in nowhere:
            proof["verdict"], proof["code"] = "vacuous", "SAF002"
    if told:
        for file, line, column, sentence in sorted(nowhere):
            sys.stdout.write(f"{file}:{line}:{column}: VACUOUS[SAF002] {sentence} (no pathway reaches it)\n")
    return Counter({"vacuous": len(nowhere)} if nowhere else {})


def _year(options: argparse.Namespace) -> int:
    """The year to look at: the one named, or the coming one."""
    if options.year is None:
        return datetime.now(UTC).year + 1
    if not FIRST_YEAR <= options.year <= LAST_YEAR:
        raise UsageError(f"{options.year} is not a year to look at", f"name one from {FIRST_YEAR} to {LAST_YEAR}")
    return int(options.year)


def _services(compiled: Compiled, directory: Path, names: list[str], year: int, options: argparse.Namespace) -> int:
    """The joint proof alone."""
    from triage_tui.author.services.joint import Finder
    from triage_tui.author.services.report import Report

    if not names or compiled.pack is None:
        raise ContentError("there is no pathway here to look at", compiled.errors, "triage check says what is wrong")
    report = Report(compiled, str(directory), names, Finder(compiled.directory, year))
    if options.format == "json":
        sys.stdout.write(json.dumps(report.data(), indent=1, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report.lines(everything=options.all))
        sys.stderr.write(f"{report.summary()}\n")
    return int(ExitCode.PROBLEMS if report.holes else ExitCode.OK)


@dataclass(frozen=True)
class Work:
    """What is to be proved: a compiled pack and where it lies, and the year for its directory."""

    compiled: Compiled
    folder: Path
    directory: Path
    year: int

    def prove(self, name: str, part: str) -> list[dict[str, Any]]:
        """The claims of one pathway, or what is built in, as plain data with the lines to print."""
        from triage_tui.author.prove.builtin import prove_builtin
        from triage_tui.author.prove.run import prove_written
        from triage_tui.author.prove.scenario import scenario_lines
        from triage_tui.author.prove.subject import cases_of, subject_of
        from triage_tui.author.prove.told import as_data, lines_of

        subject = subject_of(self.compiled, name, cases_of(self.folder, name) if part == CLAIMS else ())
        return [
            {
                **as_data(subject, proof),
                "lines": list(lines_of(subject, proof)),
                "scenario": list(scenario_lines(subject, proof)) if proof.patient else [],
            }
            for proof in (prove_written(subject) if part == CLAIMS else prove_builtin(subject))
        ]

    def prove_services(self, names: list[str]) -> dict[str, list[dict[str, Any]]]:
        """By pathway, whether everybody has a service; what was looked at for one is not looked at for another."""
        from triage_tui.author.services.joint import Finder
        from triage_tui.author.services.report import Report

        finder = Finder(self.compiled.directory, self.year)
        return {name: list(Report(self.compiled, str(self.directory), (name,), finder).proofs()) for name in names}


BUILT_IN, CLAIMS = "built in", "claims"


def _proved(work: Work, names: list[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every pathway's proofs, in order; on two cores, the largest pathway first."""
    largest = sorted(names, key=lambda name: -len(work.compiled.plans[name].steps))
    with ProcessPoolExecutor(max_workers=2, initializer=_begin, initargs=(work,)) as pool:
        built_in = {name: pool.submit(_prove_part, name, BUILT_IN) for name in largest[:2]}
        services = pool.submit(_prove_services, names)
        claims = {name: pool.submit(_prove_part, name, CLAIMS) for name in largest}
        built_in |= {name: pool.submit(_prove_part, name, BUILT_IN) for name in largest[2:]}
        for name in names:
            found = [*claims[name].result(), *built_in[name].result()]
            yield name, [*sorted(found, key=_place), *services.result()[name]]


_begun: list[Work] = []


def _begin(work: Work) -> None:
    """Called once in every process that proves: diagrams are very many small things, hardly any of them garbage."""
    gc.disable()
    _begun.append(work)


def _prove_part(name: str, part: str) -> list[dict[str, Any]]:
    return _begun[-1].prove(name, part)


def _prove_services(names: list[str]) -> dict[str, list[dict[str, Any]]]:
    return _begun[-1].prove_services(names)


def _place(proof: dict[str, Any]) -> tuple[str, int, int, str]:
    return proof["file"], proof["line"], proof["column"], proof["sentence"]


def _print(found: list[dict[str, Any]], *, everything: bool) -> None:
    for proof in found:
        if everything or proof["verdict"] not in ("proved", "not reached here") or proof["leans_on"]:
            sys.stdout.writelines(f"{line}\n" for line in proof["lines"])


def _told(verdicts: Counter[str]) -> str:
    words = [f"{verdicts['proved']} properties proved for every possible patient"]
    words += [
        f"{verdicts[name]} {name}" for name in ("violated", "vacuous", "unknown", "not reached here") if verdicts[name]
    ]
    return ", ".join(words)


def _save(file: Path, name: str, found: list[dict[str, Any]]) -> None:
    """Write the patients who break something as scenarios, for a person to say what should happen."""
    lines = [line for proof in found for line in proof["scenario"]]
    if lines:
        target = file if file.suffix == ".yaml" else file / f"{name}.yaml"
        try:
            target.write_text("\n".join([f"scenarios: {name}", "cases:", *lines]) + "\n", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{target} could not be written: {error.strerror}", "name another with --save") from None
        sys.stderr.write(f"{len(lines) // 5} scenario{'s' * (len(lines) != 5)} in {target}\n")
