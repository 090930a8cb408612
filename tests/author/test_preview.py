"""Reading a file again at each save: whatever is saved, there is a reading, and every problem can be shown."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import pytest

from tests.desks import OPENING, make_small_pack
from triage_tui.author.check.registry import all_rules
from triage_tui.author.check.report_text import brief
from triage_tui.author.preview import reading as reading_module
from triage_tui.author.preview.arrive import Way, way_to
from triage_tui.author.preview.near import step_with
from triage_tui.author.preview.reading import Edited, Reading
from triage_tui.author.preview.uses import pathways_with
from triage_tui.walk.engine import start

TODAY = date(2026, 1, 5)


def _edited(folder: Path, name: str = "fall.yaml") -> Edited:
    return Edited(make_small_pack(folder) / name, TODAY)


def _sound(found: Reading) -> None:
    """What is said to be walked can be, and what is said to be wrong can be shown."""
    plan = found.context.compiled.plans.get("fall")
    if found.can_walk("fall"):
        assert plan is not None
        start(plan, mode="telephone", role="call_handler")
    else:
        assert found.problems
    for problem in found.problems:
        assert problem.message in brief(problem, found.row, width=78)
        if found.can_walk("fall") and plan is not None:
            step_with(found.context, plan, problem)


def test_whatever_is_saved_is_read(tmp_path: Path) -> None:
    """Cut short anywhere, with bytes changed or gone, the file has a reading."""
    edited = _edited(tmp_path)
    text = edited.file.read_bytes()
    chance = random.Random(5)
    for cut in range(0, len(text), len(text) // 40):
        edited.file.write_bytes(text[:cut])
        _sound(edited.read())
    for _ in range(40):
        spoilt = bytearray(text)
        for _ in range(3):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        edited.file.write_bytes(bytes(spoilt))
        _sound(edited.read())
    edited.file.unlink()
    assert not edited.read().can_walk("fall")
    edited.file.write_bytes(text)
    found = edited.read()
    assert found.can_walk("fall")
    assert found.problems == ()


def test_a_fault_of_the_program_is_said_and_outlived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a rule fails on what was saved, the reading says so, and the next save is read again."""
    edited = _edited(tmp_path)
    edited.read()

    def fails(*_: object, **__: object) -> None:
        raise RecursionError

    with monkeypatch.context() as patched:
        patched.setattr(reading_module, "check", fails)
        found = edited.read()
        assert "a fault of the program (RecursionError)" in found.problems[0].message
        assert not found.can_walk("fall")
    assert edited.read().can_walk("fall")


def test_the_way_of_a_scenario(tmp_path: Path) -> None:
    """Of the scenarios that come to a step, the one without a floor on the way is taken, in the mode in use."""
    edited = _edited(tmp_path)
    folder = edited.folder / "scenarios"
    folder.mkdir(exist_ok=True)
    opening = "\n".join(f"      {name}: {json.dumps(value)}" for name, value in OPENING.items())
    cases = {"bleeds": "[soaked]", "hit": "[]", "passes": "[]"}
    text = "scenarios: fall\ncases:\n" + "".join(
        f"  - scenario: {name}\n    answers:\n{opening}\n      bleeding: {ticked}\n"
        f"      head_hit: {'no' if name == 'passes' else 'yes'}\n      head_thinner: no\n"
        for name, ticked in cases.items()
    )
    (folder / "fall.yaml").write_text(text, encoding="utf-8")
    found = edited.read()
    plan = found.context.compiled.plans["fall"]
    way = way_to(found.context, plan, "neck_pain", {}, mode="telephone", role="call_handler")
    assert isinstance(way, Way)
    assert 'scenario "hit"' in way.words
    assert list(way.answers)[-1] == "head_thinner"
    assert way_to(found.context, plan, "sort", {}, mode="telephone", role="call_handler") == (
        '"sort" is a decision: nobody is asked it'
    )


def test_the_slow_rules_can_be_stopped_at_any_time(tmp_path: Path) -> None:
    """A save does not wait for what is still looked at: it is stopped within a rule, and can be begun anew."""
    edited = _edited(tmp_path)
    found = edited.read()
    asked = 0

    def pause() -> None:
        nonlocal asked
        asked += 1
        if asked > rules + 5:
            raise InterruptedError

    rules = len(all_rules())
    with pytest.raises(InterruptedError):
        edited.read_whole(found, pause)
    asked = -100_000
    whole = edited.read_whole(found, pause)
    assert whole.whole
    assert whole.problems == found.problems


def test_only_what_changed_is_read_and_compiled(tmp_path: Path) -> None:
    """A save of one pathway leaves the plans of the others, and its own modules, as they were."""
    edited = _edited(tmp_path)
    before = edited.read().context.compiled
    edited.file.write_text(edited.file.read_text(encoding="utf-8").replace("Is any", "Is one", 1), encoding="utf-8")
    after = edited.read().context.compiled
    assert after.plans["unwell"] is before.plans["unwell"]
    assert after.plans["fall"] is not before.plans["fall"]
    assert after.files.modules["opening"] is before.files.modules["opening"]
    assert after.directory is before.directory


@pytest.mark.parametrize(
    ("file", "uses"),
    [
        ("fall.yaml", ("fall",)),
        ("modules/opening.yaml", ("fall", "unwell", "wound")),
        ("instruments/signs.yaml", ("fall",)),
        ("advice.yaml", ("fall", "unwell", "wound")),
        ("scenarios/fall.yaml", ("fall",)),
        ("../directory.yaml", ("fall", "unwell", "wound")),
        ("modules/nobody.yaml", ()),
    ],
)
def test_which_pathways_use_a_file(tmp_path: Path, file: str, uses: tuple[str, ...]) -> None:
    """A pathway is its own; what is shared belongs to those that have it in them."""
    edited = _edited(tmp_path)
    found = pathways_with(edited.read().context.files, edited.folder / file)
    assert found == uses
