"""Score a set of observations. What is not measured makes a total a range, never a low number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from triage_tui.errors import AnswerError
from triage_tui.walk.evaluate import FALSE, TRUE, evaluate
from triage_tui.walk.plan import NOT_KNOWN, Band, Field, Instrument, PointTable, Slot
from triage_tui.walk.quantity import describe, read_number

NOT_MEASURED = NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Score:
    """A scored set: points per field as (lowest, highest), the total, the highest part, the band, what is missing."""

    values: tuple[Slot, ...]
    parts: tuple[tuple[int, int] | None, ...]
    total: tuple[int, int] | None
    highest: tuple[int, int] | None
    band: Band | None
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing that bears on the total is missing."""
        return not self.missing


def read_field(field: Field, text: str) -> Slot:
    """A field's value from what was typed: scaled whole number, choice code from 1, or a range when not measured."""
    text = text.strip()
    if text in ("", NOT_MEASURED):
        if field.assumed:
            return read_field(field, field.assumed)
        return (field.number.low, field.number.high) if field.number else 0
    if field.number is not None:
        try:
            return read_number(text, field.number)
        except AnswerError as error:
            raise AnswerError(f"{field.label}: {error.message}") from None
    for code, choice in enumerate(field.choices, 1):
        if text == choice.id:
            return code
    known = ", ".join(choice.id for choice in field.choices)
    raise AnswerError(f'{field.label}: "{text}" is not one of {known}')


def field_hint(field: Field) -> str:
    """The unit and range, or the choices, in words."""
    if field.number is not None:
        return describe(field.number)
    return ", ".join(choice.label for choice in field.choices)


def score(instrument: Instrument, values: dict[str, str]) -> Score:
    """Score what was typed; AnswerError names an unknown field or an implausible value."""
    known = {field.id for field in instrument.fields}
    for name in values:
        if name not in known:
            raise AnswerError(f'"{name}" is not measured by {instrument.title}; fields are {", ".join(sorted(known))}')
    read = tuple(read_field(field, values.get(field.id, "")) for field in instrument.fields)
    parts = _parts(instrument, read)
    scored = [part for part in parts if part is not None]
    total = (sum(low for low, _ in scored), sum(high for _, high in scored)) if scored else None
    highest = (max(low for low, _ in scored), max(high for _, high in scored)) if scored else None
    matters = {table.field for table in instrument.points} or set(range(len(read)))
    missing = tuple(
        instrument.fields[place].label
        for place in sorted(matters)
        if _unmeasured(instrument.fields[place], read[place])
    )
    return Score(read, parts, total, highest, _band(instrument, read, total, highest), missing)


def _unmeasured(field: Field, value: Slot) -> bool:
    return isinstance(value, tuple) if field.number is not None else value == 0


def _parts(instrument: Instrument, read: tuple[Slot, ...]) -> tuple[tuple[int, int] | None, ...]:
    parts: list[tuple[int, int] | None] = [None] * len(read)
    for table in instrument.points:
        parts[table.field] = part_of(instrument, table, read)
    return tuple(parts)


def part_of(instrument: Instrument, table: PointTable, read: tuple[Slot, ...]) -> tuple[int, int]:
    """The fewest and most points this field can bring, whatever the unmeasured fields are."""
    value = read[table.field]
    if table.choices:
        if value == 0:
            return min(table.choices), max(table.choices)
        points = table.choices[int(value) - 1]  # type: ignore[arg-type]
        return points, points
    found = []
    open_fields = [place for place, field in enumerate(instrument.fields) if field.choices and read[place] == 0]
    codes = [range(1, len(instrument.fields[place].choices) + 1) for place in open_fields]
    for combination in product(*codes):
        filled = list(read)
        for place, code in zip(open_fields, combination, strict=True):
            filled[place] = code
        found.append(_banded(table, filled))
    return min(low for low, _ in found), max(high for _, high in found)


def _banded(table: PointTable, read: list[Slot]) -> tuple[int, int]:
    low_value, high_value = _range(read[table.field])
    for condition, bands in table.rules:
        holds = TRUE if condition is None else evaluate(condition, read)
        if holds == FALSE:
            continue
        points = []
        start = low_value
        for to, amount in bands:
            if to is None or start <= to:
                points.append(amount)
                if to is None or high_value <= to:
                    break
                start = to + 1
        return min(points), max(points)
    return 0, 0


def _range(value: Slot) -> tuple[int, int]:
    if isinstance(value, tuple):
        return value
    return (value or 0, value or 0)


def ends_of_bands(instrument: Instrument, place: int) -> frozenset[int]:
    """The last values of a field's bands of points; the value after each has other points, or may have."""
    tables = (table for table in instrument.points if table.field == place)
    return frozenset(to for table in tables for _, bands in table.rules for to, _ in bands if to is not None)


def edges_of_bands(instrument: Instrument, place: int) -> frozenset[int]:
    """The values of a number on both sides of every end of a band of points, as far as they can be measured."""
    spec = instrument.fields[place].number
    if spec is None:
        return frozenset()
    sides = (side for to in ends_of_bands(instrument, place) for side in (to, to + 1))
    return frozenset(side for side in sides if spec.low <= side <= spec.high)


def _band(
    instrument: Instrument, read: tuple[Slot, ...], total: tuple[int, int] | None, highest: tuple[int, int] | None
) -> Band | None:
    """The band that certainly holds, or None."""
    if total is None:
        numbers = [value for value, field in zip(read, instrument.fields, strict=True) if field.number is not None]
        total = _range(numbers[0]) if len(numbers) == 1 else None
    if total is None or total[0] != total[1]:
        low = _band_at(instrument, read, total[0], highest) if total else None
        high = _band_at(instrument, read, total[1], highest) if total else None
        return low if low == high else None
    return _band_at(instrument, read, total[0], highest)


def _band_at(
    instrument: Instrument, read: tuple[Slot, ...], total: int, highest: tuple[int, int] | None
) -> Band | None:
    facts: tuple[Slot, ...] = (*read, total, highest and (highest[0] if highest[0] == highest[1] else highest))
    for band in instrument.bands:
        if band.to is not None and total > band.to:
            continue
        if band.when is None or evaluate(band.when, facts) == TRUE:
            return band
        if evaluate(band.when, facts) != FALSE:
            return None
    return None
