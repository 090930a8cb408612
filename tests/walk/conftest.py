"""The shipped pack, compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage_tui.compiler import Compiled, compile_pack

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shipped() -> Compiled:
    """The shipped pack; a problem in it fails every test that uses it."""
    compiled = compile_pack(ROOT / "pathways", ROOT / "directory.yaml")
    assert compiled.errors == ()
    assert compiled.pack is not None
    return compiled
