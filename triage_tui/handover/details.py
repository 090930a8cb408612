"""What the summary says beyond the walk: each detail with its label, a hint, and a check of what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from triage_tui.handover.times import day_words

OLDEST_YEARS = 130
NONE_WORDS = ("none", "nil")
NOT_KNOWN_WORDS = ("not known", "unknown", "don't know")
_MONTHS = tuple(day_words(date(2000, number, 1)).split()[1].lower() for number in range(1, 13))
_DATE = re.compile(r"([0-9]{1,4})[ ./-]*([0-9]{1,2}|[A-Za-z]{3,9})[ ./-]*([0-9]{2,4})")


def no_problem(_text: str) -> str:
    """Anything may be written here."""
    return ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing to write: its id in the record, label, what to write, and what may be wrong with it ("" nothing).

    `of_staff`: what staff did or know, which is recorded rather than asked.
    """

    id: str
    label: str
    hint: str = ""
    problem: Callable[[str], str] = no_problem
    of_staff: bool = False


def birth_date(text: str) -> date | None:
    """A date of birth as people write it (5/3/1935, 5 March 1935, 1935-03-05), or None."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    first, month, last = match.groups()
    day, year = (last, first) if len(first) == 4 else (first, last)
    number = int(month) if month.isdigit() else _month(month)
    try:
        return date(int(year), number, int(day)) if len(year) == 4 else None
    except ValueError:
        return None


def _month(name: str) -> int:
    """1 to 12 from a month's name or its beginning; 0 when it is none."""
    found = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())]
    return found[0] if len(found) == 1 else 0


def birth_problem(text: str, today: date | None = None) -> str:
    """What is wrong with a date of birth."""
    born = birth_date(text)
    if born is None:
        return "This is not a date: write it as 5/3/1935."
    if today is not None and not 0 <= (today - born).days <= OLDEST_YEARS * 366:
        return f"{day_words(born)} cannot be the date of birth of a patient of today."
    return ""


def nhs_number_problem(text: str) -> str:
    """What is wrong with an NHS number: ten digits, the last a check digit (modulus 11)."""
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return "An NHS number has ten digits."
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    if (11 - total % 11) % 11 != int(digits[9]):
        return "The check digit does not fit: one or more digits are wrong."
    return ""


DETAILS = (
    Detail("name", "Patient's name", "As the patient gives it. It is not needed for triage."),
    Detail("date_of_birth", "Date of birth", "Such as 5/3/1935.", birth_problem),
    Detail("nhs_number", "NHS number", "Ten digits; marked unverified when they do not fit.", nhs_number_problem),
    Detail("gender", "Gender and pronouns", "Where they matter to the patient, or differ from the sex given."),
    Detail("address", "Home address", "Where the patient lives, with the postcode."),
    Detail("telephone", "Patient's telephone", "Where it is not the number to ring back."),
    Detail("caller_name", "Caller's name and relationship", "Such as: Jane Smith, daughter."),
    Detail(
        "access",
        "Way in, and hazards",
        "Key safe, floor, dog, what three words, anything unsafe at the scene.",
    ),
    Detail("gp_practice", "GP practice", "Name and place."),
    Detail("onset", "When it began", "The time, or when they were last well."),
    Detail("mechanism", "How it happened", "Such as: tripped on a rug, from standing."),
    Detail("injuries", "Injuries found", "What was seen, and where.", of_staff=True),
    Detail("history", "Past illness and usual state", "Conditions, operations, walking and memory on a usual day."),
    Detail("allergies", "Allergies and bad reactions", "What, and what happened. Or write: none known."),
    Detail("medicines", "Medicines taken", "Name, dose, last taken. Blood thinners and insulin first."),
    Detail("medicines_given", "Medicines given", "By the crew or on advice: name, dose, route, time.", of_staff=True),
    Detail("risks", "Safety alerts", "Risk to self, to others, from others; infection; staff safety.", of_staff=True),
    Detail("safeguarding_done", "Safeguarding: what was done", "Never on the patient's copy.", of_staff=True),
    Detail("communication", "Language and support", "Interpreter, hearing, reasonable adjustments, who to speak with."),
    Detail("consent", "Consent", "To treatment and to sharing this record: yes, no, or in best interests."),
    Detail("capacity", "Capacity for this decision", "Has it, or lacks it; what that rests on; when it was asked."),
    Detail("care_plan", "Care plan", "ReSPECT, advance decision, power of attorney: where it is and what it says."),
    Detail("understood", "Advice understood", "Who said it back, and when."),
    Detail("plan", "Plan, and who does what", "What the next team is asked to do.", of_staff=True),
    Detail("service_accepted", "Referral taken by", "Name, service and time.", of_staff=True),
    Detail(
        "follow_up",
        "Who will contact the patient, and when",
        "On the patient's copy: no staff-only numbers.",
        of_staff=True,
    ),
    Detail("eta", "Time of arrival", "When the crew expects to be at the hospital.", of_staff=True),
    Detail("special_notes", "Special notes", "Anything the next team must know.", of_staff=True),
    Detail("completed_by", "Record completed by", "Name and registration number.", of_staff=True),
    Detail("organisation", "Organisation", "Service, station or call sign.", of_staff=True),
    Detail("senior", "Senior spoken to", "Name, role, time and what was agreed.", of_staff=True),
    Detail("contact", "Who to ring for more", "Name and number, for professionals.", of_staff=True),
    Detail("copies_to", "Copies sent to", "Such as: GP practice, community team.", of_staff=True),
)
BY_ID = {detail.id: detail for detail in DETAILS}


def detail_problem(field: str, text: str) -> str:
    """What is wrong with what was written for a detail ("" nothing); it is kept and printed either way."""
    known = BY_ID.get(field)
    return known.problem(text.strip()) if known is not None and is_stated(text) else ""


def is_stated(text: str) -> bool:
    """Whether something was written, rather than nothing, "none" or "not known"."""
    return text.strip().lower() not in ("", *NONE_WORDS, *NOT_KNOWN_WORDS)
