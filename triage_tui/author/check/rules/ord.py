"""ORD: a question that is hard to be asked about comes no earlier than it matters."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem, Related
from triage_tui.walk.evaluate import slots_read
from triage_tui.walk.plan import Kind, Plan

_PAIN = "  - {id: pain, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
_DRINK = """  - {id: drink, ask: Have you had a drink?, sensitive: true, answers: {yes: next, no: next,
     not known: next}}
"""
_SORT = """  - decide:
      - {when: drink is yes, go: hospital}
      - {otherwise: home}
"""
_START = "steps:\n  - use: opening\n"


@rule(
    "ORD003",
    "sensitive-too-early",
    "warning",
    bad=_START + _DRINK + _PAIN + _SORT,
    good=_START + _PAIN + _DRINK + _SORT,
)
def _too_early(context: Context) -> Iterator[Problem]:
    """A question marked `sensitive` is asked of people whose call ends before its answer matters: it does nothing
    itself, and another question that can end the call comes before the first step that reads it. Ask it just before
    that step.
    """
    found: dict[tuple[str, Path_], tuple[Source, Path_, list[str]]] = {}
    readers: dict[tuple[str, Path_], Related] = {}
    for plan in context.plans():
        for number in range(len(plan.steps)):
            source, path = context.step_at(plan, number)
            if not context.wants(source) or not _is_sensitive(source, path):
                continue
            reader = _read_too_late(plan, number)
            name = plan.steps[reader].id if reader >= 0 else ""
            found.setdefault((source.name, path), (source, path, []))[2].append(name)
            if reader >= 0:
                there, place = context.step_at(plan, reader)
                readers.setdefault((source.name, path), there.related(place, "the first step that reads it"))
    for key, (source, path, names) in found.items():
        if all(names):
            asked = source.value((*path, "id"))
            message = f'"{asked}" is asked of people whose call ends before anything reads it'
            hint = "ask it just before the step that reads it"
            yield source.problem((*path, "id"), message, "ORD003", hint=hint, related=(readers[key],))


def _is_sensitive(source: Source, path: Path_) -> bool:
    return str(source.value((*path, "sensitive"))).lower() in ("true", "yes")


def _read_too_late(plan: Plan, number: int) -> int:
    """The first step that reads a question, where some walks end on the way to it after another question; else -1."""
    step = plan.steps[number]
    acts = len({(action.go, action.floor, action.also) for action in step.ways}) > 1
    if acts or step.kind not in (Kind.CHOICE, Kind.CHECKLIST, Kind.NUMBER):
        return -1
    seen: set[int] = set()
    waiting = [target for target in plan.arrows[number] if target >= 0]
    readers: list[int] = []
    ends = False
    while waiting:
        place = waiting.pop()
        if place in seen or place >= len(plan.steps):
            continue
        seen.add(place)
        if step.slot in slots_read(plan.steps[place]):
            readers.append(place)
            continue
        asks = plan.steps[place].kind != Kind.DECISION
        ends = ends or (asks and any(target < 0 for target in plan.arrows[place]))
        waiting.extend(target for target in plan.arrows[place] if target >= 0)
    return min(readers) if ends and readers else -1
