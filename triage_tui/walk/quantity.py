"""Read the numbers people type: 75, 1h 15, 3 days, 82 years. Ages become days by the published conversions."""

from __future__ import annotations

import re

from triage_tui.errors import AnswerError
from triage_tui.walk.plan import NumberSpec

DAYS_IN_MONTH = 30.4375
DAYS_IN_YEAR = 365.25

_MINUTES = {
    **dict.fromkeys(("minute", "minutes", "min", "mins", "m"), 1),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), 60),
    **dict.fromkeys(("day", "days", "d"), 1440),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w"), 10080),
}
_TIME_UNITS = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}
_AGE_DAYS = {
    **dict.fromkeys(("day", "days", "d"), 1.0),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w"), 7.0),
    **dict.fromkeys(("month", "months", "mo", "mth", "mths", "m"), DAYS_IN_MONTH),
    **dict.fromkeys(("year", "years", "yr", "yrs", "y", ""), DAYS_IN_YEAR),
}
_PART = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,3})?)\s*([a-z]*)")


def units_for(unit: str) -> frozenset[str]:
    """The words that may follow a number of this unit, in an answer or a condition."""
    if unit == "age":
        return frozenset(_AGE_DAYS) - {""}
    return frozenset(_MINUTES) if unit in _TIME_UNITS else frozenset({unit})


def read_number(text: str, spec: NumberSpec) -> int:
    """The number scaled by 10 ** decimals (an age in days); AnswerError when it cannot be read or is out of range."""
    words = text.strip().lower()
    try:
        amount = (
            _age(words)
            if spec.unit == "age"
            else _time(words, spec)
            if spec.unit in _TIME_UNITS
            else _plain(words, spec)
        )
    except ValueError:
        raise AnswerError(f"this is not a number I can read; {describe(spec)}") from None
    scaled = amount * float(10**spec.decimals)
    whole = int(scaled + 1e-9) if spec.unit == "age" else round(scaled)
    if spec.unit != "age" and abs(scaled - whole) > 1e-6:
        raise AnswerError(f"too many decimals; {describe(spec)}")
    if not spec.low <= whole <= spec.high:
        raise AnswerError(f"outside the plausible range; {describe(spec)}")
    return whole


def describe(spec: NumberSpec) -> str:
    """The unit and range in words, for prompts and errors."""
    if spec.unit == "age":
        return "type an age such as 82, 18 months or 5 days (up to 130 years)"
    scale = 10**spec.decimals
    low, high = (f"{value / scale:.{spec.decimals}f}" for value in (spec.low, spec.high))
    return f"from {low} to {high} {spec.unit}".rstrip()


def amount_in(number: str, unit: str, spec: NumberSpec) -> float:
    """A constant of a condition in the fact's own scale; ValueError when the unit does not fit."""
    words = f"{number} {unit}".strip().lower()
    if spec.unit == "age":
        if not unit:
            raise ValueError("an age needs a unit")
        return int(_age(words) + 1e-9)
    if spec.unit in _TIME_UNITS:
        return _time(words, spec) * float(10**spec.decimals)
    if unit and unit != spec.unit:
        raise ValueError("another unit")
    return float(number) * float(10**spec.decimals)


def _age(words: str) -> float:
    total = 0.0
    parts = _parts(words)
    for number, unit in parts:
        if unit not in _AGE_DAYS or ("." in number and unit in ("day", "days", "d")):
            raise ValueError(unit)
        total += float(number) * _AGE_DAYS[unit] if "." in number else int(number) * _AGE_DAYS[unit] // 1
    return total


def _time(words: str, spec: NumberSpec) -> float:
    own = _TIME_UNITS[spec.unit]
    minutes = 0.0
    last = 0
    for number, unit in _parts(words):
        if unit:
            last = _MINUTES[unit] if unit in _MINUTES else _bad(unit)
        else:
            last = own if not last else _smaller(last)
        minutes += float(number) * last
    return minutes / own


def _smaller(minutes: int) -> int:
    return {10080: 1440, 1440: 60, 60: 1}.get(minutes) or _bad("")


def _plain(words: str, spec: NumberSpec) -> float:
    parts = _parts(words.removesuffix(spec.unit.lower()).strip() if spec.unit else words)
    if len(parts) != 1 or parts[0][1]:
        raise ValueError(words)
    return float(parts[0][0])


def _parts(words: str) -> list[tuple[str, str]]:
    """The numbers and units of a text such as `1h 15`; ASCII digits only."""
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(words):
        match = _PART.match(words, position)
        if match is None or not words.isascii():
            raise ValueError(words)
        found.append((match[1], match[2]))
        position = match.end()
        while position < len(words) and words[position] in " ,":
            position += 1
    if not found:
        raise ValueError(words)
    return found


def _bad(unit: str) -> int:
    raise ValueError(unit)
