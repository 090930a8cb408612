"""A line to type on that never holds a control character."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Input

from triage_tui.tui.literal import printable


class WordInput(Input):
    """An input line whose text is always safe to show."""

    ENTER_REPEATS: ClassVar[bool] = False
    """Whether Enter may be pressed again at once, as where it only goes down a row."""

    def validate_value(self, value: str) -> str:
        """Replace what cannot be shown."""
        return printable(value)
