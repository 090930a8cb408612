"""Every text of a pack that somebody hears or reads, with its place and who it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from triage_tui.author.check.context import Context
from triage_tui.content.pathway_file import Instruction, OutcomeShape, Step, Voices
from triage_tui.content.shared_files import AdviceShape
from triage_tui.content.source import Path_, Source

Audience = Literal["patient", "user"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text: where it stands, who it is for, and what it is (its key)."""

    source: Source
    path: Path_
    text: str
    audience: Audience
    kind: str


def wordings(context: Context) -> Iterator[Wording]:
    """The texts of every wanted file: what patients hear and read, and what the user is asked."""
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if isinstance(step, Step):
                yield from _of_step(loaded.source, ("steps", number), step)
        for name, outcome in loaded.model.outcomes.items():
            yield from _of_outcome(loaded.source, ("outcomes", name), outcome)
    advice = context.files.advice
    if advice is not None and context.wants(advice.source):
        for key, group in (("advice", advice.model.advice), ("worsening", advice.model.worsening)):
            for name, shape in group.items():
                yield from _of_advice(advice.source, (key, name), shape)
    dispositions = context.files.dispositions
    if dispositions is not None and context.wants(dispositions.source):
        for number, item in enumerate(dispositions.model.dispositions):
            path: Path_ = ("dispositions", number)
            yield Wording(dispositions.source, (*path, "patient"), item.patient, "patient", "patient")
            if item.patient_on_scene is not None:
                where = (*path, "patient_on_scene")
                yield Wording(dispositions.source, where, item.patient_on_scene, "patient", "patient")


def _of_step(source: Source, path: Path_, step: Step) -> Iterator[Wording]:
    main = "instruct" if isinstance(step, Instruction) else "ask"
    for key in (main, "look", "why"):
        text = getattr(step, key, None)
        if text is not None:
            yield Wording(source, (*path, key), text, "user", key)
    if isinstance(step.say, Voices):
        yield Wording(source, (*path, "say", "self"), step.say.self_, "patient", "say")
        yield Wording(source, (*path, "say", "other"), step.say.other, "patient", "say")
    elif step.say is not None:
        yield Wording(source, (*path, "say"), step.say, "patient", "say")


def _of_outcome(source: Source, path: Path_, outcome: OutcomeShape) -> Iterator[Wording]:
    for key, text in (("say", outcome.say), ("say_on_scene", outcome.say_on_scene)):
        if text is not None:
            yield Wording(source, (*path, key), text, "patient", "say")


def _of_advice(source: Source, path: Path_, shape: AdviceShape) -> Iterator[Wording]:
    yield Wording(source, (*path, "title"), shape.title, "patient", "advice")
    for key, lines in (("lines", shape.lines), ("emergency", shape.emergency)):
        for number, line in enumerate(lines):
            yield Wording(source, (*path, key, number), line, "patient", "advice")
