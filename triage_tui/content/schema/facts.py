"""Conditions to complete: one for each fact that a pathway's conditions can read."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.content.schema.ids import FileIds, PackIds


def conditions(pack: PackIds, ids: FileIds) -> dict[str, str]:
    """A condition on each fact, to change as needed, with the question that asks for it."""
    return dict(_all(pack, ids))


def _all(pack: PackIds, ids: FileIds) -> Iterator[tuple[str, str]]:
    yield "mode is telephone", "where the call is taken"
    for name, step in ids.steps.items():
        if step.kind in ("<question>", "<checklist>"):
            verb = "is" if step.kind == "<question>" else "has"
            yield from ((f"{name} {verb} {answer}", words or step.ask) for answer, words in step.answers.items())
            yield f"{name} is not known", step.ask
        elif step.kind == "<number>":
            yield f"{name} is known", step.ask
            yield f"{name} is not known", step.ask
        elif step.kind == "<measure>":
            instrument = pack.instruments.get(step.measure, {})
            for key in ("total", "highest"):
                fact = instrument.get(key)
                if isinstance(fact, str):
                    yield f"{_named(step.prefix, fact)} is not known", f"{key} of {step.measure}"


def _named(prefix: str, fact: str) -> str:
    return f"{prefix}_{fact}" if prefix else fact
