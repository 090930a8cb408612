"""Every rule says what it found, where, and what to do; and its examples are true.

UPDATE_GOLDENS=1 writes the golden files anew. A golden file shows the problems of its own rule alone.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.check.small import context_of, problems_of
from triage_tui.author.check.document import PAGE
from triage_tui.author.check.explain import GROUPS, document
from triage_tui.author.check.registry import Rule, all_rules
from triage_tui.author.check.report_text import text
from triage_tui.author.check.rows import rows
from triage_tui.author.check.run import check

HERE = Path(__file__).parent
RULES = list(all_rules().values())
GOLDENS = sorted(file for group in GROUPS for file in (HERE / group).glob("*.yaml"))


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: file.stem)
def test_a_rule_says_what_it_found(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_of(file.read_text(encoding="utf-8"), tmp_path, monkeypatch)
    own = [
        problem
        for problem in check(context, prove=all_rules()[file.stem].whole, tests=all_rules()[file.stem].tests)
        if problem.code == file.stem
    ]
    found = text(own, rows([context]))
    golden = file.with_suffix(".out")
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
    assert own, "a golden file shows at least one problem"
    assert {problem.severity for problem in own} == {all_rules()[file.stem].severity}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_breaks_the_rule_and_the_good_one_does_not(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = problems_of(rule.bad, tmp_path / "bad", monkeypatch, prove=rule.whole, tests=rule.tests)
    assert rule.code in {problem.code for problem in bad}, [problem.line() for problem in bad]
    good = problems_of(rule.good, tmp_path / "good", monkeypatch, prove=rule.whole, tests=rule.tests)
    assert [problem.line() for problem in good if problem.code == rule.code] == []
    assert [problem.line() for problem in good if problem.severity == "error"] == []


def test_every_rule_has_a_golden_file() -> None:
    assert {rule.code for rule in RULES} == {file.stem for file in GOLDENS}
    assert {file.stem for group in GROUPS for file in (HERE / group).glob("*.out")} == {rule.code for rule in RULES}


def test_every_rule_is_explained() -> None:
    for rule in RULES:
        assert rule.code[:3] in GROUPS, rule.code
        assert len(rule.about) > 40, f"{rule.code} needs an explanation"
        assert rule.bad.strip(), rule.code
        assert rule.good.strip(), rule.code
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_page_of_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(all_rules()), (
        "write it anew: python -m triage_tui.author.check.document"
    )


def test_the_small_pack_has_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [problem.line() for problem in problems_of("", tmp_path, monkeypatch, prove=True)] == []
