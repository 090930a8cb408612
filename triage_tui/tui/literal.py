"""Show text exactly as it is written: no markup, no control characters."""

from __future__ import annotations

import re
from typing import Any

from textual.content import Content
from textual.widgets import Static

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """The text with every control, bidirectional or invisible character shown as U+FFFD, and tabs as spaces."""
    return _UNSAFE.sub("\ufffd", text).replace("\t", "    ")


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
        """Show other text; an empty text takes no room."""
        content = text if isinstance(text, Content) else literal(text)
        self.update(content)
        self.display = bool(content.plain)
