"""A large directory in several files: compiled once, never stale, rebuilt when damaged, the same for every command."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.desks import SHIPPED
from tests.directory.make import request
from triage_tui import library as module
from triage_tui.author.new.write import copy_pack
from triage_tui.cli import main
from triage_tui.content import ledger
from triage_tui.directory.building import store
from triage_tui.directory.index import Kept
from triage_tui.directory.search import search
from triage_tui.errors import ContentError
from triage_tui.library import Library
from triage_tui.record.packs import keep_pack

SMALL = Path(__file__).parents[1] / "packs" / "small"
ONE = (
    "  - {{id: team_{0}, name: Team {0}, type: community_team, areas: westshire, hours: always, refer: {{self: yes}},"
    " at: [52.2{0:02}, 0.1], status: demonstration, source: test}}\n"
)
NEAREST = ["team_0", "team_1"]


@pytest.fixture(name="pack")
def _pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small pack with forty more services in two further files: too many, here, to be read each time."""
    shutil.copytree(SMALL, tmp_path / "large")
    parts = tmp_path / "large" / "directory"
    parts.mkdir()
    for name, numbers in {"a": range(20), "b": range(20, 40)}.items():
        (parts / f"{name}.yaml").write_text("services:\n" + "".join(map(ONE.format, numbers)), encoding="utf-8")
    monkeypatch.setenv("TRIAGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(module, "LARGE", 10)
    return tmp_path / "large" / "pathways"


def _nearest(library: Library) -> list[str]:
    """Whom a search in Westshire finds."""
    found = search(library.directory, request("community_team", area="westshire"))
    return [match.service.id for match in found.offered]


def _compiled(pack: Path) -> Path:
    """The file it is compiled to."""
    path = Library(pack).compiled_path
    assert path is not None
    return path


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A list that grows whenever the YAML is read."""
    from triage_tui import compiler
    from triage_tui.directory.building.file import Progress, read_directory

    counts: list[Path] = []

    def counting(path: Path, name: str | None = None, progress: Progress | None = None) -> object:
        counts.append(path)
        return read_directory(path, name, progress)

    monkeypatch.setattr(compiler, "read_directory", counting)
    return counts


def test_it_is_compiled_once(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when only a pathway changes; its services are seen as those of any directory are."""
    counts = _counted(monkeypatch)
    library = Library(pack)
    assert isinstance(library.directory.services, Kept)
    assert _nearest(library) == NEAREST
    assert [service.id for service in library.directory.services[-2:]] == ["team_38", "team_39"]
    assert len(library.directory.services) == len(list(library.directory.services)) == 49
    with (pack / "fall.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    again = Library(pack)
    assert again.hash != library.hash
    assert (_nearest(again), len(counts)) == (NEAREST, 1)


def _edit(part: Path, old: str, new: str) -> None:
    """Change words and leave the times of the file as they were, as far as a program can."""
    before = part.stat()
    part.write_text(part.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    os.utime(part, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_changed_file_is_never_served_stale(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same size and same time of writing; whether its hash was remembered or it was too new for that."""
    part = pack.parent / "directory" / "a.yaml"
    for settled in (3600, -3600):
        monkeypatch.setattr(ledger, "SETTLED_SECONDS", settled)
        first, second = ("team_0", "team_x") if settled > 0 else ("team_x", "team_0")
        assert _nearest(Library(pack))[0] == first
        assert _nearest(Library(pack))[0] == first
        _edit(part, f"id: {first},", f"id: {second},")
        assert _nearest(Library(pack))[0] == second


def test_files_changed_while_they_are_read_are_not_kept(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was hashed before and read after is in no cache under that hash."""
    from triage_tui import compiler
    from triage_tui.directory.building.file import read_directory

    part = pack.parent / "directory" / "a.yaml"

    def late(*what: Any) -> object:
        _edit(part, "id: team_0,", "id: team_x,")
        return read_directory(*what)

    with monkeypatch.context() as patched:
        patched.setattr(compiler, "read_directory", late)
        assert Library(pack).compiled_path is None
    _edit(part, "id: team_x,", "id: team_0,")
    assert _nearest(Library(pack)) == NEAREST


def test_files_that_come_and_go_are_noticed(pack: Path) -> None:
    """The directory is what its folder holds."""
    assert _nearest(Library(pack)) == NEAREST
    moved = pack.parent / "a.yaml"
    (pack.parent / "directory" / "a.yaml").rename(moved)
    assert _nearest(Library(pack)) == ["team_20", "team_21"]
    moved.rename(pack.parent / "directory" / "c.yaml")
    assert _nearest(Library(pack)) == NEAREST


def test_unchanged_files_are_not_read_again(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once they have been left alone for a while."""
    monkeypatch.setattr(ledger, "SETTLED_SECONDS", -3600)
    Library(pack)
    read: list[Path] = []
    opened = Path.open

    def reading(path: Path, *how: Any, **more: Any) -> Any:
        read.append(path)
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", reading)
    assert _nearest(Library(pack)) == NEAREST
    assert [path.name for path in read if path.parent.name == "directory"] == []


@pytest.mark.parametrize("settled", [3600, -3600])
def test_a_damaged_file_is_compiled_again(pack: Path, settled: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut short anywhere, or with other bytes anywhere: the next start has the right answer, and a whole file again."""
    monkeypatch.setattr(ledger, "SETTLED_SECONDS", settled)
    path = _compiled(pack)
    whole = path.read_bytes()
    chance = Random(4)
    counts = _counted(monkeypatch)
    lengths = [0, 1, 15, 16, 40, *(chance.randrange(len(whole)) for _ in range(8)), len(whole) - 9]
    faults: list[bytes] = [whole[:length] for length in lengths]
    for _ in range(12):
        place = chance.randrange(len(whole))
        faults.append(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
    harmless = 0
    for fault in faults:
        path.write_bytes(fault)
        before = len(counts)
        assert _nearest(Library(pack)) == NEAREST
        harmless += len(counts) == before
        assert path.read_bytes() == whole or len(counts) == before
        path.write_bytes(whole)
    assert harmless <= 2, "only a byte between two parts may go unnoticed"


def test_damage_while_it_is_open_leaves_999_and_is_mended_at_the_next_start(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that change under the program although the times of the file do not: a disk that fails."""
    monkeypatch.setattr(ledger, "SETTLED_SECONDS", -3600)
    path = _compiled(pack)
    whole = path.read_bytes()
    monkeypatch.setattr(ledger, "_mark", lambda _path: ("always the same", 0.0))
    Library(pack)
    place = whole.index(b"team_0")
    path.write_bytes(whole[:place] + b"beam" + whole[place + 4 :])
    library = Library(pack)
    found = search(library.directory, request("community_team", area="westshire"))
    assert [match.service.id for match in found.offered] == ["emergency_999"]
    assert "damaged" in found.notes[0]
    assert "open it again" in found.notes[0]
    assert _nearest(Library(pack)) == NEAREST


KILLED = """
import os, signal, sys
from pathlib import Path
from triage_tui import library
from triage_tui.directory.building import store
library.LARGE = 10
if sys.argv[2] == "writing":
    os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
else:
    Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL) if "triage" in target.name else None
library.Library(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("when", ["writing", "renaming"])
def test_killed_while_writing_it_leaves_nothing_half(pack: Path, when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start compiles it, and what was left lying is cleared away when it is old."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(pack), when], cwd=SHIPPED.parent, check=False)
    assert done.returncode == -signal.SIGKILL
    cache = pack.parents[1] / "cache"
    left = list(cache.glob(".directory-*.part"))
    assert len(left) == 1
    assert list(cache.glob("directory-*.triage")) == []
    os.utime(left[0], (time.time() - 7200,) * 2)
    assert _nearest(Library(pack)) == NEAREST
    assert list(cache.glob(".directory-*.part")) == []
    assert len(list(cache.glob("directory-*.triage"))) == 1


def test_where_says_what_is_searched(
    pack: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many services, from how many files, compiled or not, and that some are left out."""

    def services() -> str:
        assert main(["where", "--pack", str(pack)]) == 0
        rows = dict(row.split(maxsplit=1) for row in capsys.readouterr().out.splitlines())
        return rows["services"]

    assert services() == f"49 services in 3 files, compiled to {_compiled(pack)}"
    monkeypatch.setattr(module, "LARGE", 1_000)
    _edit(pack.parent / "directory" / "b.yaml", "Team 20", "Team xx")
    assert services() == "49 services in 3 files, in memory: not large enough to be compiled"
    _edit(pack.parent / "directory" / "b.yaml", "areas: westshire", "areas: vestshire")
    monkeypatch.setattr(module, "LARGE", 10)
    said = "29 services in 3 files, without what has mistakes (run triage check), compiled in memory alone"
    assert services() == said


def test_a_copy_of_the_pack_has_all_of_it(pack: Path, tmp_path: Path) -> None:
    """Its further files too."""
    copied = copy_pack(pack, pack.parent / "directory.yaml", tmp_path / "copy")
    assert {path.name for path in copied} >= {"directory.yaml", "a.yaml", "b.yaml"}
    assert _nearest(Library(tmp_path / "copy" / "pathways")) == NEAREST


def _a_file_in_the_way(cache: Path, _: pytest.MonkeyPatch) -> None:
    cache.write_text("not a folder", encoding="utf-8")


def _no_space(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)


def _read_only(cache: Path, _: pytest.MonkeyPatch) -> None:
    cache.mkdir()
    cache.chmod(0o500)


@pytest.mark.parametrize("obstacle", [_a_file_in_the_way, _no_space, _read_only])
def test_a_cache_that_cannot_be_written_is_no_error(
    pack: Path, obstacle: Callable[[Path, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is compiled in memory."""
    cache = pack.parents[1] / "cache"
    obstacle(cache, monkeypatch)
    library = Library(pack)
    assert isinstance(library.directory.services, Kept)
    assert _nearest(library) == NEAREST
    assert library.compiled_path is None or obstacle is _read_only
    assert not cache.is_dir() or list(cache.glob("*.part")) == []


def test_only_the_newest_compiled_directories_are_kept(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change of the files leaves one."""
    monkeypatch.setattr(store, "MOST_KEPT", 2)
    for number in range(4):
        _edit(pack.parent / "directory" / "b.yaml", f"name: Team 2{number},", "name: Changed,")
        path = _compiled(pack)
    assert len(list(path.parent.glob("directory-*.triage"))) == 2
    assert path.is_file()


def test_a_broken_service_is_said_at_its_line_and_left_out(pack: Path) -> None:
    """At every start, as nothing of it is kept; all others are found."""
    _edit(pack.parent / "directory" / "a.yaml", "id: team_0, name: Team 0,", "id: team_0,")
    for _ in range(2):
        library = Library(pack)
        errors = [one for one in library.problems if one.severity == "error"]
        assert [(Path(one.file).name, one.at_line, one.code) for one in errors] == [("a.yaml", 2, "SCH002")]
        assert _nearest(library) == ["team_1", "team_2"]
        assert library.compiled_path is None


def test_the_program_works_on_a_broken_directory(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case ends with somebody to go to, and the search says that something is wrong."""
    shutil.rmtree(pack.parent / "directory")
    case = tmp_path / "case.yaml"
    case.write_text("answers: {area: Westshire, age: 82 years}\ndefault: mildest\n", encoding="utf-8")
    directory = pack.parent / "directory.yaml"
    whole = directory.read_text(encoding="utf-8")
    for old, new in (('{daily: "08:00-20:00"}', "{daily: 24:00-08:00}"), ("areas:\n", "areas: 7\n"), (whole, "{")):
        directory.write_text(whole.replace(old, new), encoding="utf-8")
        assert main(["walk", "fall", "--answers", str(case), "--json", "--pack", str(pack)]) == 0
        result = json.loads(capsys.readouterr().out)
        assert result["complete"]
        assert result["services"]
        assert "west_team" not in {one["id"] for one in result["services"]}
        assert main(["check", str(pack)]) != 0
        assert "directory.yaml:" in capsys.readouterr().out


def test_an_encounter_keeps_its_large_directory(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept beside the record before any call, from the files that were loaded, and is found again there."""
    from argparse import Namespace

    from triage_tui.commands.settings import open_desk

    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "data"))
    desk = open_desk(Namespace(pack=str(pack)))
    shutil.rmtree(pack.parent / "directory")
    encounter = desk.open("fall", "telephone")
    kept = desk.library_of(encounter)
    assert _nearest(kept) == NEAREST
    desk.store.close()
    again = open_desk(Namespace(pack=str(pack)))
    assert _nearest(again.library) != NEAREST
    assert _nearest(again.library_of(again.load(encounter.id))) == NEAREST
    again.store.close()


def test_large_files_are_kept_once(pack: Path, tmp_path: Path) -> None:
    """A pathway that changes does not double what is kept of a directory; a file that changed is kept anew."""
    large, small = pack.parent / "directory" / "a.yaml", pack.parent / "directory" / "b.yaml"
    with large.open("a", encoding="utf-8") as file:
        file.writelines(["# words\n"] * 20_000)
    folders = []
    for change in (pack / "fall.yaml", large):
        library = Library(pack)
        keep_pack(tmp_path / "data", library.hash, library.contents())
        folders.append((tmp_path / "data" / "packs" / library.hash[:32] / "directory", large.read_bytes()))
        with change.open("a", encoding="utf-8") as file:
            file.write("# changed\n")
    library = Library(pack)
    keep_pack(tmp_path / "data", library.hash, library.contents())
    folders.append((tmp_path / "data" / "packs" / library.hash[:32] / "directory", large.read_bytes()))
    assert [(folder / large.name).stat().st_nlink for folder, _ in folders] == [2, 2, 1]
    assert [(folder / small.name).stat().st_nlink for folder, _ in folders] == [1, 1, 1]
    assert all((folder / large.name).read_bytes() == text for folder, text in folders)


def test_files_changed_before_they_are_kept_are_refused(pack: Path) -> None:
    """What is kept is what was loaded, or nothing."""
    library = Library(pack)
    _edit(pack.parent / "directory" / "a.yaml", "id: team_0,", "id: team_x,")
    with pytest.raises(ContentError, match="was changed while the program was open"):
        list(library.contents())


MONDAY = "2026-01-05 10:00"
CASES = (
    ["find", "urgent_community_response", "--area", "fenland", "--age", "82 years", "--json", "--at", MONDAY],
    ["find", "--list", "--open-now", "--postcode", "PE13", "--json", "--at", MONDAY],
    ["find", "--service", "corby_urgent_care", "--area", "Corby", "--json", "--at", MONDAY],
    [
        "find",
        "mental_health_crisis",
        "--postcode",
        "PE13 2AA",
        "--age",
        "17 years",
        "--explain",
        "--at",
        "2026-01-05 00:30",
    ],
    [
        "find",
        "emergency_department",
        "--area",
        "Corby",
        "--minutes",
        "0",
        "--explain",
        "--json",
        "--at",
        "2026-12-25 03:00",
    ],
    ["find", "pharmacy", "--explain", "--json", "--at", "2026-03-29 01:30"],
    ["walk", "hear_and_treat", "--answers", "CASE", "--json", "--at", "2026-01-05 10:00"],
    ["walk", "see_and_treat", "--answers", "CASE", "--json", "--at", "2026-10-25 01:30"],
    ["walk", "falls_risk", "--answers", "CASE", "--at", "2026-01-05 10:00"],
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case[:2]))
def test_commands_say_the_same_on_either(
    case: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped directory read, and the shipped directory compiled."""
    answers = tmp_path / "case.yaml"
    answers.write_text("answers: {area: Fenland, age: 82 years}\ndefault: mildest\n", encoding="utf-8")
    arguments = [str(answers) if word == "CASE" else word for word in case]
    said = []
    for large in (10**9, 0):
        monkeypatch.setattr(module, "LARGE", large)
        monkeypatch.setenv("TRIAGE_CACHE", str(tmp_path / f"cache{large}"))
        assert main(arguments) == 0
        said.append(capsys.readouterr().out)
        assert bool(list((tmp_path / f"cache{large}").glob("*.triage"))) == (large == 0)
    assert said[0] == said[1] != ""
