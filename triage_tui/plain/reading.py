"""What plain mode prompts for at a step, and the answer meant by what was typed."""

from __future__ import annotations

from triage_tui.errors import AnswerError
from triage_tui.plain.console import place_of
from triage_tui.walk.plan import NOT_KNOWN, Step, Value
from triage_tui.walk.plan import Kind as StepKind
from triage_tui.walk.voice import yes_and_no


def prompt_for(step: Step) -> str:
    """The words of a step's prompt."""
    if step.kind == StepKind.CHECKLIST:
        return "Numbers with commas, 0 for none of these, u for not known:"
    if step.kind == StepKind.INSTRUCTION:
        return "1 done, 2 not done:"
    if step.kind == StepKind.NUMBER:
        return "Number, or u for not known:"
    if step.kind == StepKind.TEXT:
        return "Words, or u for not known:"
    letters = "".join(f"{letter}, " for letter in sorted(yes_and_no(step).values(), reverse=True))
    return f"{letters}{'number' if letters else 'Number'}, or u for not known:"


def read_typed(step: Step, typed: str) -> Value:
    """The answer meant by what was typed; AnswerError when there is none."""
    if typed == "u" and step.kind != StepKind.INSTRUCTION:
        return NOT_KNOWN
    if step.kind == StepKind.NUMBER:
        return typed
    if step.kind == StepKind.TEXT:
        if step.needed and not typed:
            raise AnswerError("this is needed; type it, or u for not known")
        return typed or NOT_KNOWN
    if step.kind == StepKind.CHECKLIST:
        return _ticked(step, typed)
    letters = yes_and_no(step)
    for place, option in enumerate(step.options, 1):
        if typed.lower() in (str(place), option.id, letters.get(option.id)):
            return option.id
    raise AnswerError(f"type a number from 1 to {len(step.options)}")


def _ticked(step: Step, typed: str) -> Value:
    if typed == "0":
        return ()
    places = {place_of(part, len(step.options)) for part in typed.replace(",", " ").split()}
    if not places or None in places:
        raise AnswerError(f"type numbers from 1 to {len(step.options)} with commas, or 0 for none of these")
    return tuple(option.id for place, option in enumerate(step.options) if place in places)
