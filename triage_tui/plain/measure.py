"""Sets of observations in plain mode: each field asked for in turn, then the total."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.errors import AnswerError
from triage_tui.plain.console import Console
from triage_tui.walk.field_words import numbered_choices, read_typed, shown, total_words
from triage_tui.walk.plan import NOT_KNOWN, Instrument, Value
from triage_tui.walk.score import score


def read_set(
    instrument: Instrument, console: Console, *, clinician: bool, is_command: Callable[[str], bool] | None = None
) -> Value | None:
    """The set that is typed, `not known` for no set at all, or None when a command was typed instead."""
    console.say(f"{instrument.title}. Enter alone: not measured. u: nothing could be measured.")
    values: dict[str, str] = {}
    for place, item in enumerate(instrument.fields):
        while item.id not in values:
            typed = _ask(instrument, place, console)
            if typed == "u" and not values:
                return NOT_KNOWN
            if is_command is not None and is_command(typed):
                return None
            try:
                values[item.id] = _value(instrument, place, typed, console, clinician=clinician)
            except AnswerError as error:
                console.say(f"Not taken: {error.message}.")
    return values


def _ask(instrument: Instrument, place: int, console: Console) -> str:
    item = instrument.fields[place]
    for number, label in numbered_choices(instrument, place):
        console.say(f"{number}. {label}")
    usual = f", Enter for {shown(item, item.assumed)}" if item.assumed else ""
    return console.ask(f"{item.label}{f' ({item.unit})' if item.unit else ''}{usual}:")


def _value(instrument: Instrument, place: int, typed: str, console: Console, *, clinician: bool) -> str:
    value = read_typed(instrument, place, typed)
    chosen = next((choice for choice in instrument.fields[place].choices if choice.id == value), None)
    if chosen is not None and chosen.confirm:
        if not clinician:
            raise AnswerError(f"{chosen.label} can only be chosen by a clinician")
        if console.ask("Has a clinician recorded the reason for it? y or n:") != "y":
            raise AnswerError("not confirmed")
    return value


def set_lines(instrument: Instrument, values: dict[str, str], first: dict[str, str] | None) -> list[str]:
    """The total, and what differs from the first set."""
    lines = [total_words(instrument, score(instrument, values))]
    for item in instrument.fields if first is not None else ():
        now, before = shown(item, values.get(item.id, "")), shown(item, (first or {}).get(item.id, ""))
        if now != before:
            lines.append(f"{item.label}: {now}, first {before}")
    return [line for line in lines if line]
