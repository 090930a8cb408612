"""What a rule means, as a page for the terminal and as a section of docs/rules.md."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from triage_tui.author.check.registry import Rule

GROUPS = {
    "YML": "Reading the text",
    "SCH": "Shape",
    "REF": "Names that must exist",
    "GRF": "Arrows",
    "REA": "What can be reached",
    "NUM": "Numbers and bands",
    "SCR": "Scores",
    "SAF": "Safety",
    "ORD": "Order and length",
    "DIR": "The directory",
    "TXT": "Words",
    "TST": "Scenarios",
    "GOV": "Governance",
    "CPX": "Complexity",
}


def page(rule: Rule, width: int = 80) -> str:
    """The rule for the terminal."""
    about = "\n\n".join(textwrap.fill(part, width) for part in rule.about.split("\n\n"))
    return (
        f"{rule.code} {rule.name} ({_kind(rule)})\n\n{about}\n\n"
        f"Not so:\n\n{textwrap.indent(rule.bad.strip(), '    ')}\n\n"
        f"So:\n\n{textwrap.indent(rule.good.strip(), '    ')}\n"
    )


def _kind(rule: Rule) -> str:
    words: list[str] = [rule.severity]
    if rule.safety:
        words.append("a safety rule: it cannot be accepted")
    if rule.proves:
        words.append("proved over every possible patient")
    if rule.whole:
        words.append("looked for with --prove alone")
    if rule.tests:
        words.append("looked for with --tests alone")
    return "; ".join(words)


def document(rules: Mapping[str, Rule]) -> str:
    """docs/rules.md, made from the rules themselves."""
    parts = [_HEAD.format(count=len(rules))]
    for group, title in GROUPS.items():
        own = [rule for rule in rules.values() if rule.code.startswith(group)]
        if own:
            parts.append(f"## {group}: {title.lower()}\n")
            parts.extend(_section(rule) for rule in own)
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    return (
        f"### {rule.code} {rule.name}\n\n*{_kind(rule)}*\n\n{rule.about}\n\n"
        f"Not so:\n\n```yaml\n{rule.bad.strip()}\n```\n\nSo:\n\n```yaml\n{rule.good.strip()}\n```\n"
    )


_HEAD = """# The rules of `triage check`

Made from the rules themselves by `python -m triage_tui.author.check.document`: do not edit by hand. There are
{count} rules.

A code never changes its meaning. An *error* stops the pack from being used or signed off; a *warning* wants a
look (`--strict` makes it fail too); an *info* is worth knowing. `triage check --explain CODE` shows one of
these sections.

The owner of a file may accept a warning for a while, with a reason; errors and safety rules are never accepted:

```yaml
lint:
  allow:
    - {{rule: TXT004, reason: "the term is printed on the form they hold", until: 2027-01-31, by: falls lead}}
    - {{rule: TXT001, at: ecg, reason: "said by clinicians only", until: 2027-01-31, by: falls lead}}
```

**Adding a rule.** Write a function in a module of `triage_tui/author/check/rules/` (a new module there is found
by itself) under `@rule(code, name, severity, bad=…, good=…)`. It takes a `Context` and yields problems made
with `source.problem(path, message, code)` or `context.at_step`, `at_action` and `at_outcome`; its docstring is
the explanation. What is found while a file is read or compiled is raised there as a `Problem`, and described
with `known(…)`. A rule that proves something says `proves=True`. What takes longer than a check may take is
looked for only when it is asked for: `whole=True` under `--prove` (proofs of whole pathways, questions that
could be taken out), `tests=True` under `--tests` (what scenarios leave out, mistakes they would not notice).
Then put `tests/check/GROUP/CODE.yaml` beside the others and write its golden file and this page:
`UPDATE_GOLDENS=1 pytest tests/check` and `python -m triage_tui.author.check.document`. An example is a few
top-level keys of a file (`# modules/example.yaml` above them says which; a pathway without it); everything
else is taken from the small pack in `tests/check/base`, which has no problem.
"""
