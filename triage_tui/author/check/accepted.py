"""Findings that the owner of a file accepts under `lint`: with a reason, until a day, never a safety rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import Rule
from triage_tui.content.lint_shape import AllowShape
from triage_tui.content.source import Map, Path_, Seq, Source
from triage_tui.problems import Problem

_SHIFT = 20


@dataclass(slots=True)
class _Allowance:
    source: Source
    path: Path_
    shape: AllowShape
    lines: tuple[int, int]
    used: bool = False

    def covers(self, problem: Problem) -> bool:
        """Whether this accepts the problem."""
        first, last = self.lines
        return problem.code == self.shape.rule and problem.file == self.source.name and first <= problem.at_line <= last


def take_out_accepted(
    context: Context, problems: list[Problem], rules: Mapping[str, Rule], ran: frozenset[str]
) -> list[Problem]:
    """The problems without those that are accepted, and what is wrong with the acceptances; `ran`: the rules that
    ran and saw everything.
    """
    found: list[Problem] = []
    valid: list[_Allowance] = []
    for source, shape, path in _written(context):
        wrong = list(_wrong(source, shape, path, rules, context.today))
        found.extend(wrong)
        if not wrong:
            lines = _lines_of(source.root, shape.at) if shape.at else (1, 1 << _SHIFT)
            valid.append(_Allowance(source, path, shape, lines or (0, 0)))
    kept = [problem for problem in problems if not _accepted(problem, valid)]
    for allowance in valid:
        if not allowance.used and allowance.shape.rule in ran:
            message = f"{allowance.shape.rule} is accepted here, but nothing breaks it"
            found.append(
                allowance.source.problem((*allowance.path, "rule"), message, "GOV009", hint="delete the entry")
            )
    return [*kept, *found]


def _accepted(problem: Problem, allowances: list[_Allowance]) -> bool:
    accepted = False
    for allowance in allowances:
        if allowance.covers(problem):
            allowance.used = accepted = True
    return accepted


def _written(context: Context) -> Iterator[tuple[Source, AllowShape, Path_]]:
    files: list[tuple[Source, Any]] = [(loaded.source, loaded.model) for loaded in context.loaded()]
    if context.written is not None:
        files.append((context.written.source, context.written.shape))
    for source, model in files:
        if model.lint is not None and context.wants(source):
            for number, shape in enumerate(model.lint.allow):
                yield source, shape, ("lint", "allow", number)


def _wrong(source: Source, shape: AllowShape, path: Path_, rules: Mapping[str, Rule], today: date) -> Iterator[Problem]:
    where = (*path, "rule")
    rule = rules.get(shape.rule)
    if rule is None:
        yield source.unknown(where, shape.rule, rules, f'there is no rule "{shape.rule}"')
    elif not rule.acceptable:
        why = "it is about safety" if rule.safety else "an error is mended, never accepted"
        yield source.problem(where, f"{rule.code} cannot be accepted: {why}", "GOV008", hint="delete the entry")
    elif shape.reason is None or shape.until is None or shape.by is None:
        missing = next(key for key in ("reason", "until", "by") if getattr(shape, key) is None)
        hint = "say why, until when and who decided; until then the finding stands"
        yield source.problem(where, f'{rule.code} is accepted without "{missing}"', "GOV007", hint=hint)
    elif shape.until < today:
        message = f"{rule.code} was accepted until {shape.until.isoformat()}; the finding stands again"
        yield source.problem((*path, "until"), message, "GOV007", hint="mend it, or decide anew")
    elif shape.at is not None and _lines_of(source.root, shape.at) is None:
        yield source.problem((*path, "at"), f'there is nothing called "{shape.at}" in this file', "REF004")


def _lines_of(root: Any, name: str) -> tuple[int, int] | None:
    """The first and the last line of the step, outcome, service or text with this id."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Map):
            if node.get("id") == name:
                return node.at >> _SHIFT, _last_line(node)
            for key, value in node.items():
                if key == name and isinstance(value, Map):
                    return node.keys_at[key] >> _SHIFT, _last_line(value)
            waiting.extend(value for key, value in node.items() if key != "lint")
        elif isinstance(node, Seq):
            waiting.extend(node)
    return None


def _last_line(node: Any) -> int:
    """The last line on which a value of a tree begins."""
    last = 0
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Map):
            last = max(last, *(at >> _SHIFT for at in (one.at, *one.values_at.values())))
            waiting.extend(one.values())
        elif isinstance(one, Seq):
            last = max(last, *(at >> _SHIFT for at in (one.at, *one.items_at)))
            waiting.extend(one)
    return last
