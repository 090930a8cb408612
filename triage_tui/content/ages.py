"""Age limits as written: `50 years and over`, `under 18 years`, `8 weeks to 5 years`, `any`."""

from __future__ import annotations

import re

OLDEST_DAYS = 47_483
"""130 years in days, the oldest age that can be given, and one more."""

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_AGE = r"([0-9]{1,3}) (day|week|month|year)s?"


def age_limits(text: str) -> tuple[int, int]:
    """Lowest and highest age in days, both included; ValueError when it cannot be read or is inside out."""
    low, high = _limits(text, " ".join(text.lower().split()))
    if low > high:
        raise ValueError(f'"{text}" is inside out')
    return low, high


def _limits(text: str, words: str) -> tuple[int, int]:
    if words in ("any", "all"):
        return 0, OLDEST_DAYS
    if match := re.fullmatch(rf"{_AGE} and over", words):
        return _days(match[1], match[2]), OLDEST_DAYS
    if match := re.fullmatch(rf"under {_AGE}", words):
        return 0, _days(match[1], match[2]) - 1
    if match := re.fullmatch(rf"{_AGE} to {_AGE}", words):
        return _days(match[1], match[2]), _days(str(int(match[3]) + 1), match[4]) - 1
    raise ValueError(
        f'"{text}" is not an age range; write "50 years and over", "under 18 years" or "8 weeks to 5 years"'
    )


def _days(number: str, unit: str) -> int:
    return int(int(number) * _DAYS[unit] + 1e-9)
