"""Tables in the cache folder: there when they are whole and of this plan, made anew when not, and never in the way."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run, data, small, triage
from tests.desks import FALL, answered, make_small_pack, opened
from tests.tui.conftest import _hasty  # noqa: F401
from tests.tui.seat import Seat, Stage
from triage_tui import tables as store
from triage_tui.commands import background
from triage_tui.library import Library
from triage_tui.proof.tables import tables_of
from triage_tui.walk.engine import start
from triage_tui.walk.outlook import outlook

__all__ = ["data", "small", "triage"]


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small pack with a cache of its own."""
    monkeypatch.setenv("TRIAGE_CACHE", str(tmp_path / "cache"))
    return make_small_pack(tmp_path / "pack")


def kept(library: Library, pathway: str = "fall") -> Path:
    path = library.tables.keep(pathway, tables_of(library.plan(pathway)))
    assert path is not None
    return path


def is_exact(library: Library, pathway: str = "fall") -> bool:
    plan = library.plan(pathway)
    return library.tables.outlook(plan, start(plan, mode="telephone", role="call_handler")).exact


def test_tables_that_were_kept_are_found_by_the_next_start(pack: Path) -> None:
    library = Library(pack)
    assert not library.tables.open("fall")
    assert not is_exact(library)
    kept(library)
    again = Library(pack)
    assert not again.tables.looked_for("fall")
    assert again.tables.open("fall")
    assert again.tables.looked_for("fall")
    assert is_exact(again)
    assert not is_exact(again, "wound")


@pytest.mark.parametrize("harm", ["empty", "cut", "changed", "other", "text"])
def test_damaged_tables_are_not_used_and_are_made_anew(triage: Run, pack: Path, harm: str) -> None:
    library = Library(pack)
    path = kept(library)
    whole = path.read_bytes()
    changed = whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:]
    other = tables_of(library.plan("wound"))[: len(whole)].ljust(len(whole), b"\0")
    path.write_bytes(
        {
            "empty": b"",
            "cut": whole[: len(whole) // 2],
            "changed": changed,
            "other": other,
            "text": b"not tables " * 90,
        }[harm]
    )
    assert not library.tables.open("fall")
    assert not path.exists()
    plan = library.plan("fall")
    first = start(plan, mode="telephone", role="call_handler")
    assert library.tables.outlook(plan, first) == outlook(plan, first)
    ran = triage("tables", "fall", "--pack", str(pack))
    assert ran.code == 0
    assert ran.out.startswith("fall: worked out in ")
    assert path.read_bytes() == whole


def test_tables_of_another_plan_or_another_program_are_not_used(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(pack)
    first = kept(library)
    fall = pack / "fall.yaml"
    fall.write_text(fall.read_text(encoding="utf-8").replace("down >= 240", "down >= 180"), encoding="utf-8")
    assert not Library(pack).tables.open("fall")
    assert library.tables.open("fall"), "a library that is open keeps to its plan"
    monkeypatch.setattr(store, "code_stamp", lambda names: "a newer program")
    assert not library.tables.open("fall")
    assert first.exists()


def test_tables_of_a_pathway_that_did_not_change_serve_a_pack_that_did(pack: Path) -> None:
    library = Library(pack)
    kept(library)
    wound = pack / "wound.yaml"
    wound.write_text(wound.read_text(encoding="utf-8").replace("Is the cut deep?", "Is it deep?"), encoding="utf-8")
    changed = Library(pack)
    assert changed.hash != library.hash
    assert changed.tables.open("fall")


def test_only_the_newest_tables_of_a_pathway_are_left(pack: Path) -> None:
    library = Library(pack)
    path = kept(library)
    for number in range(6):
        old = path.with_name(f"ahead-fall-{number}.tables")
        old.write_bytes(b"old")
        os.utime(old, (number, number))
    other = path.with_name("ahead-fall_more-1.tables")
    other.write_bytes(b"of another pathway")
    kept(library)
    left = {found.name for found in path.parent.glob("ahead-fall-*.tables")}
    assert path.name in left
    assert len(left) == store.MOST_KEPT
    assert "ahead-fall-5.tables" in left
    assert other.exists()


def test_a_cache_that_cannot_be_written_is_said(
    triage: Run, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("TRIAGE_CACHE", str(tmp_path / "file"))
    ran = triage("tables", "fall", "--pack", str(pack))
    assert ran.code == 3
    assert "the tables of fall cannot be kept in" in ran.err
    assert "TRIAGE_CACHE" in ran.err


def test_every_pathway_once(triage: Run, pack: Path) -> None:
    first = triage("tables", "--pack", str(pack))
    assert (first.code, [line.split(":")[0] for line in first.out.splitlines()]) == (0, ["fall", "unwell", "wound"])
    again = triage("tables", "--pack", str(pack))
    assert again.out == "".join(f"{name}: worked out already\n" for name in ("fall", "unwell", "wound"))
    assert triage("tables", "fal", "--pack", str(pack)).code == 2


def test_the_app_has_them_worked_out_beside_it(pack: Path) -> None:
    waited = time.monotonic() + 60
    library = Library(pack)
    library.tables.open("fall")
    with background.Background(library, wait=0.0):
        while not is_exact(library) and time.monotonic() < waited:
            time.sleep(0.02)
    assert is_exact(library)


def test_nothing_goes_on_when_the_app_is_closed(pack: Path) -> None:
    library = Library(pack)
    with background.Background(library, wait=0.0) as beside:
        while beside.process is None:
            time.sleep(0.005)
    assert beside.process.poll() is not None
    quick = background.Background(library, wait=60.0)
    with quick:
        pass
    assert quick.process is None


def test_the_line_is_exact_as_soon_as_the_tables_are_opened(pack: Path, tmp_path: Path) -> None:
    kept(Library(pack))

    async def scene(seat: Seat) -> None:
        line = next(line for line in seat.text().splitlines() if " to come " in line)
        assert not line.strip().startswith("At most")

    Stage(pack, tmp_path / "data").play(scene, at=("fall", FALL, "head_hit"))


def test_until_then_it_says_at_most(pack: Path, tmp_path: Path) -> None:
    async def scene(seat: Seat) -> None:
        line = next(line for line in seat.text().splitlines() if " to come " in line)
        assert line.strip().startswith("At most")

    Stage(pack, tmp_path / "data").play(scene, at=("fall", FALL, "head_hit"))


def test_headless_says_which_of_the_two_it_is(triage: Run, pack: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("given: {mode: telephone}\nanswers: {place: here}\n", encoding="utf-8")
    asked = ("walk", "fall", "--answers", str(case), "--json", "--pack", str(pack))
    assert '"look_ahead": "at most"' in triage(*asked).out
    kept(Library(pack))
    assert '"look_ahead": "exact"' in triage(*asked).out


def test_a_call_that_is_taken_up_looks_in_the_tables_of_its_own_pack(pack: Path, tmp_path: Path) -> None:
    kept(Library(pack))
    with opened(pack, tmp_path / "data") as desk:
        call = answered(desk, "fall", "telephone", FALL, "head_hit")
        tables = desk.library_of(call).tables
        assert tables.open("fall")
        assert tables.outlook(call.plan, call.state).exact
