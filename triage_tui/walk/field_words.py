"""The fields of an instrument for people: what they type, and how a value and a total read."""

from __future__ import annotations

from collections.abc import Mapping

from triage_tui.errors import AnswerError
from triage_tui.walk.plan import NOT_KNOWN, Field, Instrument, Kind, Plan, Step, Value
from triage_tui.walk.quantity import describe
from triage_tui.walk.score import Score, read_field

BLANKS = ("", "-", "?")
"""What is typed where nothing was measured; beside a number also `n`."""


def choice_numbers(instrument: Instrument, place: int) -> tuple[int, ...]:
    """The number that chooses each choice of a field: its points where these are 1, 2, 3 ..., as in a coma scale,
    so that nobody who types points is misread; else its place.
    """
    places = tuple(range(1, len(instrument.fields[place].choices) + 1))
    points = next((table.choices for table in instrument.points if table.field == place), ())
    return points if tuple(sorted(points)) == places else places


def read_typed(instrument: Instrument, place: int, text: str) -> str:
    """A field's value from what was typed: a number, or a choice by its number, id or the start of a word."""
    field = instrument.fields[place]
    if is_blank(field, text):
        return NOT_KNOWN
    if field.number is not None:
        read_field(field, text)
        return text
    numbers = choice_numbers(instrument, place)
    if text.isascii() and text.isdigit() and int(text) in numbers:
        return field.choices[numbers.index(int(text))].id
    wanted = text.lower()
    named = wanted.replace(" ", "_")
    words = [(choice.id, choice.label.lower()) for choice in field.choices]
    matches = (
        [name for name, _ in words if name == named],
        [name for name, label in words if name.startswith(named) or label.startswith(wanted)],
        [name for name, label in words if any(word.startswith(wanted) for word in label.split())],
    )
    found = next(filter(None, matches), [])
    if len(found) == 1:
        return found[0]
    raise AnswerError(f"{field.label}: {field_range(instrument, place)}")


def is_blank(field: Field, text: str) -> bool:
    """Whether what was typed means that it was not measured."""
    return text in BLANKS or (field.number is not None and text.lower() == "n")


def field_range(instrument: Instrument, place: int) -> str:
    """The range, or the choices with their numbers."""
    field = instrument.fields[place]
    if field.number is not None:
        return describe(field.number)
    return "  ".join(f"{number} {label}" for number, label in numbered_choices(instrument, place))


def numbered_choices(instrument: Instrument, place: int) -> list[tuple[int, str]]:
    """The numbers and labels of a field's choices."""
    choices = instrument.fields[place].choices
    return [(number, item.label) for number, item in zip(choice_numbers(instrument, place), choices, strict=True)]


def shown(field: Field, value: str) -> str:
    """A value for people: a choice's label, or the number."""
    if value in ("", NOT_KNOWN):
        return "not measured"
    if field.choices:
        return next((choice.label for choice in field.choices if choice.id == value), value)
    return value


def total_words(instrument: Instrument, result: Score) -> str:
    """The total with its band, or what is missing."""
    if result.total is None:
        return result.band.band.replace("_", " ") if result.band else ""
    name = instrument.title.split(" (")[0]
    low, high = result.total
    if low == high and result.complete:
        band = f": {result.band.band.replace('_', ' ')}" if result.band else ""
        means = f" ({result.band.means})" if result.band and result.band.means else ""
        return f"{name} {low}{band}{means}"
    missing = ", ".join(result.missing)
    band = f", {result.band.band.replace('_', ' ')} already" if result.band else ""
    return f"{name} INCOMPLETE: between {low} and {high}{band}. Not measured: {missing}"


def first_set(answers: Mapping[str, Value], plan: Plan, step: Step) -> dict[str, str] | None:
    """The earlier set of the same observations, to compare with."""
    for other in plan.steps:
        if other.id == step.id:
            break
        if other.kind == Kind.MEASURE and other.instrument == step.instrument:
            value = answers.get(other.id)
            if isinstance(value, dict):
                return value
    return None
