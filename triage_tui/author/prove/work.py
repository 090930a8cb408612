"""What is to be proved of a pack, in parts that two processes share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from triage_tui.author.prove.builtin import prove_builtin
from triage_tui.author.prove.run import prove_written
from triage_tui.author.prove.scenario import scenario_lines
from triage_tui.author.prove.subject import cases_of, subject_of
from triage_tui.author.prove.told import as_data, lines_of
from triage_tui.compiler import Compiled

BUILT_IN, CLAIMS, SERVICES = "built in", "claims", "services"

Found: TypeAlias = "dict[str, list[dict[str, Any]]]"
"""By pathway, proofs as plain data with the lines to print."""


class Part(NamedTuple):
    """What is built in, or the claims, of one pathway; or the services of all."""

    what: str
    pathways: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """What is to be proved: a compiled pack and where it lies, and the year for its directory."""

    compiled: Compiled
    folder: Path
    directory: Path
    year: int

    def parts(self, names: Sequence[str]) -> Iterator[Part]:
        """The parts for some pathways, those that take long before the others."""
        largest = sorted(names, key=lambda name: -len(self.compiled.plans[name].steps))
        yield from (Part(BUILT_IN, (name,)) for name in largest)
        yield Part(SERVICES, tuple(names))
        yield from (Part(CLAIMS, (name,)) for name in largest)

    def do(self, part: Part) -> Found:
        """Prove one part."""
        if part.what == SERVICES:
            return self._services(part.pathways)
        return {name: self._proofs(name, part.what) for name in part.pathways}

    def _proofs(self, name: str, what: str) -> list[dict[str, Any]]:
        """The claims of one pathway, or what is built in."""
        subject = subject_of(self.compiled, name, cases_of(self.folder, name) if what == CLAIMS else ())
        return [
            {
                **as_data(subject, proof),
                "lines": list(lines_of(subject, proof)),
                "scenario": list(scenario_lines(subject, proof)) if proof.patient else [],
            }
            for proof in (prove_written(subject) if what == CLAIMS else prove_builtin(subject))
        ]

    def _services(self, names: Sequence[str]) -> Found:
        """Whether everybody has a service; what was looked at for one pathway is not looked at for another."""
        from triage_tui.author.services.joint import Finder
        from triage_tui.author.services.report import Report

        finder = Finder(self.compiled.directory, self.year)
        return {name: list(Report(self.compiled, str(self.directory), (name,), finder).proofs()) for name in names}


def joined(done: Mapping[Part, Found], name: str) -> list[dict[str, Any]]:
    """Everything that was proved of one pathway, by file and line, and at last whether everybody has a service."""
    services = [proof for part, found in done.items() if part.what == SERVICES for proof in found.get(name, ())]
    others = [proof for part, found in done.items() if part.what != SERVICES for proof in found.get(name, ())]
    return [*sorted(others, key=place_of), *services]


def place_of(proof: dict[str, Any]) -> tuple[str, int, int, str]:
    """Where what is proved is written, and its sentence."""
    return proof["file"], proof["line"], proof["column"], proof["sentence"]
