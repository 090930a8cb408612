"""Read case and scenario files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from triage_tui.content.source import Map, Seq, Source, parse_source, read_source
from triage_tui.errors import ContentError

if TYPE_CHECKING:
    from triage_tui.content.shared_files import ScenariosFile

CaseAnswer: TypeAlias = "str | tuple[str, ...] | dict[str, str]"


@dataclass(frozen=True, slots=True)
class Case:
    """One case for `--answers`: its setting, its answers, and whether to fill in what it does not say."""

    given: dict[str, CaseAnswer]
    answers: dict[str, CaseAnswer]
    default: str


def read_case(path: Path) -> Case:
    """One case from a file; ContentError with every problem."""
    return _case(read_source(path, path.as_posix()))


def read_case_text(text: str, name: str) -> Case:
    """One case from text, such as standard input; ContentError with every problem."""
    return _case(parse_source(text.encode("utf-8", "replace"), name))


def read_scenarios(path: Path) -> tuple[ScenariosFile, Source]:
    """The scenarios of one pathway; ContentError with every problem."""
    from triage_tui.content.pack_files import display_name
    from triage_tui.content.shape import validate
    from triage_tui.content.shared_files import ScenariosFile

    source = read_source(path, display_name(path))
    found, problems = validate(ScenariosFile, source)
    problems = [*source.problems, *problems]
    if found is None or problems:
        raise ContentError(f"{source.name} cannot be used", problems)
    return found, source


def _case(source: Source) -> Case:
    """The case in a source. A well-formed one is read at once; anything else goes the long way, which explains it."""
    quick = None if source.problems else _quick_case(source.root)
    if quick is not None:
        return quick
    from triage_tui.content.shape import validate
    from triage_tui.content.shared_files import CaseShape

    found, problems = validate(CaseShape, source)
    problems = [*source.problems, *problems]
    if found is None or problems:
        raise ContentError(f"{source.name} cannot be used", problems)
    return Case(dict(found.given), dict(found.answers), found.default or "fail")


def _quick_case(root: object) -> Case | None:
    if not isinstance(root, Map) or not root.keys() <= {"given", "answers", "default"}:
        return None
    given, answers = _quick_answers(root.get("given", {})), _quick_answers(root.get("answers", {}))
    default = root.get("default", "fail")
    if given is None or answers is None or default not in ("fail", "mildest"):
        return None
    return Case(given, answers, default)


def _quick_answers(node: object) -> dict[str, CaseAnswer] | None:
    if not isinstance(node, dict):
        return None
    found: dict[str, CaseAnswer] = {}
    for name, value in node.items():
        if isinstance(value, Seq):
            if not all(isinstance(item, str) for item in value):
                return None
            found[name] = tuple(value)
        elif isinstance(value, Map):
            if not all(isinstance(item, str) for item in value.values()):
                return None
            found[name] = dict(value)
        else:
            found[name] = str(value)
    return found
