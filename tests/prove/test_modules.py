"""Claims of a module that one pathway, or no pathway, can reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prove.test_command import change, pack  # noqa: F401 - a fixture
from triage_tui import cli
from triage_tui.author.prove.run import reached_nowhere
from triage_tui.proof.claim import Verdict

STEPS = """
about: For tests.
modes: [telephone]
interim: clinician_now
find: [test]
sources: {local: "own, [design]"}
review: {state: draft, owner: tests, due: 2027-06-30}

steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, source: local, red_flag: true, answers: {yes: {floor: resus, go: help},
     no: home, not known: {floor: resus, go: help}}}
outcomes:
  help: {title: Help, disposition: resus, because: A bone can be seen., worsening: [always]}
  home: {title: Home, disposition: self_care, because: No danger was found., worsening: [always]}
"""


@pytest.fixture
def two(pack: Path) -> Path:  # noqa: F811
    """A pack of two pathways: `old`, that asks everyone, and `young`, that nobody over 20 gets into."""
    module = next((pack / "modules").glob("opening.yaml"))
    text = module.read_text(encoding="utf-8").rstrip()
    module.write_text(f"{text}\nclaims:\n  - {{if: age >= 50 years, at least: self_care}}\n", encoding="utf-8")
    for name in ("old", "young"):
        young = 'impossible: ["age >= 20 years"]\n' if name == "young" else ""
        head = f"pathway: {name}\nversion: 0.1.0\ntitle: {name.title()}\n{young}"
        (pack / f"{name}.yaml").write_text(head + STEPS, encoding="utf-8")
    return pack


def told(pack: Path, capsys: pytest.CaptureFixture[str], *names: str) -> str:  # noqa: F811
    cli.main(["prove", "--all", "--pack", str(pack), *names])
    return "\n".join(line for line in capsys.readouterr().out.splitlines() if "age >= 50" in line)


def test_a_module_may_claim_what_one_pathway_cannot_reach(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not reached here if age >= 50 years" in told(two, capsys, "young")
    assert ": proved if age >= 50 years" in told(two, capsys, "old")
    assert "VACUOUS" not in told(two, capsys)


def test_a_claim_that_no_pathway_reaches_is_vacuous(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (two / "old.yaml").unlink()
    assert "VACUOUS[SAF002] if age >= 50 years" in told(two, capsys)
    assert cli.main(["prove", "--pack", str(two)]) == 1


def test_one_pathway_that_reaches_a_claim_is_enough() -> None:
    here, there = ("m.yaml", 1, 1, "one"), ("m.yaml", 2, 1, "two")
    not_here, proved = Verdict.NOT_HERE.value, Verdict.PROVED.value
    assert reached_nowhere([(here, not_here), (here, proved), (there, not_here), (there, not_here)]) == {there}
