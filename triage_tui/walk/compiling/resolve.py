"""Turn the names in a condition into slots, codes and scaled numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage_tui.content import conditions as tree
from triage_tui.content.conditions import ConditionError, Name
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem, did_you_mean, slip_of
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import NOT_KNOWN, Condition, NumberSpec
from triage_tui.walk.quantity import amount_in, units_for


@dataclass(frozen=True, slots=True)
class Known:
    """A fact a condition may read: its slot, kind, answers in code order from 1, and scale."""

    slot: int
    kind: str
    values: tuple[str, ...]
    number: NumberSpec | None
    step: int


def condition_problem(source: Source, path: Path_, error: ConditionError) -> Problem:
    """What is wrong in a condition, at its place in the file."""
    return source.problem(path, error.message, error.code, hint=error.hint, offset=error.offset, instead=error.instead)


class Resolver:
    """Compiles conditions over known facts; `before` refuses facts of that step and later ones."""

    def __init__(self, facts: Mapping[str, Known], derived: Mapping[str, Condition]) -> None:
        self.facts = facts
        self.derived = derived

    def condition(self, text: str, before: int | None = None) -> Condition:
        """The compiled condition; raises ConditionError with the offset of what is wrong."""
        return self._compile(tree.parse_condition(text), before)

    def sum(self, text: str, before: int | None = None) -> Condition:
        """The compiled sum of a derived fact."""
        return self._sum(tree.parse_sum(text), before, None)

    def _compile(self, node: tree.Condition, before: int | None) -> Condition:
        match node:
            case tree.All(parts):
                return (code.ALL, tuple(self._compile(part, before) for part in parts))
            case tree.Either(parts):
                return (code.ANY, tuple(self._compile(part, before) for part in parts))
            case tree.Not(inner):
                return (code.NOT, self._compile(inner, before))
            case tree.Surely(inner):
                return (code.SURELY, self._compile(inner, before))
            case tree.IsOneOf(fact, values):
                return self._is_one_of(self._fact(fact, before), fact, values)
            case tree.IsKnown(fact, state):
                return self._is_known(self._fact(fact, before), state)
            case tree.Has(fact, item):
                known = self._of_kind(fact, before, "checklist", "has")
                return (code.HAS, known.slot, self._place(known.values, item))
            case tree.CountOf(fact, compare, number):
                known = self._of_kind(fact, before, "checklist", "count of")
                return (code.COUNT, known.slot, code.COMPARE_SIGNS.index(compare), number)
            case tree.Comparison(left, compare, right):
                return self._comparison(left, code.COMPARE_SIGNS.index(compare), right, before)

    def _fact(self, name: Name, before: int | None) -> Known:
        known = self.facts.get(name.name)
        if known is None:
            hint = did_you_mean(name.name, self.facts) or "facts are step ids, instrument fields and totals"
            instead = slip_of(name.name, self.facts)
            raise ConditionError(f'there is no fact "{name.name}"', name.offset, hint, "REF002", instead)
        if before is not None and known.step >= before:
            message = f'"{name.name}" is asked later than this'
            raise ConditionError(message, name.offset, "move the question up", "REF009")
        return known

    def _of_kind(self, name: Name, before: int | None, kind: str, word: str) -> Known:
        known = self._fact(name, before)
        if known.kind != kind:
            message = f'"{word}" needs a {kind}; "{name.name}" is a {known.kind}'
            raise ConditionError(message, name.offset, code="REF003")
        return known

    def _place(self, values: tuple[str, ...], value: Name) -> int:
        if value.name not in values:
            hint = did_you_mean(value.name, values)
            instead = slip_of(value.name, values)
            raise ConditionError(f'"{value.name}" is not one of the answers', value.offset, hint, "REF003", instead)
        return values.index(value.name)

    def _is_one_of(self, known: Known, fact: Name, values: tuple[Name, ...]) -> Condition:
        if known.kind == "checklist" and len(values) == 1 and values[0].name == "none":
            return (code.IS_NONE, known.slot)
        if known.kind != "choice":
            hint = 'use a comparison such as ">="' if known.kind == "number" else 'use "has"'
            if known.kind == "text":
                hint = "words cannot be compared"
            raise ConditionError(f'"{fact.name}" is a {known.kind}, not a question', fact.offset, hint, "REF003")
        mask = 0
        for value in values:
            mask |= 1 if value.name == NOT_KNOWN else 2 << self._place(known.values, value)
        return (code.IS_ONE_OF, known.slot, mask)

    def _is_known(self, known: Known, state: str) -> Condition:
        if state == "asked":
            return (code.IS_ASKED, known.slot)
        operator = code.IS_KNOWN if state == "known" else code.IS_NOT_KNOWN
        return (operator, known.slot, -1 if known.kind == "checklist" else None if known.kind == "number" else 0)

    def _comparison(self, left: tree.Sum, compare: int, right: tree.Sum, before: int | None) -> Condition:
        if isinstance(left, tree.Quantity):
            flipped = {
                code.LESS: code.MORE,
                code.MORE: code.LESS,
                code.AT_MOST: code.AT_LEAST,
                code.AT_LEAST: code.AT_MOST,
            }
            left, right, compare = right, left, flipped.get(compare, compare)
        if isinstance(left, Name) and isinstance(right, tree.Quantity) and left.name not in self.derived:
            known = self._of_kind(left, before, "number", "a comparison")
            return (code.COMPARE_CONSTANT, known.slot, compare, self._amount(right, known.number))
        number = self._number_of(left, before) or self._number_of(right, before)
        return (code.COMPARE, self._sum(left, before, number), compare, self._sum(right, before, number))

    def _number_of(self, node: tree.Sum, before: int | None) -> NumberSpec | None:
        if isinstance(node, Name) and node.name in self.facts:
            return self._of_kind(node, before, "number", "a comparison").number
        return None

    def _sum(self, node: tree.Sum, before: int | None, number: NumberSpec | None) -> Condition:
        if isinstance(node, tree.Quantity):
            amount = self._amount(node, number) if node.unit else float(node.number)
            return (code.CONSTANT, amount / 10**number.decimals if node.unit and number else amount)
        if isinstance(node, tree.Arithmetic):
            operator = {"+": code.PLUS, "-": code.MINUS, "*": code.TIMES, "/": code.DIVIDED}[node.operator]
            return (operator, self._sum(node.left, before, number), self._sum(node.right, before, number))
        if node.name in self.derived:
            return self.derived[node.name]
        known = self._of_kind(node, before, "number", "arithmetic")
        return (code.FACT, known.slot, 10 ** (known.number.decimals if known.number else 0))

    def _amount(self, quantity: tree.Quantity, number: NumberSpec | None) -> float:
        spec = number or NumberSpec("", 0, 0, 0)
        if quantity.unit and quantity.unit not in units_for(spec.unit):
            known = units_for(spec.unit) - {""}
            hint = "this fact has no unit" if not known else did_you_mean(quantity.unit, known)
            message = f'"{quantity.unit}" does not fit a number of {spec.unit or "no unit"}'
            raise ConditionError(message, quantity.offset, hint, "REF007")
        if spec.unit == "age" and not quantity.unit:
            hint = 'write "65 years", "3 months" or "5 days"'
            raise ConditionError("an age needs a unit", quantity.offset, hint, "REF007")
        return amount_in(quantity.number, quantity.unit, spec)
