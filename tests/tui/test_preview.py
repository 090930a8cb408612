"""The preview: a file changes while the app runs on it."""

from __future__ import annotations

import asyncio
import shutil
from datetime import date
from pathlib import Path

from tests.desks import OPENING, PACKS
from tests.tui.seat import Seat
from triage_tui.author.preview.reading import Edited
from triage_tui.record.store import Store
from triage_tui.tui.preview import PreviewApp
from triage_tui.tui.preview_desk import preview_desk


def _save(file: Path, text: str) -> None:
    """Save as editors do: write beside it, then rename."""
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    Path(beside).replace(file)


def test_good_broken_good(tmp_path: Path) -> None:
    """A broken file keeps the last good walk and shows its problems; a good one keeps the answers."""
    shutil.copytree(PACKS / "small", tmp_path / "small")
    file = next((tmp_path / "small").rglob("fall.yaml"))
    text = file.read_text(encoding="utf-8")
    edited = Edited(file, date(2026, 1, 5))
    reading = edited.read()

    async def scene() -> None:
        with Store.open(tmp_path / "preview.db") as store:
            app = PreviewApp(preview_desk(reading, store, "call_handler"), edited, reading, mode="telephone")
            async with app.run_test(size=(80, 24)) as pilot:
                seat = Seat(app, pilot)
                await seat.settle()
                await app._replay({"place": OPENING["place"], "call_back": OPENING["call_back"], "gone": "yes"})
                await seat.settle()
                at = seat.at
                assert app.lost == ("gone",)
                assert "PREVIEW" in seat.text()
                _save(file, text[: len(text) // 2] + "\n  : [")
                await app.look_again()
                await seat.settle()
                assert seat.at == at
                assert app.reading.count("error")
                assert "NOT this version" in seat.words()
                _save(file, text + "\n")
                await app.look_again()
                await seat.settle()
                assert seat.at == at
                assert seat.call.answers["place"] == OPENING["place"]
                assert "NOT this version" not in seat.words()
                file.unlink()
                await app.look_again()
                await seat.settle()
                assert seat.at == at
                assert "NOT this version" in seat.words()

    asyncio.run(scene())
