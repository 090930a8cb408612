"""Texts that would do harm if they were not taken literally, and summaries made of nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from triage_tui.handover.model import Said, Statement, Summary

HOSTILE = {
    "markup": "[GP] [/ [@click=app.quit]x[/] [bold red]",
    "html": "<script>alert(1)</script><img src=x onerror=y>&amp;\"'</td></body>",
    "escapes": "\x1b]0;title\x07\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\x1b[?1049l\x00\x08\r",
    "direction": "\u202egnihtemos\u202c \u2066x\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "emoji": "\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 \u2764\ufe0f \u65e5\u672c\u8a9e e\u0301" * 9,
    "long word": "x" * 2000,
    "wide word": "\u6f22" * 700,
    "lines": "one\ntwo\r\nthree\u2028four\u0085five\n\n\n",
    "zalgo": "a" + "\u0301" * 400,
    "surrogate": "\ud800 lone \udfff",
    "blank": "   ",
    "template": "{{7*7}} ${HOME} %s {0} $(reboot) `id`",
    "css": "*/ } body { display: none } </style>",
}
_KEPT = {"mode", "type", "id"}


def made_of(summary: Summary, text: str) -> Summary:
    """The same summary with every text in it replaced."""
    stated = Statement(text, Said.STATED, text)
    replaced = _replaced(summary, text)
    assert isinstance(replaced, Summary)
    return dataclasses.replace(
        replaced,
        asked=dict.fromkeys(summary.asked, stated),
        written=dict.fromkeys(summary.written, stated),
    )


def _replaced(value: Any, text: str) -> Any:
    if isinstance(value, Enum | datetime | bool | int) or value is None:
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_replaced(item, text) for item in value)
    if isinstance(value, Mapping):
        return {key: _replaced(item, text) for key, item in value.items()}
    fields = {
        item.name: getattr(value, item.name) if item.name in _KEPT else _replaced(getattr(value, item.name), text)
        for item in dataclasses.fields(value)
    }
    return type(value)(**fields)
