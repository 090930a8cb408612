"""The tests' own fences hold: no network, no home but a temporary one, a fixed environment."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("address", [("127.0.0.1", 9), ("192.0.2.1", 443)])
@pytest.mark.skipif(os.name == "nt", reason="asyncio on Windows wakes itself over loopback")
def test_a_connection_fails_the_test(address: tuple[str, int]) -> None:
    """Any connection fails, even where the code under test would catch the error."""
    with pytest.raises(pytest.fail.Exception, match=r"socket\.connect"), socket.socket() as outside:
        outside.connect(address)


def test_a_name_is_not_looked_up() -> None:
    """Nor is a name asked for."""
    with pytest.raises(pytest.fail.Exception, match=r"socket\.getaddrinfo"):
        socket.create_connection(("nhs.invalid", 443))


def test_asyncio_still_runs() -> None:
    """An event loop, which wakes itself through a pair of sockets, is let through."""

    async def woken() -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, lambda: "woken")

    assert asyncio.run(woken()) == "woken"


def test_everything_is_kept_in_the_temporary_home(tmp_path: Path) -> None:
    """Where records, settings and caches go by the system's rules is inside tmp_path."""
    asked = [Path.home(), platformdirs.user_data_path("triage"), platformdirs.user_state_path("triage")]
    asked += [platformdirs.user_config_path("triage"), platformdirs.user_cache_path("triage")]
    assert all(folder.is_relative_to(tmp_path) for folder in asked)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
def test_local_time_is_nobodys() -> None:
    """A slip from Europe/London to local time shows, in summer and in winter."""
    assert time.tzname == ("+0545", "+0545")


@pytest.mark.skipif(not settings().derandomize, reason="another profile was asked for: it prints how to repeat")
def test_properties_are_reproducible() -> None:
    """The profile in force draws the same examples in every run."""

    def drawn() -> list[int]:
        seen: list[int] = []

        @given(st.integers())
        def collect(number: int) -> None:
            seen.append(number)

        collect()
        return seen

    first = drawn()
    assert len(set(first)) > 1
    assert drawn() == first
