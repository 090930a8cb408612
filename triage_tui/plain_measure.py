"""Sets of observations in plain mode: each field asked for in turn, then the total."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.errors import AnswerError
from triage_tui.plain_console import Console
from triage_tui.walk.field_words import read_typed, shown, total_words
from triage_tui.walk.plan import NOT_KNOWN, Field, Instrument, Value
from triage_tui.walk.score import score


def read_set(
    instrument: Instrument, console: Console, *, clinician: bool, is_command: Callable[[str], bool] | None = None
) -> Value | None:
    """The set that is typed, `not known` for no set at all, or None when a command was typed instead."""
    console.say(f"{instrument.title}. Enter alone: not measured. u: nothing could be measured.")
    values: dict[str, str] = {}
    for item in instrument.fields:
        while item.id not in values:
            typed = _ask(item, console)
            if typed == "u" and not values:
                return NOT_KNOWN
            if is_command is not None and is_command(typed):
                return None
            try:
                values[item.id] = _value(item, typed, console, clinician=clinician)
            except AnswerError as error:
                console.say(f"Not taken: {error.message}.")
    return values


def _ask(item: Field, console: Console) -> str:
    for place, choice in enumerate(item.choices, 1):
        console.say(f"{place}. {choice.label}")
    usual = f", Enter for {shown(item, item.assumed)}" if item.assumed else ""
    return console.ask(f"{item.label}{f' ({item.unit})' if item.unit else ''}{usual}:")


def _value(item: Field, typed: str, console: Console, *, clinician: bool) -> str:
    value = read_typed(item, typed)
    chosen = next((choice for choice in item.choices if choice.id == value), None)
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
