"""Who a page is about: the line at the head of every page."""

from __future__ import annotations

from triage_tui.handover.model import Said, Summary
from triage_tui.text import shortened

NAME_WIDTH = 40
NOTICE = "Triage record: decision support, not a diagnosis; not a medical device"


def identity(summary: Summary, *, cautions: bool = True) -> str:
    """Name, date of birth or age, and NHS number where it was given; with what is doubtful about them."""
    name, number = summary.written["name"], summary.written["nhs_number"]
    shown = [shortened(name.text, NAME_WIDTH) if name.said is Said.STATED else f"name {name.said.value}"]
    shown.append(born_or_age(summary, cautions=cautions))
    if number.said is Said.STATED:
        unverified = " UNVERIFIED" if cautions and number.caution.startswith("UNVERIFIED") else ""
        shown.append(f"NHS number {shortened(number.text, 14)}{unverified}")
    return " | ".join(shown)


def born_or_age(summary: Summary, *, cautions: bool = True) -> str:
    """`born 5 March 1935 (90 years)`, else `age 82 years`, else why there is neither."""
    born, age = summary.written["date_of_birth"], summary.asked["age"]
    if born.said is Said.STATED:
        return f"born {shortened(born.text, 30)}{f' ({born.caution})' if cautions and born.caution else ''}"
    return f"age {shortened(age.words, 20)}"
