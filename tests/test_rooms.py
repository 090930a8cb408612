"""The house keeps its shape: arrows point one way, and each room brings only what it needs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_tree import FILES, imports_of, module_name, room_of, tree_of, where

FLOOR = frozenset({"", "collecting", "errors", "problems", "text"})  # what every room may stand on
RUNTIME = frozenset(
    {"walk", "directory", "record", "handover", "recommend", "codec", "tables", "library", "desk", "shift", "summaries"}
)
COMPILER = ("triage_tui.walk.compiling", "triage_tui.directory.building")
"""The halves that turn content into plans and a directory: they read content, and nothing that runs loads them."""
PREVIEW = "triage_tui.tui.preview"
"""The app beside an editor: it reads content at every save, and no call loads it."""
ARROWS = {
    **dict.fromkeys(FLOOR, FLOOR),
    "codec": FLOOR,
    "walk": FLOOR,
    "directory": FLOOR,
    "recommend": FLOOR | {"walk", "directory"},
    "files": frozenset(),
    "record": FLOOR | {"files", "walk"},
    "handover": FLOOR | {"files", "walk", "directory", "record"},
    "content": FLOOR | {"files"},
    "compiler": FLOOR | {"files", "content", "walk", "directory"},
    "stamp": FLOOR,
    "tables": FLOOR | {"files", "walk", "stamp"},
    "library": FLOOR | {"files", "content", "codec", "compiler", "walk", "directory", "stamp", "tables"},
    "shift": FLOOR | {"directory", "record"},
    "desk": FLOOR | {"walk", "directory", "recommend", "record", "library", "shift"},
    "summaries": FLOOR | {"walk", "directory", "recommend", "record", "handover", "library"},
    "proof": FLOOR | {"walk"},
    "author": FLOOR | {"files", "content", "compiler", "walk", "proof", "directory", "recommend", "stamp"},
    "plain": FLOOR | RUNTIME,
    "tui": FLOOR | RUNTIME,
    "preview": FLOOR | RUNTIME | {"author", "tui"},
    "commands": FLOOR | RUNTIME | {"content", "compiler", "author", "plain", "tui", "preview", "proof"},
    "arguments": frozenset(),
    "cli": FLOOR | {"arguments", "commands"},
    "__main__": frozenset({"cli"}),
}
ONLY_IN = {
    "textual": {"tui", "preview"},
    "rich": {"tui", "commands"},
    "pydantic": {"content"},
    "pydantic_core": {"content"},
    "yaml": {"content"},
    "sqlite3": {"record"},
    "numpy": {"author"},
}
HEAVY = {"textual", "rich", "pydantic", "yaml"}
NOT_LOADED = {
    "tui": {"pydantic", "yaml"},
    "content": {"textual", "rich"},
    "compiler": {"textual", "rich"},
    "author": {"textual", "rich"},
    "commands": {"textual", "rich"},
    "preview": set(),
}
PURE = {"walk", "proof", "directory", "recommend", "codec"}
IMPURE = {
    "asyncio", "io", "logging", "os", "pathlib", "random", "secrets", "shutil", "sqlite3", "subprocess",
    "tempfile", "threading", "time", "uuid",
}  # fmt: skip
NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip


def _room(name: str) -> str:
    """The room of an imported name; what is no room, such as `triage_tui.__version__`, is of the package itself."""
    if name.startswith(COMPILER):
        return "compiler"
    if name.startswith(PREVIEW):
        return "preview"
    room = room_of(name)
    return room if room in ARROWS else ""


CLOCK = re.compile(r"(?:\w+\.)*(?:datetime|date)\.(?:now|utcnow|today)")
ROOMS = sorted({_room(module_name(file)) for file in FILES} - {"", "__main__"})


def test_every_room_has_its_place() -> None:
    """A new room is put in ARROWS before anything may import it."""
    assert {room_of(module_name(file)) for file in FILES} <= set(ARROWS)


@pytest.mark.parametrize("file", FILES, ids=where)
def test_arrows_point_one_way(file: Path) -> None:
    """A room imports only the rooms below it, at module level or inside a function."""
    room = _room(module_name(file))
    ours = ((line, name) for line, name in imports_of(file) if name.partition(".")[0] == "triage_tui")
    against = [
        f"{where(file)}:{line} imports {name}" for line, name in ours if _room(name) not in ARROWS[room] | {room}
    ]
    assert against == []


@pytest.mark.parametrize("file", FILES, ids=where)
def test_libraries_stay_in_their_rooms(file: Path) -> None:
    """Each library is imported in its own rooms alone, and the network nowhere."""
    room = _room(module_name(file))
    for line, name in imports_of(file):
        assert not name.startswith("."), f"{where(file)}:{line}: import by the full name"
        library = name.partition(".")[0]
        assert room in ONLY_IN.get(library, {room}), f"{where(file)}:{line}: {library} does not belong in {room}"
        assert not _among(name, NETWORK), f"{where(file)}:{line}: {name} reaches the network"


def _among(name: str, modules: set[str]) -> bool:
    return any(name == module or name.startswith(module + ".") for module in modules)


@pytest.mark.parametrize("file", [file for file in FILES if _room(module_name(file)) in PURE], ids=where)
def test_deciding_is_pure(file: Path) -> None:
    """What decides imports nothing that reads a clock, a disk or chance, and asks no date for today."""
    for line, name in imports_of(file):
        assert not _among(name, IMPURE), f"{where(file)}:{line}: {name} is not pure"
    for call in (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func)
        assert not CLOCK.fullmatch(called), f"{where(file)}:{call.lineno}: {called} asks the clock"
        assert called not in {"open", "print", "input"}, f"{where(file)}:{call.lineno}: {called} touches the outside"


def _loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after running some code."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_brings_only_what_it_needs(room: str) -> None:
    """All modules of a room, imported in a fresh interpreter, load none of the libraries that are not theirs."""
    modules = [module_name(file) for file in FILES if _room(module_name(file)) == room]
    loaded = _loaded_by("\n".join(f"import {module}" for module in modules))
    assert "triage_tui" in loaded
    assert loaded & NOT_LOADED.get(room, HEAVY) == set()


def test_second_start_reads_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start compiles the pack; from then on neither the YAML reader nor the checker of shapes is loaded."""
    monkeypatch.setenv("TRIAGE_CACHE", str(tmp_path / "compiled"))
    opened = "from triage_tui.library import Library\nlibrary = Library()\nassert library.directory"
    opened += "\nassert all(library.plan(header.id) for header in library.pack.pathways)"
    assert {"yaml", "pydantic"} <= _loaded_by(opened)
    assert _loaded_by(opened) & HEAVY == set()
