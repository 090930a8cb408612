"""Evaluate compiled conditions over facts: false, possible or true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from triage_tui.walk.plan import Condition, Slot, Step

FALSE, POSSIBLE, TRUE = 0, 1, 2

IS_ONE_OF, HAS, COUNT, COMPARE_CONSTANT, COMPARE, IS_NOT_KNOWN, IS_KNOWN, IS_ASKED, NOT, ALL, ANY, IS_NONE, SURELY = (
    range(13)
)
LESS, AT_MOST, MORE, AT_LEAST, EQUAL, UNEQUAL = range(6)
COMPARE_SIGNS = ("<", "<=", ">", ">=", "==", "!=")
FACT, CONSTANT, PLUS, MINUS, TIMES, DIVIDED = range(6)

Facts: TypeAlias = Sequence[Slot]
Interval: TypeAlias = tuple[float, float]


def evaluate(condition: Condition, facts: Facts, open_slots: frozenset[int] = frozenset()) -> int:
    """FALSE, POSSIBLE or TRUE; what reads a slot of `open_slots`, which may still be asked, is POSSIBLE until it is."""
    operator = condition[0]
    if operator == ALL:
        result = TRUE
        for part in condition[1]:
            value = evaluate(part, facts, open_slots)
            if value < result:
                if value == FALSE:
                    return FALSE
                result = value
        return result
    if operator == ANY:
        result = FALSE
        for part in condition[1]:
            value = evaluate(part, facts, open_slots)
            if value > result:
                if value == TRUE:
                    return TRUE
                result = value
        return result
    if operator == NOT:
        return TRUE - evaluate(condition[1], facts, open_slots)
    if operator == COMPARE:
        return _compare_sums(condition, facts, open_slots)
    if operator == SURELY:
        value = evaluate(condition[1], facts, open_slots)
        if value == POSSIBLE and not any(facts[slot] is None and slot in open_slots for slot in slots_of(condition)):
            return FALSE
        return value
    slot = condition[1]
    fact = facts[slot]
    if fact is None:
        return POSSIBLE if slot in open_slots else FALSE
    return _about_fact(operator, condition, fact)


def _about_fact(operator: int, condition: Condition, fact: int | tuple[int, int]) -> int:
    if operator == COMPARE_CONSTANT:
        low, high = fact if isinstance(fact, tuple) else (fact, fact)
        return compare(condition[2], low, high, condition[3], condition[3])
    if operator == IS_ASKED:
        return TRUE
    if isinstance(fact, tuple):
        return TRUE if (operator == IS_NOT_KNOWN) == (fact[0] != fact[1]) else FALSE
    if operator == IS_ONE_OF:
        return TRUE if condition[2] >> fact & 1 else FALSE
    if operator in (IS_NOT_KNOWN, IS_KNOWN):
        unknown = condition[2] == fact
        return TRUE if unknown == (operator == IS_NOT_KNOWN) else FALSE
    if fact < 0:
        return POSSIBLE if operator != IS_NONE else FALSE
    if operator == HAS:
        return TRUE if fact >> condition[2] & 1 else FALSE
    if operator == COUNT:
        count = fact.bit_count()
        return compare(condition[2], count, count, condition[3], condition[3])
    return TRUE if fact == 0 else FALSE


def _compare_sums(condition: Condition, facts: Facts, open_slots: frozenset[int]) -> int:
    left = _interval(condition[1], facts)
    right = _interval(condition[3], facts)
    if left is None or right is None:
        still_open = any(slot in open_slots and facts[slot] is None for slot in slots_of(condition))
        return POSSIBLE if still_open else FALSE
    return compare(condition[2], *left, *right)


def compare(sign: int, low: float, high: float, other_low: float, other_high: float) -> int:
    """FALSE, POSSIBLE or TRUE for two numbers that lie between a low and a high."""
    if sign == LESS:
        return TRUE if high < other_low else FALSE if low >= other_high else POSSIBLE
    if sign == AT_MOST:
        return TRUE if high <= other_low else FALSE if low > other_high else POSSIBLE
    if sign == MORE:
        return TRUE if low > other_high else FALSE if high <= other_low else POSSIBLE
    if sign == AT_LEAST:
        return TRUE if low >= other_high else FALSE if high < other_low else POSSIBLE
    same = (
        TRUE if low == high == other_low == other_high else FALSE if high < other_low or low > other_high else POSSIBLE
    )
    return same if sign == EQUAL else TRUE - same


def ends_that_decide(sign: int, least: int) -> tuple[int, int] | None:
    """Which end (0 lowest, 1 highest) of each side's range makes a comparison at least `least`; None: both do."""
    if sign in (EQUAL, UNEQUAL):
        return None
    return (1, 0) if (sign in (MORE, AT_LEAST)) == (least == POSSIBLE) else (0, 1)


def _interval(expression: Condition, facts: Facts) -> Interval | None:
    """The lowest and highest a sum can be, or None when a fact in it was never asked."""
    operator = expression[0]
    if operator == CONSTANT:
        return expression[1], expression[1]
    if operator == FACT:
        fact = facts[expression[1]]
        if fact is None:
            return None
        low, high = fact if isinstance(fact, tuple) else (fact, fact)
        scale = expression[2]
        return low / scale, high / scale
    return join_ranges(operator, _interval(expression[1], facts), _interval(expression[2], facts))


def join_ranges(operator: int, left: Interval | None, right: Interval | None) -> Interval | None:
    """The range of a sum, difference, product or quotient; None when one side was never asked."""
    if left is None or right is None:
        return None
    if operator == PLUS:
        return left[0] + right[0], left[1] + right[1]
    if operator == MINUS:
        return left[0] - right[1], left[1] - right[0]
    if operator == DIVIDED:
        if right[0] <= 0 <= right[1]:
            return float("-inf"), float("inf")
        right = (1 / right[1], 1 / right[0])
    products = [a * b for a in left for b in right]
    return min(products), max(products)


def slots_of(condition: Condition) -> set[int]:
    """Every slot a condition reads."""
    operator = condition[0]
    if operator in (ALL, ANY):
        return set().union(*(slots_of(part) for part in condition[1]))
    if operator in (NOT, SURELY):
        return slots_of(condition[1])
    if operator == COMPARE:
        return slots_of_sum(condition[1]) | slots_of_sum(condition[3])
    return {condition[1]}


def slots_read(step: Step) -> set[int]:
    """Every slot the conditions of a step read."""
    return set().union(*(slots_of(condition) for condition in step.conditions))


def slots_of_sum(expression: Condition) -> set[int]:
    """Every slot a sum reads."""
    if expression[0] == CONSTANT:
        return set()
    if expression[0] == FACT:
        return {expression[1]}
    return slots_of_sum(expression[1]) | slots_of_sum(expression[2])
