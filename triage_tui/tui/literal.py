"""Show text exactly as it is written: no markup, no control characters."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.widgets import Static

from triage_tui.text import printable


def literal(text: str, style: str = "") -> Content:
    """The text as content in one style; brackets and all are shown as written."""
    return Content.styled(printable(text), style) if style else Content(printable(text))


def joined(*parts: Content | str) -> Content:
    """Several pieces one after another."""
    return Content("").join([part if isinstance(part, Content) else literal(part) for part in parts])


class Literal(Static):
    """Text shown as it is written."""

    def __init__(self, text: str | Content = "", **options: Any) -> None:
        super().__init__(text if isinstance(text, Content) else literal(text), markup=False, **options)

    def show(self, text: str | Content) -> None:
        """Show other text; an empty text takes no room, and the text that is shown already no time."""
        content = text if isinstance(text, Content) else literal(text)
        if not (isinstance(self.content, Content) and self.content.is_same(content)):
            self.update(content, layout=self.styles.auto_dimensions)
        self.display = bool(content.plain)


__all__ = ["Literal", "joined", "literal", "printable"]
