"""What is written in YAML is on the screen as it is written: brackets, format strings, emoji, endless words and all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.desks import FALL, OPENING, make_small_pack
from tests.hostile import NASTY, Hostile, squeezed
from tests.tui.reader import Reader
from tests.tui.seat import Seat, Stage
from triage_tui.walk.plan import NOT_KNOWN, Value

HIT: Mapping[str, Value] = {**FALL, "head_hit": "yes", "head_thinner": "yes", "neck_pain": "no"}
VISIT: Mapping[str, Value] = {**HIT, "head_thinner": "no"}
HARM: Mapping[str, Value] = {"safeguarding": ("adult_harm", "danger_now", "carer_strain"), "scene_safe": "no"}
WOUND: Mapping[str, Value] = {**OPENING, "deep": "yes", "glass": "yes", "how_long": "30", "press": "done"}
LOW = {"breaths": "16", "saturation": "97", "temperature": "37.0"}
HIGH = {"breaths": "30", "saturation": "80", "temperature": "30.0"}
ENDS: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("fall", {}),
    ("fall", {"awake": NOT_KNOWN}),
    ("fall", {"bleeding": NOT_KNOWN}),
    ("fall", {"bleeding": ("pouring",)}),
    ("fall", {"bleeding": ("soaked",)}),
    ("fall", {**HIT, "head_thinner": NOT_KNOWN}),
    ("fall", {"scene_safe": NOT_KNOWN}),
    ("fall", {"safeguarding": ("danger_now",)}),
    ("wound", {"age": "7"}),
    ("wound", {"deep": "graze"}),
    ("wound", {"deep": "no", "how_long": "1"}),
    ("unwell", {"chest_pain": "yes"}),
    ("unwell", {"chest_pain": "no"}),
)
ONLY_ON_PAPER = {
    "about": "what a pathway is for is read by authors",
    "patient": "words of the patient's copy",
    "public_name": "words of the patient's copy",
    "capabilities": "a service is said to have them only where they are asked for",
    "made up for tests": "no step names this source",
    "Small opening": "a module's title",
    "Small safeguarding": "a module's title",
    "Small pack": "the pack's title",
    "Small directory": "the directory's title",
    "Test data.": "the directory's notice",
    "Police": "whom to tell as well stands on the summary",
    "Ring 999. [/": "whom to tell as well stands on the summary",
    "Adult safeguarding": "whom to tell as well stands on the summary",
    "Ring the duty desk.": "whom to tell as well stands on the summary",
    "Support for carers": "whom to tell as well stands on the summary",
    "Carers' help": "whom to tell as well stands on the summary",
}
"""Keys, and beginnings of texts, that no screen of the app shows."""


@pytest.fixture
def texts(tmp_path: Path) -> dict[str, list[str]]:
    """A hostile pack in tmp_path; its texts by their keys."""
    hostile = Hostile()
    hostile.pack(make_small_pack(tmp_path / "hostile"))
    return hostile.texts


def test_every_text_is_on_some_screen_as_it_is_written(texts: dict[str, list[str]], tmp_path: Path) -> None:
    async def scene(seat: Seat) -> None:
        reader = Reader(seat)
        await reader.read()
        await reader.look("f5", "f2")
        await _telephone(reader)
        await _on_scene(reader)
        for pathway, answers in ENDS:
            await reader.at(pathway, {**FALL, **answers})
        assert missing(texts, reader) == []

    Stage(tmp_path / "hostile" / "pathways", tmp_path / "data").play(scene, size=(110, 60))


async def _telephone(reader: Reader) -> None:
    await reader.at("fall", HIT, "keep_still")
    await reader.look("f9", "f10", "f7")
    await reader.seat.press("f7")
    await reader.seat.choose("Head injury")
    await reader.read("n")
    await reader.read("y")
    await reader.read("f8")
    await reader.at("fall", FALL, "area")
    await reader.read("x", "enter")
    await reader.seat.press("escape")
    await reader.at("fall", {}, "place")
    await reader.questions({**HIT, **HARM, "caller": "with_them"})
    await reader.outcome()
    await reader.at("fall", VISIT)
    await reader.read("r", "1")
    await reader.at("fall", {**FALL, "down": "600"})
    await reader.read("r", "1")
    await reader.read("f2")
    await reader.read("1")
    for caller in ("self", "with_them"):
        await reader.at("wound", {**WOUND, "caller": caller}, "deep")
        await reader.questions(WOUND)
        await reader.read()
    await reader.at("unwell", FALL, "chest_pain")
    await reader.at("fall", {"awake": "no"}, "start_cpr")
    await reader.read("1")


async def _on_scene(reader: Reader) -> None:
    await reader.at("wound", WOUND, "deep", "on_scene")
    await reader.at("fall", VISIT, "first_set", "on_scene")
    await reader.observations("25", "86", "2", "39.0")
    await reader.read("enter")
    await reader.read("y")
    await reader.observations("30", "97", "1", "37.0")
    await reader.seat.press("enter")
    await reader.look("f7")
    await reader.at("fall", {**FALL, "first_set": LOW}, "second_set", "on_scene")
    await reader.look("f7")
    await reader.observations("16", "97", "1", "37.0")
    for first_set in (HIGH, NOT_KNOWN):
        await reader.at("fall", {**FALL, "first_set": first_set}, "", "on_scene")
    await reader.look("r")


def missing(texts: dict[str, list[str]], reader: Reader) -> list[str]:
    """The texts that should have been on a screen and were not."""
    exempt = tuple(ONLY_ON_PAPER)
    return [
        f"{key}: {text}"
        for key, found in texts.items()
        if key not in ONLY_ON_PAPER
        for text in found
        if not text.startswith(exempt) and not reader.has_seen(text)
    ]


def test_the_hostile_pack_holds_every_kind_of_hostility_where_people_read(texts: dict[str, list[str]]) -> None:
    for nasty in NASTY:
        for key in ("ask", "label", "because", "title", "short"):
            assert any(squeezed(nasty) in squeezed(text) for text in texts[key]), (nasty, key)
