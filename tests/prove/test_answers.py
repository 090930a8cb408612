"""Which of two answers is the worse one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walk.conftest import ROOT
from triage_tui.author.prove.answers import worse_pairs
from triage_tui.author.prove.subject import subject_of
from triage_tui.compiler import compile_pack


@pytest.fixture(scope="module")
def told() -> list[str]:
    compiled = compile_pack(Path(ROOT / "pathways"), Path(ROOT / "directory.yaml"))
    return [pair.what for pair in worse_pairs(subject_of(compiled, "see_and_treat").walks)]


def test_more_points_of_a_warning_score_are_worse(told: list[str]) -> None:
    assert '"vital_signs": pulse 131 against 111' in told
    assert '"vital_signs": pulse 111 against 131' not in told


def test_fewer_points_of_a_coma_scale_are_worse(told: list[str]) -> None:
    assert '"coma_scale": eyes sound against spontaneous' in told
    assert '"coma_scale": eyes spontaneous against sound' not in told


def test_a_score_for_adults_says_nothing_about_children(told: list[str]) -> None:
    assert any(what.startswith('"vital_signs": ') for what in told)
    assert not any(what.startswith('"child_vital_signs": ') for what in told)


def test_oxygen_on_the_second_scale_keeps_its_direction(told: list[str]) -> None:
    assert '"vital_signs": spo2 40 against 84' in told
    assert '"vital_signs": spo2 84 against 40' not in told
