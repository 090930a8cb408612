"""Read case and scenario files."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from triage_tui.content.pack_files import display_name
from triage_tui.content.shape import validate
from triage_tui.content.shared_files import CaseShape, ScenariosFile
from triage_tui.content.source import Source, parse_source, read_source
from triage_tui.errors import ContentError

Model = TypeVar("Model", bound=BaseModel)


def read_case(path: Path) -> tuple[CaseShape, Source]:
    """One case for `--answers`; ContentError with every problem."""
    return _read(CaseShape, read_source(path, display_name(path)))


def read_case_text(text: str, name: str) -> tuple[CaseShape, Source]:
    """One case from text, such as standard input."""
    return _read(CaseShape, parse_source(text.encode("utf-8", "replace"), name))


def read_scenarios(path: Path) -> tuple[ScenariosFile, Source]:
    """The scenarios of one pathway; ContentError with every problem."""
    return _read(ScenariosFile, read_source(path, display_name(path)))


def _read(model: type[Model], source: Source) -> tuple[Model, Source]:
    found, problems = validate(model, source)
    problems = [*source.problems, *problems]
    if found is None or problems:
        raise ContentError(f"{source.name} cannot be used", problems)
    return found, source
