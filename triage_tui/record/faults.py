"""A fault hook for tests: TRIAGE_CRASH_AT names the point of a save at which the process dies at once."""

from __future__ import annotations

import os
from typing import Literal


def crash_point(name: Literal["before_commit", "after_commit"]) -> None:
    """Die like a killed process (exit code 137, nothing flushed or closed) where TRIAGE_CRASH_AT says so."""
    if os.environ.get("TRIAGE_CRASH_AT") == name:
        os._exit(137)
