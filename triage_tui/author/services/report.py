"""The joint proof of a compiled pack and its directory: what to print, and whether anybody is left without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from triage_tui.author.services.endings import endings_of
from triage_tui.author.services.joint import Finder
from triage_tui.author.services.told import PROPERTY, Teller, Told, as_data, share
from triage_tui.compiler import Compiled
from triage_tui.proof.claim import Verdict

MOST_RELYING = 10


class Report:
    """What the joint proof of some pathways found."""

    def __init__(self, compiled: Compiled, directory_name: str, names: Iterable[str], finder: Finder) -> None:
        assert compiled.pack is not None
        self.directory, self.year, self.names = compiled.directory, finder.year, tuple(names)
        self.files = {name: _files(compiled, name) for name in self.names}
        self.directory_name = directory_name
        roles = {role.id: role.modes for role in compiled.pack.roles}
        endings = [one for name in self.names for one in endings_of(name, compiled.plans[name], roles)]
        self.joint = finder.joint(endings)
        self.teller = Teller(self.joint)
        self.holes, self.relying = self.teller.holes(), self.teller.relying()

    @property
    def minutes(self) -> dict[str, int]:
        """Minutes of everybody together, by who serves them."""
        return self.joint.minutes()

    def lines(self, *, everything: bool) -> Iterator[str]:
        """The holes; then how many rely on the catch-all, and the most of them or all."""
        for told in self.holes:
            yield from self._lines_of(told)
        told_of = self.relying if everything else self.relying[:MOST_RELYING]
        whole = sum(self.minutes.values())
        if told_of:
            yield f"relying on the catch-all, {len(self.relying)} groups, the most minutes first:"
        for told in told_of:
            words = told.sentence if everything else told.short
            yield f"    {share(told.minutes, whole)}: {words}"
        if len(told_of) < len(self.relying):
            yield f"    and {len(self.relying) - len(told_of)} more: --all lists them"

    def summary(self) -> str:
        """The whole in one sentence."""
        minutes = self.minutes
        whole = sum(minutes.values())
        asked = minutes["local"] + minutes["national"]
        holes = f"{len(self.holes)} {'hole' if len(self.holes) == 1 else 'holes'}"
        left_out = "; what has mistakes in the directory is left out" if self.directory.left_out else ""
        return (
            f"{self.year}: {len(self.joint.found):,} endings, {self.joint.people:,} combinations of an ending, an area "
            f"and somebody there, at every minute: {share(asked, whole)} by a service of a kind asked for "
            f"({share(minutes['national'], whole)} by a national one), {share(minutes['another'], whole)} by a local "
            f"one of a kind tried instead, {share(minutes['relying'], whole)} rely on the catch-all, {holes}{left_out}"
        )

    def data(self) -> dict[str, Any]:
        """Everything, for machines."""
        holes = [
            {**as_data(self.teller, told, self.directory_name, self.files), "code": told.code} for told in self.holes
        ]
        return {
            "year": self.year,
            "pathways": list(self.names),
            "endings": len(self.joint.found),
            "combinations": self.joint.people,
            "minutes": self.minutes,
            "holes": holes,
            "catch_all": [as_data(self.teller, told, self.directory_name, self.files) for told in self.relying],
        }

    def proofs(self) -> Iterator[dict[str, Any]]:
        """The same as the properties of one pathway."""
        for told in self.holes:
            first = told.endings[0].outcome
            yield {
                **self._proof(told.sentence, Verdict.VIOLATED, told.code),
                "file": self.files[self.names[0]].get(first.file, first.file),
                "line": first.line,
                "column": first.column,
                "lines": list(self._lines_of(told)),
            }
        if not self.holes:
            whole = sum(self.minutes.values())
            note = f"{share(self.minutes['relying'], whole)} rely on the catch-all: triage prove --services lists it"
            sentence = f"{PROPERTY}: every ending, at every minute of {self.year}"
            proof = self._proof(sentence, Verdict.PROVED, "")
            yield {**proof, "note": note, "lines": [f"{self.directory_name}:1:1: proved {sentence} ({note})"]}

    def _lines_of(self, told: Told) -> Iterator[str]:
        yield f"{self.at(told)}: VIOLATED[{told.code}] {told.sentence}"
        yield f"    {self.directory_name}:{self.teller.directory_line(told)}: look here in the directory"
        if all(ending.raised for ending in told.endings):
            yield "    nobody is left out of a raised disposition, so this may be somebody whom no walk brings here"

    def _proof(self, sentence: str, verdict: Verdict, code: str) -> dict[str, Any]:
        nothing: dict[str, Any] = {"leans_on": [], "step": "", "facts": [], "note": "", "conversation": []}
        place = {"file": self.directory_name, "line": 1, "column": 1}
        known = {"pathway": self.names[0], "property": PROPERTY, "sentence": sentence}
        return {**known, **place, "verdict": verdict.value, "code": code, **nothing, "scenario": []}

    def at(self, told: Told) -> str:
        """The place of the first outcome of a sentence, as an editor follows it."""
        first = told.endings[0]
        file = self.files[first.pathway].get(first.outcome.file, first.outcome.file)
        return f"{file}:{first.outcome.line}:{first.outcome.column}"


def _files(compiled: Compiled, name: str) -> dict[str, str]:
    """The name of every file for messages, by its name inside the pack."""
    sources = [compiled.files.pathways[name].source, *(one.source for one in compiled.files.modules.values())]
    return {source.label: source.name for source in sources}
