"""Very many encounters as columns: one small number for each answer, mapped from a file and never read whole."""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from triage_tui.walk.plan import Value

Codes: TypeAlias = "Sequence[int]"

MAGIC = b"triage columns 1 "
SIZES = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))
"""The widths a column can have: one byte where that is enough."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The answers to one pathway: for every step a code for each row (0: not answered), and what the codes mean."""

    rows: int
    codes: Mapping[str, Codes]
    values: Mapping[str, tuple[Value, ...]]
    """The answer of code 1, 2, ...: by step."""


class Building:
    """Collects answers into columns."""

    def __init__(self) -> None:
        self.rows = 0
        self._codes: dict[str, array[int]] = {}
        self._known: dict[str, dict[Any, int]] = {}
        self._values: dict[str, list[Value]] = {}

    def add(self, answers: Mapping[str, Value]) -> None:
        """One more row."""
        for step, value in answers.items():
            if step not in self._codes:
                self._codes[step] = array("I", bytes(4 * self.rows))
                self._known[step], self._values[step] = {}, []
            known = self._known[step]
            key = tuple(sorted(value.items())) if isinstance(value, dict) else value
            code = known.get(key)
            if code is None:
                self._values[step].append(value)
                code = known[key] = len(self._values[step])
            self._codes[step].append(code)
        self.rows += 1
        for column in self._codes.values():
            if len(column) < self.rows:
                column.append(0)

    def columns(self) -> Columns:
        """What was collected, each column as narrow as it can be."""
        narrow = {step: array(_width(len(self._values[step])), codes) for step, codes in self._codes.items()}
        return Columns(self.rows, narrow, {step: tuple(values) for step, values in self._values.items()})


def _width(values: int) -> str:
    return next(code for code, size in SIZES if values < size)


def write_columns(path: Path, columns: Columns) -> None:
    """Write columns beside a record, whole or not at all."""
    made = {step: array(_width(len(columns.values[step])), codes) for step, codes in columns.codes.items()}
    head = {
        "rows": columns.rows,
        "order": sys.byteorder,
        "columns": [[step, codes.typecode, list(columns.values[step])] for step, codes in made.items()],
    }
    text = json.dumps(head, ensure_ascii=False).encode()
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(MAGIC + str(len(text)).encode() + b"\n" + text)
        for codes in made.values():
            file.write(bytes(-file.tell() % 8))
            file.write(codes.tobytes())
    part.replace(path)


def open_columns(path: Path) -> Columns:
    """Map columns that were written; ValueError when the file is not one of this machine's."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    end = mapped.find(b"\n")
    if mapped[: len(MAGIC)] != MAGIC or end < 0:
        raise ValueError(f"{path} is no file of columns")
    size = int(mapped[len(MAGIC) : end])
    head = json.loads(mapped[end + 1 : end + 1 + size])
    if head["order"] != sys.byteorder:
        raise ValueError(f"{path} was written on another kind of machine")
    whole, at = memoryview(mapped), end + 1 + size
    codes: dict[str, Codes] = {}
    values: dict[str, tuple[Value, ...]] = {}
    for step, typecode, answers in head["columns"]:
        at += -at % 8
        length = head["rows"] * array(typecode).itemsize
        if at + length > len(whole):
            raise ValueError(f"{path} is cut off")
        codes[step] = whole[at : at + length].cast(typecode)
        values[step] = tuple(tuple(one) if isinstance(one, list) else one for one in answers)
        at += length
    return Columns(head["rows"], codes, values)


def columns_of(cases: Iterable[Mapping[str, Value]]) -> Columns:
    """Columns of some encounters' answers."""
    building = Building()
    for answers in cases:
        building.add(answers)
    return building.columns()
