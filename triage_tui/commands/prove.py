"""triage prove: the claims of pathways, and what every pathway must satisfy, over every possible patient.

With it the joint proof: everybody has a service in the directory, at every minute of a year.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_tui.collecting import without_collecting
from triage_tui.commands.progress import shown
from triage_tui.commands.settings import no_pathway, pack_folder
from triage_tui.errors import ContentError, ExitCode, OutputError, UsageError

if TYPE_CHECKING:
    from triage_tui.author.prove.work import Found, Part
    from triage_tui.compiler import Compiled

LINES_OF_ONE = 5
"""A saved scenario is written on so many."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A directory's dated exceptions and the bank holidays of England are known for these."""


def run(options: argparse.Namespace) -> int:
    """Prove every pathway named (default: all); print what is not proved, or everything with --all."""
    from triage_tui.author.beside import Beside
    from triage_tui.author.check.locate import targets
    from triage_tui.author.prove.work import Work
    from triage_tui.compiler import compile_pack

    target = targets([pack_folder(options)])[0]
    with without_collecting():
        compiled = compile_pack(target.folder, target.directory)
    names, whole = wanted(options, compiled)
    for name in names:
        if not is_whole(compiled, name):
            hint = "triage check says what is wrong"
            raise ContentError(f'pathway "{name}" cannot be proved', compiled.errors, hint)
    year = year_of(options)
    if options.services:
        return _services(compiled, target.directory, names, year, options)
    work = Work(compiled, target.folder, target.directory, year)
    with without_collecting(), Beside(work, work.parts(names)) as beside:
        done = beside.finish(shown("proofs"))
    return int(ExitCode.OK if report(options, done, names, whole=whole) else ExitCode.PROBLEMS)


def wanted(options: argparse.Namespace, compiled: Compiled) -> tuple[list[str], bool]:
    """The pathways that are named (none: all), and whether they are all that the pack has; UsageError for others."""
    known = compiled.files.named
    names: list[str] = options.pathways or known
    for name in names:
        if name not in known:
            raise no_pathway(name, known, compiled.files.folder)
    return names, set(names) == set(known)


def is_whole(compiled: Compiled, name: str) -> bool:
    """Whether a pathway was compiled, and the files that every pathway stands on."""
    return name in compiled.plans and compiled.pack is not None


def report(options: argparse.Namespace, done: Mapping[Part, Found], names: Iterable[str], *, whole: bool) -> bool:
    """Print what was proved of some pathways; whether everything is. `whole`: they are all that the pack has."""
    from triage_tui.author.prove.work import joined

    counts: Counter[str] = Counter()
    data: list[dict[str, Any]] = []
    for name in names:
        found = joined(done, name)
        verdicts = Counter(proof["verdict"] for proof in found)
        counts += verdicts
        data.extend(found)
        if options.format == "text":
            _print(found, everything=options.all)
            sys.stderr.write(f"{name}: {_told(verdicts)}\n")
        if options.save:
            _save(Path(options.save), name, found)
    if whole:
        counts += _about_nobody(data, told=options.format == "text")
    if options.format == "json":
        sys.stdout.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    return set(counts) <= {"proved", "not reached here"}


def _about_nobody(data: list[dict[str, Any]], *, told: bool) -> Counter[str]:
    """The claims of modules that no pathway of the pack reaches: vacuous everywhere they stand."""
    from triage_tui.author.prove.run import reached_nowhere
    from triage_tui.author.prove.work import place_of

    nowhere = reached_nowhere((place_of(proof), proof["verdict"]) for proof in data)
    for proof in data:
        if place_of(proof) in nowhere:
            proof["verdict"], proof["code"] = "vacuous", "SAF002"
    if told:
        for file, line, column, sentence in sorted(nowhere):
            sys.stdout.write(f"{file}:{line}:{column}: VACUOUS[SAF002] {sentence} (no pathway reaches it)\n")
    return Counter({"vacuous": len(nowhere)} if nowhere else {})


def year_of(options: argparse.Namespace) -> int:
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
        text = "".join(f"{line}\n" for line in lines)
        try:
            if target.exists():
                _add(target, name, text)
            else:
                target.write_text(f"scenarios: {name}\ncases:\n{text}", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{target} could not be written: {error.strerror}", "name another with --save") from None
        several = "s" if len(lines) > LINES_OF_ONE else ""
        sys.stderr.write(f"{len(lines) // LINES_OF_ONE} scenario{several} in {target}: say what each must expect\n")


def _add(target: Path, name: str, text: str) -> None:
    """Put cases at the end of a scenario file; a file of anything else is left as it is."""
    from triage_tui.author.suggest.write import append

    if not target.read_text(encoding="utf-8", errors="replace").startswith(f"scenarios: {name}\n"):
        raise OutputError(f"{target} is there already, and has no scenarios of {name}", "name another with --save")
    append(target, text)
