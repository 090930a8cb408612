"""What was said under the summary's own labels: the opening's answers and the details, with what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from triage_tui.handover.answers import statement
from triage_tui.handover.details import DETAILS, NONE_WORDS, NOT_KNOWN_WORDS, Detail, birth_date, birth_problem
from triage_tui.handover.findings import OWN_HEADING
from triage_tui.handover.history import Given
from triage_tui.handover.model import Said, Statement
from triage_tui.handover.times import age_in_words, day_words, local, read_utc
from triage_tui.record.encounter import Encounter
from triage_tui.walk.quantity import DAYS_IN_YEAR


def opening_statements(answers: tuple[Given, ...], area_names: Mapping[str, str]) -> dict[str, Statement]:
    """The opening's answers by step id; what was not asked says so."""
    given = {item.step.id: statement(item.step, item.value) for item in answers}
    if (area := given.get("area")) is not None:
        given["area"] = replace(area, text=area_names.get(area.text, area.text))
    return {name: given.get(name, Statement()) for name in OWN_HEADING}


def detail_statements(encounter: Encounter, printed_at: datetime) -> dict[str, Statement]:
    """The details by id, as of the day they are printed."""
    found = {detail.id: _detail(detail, encounter.details.get(detail.id, "")) for detail in DETAILS}
    born = found["date_of_birth"]
    if born.said is Said.STATED:
        found["date_of_birth"] = _born(encounter, born.text, local(printed_at).date())
    return found


def _detail(detail: Detail, text: str) -> Statement:
    typed = text.strip()
    if not typed:
        return Statement(said=Said.NOT_RECORDED if detail.of_staff else Said.NOT_ASKED)
    if typed.lower() in NOT_KNOWN_WORDS:
        return Statement(said=Said.NOT_KNOWN)
    if typed.lower() in NONE_WORDS:
        return Statement(said=Said.NONE_STATED)
    if detail.id != "nhs_number":
        return Statement(typed, Said.STATED)
    problem = detail.problem(typed)
    digits = typed.replace(" ", "").replace("-", "")
    if problem:
        return Statement(typed, Said.STATED, f"UNVERIFIED: {problem.rstrip('.')}")
    return Statement(f"{digits[:3]} {digits[3:6]} {digits[6:]}", Said.STATED, "check digit fits; not traced")


def _born(encounter: Encounter, text: str, today: date) -> Statement:
    """A date of birth with the age it makes, and a caution where it does not fit the age that was given."""
    born = birth_date(text)
    if born is None or birth_problem(text, today):
        return Statement(text, Said.STATED, "UNVERIFIED: not a date of birth")
    on = local(read_utc(encounter.opened)).date()
    said = Statement(f"{day_words(born)} ({age_in_words(born, on)})", Said.STATED)
    place = encounter.plan.fact_index.get("age")
    given = encounter.state.facts[place] if place is not None else None
    if isinstance(given, int) and "age" in encounter.answers and abs((on - born).days - given) > DAYS_IN_YEAR:
        return replace(said, caution="DOES NOT FIT the age given")
    return said
