"""Which steps are shown one by one; the others stand as one line, or one box, for their section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triage_tui.author.graph.drawing import Drawing, Section
from triage_tui.errors import UsageError
from triage_tui.problems import did_you_mean
from triage_tui.walk.plan import Plan

ASK = "triage graph PATHWAY --depth 1 lists the sections, --depth 2 their steps"


def opened(drawing: Drawing, modules: Sequence[str] = (), steps: str = "", section: str = "") -> frozenset[int]:
    """The steps to show; all of them when nothing is asked for. UsageError for a name that the pathway has not."""
    plan = drawing.plan
    found = set(range(len(plan.steps)))
    if modules:
        known = {step.module or plan.pathway for step in plan.steps}
        for name in modules:
            if name not in known:
                raise UsageError(f'"{plan.pathway}" has no module "{name}"', _hint(name, known))
        found &= {number for number, step in enumerate(plan.steps) if (step.module or plan.pathway) in modules}
    if steps:
        found &= set(_range(plan, steps))
    if section:
        found &= set(section_named(drawing, section).steps)
    if not found:
        raise UsageError("no step is both in those modules and in that range", ASK)
    return frozenset(found)


def section_named(drawing: Drawing, name: str) -> Section:
    """The section with this key."""
    known = {section.key: section for section in drawing.sections}
    if name not in known:
        raise UsageError(f'"{drawing.plan.pathway}" has no section "{name}"', _hint(name, known))
    return known[name]


def _hint(name: str, known: Iterable[str]) -> str:
    return did_you_mean(name, known) or ASK


def _range(plan: Plan, text: str) -> range:
    """FROM..TO, either end by id or number, either left out; one step alone stands for itself."""
    first, dots, last = (part.strip() for part in text.partition(".."))
    begin = _step(plan, first) if first else 0
    end = begin if not dots else _step(plan, last) if last else len(plan.steps) - 1
    if begin > end:
        raise UsageError(f'"{first}" is after "{last}"', "write the step that is asked first on the left of the dots")
    return range(begin, end + 1)


def _step(plan: Plan, name: str) -> int:
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(plan.steps):
        return int(name) - 1
    if name not in plan.step_index:
        raise UsageError(f'"{plan.pathway}" has no step "{name[:40]}"', _hint(name, plan.step_index))
    return plan.step_index[name]
