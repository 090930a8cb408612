"""Make text safe to show on a terminal or on paper."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """The text with every control, bidirectional or invisible character shown as U+FFFD, and tabs as spaces."""
    return _UNSAFE.sub("\ufffd", text).replace("\t", "    ")
