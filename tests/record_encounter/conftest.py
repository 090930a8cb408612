"""What the tests of the fold share."""

from __future__ import annotations

import pytest

from tests.desks import make_small_pack
from triage_tui.library import Library


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small pack, compiled."""
    return Library(make_small_pack(tmp_path_factory.mktemp("small")), use_cache=False)
