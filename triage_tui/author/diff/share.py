"""A share of all combinations of answers, in words."""

from __future__ import annotations

from fractions import Fraction


def said_share(share: Fraction) -> str:
    """A share in percent, with enough figures to be told from nothing."""
    if share == 1:
        return "100 %"
    percent = float(share * 100)
    if percent >= 0.001:
        return f"{percent:.3g} %"
    one_in = int(1 / share) if share else 0
    return f"1 in {one_in:,}" if one_in < 10**15 else f"1 in {float(one_in):.1e}"
