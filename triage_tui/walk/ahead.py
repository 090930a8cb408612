"""What can still happen, exactly: tables over what is known, worked out beforehand for every patient at once.

A table has an entrance for every step, and nodes: a variable, and where each of its values leads. A variable is read
from the facts of a state. Where a table has no entrance, `walk.outlook` says what it can.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from triage_tui.errors import ExitCode, TriageError
from triage_tui.walk.engine import State
from triage_tui.walk.outlook import Outlook, outlook
from triage_tui.walk.plan import Plan, Slot

MAGIC = b"TRIAHD01"
START = struct.Struct("<8sII")
"""The magic, the length of the header, and the checksum of everything that follows."""

VALUE = 1 << 31
"""With this bit a word is the number of a value; without it the place of a node."""

NO_ENTRANCE = (1 << 32) - 1
NAMES = ("fewest", "most", "ends")


class DamagedTables(TriageError):
    """The bytes are not tables, or not all of them."""

    exit_code = ExitCode.UNREADABLE


class Variable(NamedTuple):
    """Where a variable is read: 0 while none of its steps is asked, then from the fact that the last of them set.

    `places`: steps with the fact each sets; step -1 for what is known before any question. `bit`: one item of a
    checklist, -1 otherwise. `known`: the value for what the fact may hold; a number that is not among them is in the
    band of the last of `lows` that it reaches, the first of which has the value `first`.
    """

    places: tuple[tuple[int, int], ...]
    bit: int
    known: Mapping[Slot, int]
    first: int
    lows: tuple[int, ...]

    def of(self, fact: Slot) -> int:
        """The value for what a fact holds."""
        if self.bit >= 0:
            return int(isinstance(fact, int) and fact >= 0 and fact >> self.bit & 1)
        found = self.known.get(fact)
        if found is not None:
            return found
        if not isinstance(fact, int) or not self.lows:
            raise LookupError(fact)
        return self.first + bisect_right(self.lows, fact) - 1


class Table(NamedTuple):
    """One function at every step: its entrances by step, its nodes, and its values."""

    entrances: Sequence[int]
    nodes: Sequence[int]
    values: Sequence[int]


class Tables:
    """The tables of one plan, read where they lie; DamagedTables when they are not what was written."""

    def __init__(self, buffer: memoryview) -> None:
        if len(buffer) < START.size:
            raise DamagedTables("the tables are too short")
        magic, length, checksum = START.unpack(buffer[: START.size])
        rest = buffer[START.size :]
        if magic != MAGIC or zlib.crc32(rest) != checksum:
            raise DamagedTables("the tables are not what was written")
        header = json.loads(bytes(rest[:length]))
        if header["byteorder"] != sys.byteorder:
            raise DamagedTables("the tables were made on another kind of machine")
        words = rest[length:].cast("I")
        self.variables = tuple(map(_variable, header["variables"]))
        self.tables: dict[str, Table] = {}
        for name in NAMES:
            start, middle, end = header["places"][name]
            self.tables[name] = Table(words[start:middle], words[middle:end], header["values"][name])

    def look(self, plan: Plan, state: State) -> Outlook | None:
        """What can still happen, exactly; None where no table says it, or answers wait that are not asked any more."""
        if any(plan.step_index.get(name, -1) >= state.at for name in state.pending):
            return None
        known = _Known(self.variables, state)
        try:
            fewest, most, ends = (known.look_up(self.tables[name]) for name in NAMES)
        except LookupError:  # a fact the tables know nothing of
            return None
        if fewest is None or most is None or ends is None:
            return None
        return Outlook(fewest, most, _dispositions(plan, state, ends), exact=True)


class _Known:
    """The variables of one state, each worked out when it is first needed."""

    def __init__(self, variables: Sequence[Variable], state: State) -> None:
        self.variables = variables
        self.state = state
        self.values: dict[int, int] = {}
        self.after: dict[int, tuple[Slot, ...]] = {}
        while state.before is not None:
            self.after[state.before.at] = state.facts
            state = state.before

    def look_up(self, table: Table) -> int | None:
        """The value of a table in this state."""
        place = table.entrances[self.state.at]
        if place == NO_ENTRANCE:
            return None
        nodes, values = table.nodes, self.values
        while place < VALUE:
            number = nodes[place]
            value = values.get(number)
            if value is None:
                value = values[number] = self._read(self.variables[number])
            place = nodes[place + 1 + value]
        return table.values[place - VALUE]

    def _read(self, variable: Variable) -> int:
        for step, slot in reversed(variable.places):
            facts = self.state.facts if step < 0 else self.after.get(step)
            if facts is not None:
                return variable.of(facts[slot])
        return 0


def look_ahead(plan: Plan, state: State, tables: Tables | None) -> Outlook:
    """What can still happen: exactly where the tables say it, else at most."""
    found = tables.look(plan, state) if tables is not None and not state.finished else None
    return outlook(plan, state) if found is None else found


def _dispositions(plan: Plan, state: State, ends: int) -> tuple[int, ...]:
    """Dispositions by urgency, raised to the floor: bits of outcomes, then bits of floors that are still to be set."""
    count, floor, ranks = len(plan.ranks), state.floor, plan.ranks
    found = set()
    for number in range(count):
        if ends >> number & 1:
            found.add(floor.disposition if floor is not None and floor.rank < ranks[number] else number)
        if ends >> count + number & 1:
            found.add(floor.disposition if floor is not None and floor.rank <= ranks[number] else number)
    return tuple(sorted(found, key=lambda number: (ranks[number], number)))


def _variable(written: Sequence[object]) -> Variable:
    places, bit, known, first, lows = written
    read = {tuple(fact) if isinstance(fact, list) else fact: value for fact, value in known}  # type: ignore[attr-defined]
    return Variable(tuple(map(tuple, places)), bit, read, first, tuple(lows))  # type: ignore[arg-type,call-overload]
