"""Run every rule over a pack: problems are collected first, then accepted ones are taken out, then all are ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from triage_tui.author.check.accepted import take_out_accepted
from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import Rule, all_rules
from triage_tui.problems import Problem


def check(
    context: Context,
    *,
    quick: bool = False,
    prove: bool = False,
    tests: bool = False,
) -> tuple[Problem, ...]:
    """Every problem of a pack in the order of its files.

    `quick` leaves out the rules that prove something or run scenarios; `prove` adds the proofs of whole pathways, and
    `tests` what scenarios leave out.
    """
    rules = all_rules()
    ran = {
        code: rule
        for code, rule in rules.items()
        if not (quick and rule.slow) and (prove or not rule.whole) and (tests or not rule.tests)
    }
    problems = list(context.problems)
    for rule in ran.values():
        context.pause()
        if rule.find is not None:
            problems.extend(rule.find(context))
    sure = frozenset(ran if context.files.whole else ())  # what is accepted may be found in a file not read
    problems = take_out_accepted(context, problems, rules, sure)
    wanted = (_with_severity(one, rules) for one in problems if not context.only or one.file in context.only)
    return in_order(wanted)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and place."""
    return tuple(sorted(dict.fromkeys(problems)))


def _with_severity(problem: Problem, rules: dict[str, Rule]) -> Problem:
    rule = rules.get(problem.code)
    return problem if rule is None or rule.severity == problem.severity else replace(problem, severity=rule.severity)
