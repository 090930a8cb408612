"""A call in which everything is well: the keys for it, and the words of every question on the way."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.bare_redraw import Page
from triage_tui.walk.case import mildest
from triage_tui.walk.engine import answer, start
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value
from triage_tui.walk.voice import say_words

NOT_KNOWN_KEY = b"\x1bOR"  # F3
HEADING = 40


class Press(NamedTuple):
    """The keys that answer a question, and how the heading of what they lead to begins (empty at the outcome)."""

    keys: bytes
    heading: str
    page: Page


def mildest_call(plan: Plan, mode: str, role: str) -> tuple[Press, ...]:
    """Every question answered with its mildest answer, or not known where it has none."""
    state = start(plan, mode=mode, role=role)
    found = []
    while not state.finished:
        keys, value = _keys(plan, plan.steps[state.at])
        state = answer(plan, state, value)
        step = None if state.finished else plan.steps[state.at]
        found.append(Press(keys, beginning(step), _page(step)))
    return tuple(found)


def beginning(step: Step | None) -> str:
    """The first words of a question: few enough to stand on one line."""
    if step is None:
        return ""
    heading = heading_of(step)
    return heading if len(heading) <= HEADING else heading[:HEADING].rpartition(" ")[0]


def heading_of(step: Step) -> str:
    """A question as it stands on the screen."""
    return ("DO NOW: " if step.kind == Kind.INSTRUCTION else "") + step.ask


def _keys(plan: Plan, step: Step) -> tuple[bytes, Value]:
    value = mildest(plan, step)
    if step.kind == Kind.INSTRUCTION:
        return b"1", step.options[0].id
    if step.kind == Kind.CHOICE:
        places = [option.id for option in step.options]
        if value in places[:9]:
            return str(places.index(value) + 1).encode(), value
    if step.kind == Kind.CHECKLIST and value in ((), "none"):
        return b"0", ()
    if step.kind in (Kind.NUMBER, Kind.TEXT) and isinstance(value, str) and value != NOT_KNOWN:
        return value.encode() + b"\r", value
    return NOT_KNOWN_KEY, NOT_KNOWN


def _page(step: Step | None) -> Page:
    """What the question puts on the screen, as plain text."""
    if step is None:
        return Page("", "", "", "", "")
    status = f"00:00  Pathway > {step.short}\nNo floor yet\n10-20 questions to come   can still end: anywhere"
    answers = [f"  {number} {option.label}" for number, option in enumerate(step.options, 1)]
    keys = "F2 EMERGENCY   one key answers\nF3 not known  F4 why  F5 note  F6 back  F7 answers  F8 park  F1 keys"
    said = say_words(step, patient=True, on_scene=False)
    return Page(status, heading_of(step), f"Say: {said}", "\n".join([*answers, "  u Not known"]), keys)
