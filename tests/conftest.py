"""What every test gets: no network, a home of its own, a fixed environment, reproducible properties."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# "house" draws the same examples in every run; "explore" draws new ones and prints how to draw a failing one again:
#   pytest --hypothesis-profile=explore
settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile("house")

_NETWORK = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
    }
)
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a socket stays in this process: asyncio wakes itself through one (on Windows over loopback)."""
    if event in ("socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname"):
        return False
    socket, address = arguments[:2]
    if sys.platform == "win32":
        return isinstance(address, tuple) and address[0] in _LOOPBACK
    return bool(socket.family.name == "AF_UNIX")


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK and not _is_local(event, arguments):
        pytest.fail(f"the network was used: {event}")


# An audit hook sees sockets made in C too, and cannot be undone by a test.
sys.addaudithook(_no_network)


@pytest.fixture(scope="session")
def _compiled_packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of compiled packs for a run; its entries go by the hash of what was compiled, so tests may share it."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, _compiled_packs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home in tmp_path, no settings of the developer's, and a time zone no pathway is written for."""
    for name in list(os.environ):
        if name.startswith(("TRIAGE_", "TEXTUAL_", "XDG_")) or name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    for name, folder in {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home / "run",
    }.items():
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("TRIAGE_CACHE", str(_compiled_packs))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    _reset_zone()
    yield
    monkeypatch.delenv("TZ")
    _reset_zone()


def _reset_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
