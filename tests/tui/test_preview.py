"""The preview: a file changes while the app runs on it, and the app notices by itself."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widget import Widget

from tests.desks import FALL, OPENING, StillClock, make_small_pack
from tests.tui.seat import SIZES, Seat
from triage_tui.author.preview.reading import Edited
from triage_tui.tui.preview.app import PreviewApp
from triage_tui.tui.preview.desk import PreviewDesk
from triage_tui.tui.screens.outcome import OutcomeScreen
from triage_tui.tui.screens.question import QuestionScreen

SCREENS = Path(__file__).parent / "screens"
BROKEN = "\n  : ["
NECK = {**OPENING, "bleeding": (), "head_hit": "yes", "head_thinner": "no"}
"""Answers that lead to the question about the neck."""
IMPOSSIBLE = "- id: head_thinner\n    when: head_hit is yes and head_hit is no"
Edit = Callable[["Author"], Awaitable[None]]


class Author(Seat):
    """Somebody who edits a file beside its preview."""

    app: PreviewApp
    file: Path

    def save(self, text: str | bytes) -> None:
        """Save as many editors do: write beside it, then rename."""
        beside = self.file.with_suffix(".new")
        beside.write_bytes(text.encode() if isinstance(text, str) else text)
        beside.replace(self.file)

    def change(self, before: str, after: str) -> None:
        """Save it with some words changed."""
        text = self.file.read_text(encoding="utf-8")
        assert before in text
        self.save(text.replace(before, after, 1))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for the app to notice by itself, no longer than half a minute."""
        latest = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < latest, self.text()
            await self.pilot.pause(0.02)
        await self.settle()

    async def reads(self, words: str) -> None:
        """Wait until some words are on the screen."""
        await self.until(lambda: words in self.words())

    async def comes_to(self, step: str) -> None:
        """Wait until a step is on the screen."""
        await self.until(lambda: self.at == step)

    async def settled(self, name: str) -> None:
        """Wait until every rule was looked at, and compare the screen with how it was before."""
        await self.until(lambda: self.app.reading.whole)
        golden = SCREENS / f"preview-{name}-{self.app.size.width}.txt"
        if os.environ.get("UPDATE_GOLDENS") == "1":
            await self.pilot.pause(1)
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(self.text() + "\n", encoding="utf-8")
        await self.until(lambda: self.text() + "\n" == golden.read_text(encoding="utf-8"))

    async def give(self, answers: Mapping[str, object], until: str = "") -> None:
        """Give answers at once, as if each had been given at its step."""
        await self.app._replay(answers, until=until)  # type: ignore[arg-type]
        await self.settle()


def preview(
    folder: Path,
    edit: Edit,
    *,
    file: str = "fall.yaml",
    text: str | bytes | None = None,
    pathway: str | None = "fall",
    at_step: str = "",
    mode: str = "telephone",
    role: str = "call_handler",
    size: tuple[int, int] = (80, 24),
) -> None:
    """Edit a file of the small pack beside its preview; `text`: what is in it at the start."""
    path = make_small_pack(folder / "pack") / file
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    edited = Edited(path, date(2026, 1, 5), clock=lambda: 0.0)

    async def run() -> None:
        desk = PreviewDesk(folder, role, StillClock())
        app = PreviewApp(desk, edited, edited.read(), mode=mode, pathway=pathway, at_step=at_step)
        async with app.run_test(size=size) as pilot:
            author = Author(app, pilot)
            author.app, author.file = app, path
            await author.settle()
            await edit(author)

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Slow rules are looked at as soon as nothing else is to be done, and files are named from where the author is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(PreviewApp, "QUIET_SECONDS", 0.0)


def test_good_broken_good(tmp_path: Path) -> None:
    """A broken file keeps the last good walk and shows its problems; a good one keeps the answers."""

    async def edit(author: Author) -> None:
        await author.give({**OPENING, "head_hit": "no"})
        assert author.at == "bleeding"
        text = author.file.read_text(encoding="utf-8")
        for broken in (text[: len(text) // 2] + BROKEN, "", b"\x00\xff\xfe" * 999, text.replace("next", "nxet", 1)):
            author.save(broken)
            await author.reads("NOT this version")
            assert author.at == "bleeding"
            assert author.app.reading.count("error")
            author.save(text)
            await author.until(lambda: "NOT this version" not in author.words())
            assert author.at == "bleeding"
            assert author.call.answers["place"] == OPENING["place"]
        author.file.unlink()
        await author.reads("THE FILE IS GONE")
        author.save(text)
        await author.until(lambda: "GONE" not in author.words() and "NOT this version" not in author.words())

    preview(tmp_path, edit)


def test_saved_in_place_within_the_same_moment(tmp_path: Path) -> None:
    """A save that leaves time and size as they were is noticed by the number of the file."""

    async def edit(author: Author) -> None:
        await author.give({**OPENING})
        status = author.file.stat()
        text = author.file.read_text(encoding="utf-8").replace("Is any of these true", "Is one of those true")
        beside = author.file.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
        beside.replace(author.file)
        assert author.file.stat().st_size == status.st_size
        await author.reads("Is one of those true?")

    preview(tmp_path, edit)


def test_a_file_that_is_broken_at_the_start_comes_to_life(tmp_path: Path) -> None:
    """The problems are the screen, with the line; mended, the walk begins by itself."""

    async def edit(author: Author) -> None:
        assert author.at == "previewstart"
        assert re.search(r"fall.yaml:\d+:\d+ error", author.words())
        assert "It cannot be walked yet" in author.words()
        await author.press("f2", "ctrl+g", "ctrl+t", "ctrl+n", "ctrl+r", "enter")
        assert author.at == "previewstart"
        author.save(whole)
        await author.comes_to("place")

    whole = (make_small_pack(tmp_path / "other") / "fall.yaml").read_text(encoding="utf-8")
    preview(tmp_path, edit, text="pathway: fall\nversion: [\n")


def test_a_shared_file_that_is_broken_at_the_start(tmp_path: Path) -> None:
    """Without dispositions there is no pack at all; the preview waits for it all the same."""

    async def edit(author: Author) -> None:
        assert author.at == "previewstart"
        author.save(whole)
        await author.comes_to("place")

    whole = (make_small_pack(tmp_path / "other") / "dispositions.yaml").read_text(encoding="utf-8")
    preview(tmp_path, edit, file="dispositions.yaml", text=whole[:200] + BROKEN)


def test_new_words_are_shown_where_the_author_is(tmp_path: Path) -> None:
    """An earlier step that is looked at stays on the screen when it is saved; the later answers wait."""

    async def edit(author: Author) -> None:
        await author.give({**FALL})
        assert author.at == "outcome"
        await author.press("ctrl+g")
        await author.enter("head_hit")
        await author.comes_to("head_hit")
        author.change("Did they hit their head?", "Was the head hit?")
        await author.reads("Was the head hit?")
        assert author.at == "head_hit"
        await author.press("ctrl+n")
        assert author.at == "outcome"

    preview(tmp_path, edit)


def test_what_was_begun_is_still_there_after_a_save(tmp_path: Path) -> None:
    """Ticks, words and values that were not given yet are kept."""

    async def edit(author: Author) -> None:
        await author.give({**OPENING})
        await author.press("2", "3")
        author.change("Is any of these true?", "Is one of these true?")
        await author.reads("Is one of these true?")
        assert author.text().count("[x]") == 2
        await author.press("ctrl+r")
        await author.type("2 Low Road")
        author.change("title: Fall (small)", "title: Tumble (small)")
        await author.reads("Tumble")
        await author.press("enter")
        assert author.call.answers["place"] == "2 Low Road"

    preview(tmp_path, edit)


def test_answers_that_no_longer_fit_are_named_and_come_back(tmp_path: Path) -> None:
    """Which answers were dropped and why is said; undone in the editor, they are there again."""

    async def edit(author: Author) -> None:
        await author.give({**FALL})
        assert author.at == "outcome"
        author.change(
            "answers: {yes: next, no: down, not known: next}", "answers: {yes: next, never: down, not known: next}"
        )
        await author.comes_to("head_hit")
        await author.reads("1 answer no longer fits: head_hit")
        author.change("never: down", "no: down")
        await author.comes_to("outcome")
        assert "no longer fit" not in author.words()
        assert author.call.answers["head_hit"] == "no"
        author.change("id: head_hit", "id: hit_head")
        await author.until(lambda: author.app.reading.count("error"))
        author.change("head_hit is yes", "hit_head is yes")
        await author.comes_to("hit_head")
        await author.reads("head_hit (there is no such step now)")

    preview(tmp_path, edit)


def test_the_problems_of_the_step_stand_beside_it(tmp_path: Path) -> None:
    """A warning is shown with line and caret at its own step, and counted at another."""

    async def edit(author: Author) -> None:
        await author.give({**OPENING})
        author.change("at: neck_pain,", "at: down,")
        await author.reads("2 not at this step")
        await author.give(NECK)
        await author.reads("1 not at this step")
        problem = author.app.reading.problems[0]
        await author.reads(f"{problem.file}:{problem.at_line}:{problem.column}")
        assert "^" in author.text()
        await author.press("ctrl+r", "ctrl+l")
        assert "All problems" in author.words()
        await author.press("enter")
        await author.comes_to("neck_pain")

    preview(tmp_path, edit)


def test_slow_rules_follow(tmp_path: Path) -> None:
    """What only the slow rules find is there a moment later."""

    async def edit(author: Author) -> None:
        author.change("- id: head_thinner", IMPOSSIBLE)
        await author.until(lambda: any(one.code.startswith("REA") for one in author.app.reading.problems))
        assert author.app.reading.whole
        await author.until(lambda: "so far" not in author.words())

    preview(tmp_path, edit)


def test_every_way_to_a_step(tmp_path: Path) -> None:
    """By the answers so far, by search, or said that nobody is asked it."""

    async def edit(author: Author) -> None:
        assert author.at == "second_set"
        assert "search" in author.words()
        assert author.app.mode == "on_scene"
        await author.press("ctrl+g")
        await author.reads("second_set: Second set [on the screen]")
        await author.enter("head_thinner")
        await author.comes_to("head_thinner")
        await author.press("ctrl+g")
        await author.enter("neck_pain")
        await author.comes_to("neck_pain")

    preview(tmp_path, edit, at_step="second_set", mode="telephone")


def test_a_step_that_nobody_comes_to(tmp_path: Path) -> None:
    """It is said, and the preview stays where it is."""

    async def edit(author: Author) -> None:
        author.change("- id: head_thinner", IMPOSSIBLE)
        await author.until(lambda: author.app.saves and author.app.walked is author.app.reading)
        await author.press("ctrl+g")
        await author.enter("head_thinner")
        await author.reads('No patient at all comes to "head_thinner"')
        assert author.at == "place"

    preview(tmp_path, edit)


def test_role_and_mode(tmp_path: Path) -> None:
    """Another role or mode keeps the answers."""

    async def edit(author: Author) -> None:
        await author.give({**OPENING})
        await author.press("ctrl+t")
        line = next(label for label in author.lines() if label.endswith("on scene"))
        await author.choose(line)
        await author.until(lambda: author.call.mode == "on_scene")
        assert author.at == "bleeding"

    preview(tmp_path, edit)


def test_a_module_asks_which_pathway(tmp_path: Path) -> None:
    """Where several pathways use the file, the author chooses, and can choose again."""

    async def edit(author: Author) -> None:
        assert "pathways use opening.yaml. Walk which?" in author.words()
        await author.enter("unwell")
        await author.comes_to("place")
        assert author.call.pathway == "unwell"
        await author.press("ctrl+p")
        await author.enter("fall")
        await author.until(lambda: author.call.pathway == "fall")
        other = author.file.parent.parent / "wound.yaml"
        text = other.read_text(encoding="utf-8")
        other.write_text(text + BROKEN, encoding="utf-8")
        await author.until(lambda: not author.app.reading.can_walk("wound"))
        await author.press("ctrl+p")
        await author.enter("wound")
        await author.comes_to("previewstart")
        await author.press("ctrl+g", "ctrl+t", "escape", "ctrl+r", "ctrl+n")
        other.write_text(text, encoding="utf-8")
        await author.comes_to("place")
        assert author.call.pathway == "wound"

    preview(tmp_path, edit, file="modules/opening.yaml", pathway=None)


def test_a_dialog_is_left_alone(tmp_path: Path) -> None:
    """What is open stays open; the new version is shown when it is closed, and the dialog says PREVIEW."""

    async def edit(author: Author) -> None:
        await author.give({**OPENING})
        await author.press("f5")
        await author.type("half a note")
        assert "PREVIEW: this is no call" in author.words()
        author.change("Is any of these true?", "Is one of these true?")
        await author.until(lambda: author.app.saves and author.app.walked is not author.app.reading)
        assert "half a note" in author.words()
        await author.press("escape")
        await author.reads("Is one of these true?")

    preview(tmp_path, edit)


def test_nothing_is_recorded(tmp_path: Path) -> None:
    """No file is written, and the reference is none of a call."""

    async def edit(author: Author) -> None:
        await author.give({**FALL})
        assert "PREVIEW" in author.words()
        assert author.call.id == "PREVIEW"
        await author.press("s")
        assert "PREVIEW" in author.words()

    preview(tmp_path, edit)
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["pack"]


@pytest.mark.parametrize("key", ["", "s"])
def test_a_look_while_it_closes_finds_nothing_and_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The clock's last tick may come when the parts of the screen are gone but the screen is not."""
    looks: list[str] = []

    async def edit(author: Author) -> None:
        await author.give({**FALL})
        if key:
            await author.press(key)
        prune = author.app._prune

        async def prune_and_tick(*nodes: Widget, **options: Any) -> None:
            await prune(*nodes, **options)
            for node in nodes:
                looks.append(type(node).__name__)
                author.app._poll()
                if isinstance(node, QuestionScreen | OutcomeScreen):
                    node._tick()

        monkeypatch.setattr(author.app, "_prune", prune_and_tick)

    preview(tmp_path, edit)
    assert looks


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_screens(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each screen of a preview, as it looks."""

    async def edit(author: Author) -> None:
        await author.give(FALL)
        await author.settled("outcome")
        await author.give(NECK)
        author.change("at: neck_pain,", "at: down,")
        await author.until(lambda: author.app.reading.problems)
        await author.settled("question")
        await author.press("ctrl+l")
        await author.settled("problems")
        await author.press("escape", "ctrl+g")
        await author.settled("steps")
        await author.press("escape")
        author.change("no: down", "no: dwon")
        await author.reads("NOT this version")
        await author.settled("broken")

    preview(tmp_path, edit, size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_screen_of_a_broken_start(tmp_path: Path, size: tuple[int, int]) -> None:
    """The screen of a file that cannot be walked yet, as it looks."""

    async def edit(author: Author) -> None:
        await author.settled("start")

    preview(tmp_path, edit, text="pathway: fall\nversion: [\n", size=size)
