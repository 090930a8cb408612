"""Advice in another language stands beside the English, line by line, and never without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.small import context_of
from triage_tui.author.check.rules.txt import english_of
from triage_tui.author.check.run import check

ADVICE = """# advice.yaml
languages: {pl: Polski}
advice:
  rest:
    title: Rest
    lines: [Keep the arm still., Use a sling.]
    sources: [local]
    in: {pl: {of: OF, title: Odpoczynek, lines: [Nie ruszaj, Temblak]}}
"""


def test_both_are_given_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = context_of(ADVICE, tmp_path, monkeypatch).compiled.pack
    assert pack is not None
    assert pack.languages == {"pl": "Polski"}
    shown = pack.in_language("pl").advice["rest"]
    assert shown.title == "Rest / Odpoczynek"
    assert shown.lines == ("Keep the arm still. / Nie ruszaj", "Use a sling. / Temblak")
    assert pack.in_language("pl").worsening == pack.worsening


def test_a_translation_that_does_not_fit_is_not_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_of(ADVICE.replace(", Temblak", ""), tmp_path, monkeypatch)
    pack, advice = context.compiled.pack, context.files.advice
    assert pack is not None
    assert advice is not None
    assert pack.in_language("pl").advice == pack.advice
    missing = f"of: {english_of(advice.model.worsening['always'])}"
    assert any(problem.code == "TXT007" and missing in problem.hint for problem in check(context, quick=True))
