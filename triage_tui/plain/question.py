"""A question in plain text: which it is, its words, and the observations or the place that answer it."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.errors import AnswerError
from triage_tui.plain.measure import read_set, set_lines
from triage_tui.plain.talk import Talk
from triage_tui.walk.engine import path
from triage_tui.walk.field_words import first_set
from triage_tui.walk.outlook import Outlook
from triage_tui.walk.plan import Kind as StepKind
from triage_tui.walk.plan import Step, Value
from triage_tui.walk.quantity import describe
from triage_tui.walk.voice import say_words


def which(talk: Talk) -> str:
    """Which question this is, and how many can still come."""
    call = talk.open_call
    left = ahead(talk)
    most = "" if left.exact else "at most "
    return f"Question {len(path(call.state)) + 1}, {most}{left.fewest} to {left.most} to come."


def ahead(talk: Talk) -> Outlook:
    """What can still happen in the call."""
    call = talk.open_call
    tables = talk.desk.library_of(call).tables
    if not tables.looked_for(call.plan.pathway):
        tables.open(call.plan.pathway)
    return tables.outlook(call.plan, call.state)


def show(talk: Talk, step: Step, heading: str) -> None:
    """Say a question and its answers."""
    call = talk.open_call
    on_scene = call.mode == "on_scene"
    say = talk.console.say
    say(f"\n{heading} {step.short}")
    say(("Do now: " if step.kind == StepKind.INSTRUCTION else "") + (step.look if on_scene and step.look else step.ask))
    if words := say_words(step, patient=call.patient_is_caller, on_scene=on_scene):
        say(f"Say: {words}")
    for place, option in enumerate(step.options, 1):
        say(f"{place}. {option.label}")
    if step.kind == StepKind.CHECKLIST:
        say("0. None of these")
    if step.number is not None:
        say(f"A number, {describe(step.number)}")


def observations(talk: Talk, step: Step, is_command: Callable[[str], bool] | None = None) -> Value | None:
    """Ask every field of a set; None when a command was typed instead."""
    call = talk.open_call
    instrument = call.plan.instruments[step.instrument]
    role = talk.desk.pack.role(talk.desk.role)
    clinician = role is not None and role.clinician
    value = read_set(instrument, talk.console, clinician=clinician, is_command=is_command)
    if isinstance(value, dict):
        talk.console.say("\n".join(set_lines(instrument, value, first_set(call.answers, call.plan, step))))
    return value


def area(talk: Talk, typed: str) -> str:
    """The place as typed when the directory knows it, otherwise an area from its list."""
    from triage_tui.directory.place import areas_like, resolve_place

    directory = talk.desk.library_of(talk.open_call).directory
    place = resolve_place(directory, typed)
    if place.area is not None:
        return typed
    talk.console.say(f"{place.phrase}. Which area?")
    areas = areas_like(directory, typed)
    number = talk.console.choose("Number:", [area.name for area in areas])
    if number is None:
        raise AnswerError("no area was chosen; type another place, or u for not known")
    return areas[number].name
