"""The rules of `triage check`: each with a stable code, an explanation, and an example of each kind.

A rule that is found while a file is read or compiled is described with `known`; one that looks at a checked pack is a
function under `rule`. Modules in `author/check/rules/` are imported by themselves: a new rule needs no list.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from triage_tui.problems import Problem, Severity

if TYPE_CHECKING:
    from triage_tui.author.check.context import Context

Finder: TypeAlias = "Callable[[Context], Iterator[Problem]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `safety`: it can never be accepted; `proves`: over every possible patient; `slow`: left out
    where an answer is wanted at once; `whole`: found by proving whole pathways, and `tests`: by measuring what
    scenarios exercise, each when that is asked for.
    """

    code: str
    name: str
    severity: Severity
    about: str
    bad: str
    good: str
    safety: bool
    proves: bool
    slow: bool
    whole: bool
    tests: bool
    find: Finder | None

    @property
    def acceptable(self) -> bool:
        """Whether a file may accept it for a while: never an error, never a safety rule."""
        return self.severity != "error" and not self.safety


_RULES: dict[str, Rule] = {}


def known(
    code: str,
    name: str,
    severity: Severity,
    about: str,
    *,
    bad: str,
    good: str,
    safety: bool | None = None,
    whole: bool = False,
) -> None:
    """Describe a rule that is found while a file is read or compiled, or by proving a whole pathway."""
    kept = _is_safety(code, severity, safety)
    _add(Rule(code, name, severity, about, bad, good, kept, whole, whole, whole, False, None))


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    bad: str,
    good: str,
    safety: bool | None = None,
    proves: bool = False,
    slow: bool = False,
    whole: bool = False,
    tests: bool = False,
) -> Callable[[Finder], Finder]:
    """Register a function that looks at a checked pack; its docstring is the explanation."""

    def register(find: Finder) -> Finder:
        about = inspect.cleandoc(find.__doc__ or "")
        kept, found_late = _is_safety(code, severity, safety), slow or proves or whole or tests
        _add(Rule(code, name, severity, about, bad, good, kept, proves or whole, found_late, whole, tests, find))
        return find

    return register


def _is_safety(code: str, severity: Severity, said: bool | None) -> bool:
    if said is not None:
        return said
    return code.startswith("SAF") or (code.startswith("DIR") and severity == "error")


def _add(one: Rule) -> None:
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", one.code) or one.code in _RULES:
        raise ValueError(f"the code {one.code} is malformed or taken")
    _RULES[one.code] = one


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of codes."""
    package = importlib.import_module("triage_tui.author.check.rules")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_RULES.items()))
