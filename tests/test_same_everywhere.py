"""The same answers end in the same place: on the engine, headless from a case file, and typed in plain mode."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import yaml

from tests.walk.answers import random_walk
from triage_tui.cli import main
from triage_tui.desk import Desk
from triage_tui.library import Library
from triage_tui.plain.console import Console
from triage_tui.plain.run import run_plain
from triage_tui.record.store import Store
from triage_tui.walk.conclude import conclude
from triage_tui.walk.engine import Entry, path
from triage_tui.walk.field_words import choice_numbers
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan

CASES = [
    (name, mode, seed)
    for name in ("falls_risk", "hear_and_treat", "mental_health_press_2", "see_and_treat")
    for mode in ("telephone", "on_scene")
    for seed in range(3)
]
ROLES = {"telephone": "call_handler", "on_scene": "paramedic"}


def typed(plan: Plan, entry: Entry) -> Iterator[str]:
    """The lines that give an answer in plain mode."""
    step, value = plan.steps[entry.step], entry.value
    if value == NOT_KNOWN:
        yield "u"
    elif step.kind == Kind.MEASURE and isinstance(value, dict):
        instrument = plan.instruments[step.instrument]
        for place, field in enumerate(instrument.fields):
            text = value[field.id]
            numbers = dict(zip((choice.id for choice in field.choices), choice_numbers(instrument, place), strict=True))
            yield "" if text == NOT_KNOWN else str(numbers.get(text, text))
    elif step.kind == Kind.CHECKLIST:
        places = [str(number) for number, option in enumerate(step.options, 1) if option.id in value]
        yield ",".join(places) or "0"
    elif step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        yield str([option.id for option in step.options].index(str(value)) + 1)
    else:
        yield str(value)


@pytest.mark.parametrize(("name", "mode", "seed"), CASES)
def test_engine_headless_and_plain_agree(
    name: str, mode: str, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Library()
    plan = library.plan(name)
    state = random_walk(plan, mode, ROLES[mode], Random(f"{name} {mode} {seed}"), mild=0.85)[-1]
    wanted = conclude(plan, state, mode)

    answers = {plan.steps[entry.step].id: entry.value for entry in path(state)}
    case = {
        "given": {"mode": mode, "role": ROLES[mode]},
        "answers": {key: list(value) if isinstance(value, tuple) else value for key, value in answers.items()},
    }
    file = tmp_path / "case.yaml"
    file.write_text(yaml.safe_dump(case, allow_unicode=True, default_style='"'), encoding="utf-8")
    assert main(["walk", name, "--answers", str(file), "--json"]) == 0
    headless = json.loads(capsys.readouterr().out)
    assert headless["complete"]
    assert (headless["outcome"], headless["disposition"]["id"]) == (wanted.outcome, wanted.disposition.id)

    lines = iter([*(line for entry in path(state) for line in typed(plan, entry)), "c"])
    with Store.open(tmp_path / "record.db") as store:
        desk = Desk(library, store, ROLES[mode])
        console = Console(read=lambda: "".join(f"{line}\n" for line in islice(lines, 1)), out=io.StringIO())
        assert run_plain(desk, mode, name, None, console) == 0
        call = desk.load(store.encounters()[0].encounter)
        found = desk.conclusion(call)
    assert found is not None
    assert (found.outcome, found.disposition.id) == (wanted.outcome, wanted.disposition.id)
    assert call.answers == answers
