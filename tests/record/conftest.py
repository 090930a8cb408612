"""What the tests of the record share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Where the record will be; neither it nor its folder is there yet."""
    return tmp_path / "data" / "encounters.db"
