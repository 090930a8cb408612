"""Very many encounters as columns: one small number for each answer."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, TypeAlias

from triage_tui.walk.plan import Value

Codes: TypeAlias = "Sequence[int]"

SIZES = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))
"""The widths a column can have: one byte where that is enough."""
FIELD = "/"
"""Between a step and its field in the name of a column."""
MEASURED: Value = {}
"""The answer of a step whose fields have columns of their own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The answers to one pathway: for every step a code for each row (0: not answered), and what the codes mean.

    A set of observations has a column for each field as well, `step/field`, as hardly two sets are the same.
    """

    rows: int
    codes: Mapping[str, Codes]
    values: Mapping[str, tuple[Value, ...]]
    """The answer of code 1, 2, ...: by step."""

    def fields(self, step: str) -> dict[str, str]:
        """The columns of a step's fields, by field."""
        return {name[len(step) + 1 :]: name for name in self.codes if name.startswith(step + FIELD)}

    def row(self, number: int) -> dict[str, Value]:
        """The answers of one row."""
        found: dict[str, Value] = {}
        for name, codes in self.codes.items():
            if codes[number] and FIELD not in name:
                value = self.values[name][codes[number] - 1]
                found[name] = self._measured(name, number) if value == MEASURED else value
        return found

    def _measured(self, step: str, number: int) -> Value:
        return {
            field: str(self.values[name][self.codes[name][number] - 1])
            for field, name in self.fields(step).items()
            if self.codes[name][number]
        }


class Building:
    """Collects answers into columns, after those of earlier columns that are kept."""

    def __init__(self, earlier: Columns | None = None, keep: Sequence[bool] | None = None) -> None:
        self.rows = 0
        self._codes: dict[str, array[int]] = {}
        self._values: dict[str, list[Value]] = {}
        if earlier is not None:
            self.rows = earlier.rows if keep is None else sum(keep)
            self._values = {name: list(values) for name, values in earlier.values.items()}
            for name, codes in earlier.codes.items():
                kept = codes if keep is None else compress(codes, keep)
                self._codes[name] = array(width_of(len(self._values[name])), kept)
        self._known: dict[str, dict[Any, int]] = {
            name: {_key(value): code for code, value in enumerate(values, 1)} for name, values in self._values.items()
        }

    def add(self, answers: Mapping[str, Value]) -> None:
        """One more row."""
        for step, value in answers.items():
            if isinstance(value, dict):
                for field, text in value.items():
                    self._put(step + FIELD + field, text)
                value = MEASURED
            self._put(step, value)
        self.rows += 1
        for column in self._codes.values():
            if len(column) < self.rows:
                column.append(0)

    def _put(self, name: str, value: Value) -> None:
        if name not in self._codes:
            self._codes[name] = array("B", bytes(self.rows))
            self._known[name], self._values[name] = {}, []
        known, key = self._known[name], _key(value)
        code = known.get(key)
        if code is None:
            values = self._values[name]
            values.append(value)
            code = known[key] = len(values)
            if (width := width_of(code)) != self._codes[name].typecode:
                self._codes[name] = array(width, self._codes[name])
        self._codes[name].append(code)

    def columns(self) -> Columns:
        """What was collected."""
        return Columns(self.rows, self._codes, {step: tuple(values) for step, values in self._values.items()})


def _key(value: Value) -> object:
    return None if isinstance(value, dict) else value


def width_of(values: int) -> str:
    """The narrowest column in which so many different answers have a code."""
    return next(code for code, size in SIZES if values < size)


def columns_of(cases: Iterable[Mapping[str, Value]]) -> Columns:
    """Columns of some encounters' answers."""
    building = Building()
    for answers in cases:
        building.add(answers)
    return building.columns()
