"""Problems for machines: one JSON object, GitHub workflow commands, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from triage_tui import __version__
from triage_tui.author.check.registry import Rule
from triage_tui.problems import Edit, Problem, Related

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def as_json(problems: Sequence[Problem]) -> str:
    """One object: every field of every problem, and the counts."""
    counts = {severity: sum(one.severity == severity for one in problems) for severity in _LEVELS}
    return json.dumps({"problems": [_fields(problem) for problem in problems], "counts": counts}, indent=1) + "\n"


def _fields(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.at_line,
        "column": problem.column,
        "length": problem.length,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "related": [
            {"file": one.file, "line": one.at_line, "column": one.column, "length": one.length, "note": one.note}
            for one in problem.related
        ],
        "fix": None
        if problem.fix is None
        else {
            "label": problem.fix.label,
            "safe": problem.fix.safe,
            "edits": [
                {"file": one.file, "start": list(one.start), "end": list(one.end), "replacement": one.replacement}
                for one in problem.fix.edits
            ],
        },
    }


def github(problems: Sequence[Problem]) -> str:
    """One workflow command each, which GitHub shows beside the line."""
    lines = []
    for problem in problems:
        properties = {
            "file": problem.file,
            "line": str(problem.at_line),
            "col": str(problem.column),
            "endColumn": str(problem.column + max(problem.length, 1)),
            "title": problem.code,
        }
        named = ",".join(f"{name}={_escape(value, also=':,')}" for name, value in properties.items())
        message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
        lines.append(f"::{_COMMANDS[problem.severity]} {named}::{_escape(message)}\n")
    return "".join(lines)


def _escape(text: str, also: str = "") -> str:
    """Percent-encode what would end a workflow command or one of its properties."""
    return "".join(f"%{ord(letter):02X}" if letter in f"%\r\n{also}" else letter for letter in text)


def sarif(problems: Sequence[Problem], rules: Mapping[str, Rule]) -> str:
    """A SARIF log that declares every rule, so that code scanning can close what is mended."""
    places = {code: number for number, code in enumerate(rules)}
    driver = {
        "name": "triage check",
        "semanticVersion": __version__,
        "rules": [_sarif_rule(rule) for rule in rules.values()],
    }
    results = [_result(problem, places) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    name = "".join(word.capitalize() for word in rule.name.split("-"))
    shown = f"{rule.about}\n\nNot so:\n\n```yaml\n{rule.bad.strip()}\n```\n\nSo:\n\n```yaml\n{rule.good.strip()}\n```\n"
    return {
        "id": rule.code,
        "name": name,
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize() + "."},
        "fullDescription": {"text": rule.about},
        "help": {"text": f"{rule.about} See triage check --explain {rule.code}.", "markdown": shown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["safety"] if rule.safety else []},
    }


def _result(problem: Problem, places: Mapping[str, int]) -> dict[str, Any]:
    message = f"{problem.message}. {problem.hint[:1].upper()}{problem.hint[1:]}" if problem.hint else problem.message
    found: dict[str, Any] = {
        "ruleId": problem.code,
        "level": _LEVELS[problem.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": _physical(problem)}],
    }
    if problem.code in places:
        found["ruleIndex"] = places[problem.code]
    if problem.related:
        found["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(one), "message": {"text": one.note or "see here"}}
            for number, one in enumerate(problem.related)
        ]
    if problem.fix is not None:
        files = dict.fromkeys(edit.file for edit in problem.fix.edits)
        changes = [_change(file, [edit for edit in problem.fix.edits if edit.file == file]) for file in files]
        found["fixes"] = [{"description": {"text": problem.fix.label}, "artifactChanges": changes}]
    return found


def _physical(place: Problem | Related) -> dict[str, Any]:
    region = {
        "startLine": place.at_line,
        "startColumn": place.column,
        "endLine": place.at_line,
        "endColumn": place.column + max(place.length, 1),
    }
    return {"artifactLocation": {"uri": quote(place.file)}, "region": region}


def _change(file: str, edits: Sequence[Edit]) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {
                "startLine": edit.start[0],
                "startColumn": edit.start[1],
                "endLine": edit.end[0],
                "endColumn": edit.end[1],
            },
            "insertedContent": {"text": edit.replacement},
        }
        for edit in edits
    ]
    return {"artifactLocation": {"uri": quote(file)}, "replacements": replacements}
